"""Ways through the plane, step by step, with arrows where a step leaves the plot."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen, QPolygonF

from rnnsim.model.arrays import FloatArray
from rnnsim.ui.plots.area import Area, Layout
from rnnsim.ui.plots.layer import Part, draw_label, frame_of
from rnnsim.ui.plots.picture import Picture, Way
from rnnsim.ui.plots.style import Style

HALO = 2.6
"""How much wider the ground under a line is."""

STOP = 5.0
"""Diameter of the dot at each place."""

STOPS_FROM = 9.0
"""Pixels between two dots at least; where a way has shorter steps it is a line only."""

END = 11.0

ARROW = 11.0
"""Length of an arrow's head."""


class Ways(Part):
    """Each way on a ground of its own, which parts it from the colours below."""

    def __init__(self) -> None:
        self._drawn: list[_Drawn] = []

    def prepare(self, picture: Picture, layout: Layout, style: Style) -> None:
        self._style, self._frame = style, frame_of(layout.area)
        self._drawn = [_Drawn(way, layout, style) for way in picture.ways if len(way.x)]

    def draw(self, painter: QPainter) -> None:
        for drawn in self._drawn:
            drawn.draw_ground(painter)
        for drawn in reversed(self._drawn):  # the first lies uppermost
            drawn.draw(painter)


class _Drawn:
    """One way, ready to be drawn."""

    def __init__(self, way: Way, layout: Layout, style: Style) -> None:
        self._style, self._way = style, way
        self._frame = frame = frame_of(layout.area)
        x, y = pixels_of(way, layout.area)
        pieces, outward = within(x, y, frame)
        self._path = QPainterPath()
        for x0, y0, x1, y1 in pieces.tolist():
            if self._path.currentPosition() != QPointF(x0, y0) or self._path.isEmpty():
                self._path.moveTo(x0, y0)
            self._path.lineTo(x1, y1)
        self._arrows = [
            arrow_head(x0, y0, x1, y1, ARROW * style.scale)
            for x0, y0, x1, y1 in pieces[outward].tolist()
        ]
        inside = [QPointF(*at) for at in zip(x.tolist(), y.tolist(), strict=True)]
        self._end = inside[-1] if inside and frame.contains(inside[-1]) else None
        stops = (inside[i] for i in _sparse(x, y, STOPS_FROM * style.scale))
        self._stops = QPolygonF([at for at in stops if frame.contains(at)])

    def draw_ground(self, painter: QPainter) -> None:
        """Draw what parts the line from the colours below."""
        width = (self._way.look.width + HALO) * self._style.stroke
        painter.setPen(QPen(self._style.color("card", 0.85), width))
        painter.drawPath(self._path)

    def draw(self, painter: QPainter) -> None:
        """Draw the line, its stops, its arrows and its end."""
        style, look = self._style, self._way.look
        painter.setPen(style.pen(look))
        painter.drawPath(self._path)
        painter.setPen(style.point_pen(look.role, STOP))
        painter.drawPoints(self._stops)
        painter.setPen(QPen(style.color("card"), 1.2 * style.stroke))
        painter.setBrush(style.color(look.role))
        for arrow in self._arrows:
            painter.drawPolygon(arrow)
        if self._end is not None:
            half = END * style.scale / 2
            box = QRectF(self._end.x() - half, self._end.y() - half, 2 * half, 2 * half)
            painter.drawRect(box)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self._end is not None and self._way.end:
            self._write(painter, self._end, look.role, self._way.end)

    def _write(self, painter: QPainter, at: QPointF, role: str, text: str) -> None:
        style, frame = self._style, self._frame
        width = style.width(text)
        left = at.x() + END if at.x() + END + width < frame.right() else at.x() - END - width
        baseline = min(max(at.y() + style.ascent / 2, frame.top() + 14), frame.bottom() - 6)
        draw_label(painter, style, role, left, baseline, text)


def pixels_of(way: Way, area: Area) -> tuple[FloatArray, FloatArray]:
    """Pixels across and down of a way's places, up to the first that is not finite."""
    known = np.isfinite(way.x) & np.isfinite(way.y)
    stop = len(known) if known.all() else int(np.argmin(known))
    far = 1e6  # where an overshoot leads is not worth an overflow
    with np.errstate(over="ignore"):
        x = np.clip(area.across(way.x[:stop]), -far, far)
        y = np.clip(area.down(way.y[:stop]), -far, far)
    return x, y


def _sparse(x: FloatArray, y: FloatArray, least: float) -> list[int]:
    """Places that lie `least` pixels or more from both their neighbours."""
    long = np.hypot(np.diff(x), np.diff(y)) >= least
    return [int(i) for i in np.flatnonzero(np.append(True, long) & np.append(long, True))]


def within(x: FloatArray, y: FloatArray, box: QRectF) -> tuple[FloatArray, np.ndarray]:
    """The parts of a line within a box (Liang and Barsky 1984).

    Returns
    -------
    pieces : (m, 4) array
        x and y of each piece's first end and of its second.
    outward : (m,) array of bool
        Which pieces end because the line leaves the box.
    """
    x0, y0, dx, dy = x[:-1], y[:-1], np.diff(x), np.diff(y)
    enter, leave = np.zeros(len(dx)), np.ones(len(dx))
    for start, change, low, high in (
        (x0, dx, box.left(), box.right()),
        (y0, dy, box.top(), box.bottom()),
    ):
        moves = change != 0
        rate = np.where(moves, change, 1.0)
        one, other = (low - start) / rate, (high - start) / rate
        always = np.where((low <= start) & (start <= high), np.inf, -np.inf)
        enter = np.maximum(enter, np.where(moves, np.minimum(one, other), -always))
        leave = np.minimum(leave, np.where(moves, np.maximum(one, other), always))
    seen = enter < leave
    enter, leave = enter[seen], leave[seen]
    x0, y0, dx, dy = x0[seen], y0[seen], dx[seen], dy[seen]
    ends = (x0 + enter * dx, y0 + enter * dy, x0 + leave * dx, y0 + leave * dy)
    return np.stack(ends, axis=1), leave < 1.0


def arrow_head(x0: float, y0: float, x1: float, y1: float, length: float) -> QPolygonF:
    """A triangle whose tip is the second end of a line."""
    line = QLineF(x0, y0, x1, y1)
    angle = math.radians(-line.angle())
    back, side = (math.cos(angle) * length, math.sin(angle) * length), 0.45
    base = x1 - back[0], y1 - back[1]
    return QPolygonF(
        [
            QPointF(x1, y1),
            QPointF(base[0] - side * back[1], base[1] + side * back[0]),
            QPointF(base[0] + side * back[1], base[1] - side * back[0]),
        ]
    )
