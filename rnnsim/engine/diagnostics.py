"""What a pass says beyond its gradients: Jacobians, their products, and who reaches whom.

J_t is the Jacobian of the state: h_t with respect to h_{t-1}, of an LSTM [h_t; c_t] with respect
to [h_{t-1}; c_{t-1}].  Everything is carried back through the last forward pass, by `carry`.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from rnnsim.engine.cells import Signal, UnrolledCell
from rnnsim.engine.norms import norm, norms
from rnnsim.model.frame import FloatArray

CANCELLED = 1e-6
"""Sums of squares that are a smaller share of their terms have lost too many digits."""


def _identity(cell: UnrolledCell, rows: int) -> Signal:
    """Derivatives of each of the first `rows` components of a state with respect to itself."""
    n = cell.shape.hidden_size
    states = 1 if cell.memory is None else 2
    whole = np.eye(states * n, dtype=cell.dtype)[:, :rows, None]
    return tuple(whole[k * n : (k + 1) * n] for k in range(states))


def each_jacobian(cell: UnrolledCell, sequence: int = 0) -> Iterator[FloatArray]:
    """J_1 … J_T of one sequence, (S, S) arrays one after another; S is N, of an LSTM 2N."""
    size = len(_identity(cell, 1)) * cell.shape.hidden_size
    chosen = slice(sequence, sequence + 1)
    for t in range(1, cell.shape.time_steps + 1):
        with np.errstate(all="ignore"):
            carried = cell.carry(t, _identity(cell, size), chosen)
        yield np.concatenate(carried)[:, :, 0].T


def jacobians(cell: UnrolledCell, sequence: int = 0) -> FloatArray:
    """(T, S, S) array: all of `each_jacobian`."""
    return np.stack([*each_jacobian(cell, sequence)])


@np.errstate(all="ignore")
def state_jacobian_singular_values(cell: UnrolledCell, sequence: int = 0) -> FloatArray:
    """(T+1, N) array: the singular values of ∂h_T/∂h_k, largest first, for k = 0 … T.

    Of an LSTM, of the total derivative with c_k held.  NaN where the Jacobian is not finite.
    Values below about 10⁻¹⁶ of the largest are rounding errors of the product.
    """
    n, steps = cell.shape.hidden_size, cell.shape.time_steps
    chosen = slice(sequence, sequence + 1)
    products = np.empty((steps + 1, n, n))
    signal = _identity(cell, n)
    products[steps] = signal[0][:, :, 0].T
    for t in range(steps, 0, -1):
        signal = cell.carry(t, signal, chosen)
        products[t - 1] = signal[0][:, :, 0].T
    finite = np.isfinite(products).all(axis=(1, 2))
    values = np.full((steps + 1, n), np.nan)
    values[finite] = np.linalg.svd(products[finite], compute_uv=False)
    return values


@np.errstate(all="ignore")
def gradient_map(cell: UnrolledCell, immediate: FloatArray) -> FloatArray:
    """(T, T+1) array: ‖∂L_t/∂h_k‖ in row t−1 and column k, 0 where k > t.

    L_t is what time step t adds to the loss; all go back in one pass.

    Parameters
    ----------
    immediate : (B, N) or (T, B, N) array
        ∂L_T/∂h_T, or each ∂L_t/∂h_t, as `UnrolledCell.backward` takes them.
    """
    steps, n = cell.shape.time_steps, cell.shape.hidden_size
    first = steps if immediate.ndim == 2 else 1  # the first time step with a loss
    direct = np.reshape(immediate, (-1, *immediate.shape[-2:]))
    result = np.zeros((steps, steps + 1))
    signal = _identity(cell, 1)
    none = np.zeros((n, 0, cell.shape.batch_size), cell.dtype)
    signal = tuple(none for _ in signal)
    for t in range(steps, -1, -1):
        if t >= first:
            own = direct[t - first].T[:, None]
            others = (np.zeros_like(own) for _ in signal[1:])
            signal = tuple(
                np.concatenate((new, old), axis=1)
                for new, old in zip((own, *others), signal, strict=True)
            )
        magnitudes = norms(signal[0].transpose(1, 0, 2))
        result[steps - len(magnitudes) :, t] = magnitudes
        if t > 0:
            signal = cell.carry(t, signal)
    return result


@np.errstate(all="ignore")
def jacobian_norms(cell: UnrolledCell) -> FloatArray:
    """(T,) array: Frobenius norm of ∂h_t/∂h_{t-1}, root mean square over the batch.

    Row i of Σ_k diag(u_k) W_k + diag(v) is Σ_k u_ki (row i of W_k) + v_i e_i, so its square needs
    inner products of rows only.  Where terms cancel, or squares leave the range of float64, the
    Jacobians are formed.  An LSTM's c_{t-1} is held.
    """
    u, v = cell.jacobian_factors()
    batch = cell.shape.batch_size
    if u.shape[1] == 1 and v is None:
        rows = norms(cell.blocks[0])[:, None] / np.sqrt(batch)
        return norms(u[:, 0] * rows)
    blocks, u = cell.blocks.astype(float), u.astype(float, copy=False)
    v = np.zeros_like(u[:, 0]) if v is None else v.astype(float, copy=False)
    inner = np.einsum("kij,lij->kli", blocks, blocks)
    squares = np.einsum("tkib,kli,tlib->t", u, inner, u, optimize=True)
    squares += np.einsum("tib,tib->t", v, v)
    diagonals = np.einsum("kii->ki", blocks)
    squares += 2.0 * np.einsum("tib,tkib,ki->t", v, u, diagonals, optimize=True)
    uncancelled = np.einsum("tkib,ki,tkib->t", u, np.einsum("kki->ki", inner), u, optimize=True)
    uncancelled += np.einsum("tib,tib->t", v, v)
    lengths: FloatArray = np.sqrt(np.maximum(squares, 0.0))
    lost = (squares < CANCELLED * uncancelled) | (uncancelled < np.finfo(float).tiny / CANCELLED)
    for t in np.flatnonzero(lost):
        formed = np.einsum("kib,kij->bij", u[t], blocks)
        np.einsum("bii->bi", formed)[...] += v[t].T
        lengths[t] = norm(formed)
    lengths /= np.sqrt(batch)
    return lengths
