"""The words of a review under their time steps, and the gradient that reaches each."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from rnnsim.model.arrays import FloatArray
from rnnsim.ui.canvas.geometry import SLANT, Layout
from rnnsim.ui.canvas.lettering import exact
from rnnsim.ui.canvas.stroke import opacity, width_share
from rnnsim.ui.theme import Theme

STRONGEST_MARK = 0.5
"""Opacity of the mark behind a word at the top of the scale; the word stays readable."""


def paint_words(
    painter: QPainter,
    place: Layout,
    theme: Theme,
    tokens: tuple[str, ...],
    magnitude: FloatArray,
    first: int = 0,
    active: int = 0,
) -> None:
    """Write each word so that it ends under its time step, as strong as its gradient.

    Parameters
    ----------
    magnitude : (T+1,) array
        ‖∂L/∂h_t‖, on the scale of the arrows.
    first : int
        The first time step that the gradient has reached.
    active : int
        The word that is being read; 0 for none.
    """
    if not place.word_pixels:
        return
    for k in place.cells:
        strength = float(magnitude[k]) if k >= first else 0.0
        _bar(painter, place, theme, place.x(k), strength)
        _word(painter, place, theme, k, tokens[k - 1], strength, active=k == active)


def _bar(painter: QPainter, place: Layout, theme: Theme, x: float, magnitude: float) -> None:
    """A bar over a word, as high as the arrows are wide."""
    bottom = place.word_y - place.word_gap / 2
    half = min(0.36 * place.pitch, 9.0 * place.scale)
    ground = QRectF(x - half, bottom - 1.0, 2 * half, 1.0)
    painter.fillRect(ground, theme.color("border"))
    if not math.isfinite(magnitude):
        bar = QRectF(x - half, bottom - place.word_bar, 2 * half, place.word_bar)
        painter.fillRect(bar, theme.color("error"))
    elif magnitude > 0.0:
        height = max(float(width_share(magnitude)) * place.word_bar, 1.5)
        color = theme.color("gradient", float(opacity(magnitude)))
        painter.fillRect(QRectF(x - half, bottom - height, 2 * half, height), color)


def _word(
    painter: QPainter,
    place: Layout,
    theme: Theme,
    k: int,
    word: str,
    magnitude: float,
    *,
    active: bool,
) -> None:
    pixels = place.word_pixels
    painter.setFont(exact(pixels, bold=active))
    length = painter.fontMetrics().horizontalAdvance(word) + 0.5 * pixels
    painter.save()
    painter.translate(place.x(k) + 0.35 * pixels, place.word_y + 0.25 * pixels)
    painter.rotate(-SLANT)
    height = min(1.3 * pixels, 0.94 * place.pitch * math.sin(math.radians(SLANT)))
    box = QRectF(-length, -height / 2, length, height)
    mark = _mark(magnitude)
    if mark > 0.0:
        role = "gradient" if math.isfinite(magnitude) else "error"
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(role, mark))
        painter.drawRoundedRect(box, 3.0, 3.0)
    painter.setPen(theme.color("text" if mark > 0.18 or active else "muted"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, word)
    painter.restore()


def _mark(magnitude: float) -> float:
    """Opacity of the mark behind a word: none from the bottom of the scale down."""
    if not math.isfinite(magnitude):
        return STRONGEST_MARK
    faintest = float(opacity(1e-300))
    share = (float(opacity(magnitude)) - faintest) / (1.0 - faintest)
    return STRONGEST_MARK * max(share, 0.0)
