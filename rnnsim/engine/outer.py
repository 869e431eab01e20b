"""Outer products summed over the batch, and over time: what gradients of weight matrices are.

C_t = D_t Z_tᵀ,   D (T, R, B),   Z (T, W, B),   t = 1 … T

Overflow is a result, not a warning.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rnnsim.engine.norms import norms
from rnnsim.engine.products import product
from rnnsim.model.arrays import FloatArray

CHUNK_BYTES = 2**20
"""Of outer products held at once, so that they stay in the processor's cache."""

ACCURACY = {"float32": 1e-4, "float64": 1e-10}
"""Relative, of the squares of norms that are found without forming C_t."""

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
def scratch_for(d: FloatArray, z: FloatArray) -> FloatArray:
    """(chunk, R, W) array, for `outer_sum_and_norms` to work in: as many C_t as are held at once.

    To be made once: memory of this size goes back to the system at every release.
    """
    shape = (min(_held(d, z), len(d)), d.shape[1], z.shape[1])
    return np.empty(shape, np.result_type(d.dtype, np.float32))


def _held(d: FloatArray, z: FloatArray) -> int:
    """How many C_t are held at once."""
    return max(1, CHUNK_BYTES // int(d.itemsize * d.shape[1] * z.shape[1]))


@np.errstate(all="ignore")
def outer_sum_and_norms(
    d: FloatArray, z: FloatArray, rows: int, columns: int, scratch: FloatArray | None = None
) -> tuple[FloatArray, FloatArray]:
    """Σ_t C_t, (R, W), and the (T,) Frobenius norms of the upper left `rows` × `columns` of C_t.

    float16 is summed in float32 and rounded once.  `scratch` is as of `scratch_for`.
    """
    if d.shape[2] * FEW <= min(rows, columns) or d.shape[2] == 1:
        return outer_sum(d, z), _norms_by_inner_products(d[:, :rows], z[:, :columns])
    scratch = scratch_for(d, z) if scratch is None else scratch
    wide, chunk = scratch.dtype, len(scratch)
    total = np.zeros(scratch.shape[1:], wide)
    lengths = np.empty(len(d))
    for start in range(0, len(d), chunk):
        block = slice(start, start + chunk)
        here, there = d[block].astype(wide, copy=False), z[block].astype(wide, copy=False)
        terms = np.matmul(here, there.transpose(0, 2, 1), out=scratch[: len(here)])
        total += np.add.reduce(terms)
        lengths[block] = norms(terms[:, :rows, :columns])
    return total.astype(d.dtype, copy=False), lengths


@np.errstate(all="ignore")
def outer_along(d: FloatArray, z: FloatArray, total: FloatArray) -> FloatArray:
    """(T,) float64 array: how far each C_t goes the way of S = `total`, an (R, W) array.

    ⟨C_t, S⟩ / ‖S‖ = Σ (Sᵀ D_t) ∘ Z_t / ‖S‖, without forming C_t; 0 where S is, NaN where S is not
    finite.  It is 0 or infinite only where its own value is beyond float64.
    """
    if not np.isfinite(total).all():
        return np.full(len(d), np.nan)
    (unit, _), (d, d_powers), (z, z_powers) = _mantissas(total[None]), _mantissas(d), _mantissas(z)
    length = norms(unit)[0]
    if length == 0.0:
        return np.zeros(len(d))
    carried = np.matmul(unit[0].T, d).reshape(len(d), -1)
    along = np.vecdot(carried, z.reshape(len(z), -1)) / length
    result: FloatArray = np.ldexp(along, d_powers + z_powers)
    return result


def _mantissas(x: FloatArray) -> tuple[FloatArray, NDArray[np.intc]]:
    """`x` in float64 with a power of two taken out of each time step, and its exponent.

    The largest number of each time step is then from ½ to 1.
    """
    x = x.astype(float)
    _, powers = np.frexp(np.abs(x).max(axis=(1, 2)))
    return np.ldexp(x, -powers[:, None, None]), powers


def _norms_by_inner_products(d: FloatArray, z: FloatArray) -> FloatArray:
    """‖D Zᵀ‖² = Σ (DᵀD) ∘ (ZᵀZ), products of B × B only.

    Where the sequences nearly cancel, C_t itself is formed: a sum that is a share r of what it
    were without cancelling is known to about ε B / r.
    """
    if d.shape[2] == 1:
        return norms(d) * norms(z)
    wide = np.result_type(d.dtype, np.float32)
    (d, d_scales), (z, z_scales) = _scaled(d.astype(wide)), _scaled(z.astype(wide))
    inner_d, inner_z = (product(x.transpose(0, 2, 1), x).reshape(len(x), -1) for x in (d, z))
    squares = np.vecdot(inner_d, inner_z).astype(float)
    stride = d.shape[2] + 1  # the diagonal of a flat B × B matrix
    uncancelled = np.vecdot(inner_d[:, ::stride], inner_z[:, ::stride]).astype(float)
    least = float(np.finfo(wide).eps) * d.shape[2] / ACCURACY[wide.name]
    lengths: FloatArray = np.sqrt(np.maximum(squares, 0.0))
    cancelled = np.flatnonzero((squares < least * uncancelled) & (uncancelled > 0.0))
    for start in range(0, len(cancelled), _held(d, z)):
        steps = cancelled[start : start + _held(d, z)]
        lengths[steps] = norms(outer_products(d[steps], z[steps]))
    lengths *= d_scales
    lengths *= z_scales
    return lengths


def _scaled(x: FloatArray) -> tuple[FloatArray, FloatArray]:
    """`x` with a power of two taken out of each time step, which rounds nothing, and those powers.

    The largest number of each time step is then from ½ to 1, and squares neither over- nor
    underflow.
    """
    _, exponents = np.frexp(np.abs(x).max(axis=(1, 2)))
    return np.ldexp(x, -exponents[:, None, None]), np.ldexp(1.0, exponents)
