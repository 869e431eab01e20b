"""The gradient on its way back: arrows or a band on the absolute scale, and its numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QPolygonF

from rnnsim.model.arrays import FloatArray
from rnnsim.ui.canvas.band import paint_band
from rnnsim.ui.canvas.geometry import NUMBER_PIXELS, NUMBER_WIDTH, Detail, Layout, label_stride
from rnnsim.ui.canvas.lettering import exact, lettering
from rnnsim.ui.canvas.pieces import RIGHT, bold_arrow, cross, text_at
from rnnsim.ui.canvas.stroke import opacity, width_share
from rnnsim.ui.numbers import short
from rnnsim.ui.theme import Theme

LARGE = 1.6
"""Growth of the number that is at work."""


def paint_strokes(painter: QPainter, place: Layout, theme: Theme, magnitude: FloatArray) -> None:
    """Draw ‖∂L/∂h_k‖, k = T−1 … 0, as arrows or as one band."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if place.detail is Detail.CELLS:
        _arrows(painter, place, theme, magnitude)
    else:
        paint_band(painter, place, theme, magnitude)
        _heads_on_band(painter, place, theme)


def arrow_ends(place: Layout, k: int) -> tuple[float, float]:
    """Start and end, along x, of the arrow that carries ∂L/∂h_k, k < T."""
    half = place.cell_width / 2 + 2.0
    return place.x(k + 1) - half, place.x(k) + (half if k else 12.0)


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
        painter.setFont(lettering(place, 16.0, bold=True))
        text_at(painter, (start + end) / 2, y, "∞")


def _arrows(painter: QPainter, place: Layout, theme: Theme, magnitude: FloatArray) -> None:
    """An arrow into each h_k from h_{k+1}, as strong as ‖∂L/∂h_k‖."""
    last = place.columns[-1] == place.time_steps
    for k in place.columns[:-1] if last else place.columns:
        start, end = arrow_ends(place, k)
        gradient_arrow(painter, place, theme, float(magnitude[k]), start, end, place.backward_y)


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


def paint_numbers(
    painter: QPainter,
    place: Layout,
    theme: Theme,
    numbers: Numbers,
    first: int = 0,
    large: int | None = None,
) -> None:
    """‖∂L/∂h_k‖, k ≥ `first`, for as many k as have room, the selected one always.

    Parameters
    ----------
    large : int or None
        The k whose number is written elsewhere, and large.
    """
    normal, bold = exact(place.number_pixels), exact(place.number_pixels, bold=True)
    room = QFontMetricsF(bold).horizontalAdvance(numbers.said_at("2.5·10⁻⁵")) + 10.0
    between = 0.5 if place.numbers_between else 0.0
    stride = 1 if place.numbers_between else label_stride(place.pitch, room)
    chosen = [place.x(k) for k in {numbers.selected, large} if k is not None and k >= first]
    beside = 0.0 if large is None else (0.5 + LARGE / 2) * NUMBER_WIDTH * place.number_pixels
    painter.setPen(theme.ink("gradient"))
    for k in place.columns:
        if k < first or k == large or (between and k == place.time_steps):
            continue  # that of h_T stands beside the arrow from the loss
        near = stride > 1 and any(abs(place.x(k) - x) < room for x in chosen)
        if large is not None and abs(k - large) * place.pitch < beside:
            continue
        if k == numbers.selected or not (k % stride or near):
            painter.setFont(bold if k == numbers.selected else normal)
            text_at(painter, place.x(k + between), place.number_y, numbers.said(k))


@dataclass(frozen=True, slots=True)
class Numbers:
    """The gradient's sizes as they are written.

    Attributes
    ----------
    magnitude : (T+1,) array
    relative : bool
        Whether they are relative to that at h_T.
    selected : int
        The k that stands out.
    """

    magnitude: FloatArray
    relative: bool = False
    selected: int = 1

    def said(self, k: int) -> str:
        """The number of h_k."""
        return self.said_at(short(float(self.magnitude[k])))

    def said_at(self, number: str) -> str:
        """A number, marked where it is relative."""
        return f"×{number}" if self.relative else number


def paint_from_loss(
    painter: QPainter, place: Layout, theme: Theme, numbers: Numbers, *, large: bool = False
) -> None:
    """The arrow from the loss down to h_T, with its number beside it."""
    if place.time_steps not in place.columns:
        return
    top, bottom = place.loss_arrows
    x = place.x(place.time_steps) - 7.0 * place.scale
    painter.save()
    painter.translate(x, top)
    painter.rotate(90.0)
    magnitude = float(numbers.magnitude[-1])
    gradient_arrow(painter, place, theme, magnitude, 0.0, bottom - top, 0.0)
    painter.restore()
    pixels = (LARGE if large else 1.0) * NUMBER_PIXELS * place.letter
    painter.setFont(exact(pixels, bold=large))
    painter.setPen(theme.ink("gradient"))
    right = x - 0.6 * place.widest_stroke - 5.0
    box = QRectF(right - 160.0, (top + bottom) / 2 - 20.0, 160.0, 40.0)
    painter.drawText(box, RIGHT, numbers.said(place.time_steps))
