"""Norms that neither overflow nor underflow before their own value does."""

from __future__ import annotations

import numpy as np

from rnnsim.model.frame import FloatArray


def scaled_norm(x: FloatArray, axis: tuple[int, ...] | None = None) -> FloatArray:
    """Root of the sum of squares over `axis` (all axes if None).

    The largest modulus m is taken out first, ‖x‖ = m ‖x/m‖, so that entries of 1e-200 or 1e200,
    whose squares no float64 holds, still have an honest norm.  An infinite entry gives inf, a NaN
    gives NaN, nothing at all gives 0.
    """
    if axis is None:
        axis = tuple(range(x.ndim))
    largest = np.max(np.abs(x), axis=axis, keepdims=True, initial=0.0)
    plain = (largest == 0.0) | ~np.isfinite(largest)
    scale = np.where(plain, 1.0, largest)
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        squares = np.square(x / scale).sum(axis=axis)
        norm: FloatArray = np.squeeze(scale, axis=axis) * np.sqrt(squares)
    return norm
