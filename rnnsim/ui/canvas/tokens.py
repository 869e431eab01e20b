"""The inputs' labels: letters and numbers in the circles; words are `words`'s."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QFontMetricsF, QPainter

from rnnsim.ui.canvas.geometry import Detail, Layout
from rnnsim.ui.canvas.lettering import exact
from rnnsim.ui.canvas.pieces import text_at
from rnnsim.ui.numbers import subscript
from rnnsim.ui.theme import Theme

LETTERS = 5
"""Longer labels are words."""


@lru_cache(maxsize=4)
def longest_word(tokens: tuple[str, ...]) -> float:
    """Length of the longest label in type sizes, 0 where none is a word."""
    if max(map(len, tokens), default=0) <= LETTERS:
        return 0.0
    metrics = QFontMetricsF(exact(100.0, bold=True))
    return max(metrics.horizontalAdvance(token) for token in tokens) / 100.0


def paint_tokens(
    painter: QPainter,
    place: Layout,
    theme: Theme,
    tokens: tuple[str, ...],
    *,
    outstanding: int | None,
) -> None:
    """Draw the labels of x_1 … x_T, and x_t where there is no label; not the words.

    Parameters
    ----------
    outstanding : int or None
        The time step whose label stands out.
    """
    words, named = place.longest_word > 0.0, any(tokens)
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
    pixels = min(13.0 * place.letter, room / widest if place.input_radius else 0.95 * place.pitch)
    if pixels < place.least_type:
        return
    painter.setFont(exact(pixels, bold=bold))
    for k in place.cells:
        painter.setPen(theme.color("text" if k == outstanding else "muted"))
        text_at(painter, place.x(k), y, labels[k - 1])


@lru_cache(maxsize=8)
def _widest(labels: tuple[str, ...], *, bold: bool) -> float:
    """Length of the longest label in type sizes, at least that of two letters."""
    metrics = QFontMetricsF(exact(100.0, bold=bold))
    return max(1.3, *(metrics.horizontalAdvance(label) / 100.0 for label in labels))
