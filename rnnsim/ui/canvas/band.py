"""The gradient as one band, where time steps are too narrow for arrows of their own."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import groupby

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPolygonF

from rnnsim.model.arrays import FloatArray
from rnnsim.ui.canvas.geometry import Layout
from rnnsim.ui.canvas.pieces import image_of, packed, rgb_of
from rnnsim.ui.canvas.stroke import opacity, width_share
from rnnsim.ui.theme import Theme
from rnnsim.ui.vectors import is_vector

SAMPLES = 4
"""Columns of the band's picture for each time step; Qt smooths between them."""

THINNEST = 1.0
"""Pixels of width of a band that is not exactly 0."""


def paint_band(painter: QPainter, place: Layout, theme: Theme, magnitude: FloatArray) -> None:
    """One band from h_T to h_0, as strong as ‖∂L/∂h_k‖; red where that is not finite."""
    left = max(0.0, place.x(0))
    right = min(place.width, place.x(place.time_steps))
    if is_vector(painter):
        _draw(painter, place, theme, magnitude, (left, right))
    else:
        _copy(painter, place, theme, magnitude, (left, right))


def _copy(
    painter: QPainter,
    place: Layout,
    theme: Theme,
    magnitude: FloatArray,
    ends: tuple[float, float],
) -> None:
    """As a small picture that Qt enlarges."""
    ratio = painter.device().devicePixelRatioF()
    left, right = ends
    count = max(1, min(round((right - left) * ratio), SAMPLES * len(place.columns)))
    x = left + (np.arange(count) + 0.5) * (right - left) / count
    k = np.clip((x - place.origin) / place.pitch, 0.0, place.time_steps)
    nearest = magnitude[np.round(k).astype(int)]
    finite = np.isfinite(nearest)
    half = np.where(nearest > 0.0, _half(k, magnitude, place), 0.0)
    half = np.where(finite, half, 1e9)
    strength = np.where(finite, _strength(k, magnitude), 1.0)
    rows = math.ceil(place.widest_stroke * ratio)
    y = np.abs((np.arange(rows) + 0.5) / ratio - rows / ratio / 2)
    coverage = np.clip((half[None, :] - y[:, None]) * ratio + 0.5, 0.0, 1.0)
    rgb = np.where(finite[:, None], rgb_of(theme.color("gradient")), rgb_of(theme.color("error")))
    argb = packed(np.broadcast_to(rgb, (rows, *rgb.shape)), coverage * strength)
    top = place.backward_y - rows / ratio / 2
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(QRectF(left, top, right - left, rows / ratio), image_of(argb))


def _draw(
    painter: QPainter,
    place: Layout,
    theme: Theme,
    magnitude: FloatArray,
    ends: tuple[float, float],
) -> None:
    """As one shape for every stretch of finite magnitudes that are not 0."""
    low, high = ((x - place.origin) / place.pitch for x in ends)
    painter.setPen(Qt.PenStyle.NoPen)
    for kind, first, last in _stretches(magnitude):
        start, end = max(first - 0.5, low), min(last + 0.5, high)
        if start >= end or kind == 0.0:
            continue
        if not math.isfinite(kind):
            y, wide = place.backward_y, place.widest_stroke
            box = QRectF(place.x(start), y - wide / 2, place.x(end) - place.x(start), wide)
            painter.fillRect(box, theme.color("error"))
            continue
        between = np.arange(math.floor(start) + 1, math.ceil(end))
        k = np.concatenate([[start], between, [end]])
        painter.setBrush(_shading(place, theme, k, _strength(k, magnitude)))
        painter.drawPolygon(_outline(place, k, _half(k, magnitude, place)))
        painter.setBrush(Qt.BrushStyle.NoBrush)  # or the file gets it once more with every stroke


def _stretches(magnitude: FloatArray) -> Iterator[tuple[float, int, int]]:
    """Neighbouring magnitudes of a kind, 0, 1 or infinite: which kind, the first and the last k."""
    kinds = np.where(np.isfinite(magnitude), np.sign(magnitude), np.inf)
    k = 0
    for kind, group in groupby(kinds.tolist()):
        count = len(list(group))
        yield kind, k, k + count - 1
        k += count


def _shading(place: Layout, theme: Theme, k: FloatArray, strength: FloatArray) -> QLinearGradient:
    """The gradient's colour, as strong at every k as it is to be there.

    Mixed with the ground's: not every program that shows PDF knows shadings that let it through.
    """
    start, end = k[0], k[-1]
    shading = QLinearGradient(place.x(float(start)), 0.0, place.x(float(end)), 0.0)
    ground, full = rgb_of(theme.color("card")), rgb_of(theme.color("gradient"))
    mixed = np.round(ground + strength[:, None] * (full - ground)).astype(int).tolist()
    shares = ((k - start) / (end - start)).tolist()
    stops = zip(shares, mixed, strict=True)
    shading.setStops([(share, QColor(*color)) for share, color in stops])
    return shading


def _outline(place: Layout, k: FloatArray, half: FloatArray) -> QPolygonF:
    x, y = place.origin + k * place.pitch, place.backward_y
    along = np.concatenate([x, x[::-1]]).tolist()
    edge = np.concatenate([y - half, y + half[::-1]]).tolist()
    return QPolygonF([QPointF(*corner) for corner in zip(along, edge, strict=True)])


def _half(k: FloatArray, magnitude: FloatArray, place: Layout) -> FloatArray:
    """Half the width of the band, in pixels."""
    widths = np.interp(k, np.arange(len(magnitude)), np.nan_to_num(width_share(magnitude)))
    half: FloatArray = np.maximum(0.5 * widths * place.widest_stroke, 0.5 * THINNEST)
    return half


def _strength(k: FloatArray, magnitude: FloatArray) -> FloatArray:
    """Opacity of the band."""
    strength: FloatArray = np.interp(
        k, np.arange(len(magnitude)), np.nan_to_num(opacity(magnitude))
    )
    return strength
