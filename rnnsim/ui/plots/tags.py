"""Words beside what they name, where they cover least."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QPainter, QPen

from rnnsim.model.frame import FloatArray
from rnnsim.ui.plots.area import Layout
from rnnsim.ui.plots.layer import Part, crisp, draw_label, frame_of
from rnnsim.ui.plots.picture import Picture
from rnnsim.ui.plots.references import Levels, crossings
from rnnsim.ui.plots.style import Style

APART = 8.0
"""Pixels between a point and its words."""

OVER_WORDS = 100
"""How much worse it is to cover words than a piece of a curve."""


class Tags(Part):
    """The tags of a picture, and the thin line where a pass is.

    Parameters
    ----------
    levels : Levels
        Prepared before; their words are not covered.
    """

    def __init__(self, levels: Levels) -> None:
        self._levels = levels
        self._words: list[tuple[str, QRectF, str]] = []
        self._cursor: QLineF | None = None

    def prepare(self, picture: Picture, layout: Layout, style: Style) -> None:
        self._style, area = style, layout.area
        frame = frame_of(area)
        curves = [(area.across(c.series.x), area.down(c.series.y)) for c in picture.curves]
        self._words = []
        others = self._levels.places
        for tag in picture.tags:
            size = style.width(tag.text), style.ascent
            places = []
            for x, y in tag.points:
                places += places_beside(area.across(x), area.down(y), *size, frame)
            if places:
                taken = others + [place for _role, place, _text in self._words]
                best = min(places, key=lambda place: _covered(place, curves, taken))
                self._words.append((tag.role, best, tag.text))
        self._cursor = None
        if picture.cursor is not None:
            x = crisp(area.across(picture.cursor))
            self._cursor = QLineF(x, frame.top(), x, frame.bottom())

    def draw(self, painter: QPainter) -> None:
        if self._cursor is not None:
            painter.setPen(QPen(self._style.color("card", 0.7), 4.0 * self._style.scale))
            painter.drawLine(self._cursor)
            painter.setPen(QPen(self._style.color("text"), 1.6 * self._style.scale))
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


def _covered(
    place: QRectF, curves: list[tuple[FloatArray, FloatArray]], taken: list[QRectF]
) -> int:
    ground = place.adjusted(-4, -5, 4, 5)
    words = sum(ground.intersects(other) for other in taken)
    return OVER_WORDS * words + sum(crossings(x, y, ground) for x, y in curves)
