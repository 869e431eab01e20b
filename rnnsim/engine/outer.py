"""Outer products summed over the batch, and over time: what gradients of weight matrices are.

C_t = D_t Z_tᵀ,   D (T, R, B),   Z (T, W, B),   t = 1 … T

Overflow is a result, not a warning.
"""

from __future__ import annotations

import numpy as np

from rnnsim.engine.norms import norms
from rnnsim.engine.products import product
from rnnsim.model.frame import FloatArray

CHUNK_BYTES = 2**20
"""Of outer products held at once, so that they stay in the processor's cache."""

FEW = 8
"""With so many times fewer sequences than rows and columns, no single C_t is formed."""


@np.errstate(all="ignore")
def outer_products(d: FloatArray, z: FloatArray) -> FloatArray:
    """(T, R, W) array: each C_t."""
    return product(d, z.transpose(0, 2, 1))


@np.errstate(all="ignore")
def outer_sum(d: FloatArray, z: FloatArray) -> FloatArray:
    """(R, W) array: Σ_t C_t, as one product over all time steps and sequences."""
    return product(_flat(d), _flat(z).T)


def _flat(x: FloatArray) -> FloatArray:
    """(rows, T·B) array of (T, rows, B)."""
    return x.transpose(1, 0, 2).reshape(x.shape[1], -1)


@np.errstate(all="ignore")
def outer_sum_and_norms(
    d: FloatArray, z: FloatArray, rows: int, columns: int
) -> tuple[FloatArray, FloatArray]:
    """Σ_t C_t, (R, W), and the (T,) Frobenius norms of the upper left `rows` × `columns` of C_t."""
    if d.shape[2] * FEW <= min(rows, columns) or d.shape[2] == 1:
        return outer_sum(d, z), _norms_by_inner_products(d[:, :rows], z[:, :columns])
    wide = np.float32 if d.dtype == np.float16 else d.dtype
    total = np.zeros((d.shape[1], z.shape[1]), wide)
    lengths = np.empty(len(d))
    for block in _blocks(d, z):
        terms = outer_products(d[block].astype(wide, copy=False), z[block].astype(wide, copy=False))
        total += terms.sum(axis=0)
        lengths[block] = norms(terms[:, :rows, :columns])
    return total.astype(d.dtype, copy=False), lengths


def _blocks(d: FloatArray, z: FloatArray) -> list[slice]:
    """Stretches of time steps whose outer products fit into `CHUNK_BYTES`."""
    chunk = max(1, CHUNK_BYTES // (d.itemsize * d.shape[1] * z.shape[1]))
    return [slice(start, start + chunk) for start in range(0, len(d), chunk)]


def _norms_by_inner_products(d: FloatArray, z: FloatArray) -> FloatArray:
    """‖D Zᵀ‖² = Σ (DᵀD) ∘ (ZᵀZ), products of B × B only.

    Where the sequences nearly cancel, or squares leave the format's range, that sum has lost its
    digits, and C_t itself is formed.
    """
    if d.shape[2] == 1:
        return norms(d) * norms(z)
    wide = np.float32 if d.dtype == np.float16 else d.dtype
    d, z = d.astype(wide, copy=False), z.astype(wide, copy=False)
    inner_d, inner_z = (product(x.transpose(0, 2, 1), x).reshape(len(x), -1) for x in (d, z))
    squares = np.vecdot(inner_d, inner_z).astype(float)
    stride = d.shape[2] + 1  # the diagonal of a flat B × B matrix
    uncancelled = np.vecdot(inner_d[:, ::stride], inner_z[:, ::stride]).astype(float)
    limits = np.finfo(d.dtype)
    kept = squares > float(limits.eps) ** 0.4 * uncancelled
    within = (squares > float(limits.tiny) / float(limits.eps)) & (squares < float(limits.max))
    lengths: FloatArray = np.sqrt(squares)
    for t in np.flatnonzero(~(kept & within)):
        step = slice(t, t + 1)
        lengths[step] = norms(outer_products(d[step], z[step]))
    return lengths
