"""Words beside what they name, where they cover least."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QPainter, QPen

from rnnsim.model.frame import FloatArray
from rnnsim.ui.plots.area import Area, Layout
from rnnsim.ui.plots.layer import Part, crisp, draw_label, frame_of
from rnnsim.ui.plots.picture import Picture
from rnnsim.ui.plots.style import Style
from rnnsim.ui.plots.ways import pixels_of, within

APART = 8.0
"""Pixels between a point and its words."""

Line = tuple[FloatArray, FloatArray]
"""Pixels across and down of the points of a line."""


class Tags(Part):
    """The tags of a picture, and the thin line where a pass is; a tag without room is left out."""

    def __init__(self) -> None:
        self._words: list[tuple[str, QRectF, str]] = []
        self._cursor: QLineF | None = None

    @property
    def places(self) -> list[QRectF]:
        """Where words stand."""
        return [place for _role, place, _text in self._words]

    def prepare(self, picture: Picture, layout: Layout, style: Style) -> None:
        self._style, area = style, layout.area
        frame = frame_of(area)
        self._words = []
        lines = _lines(picture, area) if picture.tags else ([], [])
        for tag in picture.tags:
            size = style.width(tag.text), style.ascent
            places = []
            for x, y in tag.points:
                places += places_beside(area.across(x), area.down(y), *size, frame)
            free = [place for place in places if not self._taken(place)]
            covered = [_covered(place, *lines) for place in free]
            if free and (tag.must or not min(covered)):
                best = free[covered.index(min(covered))]
                self._words.append((tag.role, best, tag.text))
        self._cursor = None
        if picture.cursor is not None:
            x = crisp(area.across(picture.cursor))
            self._cursor = QLineF(x, frame.top(), x, frame.bottom())

    def _taken(self, place: QRectF) -> bool:
        ground = place.adjusted(-6, -5, 6, 5)
        return any(ground.intersects(other) for other in self.places)

    def draw(self, painter: QPainter) -> None:
        if self._cursor is not None:
            painter.setPen(QPen(self._style.color("card", 0.7), 4.0 * self._style.stroke))
            painter.drawLine(self._cursor)
            painter.setPen(QPen(self._style.color("text"), 1.6 * self._style.stroke))
            painter.drawLine(self._cursor)
        for role, place, text in self._words:
            draw_label(painter, self._style, role, place.left(), place.bottom(), text)


def places_beside(x: float, y: float, width: float, height: float, frame: QRectF) -> list[QRectF]:
    """Where words of a size may stand round a point, the best first, all within the plot."""
    right, left = x + APART, x - APART - width
    above, below, level = y - APART - height, y + APART, y - height / 2
    corners = ((right, above), (left, above), (right, below), (left, below))
    beside = ((right, level), (left, level), (x - width / 2, above), (x - width / 2, below))
    boxes = [QRectF(*corner, width, height) for corner in corners + beside]
    return [box for box in boxes if frame.contains(box.adjusted(-3, -3, 3, 3))]


def curves_of(picture: Picture, area: Area) -> list[Line]:
    """The pixels of all curves."""
    return [(area.across(c.series.x), area.down(c.series.y)) for c in picture.curves]


def crossings(x: FloatArray, y: FloatArray, box: QRectF) -> int:
    """How many pieces of a line come near a box; those with a NaN do not."""
    left, right = np.minimum(x[:-1], x[1:]), np.maximum(x[:-1], x[1:])
    low, high = np.minimum(y[:-1], y[1:]), np.maximum(y[:-1], y[1:])
    beside = (right >= box.left()) & (left <= box.right())
    return int((beside & (high >= box.top()) & (low <= box.bottom())).sum())


def _lines(picture: Picture, area: Area) -> tuple[list[Line], list[Line]]:
    """The pixels of all that tags had better not cover: of short pieces, and of long ones."""
    ends = np.array([area.frame[0], area.frame[2]])
    levels = [(ends, np.full(2, area.down(level.y))) for level in picture.levels]
    compared = [(area.across(line.x), area.down(line.y)) for line in picture.references]
    ways = [pixels_of(way, area) for way in picture.ways]
    return [*curves_of(picture, area), *levels], [*compared, *ways]


def _covered(place: QRectF, short: list[Line], long: list[Line]) -> int:
    ground = place.adjusted(-4, -5, 4, 5)
    touched = sum(crossings(x, y, ground) for x, y in short)
    return touched + sum(len(within(x, y, ground)[0]) for x, y in long)
