"""Signed numbers as colours: neutral at 0, violet below, above it the colour of what they are."""

from __future__ import annotations

import math

import numpy as np

from rnnsim.model.arrays import FloatArray
from rnnsim.ui.canvas.pieces import packed, rgb_of
from rnnsim.ui.theme import Theme


def field_colors(
    values: FloatArray, theme: Theme, role: str, full: float | None = None, power: float = 1.0
) -> np.ndarray:
    """ARGB of each value; what is not finite has the colour of errors.

    Parameters
    ----------
    role : str
        Colour above 0.
    full : float or None
        The size that has the full colour, unless there is a larger one; None: the largest.
    power : float
        Of the share of the largest: below 1 it spreads small values apart.
    """
    values = np.asarray(values, dtype=float)
    finite = np.isfinite(values)
    largest = float(np.max(np.abs(values), where=finite, initial=full or 0.0))
    shown = np.where(finite, values, 0.0)
    # a subnormal largest must not turn into 0/0
    share = np.abs(shown) / largest if largest > 0.0 else np.zeros_like(shown)
    end = np.where(
        shown[..., None] >= 0.0, rgb_of(theme.color(role)), rgb_of(theme.color("negative"))
    )
    neutral = rgb_of(theme.color("neutral"))
    rgb = neutral + share[..., None] ** power * (end - neutral)
    return packed(np.where(finite[..., None], rgb, rgb_of(theme.color("error"))))


def reduced(matrix: FloatArray, rows: int, columns: int) -> FloatArray:
    """`matrix` with at most so many rows and columns: of each block the entry farthest from 0.

    So that nothing large is hidden where there are more entries than pixels; what is not finite
    is farthest of all.
    """
    matrix = np.asarray(matrix, dtype=float)
    high, wide = (
        math.ceil(length / room) for length, room in zip(matrix.shape, (rows, columns), strict=True)
    )
    if high == wide == 1:
        return matrix
    missing = (-matrix.shape[0] % high, -matrix.shape[1] % wide)
    padded = np.pad(matrix, ((0, missing[0]), (0, missing[1])))
    blocks = padded.reshape(padded.shape[0] // high, high, padded.shape[1] // wide, wide)
    flat = blocks.transpose(0, 2, 1, 3).reshape(blocks.shape[0], blocks.shape[2], -1)
    size = np.where(np.isfinite(flat), np.abs(flat), np.inf)
    return np.take_along_axis(flat, size.argmax(axis=2)[..., None], axis=2)[..., 0]
