"""The legend: one row above the plot, where it covers nothing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QLineF, QPointF
from PySide6.QtGui import QPainter

from rnnsim.ui.plots.area import Layout
from rnnsim.ui.plots.curves import MARKER
from rnnsim.ui.plots.labels import Label
from rnnsim.ui.plots.layer import Part, frame_of
from rnnsim.ui.plots.picture import Entry, Look, Picture
from rnnsim.ui.plots.style import Style

SAMPLE = 20.0
"""Length of a line's sample, in pixels."""

GAP, WIDE_GAP = 5.0, 12.0

BROAD = 5.0
"""A wider line stands for a bar, and its sample is a field of about this height."""


class Legend(Part):
    """Words beside a sample of each line, shorter where there is no room; below them a remark."""

    def __init__(self) -> None:
        self._entries: list[tuple[float, Look, Label]] = []

    def prepare(self, picture: Picture, layout: Layout, style: Style) -> None:
        self._style = style
        self._middle = style.line / 2 + 1
        frame = frame_of(layout.area)
        labels = fitting(picture.legend, frame.right() - 2, style.label_width)
        length = _length(labels, style.label_width)
        x = max(2.0, min(frame.left(), frame.right() - length))
        self._remark, self._baseline = layout.remark, layout.remark_top + style.line * 0.8
        self._remark_left = max(
            2.0, min(frame.left(), layout.size[0] - 2 - style.width(layout.remark))
        )
        self._entries = []
        for entry, label in zip(picture.legend, labels, strict=True):
            self._entries.append((x, entry.look, label))
            x += SAMPLE + GAP + style.label_width(label) + WIDE_GAP

    def draw(self, painter: QPainter) -> None:
        style, y = self._style, self._middle
        for x, look, label in self._entries:
            painter.setPen(style.pen(look))
            inset = BROAD if look.width > BROAD else 0.0
            painter.drawLine(QLineF(x + inset, y, x + SAMPLE - inset, y))
            if look.markers:
                painter.setPen(style.point_pen(look.role, MARKER))
                painter.drawPoint(QPointF(x + SAMPLE / 2, y))
            painter.setPen(style.color("text"))
            style.write(painter, x + SAMPLE + GAP, y + style.ascent / 2, label)
        if self._remark:
            painter.setPen(style.color("muted"))
            style.write(painter, self._remark_left, self._baseline, Label(self._remark))


def fitting(
    entries: tuple[Entry, ...], room: float, width_of: Callable[[Label], float]
) -> list[Label]:
    """The longest words that fit, the shortest where none do."""
    most = max((len(entry.labels) for entry in entries), default=1)
    labels: list[Label] = []
    for level in range(most):
        labels = [entry.labels[min(level, len(entry.labels) - 1)] for entry in entries]
        if _length(labels, width_of) <= room:
            break
    return labels


def _length(labels: list[Label], width_of: Callable[[Label], float]) -> float:
    widths = [SAMPLE + GAP + width_of(label) for label in labels]
    return sum(widths) + WIDE_GAP * max(len(widths) - 1, 0)
