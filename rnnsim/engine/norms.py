"""Norms that neither overflow nor underflow before their own value does (Blue 1978)."""

from __future__ import annotations

import numpy as np

from rnnsim.model.frame import FloatArray

LOWEST, HIGHEST = 1e-280, 1e300
"""Between these a sum of squares has lost no square that matters."""

SCALE = 2.0**537
"""Times this, even the smallest float64, 2⁻¹⁰⁷⁴, has a square; a power of 2 rounds nothing."""


def norm(x: FloatArray) -> float:
    """Root of the sum of squares; 0 of nothing, inf with an infinite entry, NaN with a NaN."""
    return float(norms(x.reshape(1, -1))[0])


def norms(x: FloatArray) -> FloatArray:
    """(len(x),) array: the `norm` of each x[i], which must be an array itself.

    Entries of 1e-200 or 1e200, whose squares no float64 holds, still have an honest norm.
    """
    with np.errstate(all="ignore"):
        squares = _sums_of_squares(x)
        result: FloatArray = np.sqrt(squares)
        for rows, scale in ((squares < LOWEST, SCALE), (squares > HIGHEST, 1.0 / SCALE)):
            if rows.any():
                result[rows] = np.sqrt(_sums_of_squares(x[rows] * scale)) / scale
    return result


def _sums_of_squares(x: FloatArray) -> FloatArray:
    sums: FloatArray = np.vecdot(x, x).reshape(len(x), -1).sum(axis=1)
    return sums
