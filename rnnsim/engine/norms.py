"""Norms that neither overflow nor underflow before their own value does (Blue 1978)."""

from __future__ import annotations

import numpy as np

from rnnsim.model.arrays import FloatArray

LOWEST, HIGHEST = 1e-280, 1e300
"""Between these a sum of squares has lost no square that matters."""

LOWEST_FLOAT32, HIGHEST_FLOAT32 = 1e-28, 1e36
"""The same of sums in float32."""

SCALE = 2.0**537
"""Times this, even the smallest float64, 2⁻¹⁰⁷⁴, has a square; a power of 2 rounds nothing."""


def norm(x: FloatArray) -> float:
    """Root of the sum of squares; 0 of nothing, inf with an infinite entry, NaN with a NaN."""
    return float(norms(x.reshape(1, -1))[0])


def norms(x: FloatArray) -> FloatArray:
    """(len(x),) float64 array: the `norm` of each x[i], which must be an array itself.

    Entries of 1e-200 or 1e200, whose squares no float64 holds, still have an honest norm; float32
    and float16 numbers are squared in a wider format wherever their own would lose something.
    """
    if x.dtype == np.float16:
        x = x.astype(np.float32)  # holds the square of every float16
    with np.errstate(all="ignore"):
        if x.dtype == np.float32:
            return _norms_of_float32(x)
        squares = _sums_of_squares(x)
        result: FloatArray = np.sqrt(squares)
        for rows, scale in ((squares < LOWEST, SCALE), (squares > HIGHEST, 1.0 / SCALE)):
            if rows.any():
                result[rows] = np.sqrt(_sums_of_squares(x[rows] * scale)) / scale
    return result


def _norms_of_float32(x: FloatArray) -> FloatArray:
    squares = _sums_of_squares(x).astype(np.float64)
    result: FloatArray = np.sqrt(squares)
    rows = (squares < LOWEST_FLOAT32) | (squares > HIGHEST_FLOAT32)
    if rows.any():
        result[rows] = np.sqrt(_sums_of_squares(x[rows].astype(np.float64)))
    return result


def _sums_of_squares(x: FloatArray) -> FloatArray:
    if x.ndim == 3 and x.strides[1] < x.strides[2]:
        x = x.swapaxes(1, 2)  # as it lies in memory
    if x.flags.c_contiguous or (len(x) and x[0].flags.c_contiguous):
        x = x.reshape(len(x), -1)  # in one piece each
    sums: FloatArray = np.vecdot(x, x).reshape(len(x), -1).sum(axis=1)
    return sums
