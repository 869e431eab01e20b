"""Axes: faint lines, tick labels and the name of the horizontal axis."""

from __future__ import annotations

from PySide6.QtCore import QLineF
from PySide6.QtGui import QPainter, QPen

from rnnsim.ui.plots.area import Layout
from rnnsim.ui.plots.labels import Label
from rnnsim.ui.plots.layer import Part, crisp, frame_of, write_upwards
from rnnsim.ui.plots.picture import Picture
from rnnsim.ui.plots.style import Style

TICK = 4.0
"""Length of a tick, in pixels."""

SHORT_TICK = 3.0
"""Of one at the left, where its label is near."""


class Axes(Part):
    """No box and no vertical lines: what is read off is the height.

    A theme without a grid has an axis at the left instead.
    """

    def __init__(self) -> None:
        self._y_label, self._middle = "", 0.0
        self._grid: list[QLineF] = []
        self._rule: list[QLineF] = []
        self._texts: list[tuple[float, float, Label]] = []

    def prepare(self, picture: Picture, layout: Layout, style: Style) -> None:
        area, frame = layout.area, frame_of(layout.area)
        self._style = style
        self._grid, self._rule, self._texts = [], [], []
        self._y_label, self._middle = layout.y_label, frame.center().y()
        if picture.bare:
            return
        fields = picture.scenery is not None and picture.scenery.raster is not None
        for tick in layout.y_ticks:
            y = area.down(tick.position)
            end = area.left if fields else frame.right()  # fields would hide it
            if style.theme.grid:
                self._grid.append(QLineF(frame.left(), crisp(y), end, crisp(y)))
            else:
                start = frame.left() - SHORT_TICK
                self._rule.append(QLineF(start, crisp(y), frame.left(), crisp(y)))
            left = frame.left() - 6 - style.label_width(tick.label)
            down = max(y + style.ascent / 2, style.height(tick.label) + 1.0)  # not cut at the top
            self._texts.append((left, down, tick.label))
        base = crisp(frame.bottom())
        self._rule.append(QLineF(frame.left(), base, frame.right(), base))
        if not style.theme.grid and layout.y_ticks:
            self._rule.append(QLineF(frame.left(), frame.top(), frame.left(), base))
        baseline = base + TICK + 3 + style.ascent
        for tick in layout.x_ticks:
            x = area.across(tick.position)
            self._rule.append(QLineF(crisp(x), base, crisp(x), base + TICK))
            left = x - style.label_width(tick.label) / 2
            self._texts.append((left, baseline, tick.label))
        if layout.x_label:
            width = style.width(layout.x_label)
            left = min(frame.center().x() - width / 2, layout.size[0] - 2 - width)
            self._texts.append((left, baseline + style.line, Label(layout.x_label)))

    def draw(self, painter: QPainter) -> None:
        style = self._style
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(style.color("faint"), style.thin))
        painter.drawLines(self._grid)
        painter.setPen(QPen(style.color("muted", 0.6 if style.theme.grid else 1.0), style.thin))
        painter.drawLines(self._rule)
        painter.setPen(style.color("muted"))
        for left, baseline, label in self._texts:
            style.write(painter, left, baseline, label)
        if self._y_label:
            write_upwards(painter, style, style.ascent + 5.0, self._middle, self._y_label)
