"""How the complex plane is painted: few calls, however many eigenvalues there are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from rnnsim.model.arrays import ComplexArray
from rnnsim.ui.canvas.pieces import image_of, packed, rgb_of
from rnnsim.ui.spectrum.geometry import View, at_edge
from rnnsim.ui.spectrum.smear import LINE, POINT, faded, near, smeared
from rnnsim.ui.spectrum.trail import Strokes
from rnnsim.ui.theme import Theme
from rnnsim.ui.vectors import is_vector

EDGE_MARGIN = 6.0
LABELS_CLEAR = 1.45
CLEAR = 6.0
"""Pixels between the ρ circle and a label above it."""

DENSE = ((24, 4.0), (64, 3.2), (128, 2.5), (1000, 2.0))
"""Up to how many eigenvalues a dot has which radius, pixels."""


@dataclass(frozen=True, slots=True)
class Plane:
    """What is painted.

    Attributes
    ----------
    rings : complex array
        The eigenvalues asked for.
    dots : complex array
        The eigenvalues as they are; those that are not finite are left out.
    circle : float
        The spectral radius asked for.
    lit : complex array
        Those under the pointer or chosen.
    focused : bool
        Whether the keyboard is on the plane.
    trail : Strokes or None
        Where the eigenvalues were before.
    """

    view: View
    rings: ComplexArray
    dots: ComplexArray
    circle: float
    circle_lit: bool
    lit: ComplexArray
    focused: bool
    trail: Strokes | None = None


def paint_plane(painter: QPainter, plane: Plane, theme: Theme, font: QFont) -> None:
    """Paint `plane` from the painter's origin on."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _axes(painter, plane.view, theme)
    _circles(painter, plane, theme)
    _labels(painter, plane, theme, font)
    _trail(painter, plane, theme)
    radius = dot_radius(len(plane.rings))
    rings, rings_beyond = at_edge(plane.view, plane.rings, EDGE_MARGIN)
    dots, dots_beyond = at_edge(plane.view, plane.dots, EDGE_MARGIN)
    rings = _not_beneath(rings, dots)
    _points(painter, rings, 2 * radius + 2.0, theme.color("forward"))
    _points(painter, rings, 2 * radius - 1.2, theme.color("card"))
    _points(painter, dots, 2 * radius, theme.color("forward"))
    _wedges(painter, plane.view, dots_beyond, theme)
    _wedges(painter, plane.view, rings_beyond, theme)
    _lit(painter, plane, theme, radius)
    if plane.focused:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.color("accent"), 2.0))
        painter.drawRoundedRect(_box(plane.view).adjusted(1.0, 1.0, -1.0, -1.0), 5.0, 5.0)


def dot_radius(count: int) -> float:
    """Radius of the dot of one eigenvalue among `count`."""
    return next((radius for most, radius in DENSE if count <= most), DENSE[-1][1])


def _box(view: View) -> QRectF:
    return QRectF(0.0, 0.0, view.width, view.height)


def _point(place: complex) -> QPointF:
    return QPointF(place.real, place.imag)


def _axes(painter: QPainter, view: View, theme: Theme) -> None:
    painter.setPen(QPen(theme.color("faint"), 1.0))
    x, y = round(view.origin.real) + 0.5, round(view.origin.imag) + 0.5
    painter.drawLine(QPointF(0.0, y), QPointF(view.width, y))
    painter.drawLine(QPointF(x, 0.0), QPointF(x, view.height))


def _circles(painter: QPainter, plane: Plane, theme: Theme) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    origin, scale = _point(plane.view.origin), plane.view.scale
    painter.setPen(QPen(theme.color("muted"), 1.4))
    painter.drawEllipse(origin, scale, scale)
    pen = QPen(theme.color("accent"), 2.6 if plane.circle_lit else 1.6)
    pen.setDashPattern([3.0, 2.4] if plane.circle_lit else [4.0, 3.0])
    painter.setPen(pen)
    painter.drawEllipse(origin, plane.circle * scale, plane.circle * scale)


def _labels(painter: QPainter, plane: Plane, theme: Theme, font: QFont) -> None:
    painter.setFont(font)
    painter.setPen(theme.color("muted"))
    metrics, view = QFontMetricsF(font), plane.view
    ascent, top = metrics.ascent(), metrics.capHeight() + 3.0
    one, i = view.place(1.0), view.place(1j)
    if 1.0 < plane.circle < LABELS_CLEAR:  # the ρ circle runs where they stand else
        one -= metrics.horizontalAdvance("1") + 9.0
        i += 1j * (ascent + 7.0)
    painter.drawText(QPointF(one.real + 4.0, one.imag + ascent + 1.0), "1")
    painter.drawText(QPointF(i.real + 5.0, max(i.imag - 4.0, top)), "i")
    left = view.width - metrics.horizontalAdvance("Re") - 5.0
    painter.drawText(QPointF(left, view.origin.imag - 5.0), "Re")
    left = view.origin.real - metrics.horizontalAdvance("Im") - 5.0
    if plane.circle * view.scale < view.origin.imag - top - CLEAR:  # nothing is drawn over it
        painter.drawText(QPointF(left, top), "Im")


def _trail(painter: QPainter, plane: Plane, theme: Theme) -> None:
    """Lines that fade with age, and points where it is doubtful which led where."""
    if plane.trail is None:
        return
    if is_vector(painter):
        _stroke(painter, plane.trail, plane.view, theme)
        return
    ratio = painter.device().devicePixelRatioF()
    opacities = smeared(plane.trail, plane.view, ratio)
    image = image_of(packed(rgb_of(theme.color("forward")), opacities))
    image.setDevicePixelRatio(ratio)
    painter.drawImage(QPointF(0.0, 0.0), image)


def _stroke(painter: QPainter, trail: Strokes, view: View, theme: Theme) -> None:
    """A trail as one path for each age."""
    painter.save()
    painter.setClipRect(_box(view), Qt.ClipOperation.IntersectClip)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    starts, ends, places = (
        view.places(near(values)) for values in (trail.starts, trail.ends, trail.places)
    )
    for age in np.unique(np.concatenate([trail.ages, trail.place_ages])).tolist():
        color = theme.color("forward", float(faded(age)))
        path, of_age = QPainterPath(), trail.ages == age
        for start, end in zip(starts[of_age].tolist(), ends[of_age].tolist(), strict=True):
            path.moveTo(_point(start))
            path.lineTo(_point(end))
        painter.setPen(QPen(color, LINE, c=Qt.PenCapStyle.FlatCap))
        painter.drawPath(path)
        _points(painter, places[trail.place_ages == age], POINT, color)
    painter.restore()


def _not_beneath(rings: ComplexArray, dots: ComplexArray) -> ComplexArray:
    """The rings that dots do not cover: before training none, which saves most of the time."""
    seen: ComplexArray = rings[~np.isin(np.round(2.0 * rings), np.round(2.0 * dots))]
    return seen


def _points(painter: QPainter, places: ComplexArray, width: float, color: QColor) -> None:
    pen = QPen(color, width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.drawPoints(QPolygonF([QPointF(z.real, z.imag) for z in places.tolist()]))


def _wedges(painter: QPainter, view: View, places: ComplexArray, theme: Theme) -> None:
    """Arrowheads at the edge that point at what lies beyond."""
    if not len(places):
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("forward"))
    for place in places.tolist():
        out = (place - view.origin) / abs(place - view.origin)
        corners = (place + 5 * out, place + (-3 + 4j) * out, place + (-3 - 4j) * out)
        painter.drawPolygon(QPolygonF([_point(corner) for corner in corners]))


def _lit(painter: QPainter, plane: Plane, theme: Theme, radius: float) -> None:
    if not len(plane.lit):
        return
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.color("text"), 1.8))
    for place in plane.view.places(plane.lit).tolist():
        painter.drawEllipse(_point(place), radius + 4.0, radius + 4.0)
