"""The legend: one row above the plot, where it covers nothing; remarks above and below."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF
from PySide6.QtGui import QPainter

from rnnsim.ui.plots.area import INSET, SPACED, Layout
from rnnsim.ui.plots.curves import MARKER
from rnnsim.ui.plots.labels import Label
from rnnsim.ui.plots.layer import Part, frame_of
from rnnsim.ui.plots.picture import Look, Picture
from rnnsim.ui.plots.style import Style
from rnnsim.ui.plots.wording import GAP, SAMPLE, WIDE_GAP, legend_length


class Legend(Part):
    """Words beside a sample of each line, shorter where there is no room; and what is remarked."""

    def __init__(self) -> None:
        self._entries: list[tuple[float, Look, Label]] = []

    def prepare(self, picture: Picture, layout: Layout, style: Style) -> None:
        self._style = style
        self._middle = style.line / 2 + 1
        frame = frame_of(layout.area)
        length = legend_length(list(layout.legend), style.label_width)
        x = max(2.0, min(frame.left(), layout.size[0] - 2 - length))
        self._remark, self._baseline = layout.remark, layout.remark_top + style.line * 0.8
        self._remark_left = max(
            2.0, min(frame.left(), layout.size[0] - 2 - style.width(layout.remark))
        )
        longest = max((style.width(text) for text in layout.below), default=0.0)
        left = max(2.0, min(frame.left() + INSET, layout.size[0] - 2 - longest))
        self._below = [
            (left, layout.below_top + SPACED * style.line * i + style.ascent, text)
            for i, text in enumerate(layout.below)
        ]
        self._entries = []
        for entry, label in zip(picture.legend, layout.legend, strict=bool(layout.legend)):
            self._entries.append((x, entry.look, label))
            x += SAMPLE + GAP + style.label_width(label) + WIDE_GAP

    def draw(self, painter: QPainter) -> None:
        style, y = self._style, self._middle
        for x, look, label in self._entries:
            pen = style.pen(look)
            painter.setPen(pen)
            cap = 0.0 if look.dashes else min(pen.widthF(), SAMPLE) / 2  # square ends lie outside
            painter.drawLine(QLineF(x + cap, y, x + SAMPLE - cap, y))
            if look.markers:
                painter.setPen(style.point_pen(look.role, MARKER))
                painter.drawPoint(QPointF(x + SAMPLE / 2, y))
            painter.setPen(style.color("text"))
            style.write(painter, x + SAMPLE + GAP, y + style.ascent / 2, label)
        if self._remark:
            painter.setPen(style.color("muted"))
            style.write(painter, self._remark_left, self._baseline, Label(self._remark))
        painter.setPen(style.color("muted"))
        for left, baseline, text in self._below:
            style.write(painter, left, baseline, Label(text))
