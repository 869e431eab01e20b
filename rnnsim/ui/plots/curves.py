"""Curves of measured values, their markers, and dots that stand out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QLineF, QPointF
from PySide6.QtGui import QPainter, QPainterPath, QPen, QPolygonF

from rnnsim.model.arrays import FloatArray
from rnnsim.ui.plots.area import Layout
from rnnsim.ui.plots.layer import Part, crisp, frame_of
from rnnsim.ui.plots.picture import Curve, Picture
from rnnsim.ui.plots.series import BoolArray, lone, runs
from rnnsim.ui.plots.style import Style

JOINED_POINTS = 100
"""Up to so many points a line's pieces are joined; more would be slow, and joints are not seen."""

MARKER_SPACING = 7.5
"""Markers are drawn where they lie at least so many pixels apart."""

MARKER = 6.0

LONE = 2.5
"""How much wider than the line a point between two gaps is."""

GAP_ALPHA = 0.35
"""Opacity of the gaps between the dashes of a line of many points: there too no peak is hidden."""

OVERLAP = 4
"""Points by which the rest of a curve reaches further back than that of the curve it covers."""


class Curves(Part):
    """Lines with gaps; a point between two gaps is a dot.

    Parameters
    ----------
    past : bool
        Whether to draw what will not change, or the rest.  The long past of a training is then
        drawn once.
    """

    def __init__(self, *, past: bool) -> None:
        self._past = past
        self._lines: list[tuple[QPen, QPainterPath]] = []
        self._points: list[tuple[QPen, QPolygonF]] = []
        self._at: tuple[QPen, QLineF] | None = None

    def prepare(self, picture: Picture, layout: Layout, style: Style) -> None:
        self._lines, self._points, self._at = [], [], None
        if picture.at is not None and not self._past:
            self._at = QPen(style.color("muted"), style.thin), _upright(picture.at, layout)
        for order, curve in enumerate(picture.curves):
            if not self._past and curve.final == len(curve.series.x):
                continue  # all of it is past; dashes drawn twice would close their gaps
            part, look, all_shown = self._part(curve, order), curve.look, curve.series.shown
            x = layout.area.across(curve.series.x[part])
            y = layout.area.down(curve.series.y[part])
            self._lines += _strokes(x, y, all_shown[part], curve, style)
            if look.markers and _spacing(x) >= MARKER_SPACING * style.scale:
                marked, diameter = all_shown[part], MARKER
            else:
                marked, diameter = lone(all_shown)[part], LONE + look.width
            if marked.any():
                points = pg.functions.arrayToQPolygonF(x[marked], y[marked])
                self._points.append((style.point_pen(look.role, diameter, look.alpha), points))
        for dot in () if self._past else picture.dots:
            at = QPointF(layout.area.across(dot.x), layout.area.down(dot.y))
            self._points.append((style.point_pen(dot.role, dot.diameter), QPolygonF([at])))

    def _part(self, curve: Curve, order: int) -> slice:
        """Which points to draw; past and rest share one at least, so that the line runs on."""
        if self._past:
            return slice(0, curve.final)
        return slice(max(curve.final - 1 - OVERLAP * order, 0), None)

    def draw(self, painter: QPainter) -> None:
        if self._at is not None:
            painter.setPen(self._at[0])
            painter.drawLine(self._at[1])
        for pen, path in self._lines:
            painter.setPen(pen)
            painter.drawPath(path)
        for pen, points in self._points:
            painter.setPen(pen)
            painter.drawPoints(points)


def _upright(x: float, layout: Layout) -> QLineF:
    """A line from the lower to the upper edge."""
    frame, pixel = frame_of(layout.area), crisp(layout.area.across(x))
    return QLineF(pixel, frame.top(), pixel, frame.bottom())


def _spacing(x: FloatArray) -> float:
    return float(x[-1] - x[0]) / max(len(x) - 1, 1) if len(x) else 0.0


def _strokes(
    x: FloatArray, y: FloatArray, shown: BoolArray, curve: Curve, style: Style
) -> list[tuple[QPen, QPainterPath]]:
    """Pens, and what each draws of a part of a curve."""
    look = curve.look
    if style.paper or len(curve.series.x) <= JOINED_POINTS:
        return [(style.pen(look), joined(x, y, shown))]
    spacing = _spacing(x)
    if not look.dashes or spacing == 0.0:  # of a single point there is nothing to break
        return [(style.pen(look), in_pieces(x, y, shown))]
    dash, gap = (part * look.width * style.stroke / spacing for part in look.dashes[:2])
    first, second = max(1, round(dash)), max(1, round(gap))
    full = np.arange(len(x) - 1) % (first + second) < first
    unbroken = replace(look, dashes=())
    pale = replace(unbroken, alpha=GAP_ALPHA * look.alpha)
    return [
        (style.pen(pale), in_pieces(x, y, shown, ~full)),
        (style.pen(unbroken), in_pieces(x, y, shown, full)),
    ]


def joined(x: FloatArray, y: FloatArray, shown: BoolArray) -> QPainterPath:
    """The line through the points shown, broken at the others."""
    path = QPainterPath()
    for start, stop in runs(shown):
        if stop > start:
            part = slice(start, stop + 1)
            path.addPolygon(pg.functions.arrayToQPolygonF(x[part], y[part]))
    return path


def in_pieces(
    x: FloatArray, y: FloatArray, shown: BoolArray, which: BoolArray | None = None
) -> QPainterPath:
    """The same line, or some pieces of it, each by itself: Qt then draws it many times faster."""
    there = shown[:-1] & shown[1:]
    first = np.flatnonzero(there if which is None else there & which)
    ends = np.stack([first, first + 1], axis=1).ravel()
    return pg.functions.arrayToQPath(x[ends], y[ends], connect="pairs", finiteCheck=False)
