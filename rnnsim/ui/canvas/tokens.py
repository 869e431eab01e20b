"""The inputs' labels: letters and numbers in the circles, words rising under them."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from rnnsim.ui.canvas.geometry import SLANT, Detail, Layout
from rnnsim.ui.canvas.pieces import text_at
from rnnsim.ui.numbers import subscript
from rnnsim.ui.theme import Theme, font

LETTERS = 5
"""Longer labels are words."""

SMALLEST = 9.0
"""Pixels of type below which nothing is written."""


@lru_cache(maxsize=4)
def longest_word(tokens: tuple[str, ...]) -> float:
    """Length of the longest label in type sizes, 0 where none is a word."""
    if max(map(len, tokens), default=0) <= LETTERS:
        return 0.0
    metrics = QFontMetricsF(font(100.0, bold=True))
    return max(metrics.horizontalAdvance(token) for token in tokens) / 100.0


def paint_tokens(
    painter: QPainter,
    place: Layout,
    theme: Theme,
    tokens: tuple[str, ...],
    *,
    outstanding: int | None,
) -> None:
    """Draw the labels of x_1 … x_T, and x_t where there is no label.

    Parameters
    ----------
    outstanding : int or None
        The time step whose label stands out.
    """
    words, named = place.longest_word > 0.0, any(tokens)
    if place.word_pixels:
        _words(painter, place, theme, tokens, outstanding)
    if place.input_radius:
        symbols = tuple(f"x{subscript(k)}" for k in range(1, place.time_steps + 1))
        inside = tokens if named and not words else symbols
        _row(painter, place, theme, inside, place.input_y, outstanding, bold=inside is tokens)
        if named and not words and place.numbers_between:
            y = place.input_y + place.input_radius + place.token_room / 2
            _row(painter, place, theme, symbols, y, None, bold=False)
    elif named and not words and place.detail is Detail.COLUMNS:
        y = place.input_y + place.token_room / 2
        _row(painter, place, theme, tokens, y, outstanding, bold=True)


def _row(
    painter: QPainter,
    place: Layout,
    theme: Theme,
    labels: tuple[str, ...],
    y: float,
    outstanding: int | None,
    *,
    bold: bool,
) -> None:
    """Write one label for each time step, small enough for the circles or columns."""
    room = 1.75 * place.input_radius if place.input_radius else place.pitch
    widest = _widest(labels, bold=bold)
    pixels = min(13.0 * place.scale, room / widest if place.input_radius else 0.95 * place.pitch)
    if pixels < SMALLEST:
        return
    painter.setFont(font(pixels, bold=bold))
    for k in place.cells:
        painter.setPen(theme.color("text" if k == outstanding else "muted"))
        text_at(painter, place.x(k), y, labels[k - 1])


@lru_cache(maxsize=8)
def _widest(labels: tuple[str, ...], *, bold: bool) -> float:
    """Length of the longest label in type sizes, at least that of two letters."""
    metrics = QFontMetricsF(font(100.0, bold=bold))
    return max(1.3, *(metrics.horizontalAdvance(label) / 100.0 for label in labels))


def _words(
    painter: QPainter,
    place: Layout,
    theme: Theme,
    tokens: tuple[str, ...],
    outstanding: int | None,
) -> None:
    """Write each word so that it ends under its time step."""
    painter.setFont(font(place.word_pixels))
    length, height = (place.longest_word + 1.0) * place.word_pixels, 1.5 * place.word_pixels
    box = QRectF(-length, -height / 2, length, height)
    side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    for k in place.cells:
        painter.save()
        painter.translate(place.x(k) + 0.4 * place.word_pixels, place.word_y)
        painter.rotate(-SLANT)
        painter.setPen(theme.color("text" if k == outstanding else "muted"))
        painter.drawText(box, side, tokens[k - 1])
        painter.restore()
