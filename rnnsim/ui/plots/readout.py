"""The value under the pointer, and the time steps that are looked at elsewhere."""

from __future__ import annotations

import math

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from rnnsim.ui.plots.area import Area, Layout
from rnnsim.ui.plots.labels import Label
from rnnsim.ui.plots.layer import Part, crisp, frame_of
from rnnsim.ui.plots.picture import Picture, Reading
from rnnsim.ui.plots.style import Style

PADDING = 6.0


class Readout(Part):
    """A thin line, a ring round the point, and the value in words beside it.

    Attributes
    ----------
    reading : Reading or None
        What the pointer reads off.
    rings : tuple of Reading
        Points ringed without words.
    """

    def __init__(self) -> None:
        self.reading: Reading | None = None
        self.rings: tuple[Reading, ...] = ()
        self._area: Area | None = None

    def prepare(self, picture: Picture, layout: Layout, style: Style) -> None:
        self._area, self._style = layout.area, style

    def draw(self, painter: QPainter) -> None:
        if self._area is None:
            return
        for ring in self.rings:
            self._ring(painter, self._area, ring)
        if self.reading is not None:
            self._ring(painter, self._area, self.reading)
            self._say(painter, self._area, self.reading)

    def _ring(self, painter: QPainter, area: Area, reading: Reading) -> None:
        frame, style = frame_of(area), self._style
        x = area.across(reading.x)
        if reading.text or math.isnan(reading.y):
            painter.setPen(QPen(style.color("muted", 0.7), style.thin))
            painter.drawLine(QLineF(crisp(x), frame.top(), crisp(x), frame.bottom()))
        if not math.isnan(reading.y):
            painter.setPen(QPen(style.color("text"), 1.5 * style.stroke))
            painter.setBrush(style.color(reading.role))
            radius = 4.5 * style.scale
            painter.drawEllipse(QPointF(x, area.down(reading.y)), radius, radius)

    def _say(self, painter: QPainter, area: Area, reading: Reading) -> None:
        frame, style = frame_of(area), self._style
        x = area.across(reading.x)
        width, height = style.width(reading.text) + 2 * PADDING, style.line + 6
        left = x + 8 if x + 8 + width <= frame.right() else x - 8 - width
        left = min(max(left, 1.0), frame.right() + 6 - width)
        top = self._free_top(frame, height, area, reading)
        box = QRectF(left, top, width, height)
        painter.setPen(QPen(style.color("border"), style.thin))
        painter.setBrush(style.color("field"))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(style.color("text"))
        baseline = box.center().y() + style.ascent / 2
        style.write(painter, left + PADDING, baseline, Label(reading.text))

    @staticmethod
    def _free_top(frame: QRectF, height: float, area: Area, reading: Reading) -> float:
        """At the top, or at the bottom where the point is at the top."""
        if math.isnan(reading.y) or area.down(reading.y) > frame.top() + height + 8:
            return frame.top() + 1
        return frame.bottom() - height - 3
