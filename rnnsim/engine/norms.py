"""Norms that neither overflow nor underflow before their own value does."""

from __future__ import annotations

import numpy as np

from rnnsim.model.frame import FloatArray

SAFE_SQUARES = (1e-280, 1e300)
"""Sums of squares from which no square that matters was lost to underflow or overflow."""


def norm(x: FloatArray) -> float:
    """Root of the sum of squares; 0 of nothing, inf with an infinite entry, NaN with a NaN."""
    return float(norms(x.reshape(1, -1))[0])


def norms(x: FloatArray) -> FloatArray:
    """(len(x),) array: the `norm` of each x[i], which must be an array itself.

    Entries of 1e-200 or 1e200, whose squares no float64 holds, still have an honest norm.
    """
    lowest, highest = SAFE_SQUARES
    with np.errstate(all="ignore"):
        squares = np.vecdot(x, x).reshape(len(x), -1).sum(axis=1)
        result: FloatArray = np.sqrt(squares)
        unsafe = ~((lowest < squares) & (squares < highest))
        if unsafe.any():
            result[unsafe] = _scaled_norms(x[unsafe])
    return result


def _scaled_norms(x: FloatArray) -> FloatArray:
    # the largest modulus m is taken out first: ‖x‖ = m ‖x/m‖
    flat = np.abs(x).reshape(len(x), -1)
    largest = flat.max(axis=1, initial=0.0)
    scale = np.where((largest > 0.0) & np.isfinite(largest), largest, 1.0)
    result: FloatArray = scale * np.sqrt(np.square(flat / scale[:, None]).sum(axis=1))
    return result
