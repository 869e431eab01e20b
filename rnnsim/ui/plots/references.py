"""Lines to compare with: curves that may leave the plot, and levels with words."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPainter, QPainterPath, QPen

from rnnsim.model.frame import FloatArray
from rnnsim.ui.plots.area import Area, Layout
from rnnsim.ui.plots.layer import Part, crisp, draw_label, frame_of
from rnnsim.ui.plots.picture import Level, Picture, Reference
from rnnsim.ui.plots.series import clipped, corners
from rnnsim.ui.plots.style import Style

STRAIGHT = 0.5
"""Pixels by which a straight line may be out."""


class References(Part):
    """Dashed and dotted lines.

    They are cut off at the edge of the plot by arithmetic: Qt would make every dash of what lies
    outside.
    """

    def __init__(self) -> None:
        self._paths: list[tuple[QPen, QPainterPath]] = []

    def prepare(self, picture: Picture, layout: Layout, style: Style) -> None:
        self._paths = [
            (style.pen(line.look), _path(line, layout.area)) for line in picture.references
        ]

    def draw(self, painter: QPainter) -> None:
        for pen, path in self._paths:
            painter.setPen(pen)
            painter.drawPath(path)


class Levels(Part):
    """Horizontal lines, each with its words where they cover least of the curves."""

    def __init__(self) -> None:
        self._lines: list[tuple[QPen, QLineF]] = []
        self._words: list[tuple[str, QRectF, str]] = []
        self._places: dict[str, int] = {}

    def prepare(self, picture: Picture, layout: Layout, style: Style) -> None:
        self._style, area = style, layout.area
        frame = frame_of(area)
        curves = [(area.across(c.series.x), area.down(c.series.y)) for c in picture.curves]
        self._lines, self._words = [], []
        for level in picture.levels:
            y, text = _seen(level, area)
            if level.text == text:
                line = QLineF(frame.left(), crisp(y), frame.right(), crisp(y))
                self._lines.append((style.pen(level.look), line))
            if not text:
                continue
            places = _places(frame, y, style.width(text), style.ascent)
            chosen = free_place(places, curves, self._places.get(level.text, 0))
            self._places = {**self._places, level.text: chosen}
            self._words.append((level.look.role, places[chosen], text))

    @property
    def places(self) -> list[QRectF]:
        """Where words stand."""
        return [place for _role, place, _text in self._words]

    def draw(self, painter: QPainter) -> None:
        for pen, line in self._lines:
            painter.setPen(pen)
            painter.drawLine(line)
        for role, place, text in self._words:
            draw_label(painter, self._style, role, place.left(), place.bottom(), text)


def crossings(x: FloatArray, y: FloatArray, box: QRectF) -> int:
    """How many pieces of a curve come near a box; those with a NaN do not."""
    low, high = np.minimum(y[:-1], y[1:]), np.maximum(y[:-1], y[1:])
    beside = (x[1:] >= box.left()) & (x[:-1] <= box.right())
    return int((beside & (high >= box.top()) & (low <= box.bottom())).sum())


def free_place(
    places: list[QRectF], curves: list[tuple[FloatArray, FloatArray]], before: int
) -> int:
    """Which place covers nothing, or least of the curves; the one before if it is as good."""
    order = sorted(range(len(places)), key=lambda i: (i != before, i))
    covered: dict[int, int] = {}
    for i in order:
        covered[i] = sum(crossings(x, y, places[i]) for x, y in curves)
        if not covered[i]:
            break
    return min(covered, key=lambda i: covered[i])


def _places(frame: QRectF, y: float, width: float, height: float) -> list[QRectF]:
    """Where words may stand: above or below, at the right, at the left."""
    above, below = y - 5 - height, y + 5
    tops = [top for top in (above, below) if frame.top() <= top <= frame.bottom() - height]
    lefts = (frame.right() - 2 - width, frame.left() + 2)
    return [QRectF(left, top, width, height) for left in lefts for top in tops or [below]]


def _seen(level: Level, area: Area) -> tuple[float, str]:
    """Height in pixels and words of a level; at the edge, with an arrow, where it lies outside."""
    _left, top, _right, bottom = area.frame
    y = area.down(level.y)
    if y < top:
        return top, f"↑ {level.text}"
    if y > bottom:
        return bottom, f"↓ {level.text}"
    return y, level.text


def _path(line: Reference, area: Area) -> QPainterPath:
    _left, top, _right, bottom = area.frame
    x, y = clipped(*corners(area.across(line.x), area.down(line.y), STRAIGHT), top, bottom)
    path = QPainterPath()
    for start in range(0, len(x), 2):
        first, last = QPointF(x[start], y[start]), QPointF(x[start + 1], y[start + 1])
        if start == 0 or path.currentPosition() != first:  # pieces joined, so that dashes run on
            path.moveTo(first)
        path.lineTo(last)
    return path
