"""Curves of measured values, their markers, and dots that stand out."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPainterPath, QPen, QPolygonF

from rnnsim.model.frame import FloatArray
from rnnsim.ui.plots.area import Layout
from rnnsim.ui.plots.layer import Part
from rnnsim.ui.plots.picture import Picture
from rnnsim.ui.plots.series import BoolArray, lone, runs
from rnnsim.ui.plots.style import Style

JOINED_POINTS = 100
"""Up to so many points a line's pieces are joined; more would be slow, and joints are not seen."""

MARKER_SPACING = 7.5
"""Markers are drawn where they lie at least so many pixels apart."""

MARKER = 6.0

LONE = 2.5
"""How much wider than the line a point between two gaps is."""


class Curves(Part):
    """Lines with gaps; a point between two gaps is a dot."""

    def __init__(self) -> None:
        self._lines: list[tuple[QPen, QPainterPath]] = []
        self._points: list[tuple[QPen, QPolygonF]] = []

    def prepare(self, picture: Picture, layout: Layout, style: Style) -> None:
        self._lines, self._points = [], []
        for curve in picture.curves:
            series, look = curve.series, curve.look
            x, y, shown = layout.area.across(series.x), layout.area.down(series.y), series.shown
            self._lines.append((style.pen(look), line_path(x, y, shown)))
            spacing = (x[-1] - x[0]) / max(len(x) - 1, 1)
            if look.markers and spacing >= MARKER_SPACING * style.scale:
                marked, diameter = shown, MARKER
            else:
                marked, diameter = lone(shown), LONE + look.width
            if marked.any():
                points = pg.functions.arrayToQPolygonF(x[marked], y[marked])
                self._points.append((style.point_pen(look.role, diameter), points))
        for dot in picture.dots:
            at = QPointF(layout.area.across(dot.x), layout.area.down(dot.y))
            self._points.append((style.point_pen(dot.role, dot.diameter), QPolygonF([at])))

    def draw(self, painter: QPainter) -> None:
        for pen, path in self._lines:
            painter.setPen(pen)
            painter.drawPath(path)
        for pen, points in self._points:
            painter.setPen(pen)
            painter.drawPoints(points)


def line_path(x: FloatArray, y: FloatArray, shown: BoolArray) -> QPainterPath:
    """The line through the points shown, broken at the others; in the way that is fastest."""
    if len(x) > JOINED_POINTS:
        first = np.flatnonzero(shown[:-1] & shown[1:])
        ends = np.stack([first, first + 1], axis=1).ravel()
        return pg.functions.arrayToQPath(x[ends], y[ends], connect="pairs", finiteCheck=False)
    path = QPainterPath()
    for start, stop in runs(shown):
        if stop > start:
            part = slice(start, stop + 1)
            path.addPolygon(pg.functions.arrayToQPolygonF(x[part], y[part]))
    return path
