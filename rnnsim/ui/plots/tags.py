"""Words beside what they name, where they cover least."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QPainter, QPen

from rnnsim.model.arrays import FloatArray
from rnnsim.ui.plots.area import Area, Layout
from rnnsim.ui.plots.layer import Part, crisp, draw_label, frame_of
from rnnsim.ui.plots.picture import Picture
from rnnsim.ui.plots.style import Style
from rnnsim.ui.plots.ways import pixels_of, within

APART = 8.0
"""Pixels between a point and its words."""

Line = tuple[FloatArray, FloatArray]
"""Pixels across and down of the points of a line."""

Boxes = FloatArray
"""(4, n): left, top, right and bottom of n boxes, in pixels."""

NOTHING: tuple[Boxes, list[Line]] = np.empty((4, 0)), []


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
        lines = _lines(picture, area) if picture.tags else NOTHING
        for tag in picture.tags:
            size = style.width(tag.text), style.ascent
            places = []
            for x, y in tag.points:
                places += places_beside(area.across(x), area.down(y), *size, frame)
            free = [place for place in places if not self._taken(place)]
            best, covered = _least_covering(free, *lines)
            if best is not None and (tag.must or not covered):
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


def curves_of(picture: Picture, area: Area) -> Boxes:
    """Boxes round the pieces of all curves."""
    return boxes_of([(area.across(c.series.x), area.down(c.series.y)) for c in picture.curves])


def boxes_of(lines: list[Line]) -> Boxes:
    """Left, top, right and bottom of the box round every piece of some lines."""
    x = [np.stack([x[:-1], x[1:]]) for x, _ in lines]
    y = [np.stack([y[:-1], y[1:]]) for _, y in lines]
    if not lines:
        return np.empty((4, 0))
    across, down = np.concatenate(x, axis=1), np.concatenate(y, axis=1)
    return np.stack([across.min(axis=0), down.min(axis=0), across.max(axis=0), down.max(axis=0)])


def crossings(boxes: Boxes, place: QRectF) -> int:
    """How many pieces of lines come near a place; those with a NaN do not."""
    left, top, right, bottom = boxes
    beside = (right >= place.left()) & (left <= place.right())
    return int((beside & (bottom >= place.top()) & (top <= place.bottom())).sum())


def _lines(picture: Picture, area: Area) -> tuple[Boxes, list[Line]]:
    """The pixels of all that tags had better not cover: of short pieces, and of long ones."""
    ends = np.array([area.frame[0], area.frame[2]])
    levels = [(ends, np.full(2, area.down(level.y))) for level in picture.levels]
    short = np.concatenate([curves_of(picture, area), boxes_of(levels)], axis=1)
    compared = [(area.across(line.x), area.down(line.y)) for line in picture.references]
    return short, [*compared, *(pixels_of(way, area) for way in picture.ways)]


def _least_covering(
    places: list[QRectF], short: Boxes, long: list[Line]
) -> tuple[QRectF | None, int]:
    """The first of the places that cover least, and how many pieces of lines it covers."""
    best, least = None, 0
    for place in places:
        covered = _covered(place, short, long)
        if best is None or covered < least:
            best, least = place, covered
        if not least:
            break
    return best, least


def _covered(place: QRectF, short: Boxes, long: list[Line]) -> int:
    ground = place.adjusted(-4, -5, 4, 5)
    return crossings(short, ground) + sum(len(within(x, y, ground)[0]) for x, y in long)
