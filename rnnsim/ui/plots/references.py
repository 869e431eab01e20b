"""Lines to compare with: curves that may leave the plot, and levels with words."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPainter, QPainterPath, QPen

from rnnsim.ui.plots.area import Area, Layout
from rnnsim.ui.plots.layer import Part, crisp, draw_label, frame_of
from rnnsim.ui.plots.picture import Level, Look, Picture, Reference
from rnnsim.ui.plots.series import clipped, corners
from rnnsim.ui.plots.style import Style
from rnnsim.ui.plots.tags import NOTHING, Boxes, Tags, crossings, curves_of

BENEATH = 0.3
"""How far a text reaches below its baseline, in sizes of the type."""

KNOB = 10.0
"""Pixels at the right end of a line that can be dragged which its words leave free."""

STRAIGHT = 0.5
"""Pixels by which a straight line may be out."""


class References(Part):
    """Dashed and dotted lines.

    They are cut off at the edge of the plot by arithmetic: Qt would make every dash of what lies
    outside.
    """

    def __init__(self) -> None:
        self._paths: list[tuple[QPen, QPainterPath]] = []
        self._of: tuple[tuple[Reference, ...], Layout | None, Style | None] = (), None, None

    def prepare(self, picture: Picture, layout: Layout, style: Style) -> None:
        before, self._of = self._of, (picture.references, layout, style)
        if all(one is other for one, other in zip(before, self._of, strict=True)):
            return
        self._paths = [
            (style.pen(line.look), _path(line, layout.area)) for line in picture.references
        ]

    def draw(self, painter: QPainter) -> None:
        for pen, path in self._paths:
            painter.setPen(pen)
            painter.drawPath(path)


class Levels(Part):
    """Horizontal lines, each with its words where they cover least of the curves.

    Parameters
    ----------
    tags : Tags
        Prepared before; their words are never covered.
    """

    def __init__(self, tags: Tags) -> None:
        self._tags = tags
        self._lines: list[tuple[QPen, QLineF]] = []
        self._words: list[tuple[str, QRectF, str]] = []
        self._places: dict[Look, int] = {}

    def prepare(self, picture: Picture, layout: Layout, style: Style) -> None:
        self._style, area = style, layout.area
        frame = frame_of(area)
        held = picture.handle is not None and picture.handle.line
        room = frame.adjusted(0, 0, -KNOB * style.scale if held else 0, 0)
        curves = curves_of(picture, area) if picture.levels else NOTHING[0]
        self._lines, self._words = [], []
        for level in picture.levels:
            y, arrow = _seen(level, area)
            if not arrow:
                line = QLineF(frame.left(), crisp(y), frame.right(), crisp(y))
                self._lines.append((style.pen(level.look), line))
            text = f"{arrow}{level.text}" if level.text else ""
            place = self._place(level, text, y, room, curves) if text else None
            if place is not None:
                self._words.append((level.look.role, place, text))

    def draw(self, painter: QPainter) -> None:
        for pen, line in self._lines:
            painter.setPen(pen)
            painter.drawLine(line)
        for role, place, text in self._words:
            draw_label(painter, self._style, role, place.left(), place.bottom(), text)

    def _place(
        self, level: Level, text: str, y: float, frame: QRectF, curves: Boxes
    ) -> QRectF | None:
        """Where the words of a level stand; None where there is no room."""
        width, height = self._style.width(text), self._style.ascent
        taken = self._tags.places + [place for _role, place, _text in self._words]
        places = _places(frame, y, width, height, BENEATH * self._style.pixels + 2)
        if level.above:
            places = [place for place in places[:1] if place.bottom() < y]
        before = self._places.get(level.look, 0)
        ground = () if level.must else (-4, -4, 4, height / 3)
        covered = {
            i: crossings(curves, place.adjusted(*ground) if ground else place)
            for i, place in enumerate(places)
            if frame.contains(place.adjusted(-1, -1, 1, 1))
            and not any(place.adjusted(-6, -5, 6, 5).intersects(other) for other in taken)
        }
        if not covered:
            return None
        best = min(covered, key=lambda i: (covered[i], i != before, i))
        if covered[best] and not level.must:
            return None
        self._places[level.look] = best
        return places[best]


def _places(frame: QRectF, y: float, width: float, height: float, gap: float) -> list[QRectF]:
    """Where words may stand: above or below, at the right, at the left."""
    above, below = y - gap - height, y + 5
    tops = [top for top in (above, below) if frame.top() <= top <= frame.bottom() - height]
    lefts = (frame.right() - 2 - width, frame.left() + 2)
    return [QRectF(left, top, width, height) for left in lefts for top in tops or [below]]


def _seen(level: Level, area: Area) -> tuple[float, str]:
    """Height of a level in pixels, at the edge where it lies outside; then an arrow as well."""
    _left, top, _right, bottom = area.frame
    y = area.down(level.y)
    if y < top:
        return top, "↑ "
    if y > bottom:
        return bottom, "↓ "
    return y, ""


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
