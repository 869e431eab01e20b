"""Axes: faint lines, tick labels and the name of the horizontal axis."""

from __future__ import annotations

from PySide6.QtCore import QLineF
from PySide6.QtGui import QPainter, QPen

from rnnsim.ui.plots.area import Layout
from rnnsim.ui.plots.labels import Label
from rnnsim.ui.plots.layer import Part, crisp, frame_of
from rnnsim.ui.plots.picture import Picture
from rnnsim.ui.plots.style import Style

TICK = 4.0
"""Length of a tick, in pixels."""


class Axes(Part):
    """No box and no vertical lines: what is read off is the height."""

    def __init__(self) -> None:
        self._y_label, self._middle = "", 0.0
        self._grid: list[QLineF] = []
        self._rule: list[QLineF] = []
        self._texts: list[tuple[float, float, Label]] = []

    def prepare(self, picture: Picture, layout: Layout, style: Style) -> None:
        area, frame = layout.area, frame_of(layout.area)
        self._style = style
        self._grid, self._rule, self._texts = [], [], []
        self._y_label, self._middle = picture.y_label, frame.center().y()
        if picture.bare:
            return
        for tick in layout.y_ticks:
            y = area.down(tick.position)
            self._grid.append(QLineF(frame.left(), crisp(y), frame.right(), crisp(y)))
            left = frame.left() - 6 - style.label_width(tick.label)
            self._texts.append((left, y + style.ascent / 2, tick.label))
        base = crisp(frame.bottom())
        self._rule.append(QLineF(frame.left(), base, frame.right(), base))
        baseline = base + TICK + 3 + style.ascent
        for tick in layout.x_ticks:
            x = area.across(tick.position)
            self._rule.append(QLineF(crisp(x), base, crisp(x), base + TICK))
            left = x - style.label_width(tick.label) / 2
            self._texts.append((left, baseline, tick.label))
        middle = frame.center().x() - style.width(picture.x_label) / 2
        self._texts.append((middle, baseline + style.line, Label(picture.x_label)))

    def draw(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(self._style.color("faint"), 1.0))
        painter.drawLines(self._grid)
        painter.setPen(QPen(self._style.color("muted", 0.6), 1.0))
        painter.drawLines(self._rule)
        painter.setPen(self._style.color("muted"))
        for left, baseline, label in self._texts:
            self._style.write(painter, left, baseline, label)
        if self._y_label:
            painter.save()
            painter.translate(self._style.line - 2, self._middle)
            painter.rotate(-90)
            width = self._style.width(self._y_label)
            self._style.write(painter, -width / 2, 0.0, Label(self._y_label))
            painter.restore()
