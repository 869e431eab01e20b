"""Outer products summed over the batch, and over time: what gradients of weight matrices are.

C_t = D_t Z_tᵀ,   D (T, R, B),   Z (T, W, B)
"""

from __future__ import annotations

import numpy as np

from rnnsim.engine.norms import norms
from rnnsim.engine.products import product
from rnnsim.model.frame import FloatArray

CHUNK_BYTES = 2**20
"""Of outer products held at once, so that they stay in the processor's cache."""


def outer_products(d: FloatArray, z: FloatArray) -> FloatArray:
    """(T, R, W) array: each C_t."""
    return product(d, z.transpose(0, 2, 1))


def outer_sum(d: FloatArray, z: FloatArray) -> FloatArray:
    """(R, W) array: Σ_t C_t, as one product over all time steps and sequences."""
    return product(_flat(d), _flat(z).T)


def _flat(x: FloatArray) -> FloatArray:
    """(rows, T·B) array of (T, rows, B)."""
    return x.transpose(1, 0, 2).reshape(x.shape[1], -1)


def outer_norms(d: FloatArray, z: FloatArray) -> FloatArray:
    """(T,) array: the Frobenius norm of each C_t."""
    if d.shape[2] == 1:
        with np.errstate(all="ignore"):
            result: FloatArray = norms(d) * norms(z)  # of a single outer product
        return result
    lengths = np.empty(len(d))
    chunk = max(1, CHUNK_BYTES // (d.itemsize * d.shape[1] * z.shape[1]))
    for start in range(0, len(d), chunk):
        block = slice(start, start + chunk)
        lengths[block] = norms(outer_products(d[block], z[block]))
    return lengths
