"""The gradient on its way back: arrows or a band on the absolute scale, and its numbers."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QPolygonF

from rnnsim.model.frame import FloatArray
from rnnsim.ui.canvas.geometry import Detail, Layout, label_stride
from rnnsim.ui.canvas.pieces import RIGHT, bold_arrow, cross, image_of, packed, rgb_of, text_at
from rnnsim.ui.canvas.stroke import opacity, width_share
from rnnsim.ui.numbers import short
from rnnsim.ui.theme import Theme, font

BAND_SAMPLES = 4
"""Columns of the band's picture for each time step; Qt smooths between them."""


def paint_gradient(
    painter: QPainter, place: Layout, theme: Theme, magnitude: FloatArray, selected: int
) -> None:
    """Draw ‖∂L/∂h_k‖, k = T … 0, and as many of its numbers as have room."""
    _from_loss(painter, place, theme, float(magnitude[-1]))
    if place.detail is Detail.CELLS:
        _arrows(painter, place, theme, magnitude)
    else:
        _band(painter, place, theme, magnitude)
        _heads_on_band(painter, place, theme)
    _numbers(painter, place, theme, magnitude, selected)


def gradient_arrow(
    painter: QPainter,
    place: Layout,
    theme: Theme,
    magnitude: float,
    start: float,
    end: float,
    y: float,
) -> None:
    """One arrow along x; ∞ or a cross where it has no size, nothing for 0."""
    if math.isfinite(magnitude):
        if magnitude > 0.0:
            color = theme.color("gradient", float(opacity(magnitude)))
            width = max(float(width_share(magnitude)) * place.widest_stroke, 1.0)
            bold_arrow(painter, color, start, end, y, width)
        return
    painter.setPen(QPen(theme.color("error"), 2.0))
    if math.isnan(magnitude):
        cross(painter, (start + end) / 2, y)
    else:
        painter.setFont(font(16.0 * place.scale, bold=True))
        text_at(painter, (start + end) / 2, y, "∞")


def _arrows(painter: QPainter, place: Layout, theme: Theme, magnitude: FloatArray) -> None:
    """An arrow into each h_k from h_{k+1}, as strong as ‖∂L/∂h_k‖."""
    half = place.cell_width / 2 + 2.0
    for k in place.columns[:-1] if place.columns[-1] == place.time_steps else place.columns:
        end = place.x(k) + (half if k else 12.0)
        start = place.x(k + 1) - half
        gradient_arrow(painter, place, theme, float(magnitude[k]), start, end, place.backward_y)


def _band(painter: QPainter, place: Layout, theme: Theme, magnitude: FloatArray) -> None:
    """One band from h_T to h_0, as strong as ‖∂L/∂h_k‖; red where that is not finite."""
    ratio = painter.device().devicePixelRatioF()
    left = max(0.0, place.x(0))
    right = min(place.width, place.x(place.time_steps))
    count = max(1, min(round((right - left) * ratio), BAND_SAMPLES * len(place.columns)))
    x = left + (np.arange(count) + 0.5) * (right - left) / count
    k = np.clip((x - place.origin) / place.pitch, 0.0, place.time_steps)
    nearest = magnitude[np.round(k).astype(int)]
    finite = np.isfinite(nearest)
    steps = np.arange(len(magnitude))
    half = 0.5 * np.interp(k, steps, np.nan_to_num(width_share(magnitude))) * place.widest_stroke
    half = np.where(finite, np.where(nearest > 0.0, np.maximum(half, 0.5), 0.0), 1e9)
    strength = np.where(finite, np.interp(k, steps, np.nan_to_num(opacity(magnitude))), 1.0)
    rows = math.ceil(place.widest_stroke * ratio)
    y = np.abs((np.arange(rows) + 0.5) / ratio - rows / ratio / 2)
    coverage = np.clip((half[None, :] - y[:, None]) * ratio + 0.5, 0.0, 1.0)
    rgb = np.where(finite[:, None], rgb_of(theme.color("gradient")), rgb_of(theme.color("error")))
    argb = packed(np.broadcast_to(rgb, (rows, *rgb.shape)), coverage * strength)
    top = place.backward_y - rows / ratio / 2
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(QRectF(left, top, right - left, rows / ratio), image_of(argb))


def _heads_on_band(painter: QPainter, place: Layout, theme: Theme) -> None:
    """Small heads in the band that say which way it runs."""
    painter.setPen(QPen(theme.color("card"), 1.6))
    stride = label_stride(place.pitch, 90.0)
    size = 0.2 * place.widest_stroke
    y = place.backward_y
    for k in place.columns:
        if k % stride == stride // 2 and 0 < k < place.time_steps:
            x = place.x(k)
            head = [QPointF(x + size, y - size), QPointF(x, y), QPointF(x + size, y + size)]
            painter.drawPolyline(QPolygonF(head))


def _numbers(
    painter: QPainter, place: Layout, theme: Theme, magnitude: FloatArray, selected: int
) -> None:
    """‖∂L/∂h_k‖ for as many k as have room, the selected one always."""
    normal, bold = font(place.number_pixels), font(place.number_pixels, bold=True)
    room = QFontMetricsF(bold).horizontalAdvance("2.5·10⁻⁵") + 10.0
    between = 0.5 if place.numbers_between else 0.0
    stride = 1 if place.numbers_between else label_stride(place.pitch, room)
    chosen = place.x(selected)
    painter.setPen(theme.color("gradient"))
    for k in place.columns:
        if between and k == place.time_steps:
            continue  # it stands beside the arrow from the loss
        near = stride > 1 and abs(place.x(k) - chosen) < room
        if k == selected or not (k % stride or near):
            painter.setFont(bold if k == selected else normal)
            text_at(painter, place.x(k + between), place.number_y, short(float(magnitude[k])))


def _from_loss(painter: QPainter, place: Layout, theme: Theme, magnitude: float) -> None:
    """The arrow from the loss down to h_T, with its number beside it."""
    if place.time_steps not in place.columns:
        return
    top, bottom = place.loss_arrows
    x = place.x(place.time_steps) - 7.0 * place.scale
    painter.save()
    painter.translate(x, top)
    painter.rotate(90.0)
    gradient_arrow(painter, place, theme, magnitude, 0.0, bottom - top, 0.0)
    painter.restore()
    painter.setFont(font(place.number_pixels))
    painter.setPen(theme.color("gradient"))
    right = x - 0.6 * place.widest_stroke - 5.0
    box = QRectF(right - 120.0, (top + bottom) / 2 - 12.0, 120.0, 24.0)
    painter.drawText(box, RIGHT, short(magnitude))
