"""How what can be dragged looks: a ring, or a knob on a line."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from rnnsim.ui.plots.area import Layout
from rnnsim.ui.plots.hand import pixel_of
from rnnsim.ui.plots.labels import Label
from rnnsim.ui.plots.layer import Part, frame_of
from rnnsim.ui.plots.picture import Handle, Picture
from rnnsim.ui.plots.style import Style

RING = 11.0
"""Diameter of a ring, in pixels."""

HALO = 22.0
"""Diameter of what is lit round it under the pointer or with the focus."""

KNOB = (7.0, 16.0)
"""Width and height of the knob at the right end of a line."""

PADDING, CHIP_GAP = 6.0, 4.0
"""Pixels between a value and the edge of its chip, and between the chip and the knob."""


class Grip(Part):
    """The handle of a picture.

    Attributes
    ----------
    lit : bool
        Whether the pointer is on it or holds it, or the keyboard moves it.
    """

    def __init__(self) -> None:
        self.lit = False
        self._handle: Handle | None = None

    def prepare(self, picture: Picture, layout: Layout, style: Style) -> None:
        self._handle, self._style = picture.handle, style
        if picture.handle is not None:
            self._at = QPointF(*pixel_of(picture.handle, layout.area))
            frame = frame_of(layout.area)
            self._right, self._edges = frame.right(), (frame.top(), frame.bottom())

    def draw(self, painter: QPainter) -> None:
        if self._handle is None:
            return
        if self._handle.line:
            self._draw_knob(painter, self._handle.role, self._handle.said)
        else:
            self._draw_ring(painter, self._handle.role)

    def _draw_ring(self, painter: QPainter, role: str) -> None:
        style = self._style
        if self.lit:
            painter.setPen(QPen(style.color("accent"), 2.0 * style.stroke))
            painter.setBrush(style.color("accent", 0.3))
            painter.drawEllipse(self._at, HALO * style.scale / 2, HALO * style.scale / 2)
        painter.setPen(QPen(style.color(role), 2.0 * style.stroke))
        painter.setBrush(style.color("card"))
        painter.drawEllipse(self._at, RING * style.scale / 2, RING * style.scale / 2)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _draw_knob(self, painter: QPainter, role: str, said: str) -> None:
        style = self._style
        width, height = (length * style.scale for length in KNOB)
        place = QRectF(self._right - width, self._at.y() - height / 2, width, height)
        painter.setPen(QPen(style.color("accent" if self.lit else role), 1.5 * style.stroke))
        painter.setBrush(style.color("accent" if self.lit else "card"))
        painter.drawRoundedRect(place, width / 2, width / 2)
        if said:
            self._draw_chip(painter, place.left(), said)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _draw_chip(self, painter: QPainter, right: float, said: str) -> None:
        """A value on the line, left of its knob, wholly within the plot."""
        style = self._style
        width, height = style.width(said) + 2 * PADDING, style.line + 6
        top = min(max(self._at.y() - height / 2, self._edges[0]), self._edges[1] - height)
        place = QRectF(right - CHIP_GAP - width, top, width, height)
        painter.setPen(QPen(style.color("accent"), 1.5 * style.stroke))
        painter.setBrush(style.color("field"))
        painter.drawRoundedRect(place, 4, 4)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(style.color("text"))
        baseline = place.center().y() + style.ascent / 2
        style.write(painter, place.left() + PADDING, baseline, Label(said))
