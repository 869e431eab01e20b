"""What a pass says beyond its gradients: Jacobians, their products, and who reaches whom.

J_t is the Jacobian of the state: h_t with respect to h_{t-1}, of an LSTM [h_t; c_t] with respect
to [h_{t-1}; c_{t-1}].  Everything is carried back through the last forward pass, by `carry`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from rnnsim.engine.cells import Signal, UnrolledCell
from rnnsim.engine.cells.base import CHECKPOINT_WORK
from rnnsim.engine.norms import norm, norms
from rnnsim.model.arrays import FloatArray

CANCELLED = 1e-6
"""Sums of squares that are a smaller share of their terms have lost too many digits."""


def _go_on() -> None:
    """Let the work go on."""


def _identity(cell: UnrolledCell, rows: int) -> Signal:
    """Derivatives of each of the first `rows` components of a state with respect to itself."""
    n = cell.shape.hidden_size
    states = 1 if cell.memory is None else 2
    whole = np.eye(states * n, dtype=cell.dtype)[:, :rows, None]
    return tuple(whole[k * n : (k + 1) * n] for k in range(states))


@np.errstate(all="ignore")
def jacobian(cell: UnrolledCell, t: int, sequence: int = 0) -> FloatArray:
    """(S, S) array: J_t of one sequence, t = 1 … T; S is N, of an LSTM 2N."""
    size = len(_identity(cell, 1)) * cell.shape.hidden_size
    carried = cell.carry(t, _identity(cell, size), slice(sequence, sequence + 1))
    return np.concatenate(carried)[:, :, 0].T


def each_jacobian(cell: UnrolledCell, sequence: int = 0) -> Iterator[FloatArray]:
    """J_1 … J_T of one sequence, one after another."""
    for t in range(1, cell.shape.time_steps + 1):
        yield jacobian(cell, t, sequence)


def jacobians(cell: UnrolledCell, sequence: int = 0) -> FloatArray:
    """(T, S, S) array: all of `each_jacobian`."""
    return np.stack([*each_jacobian(cell, sequence)])


def singular_values(matrix: FloatArray) -> FloatArray:
    """Those of `matrix`, largest first, in float64; NaN where it is not finite."""
    if not np.isfinite(matrix).all():
        return np.full(len(matrix), np.nan)
    values: FloatArray = np.linalg.svd(matrix.astype(float, copy=False), compute_uv=False)
    return values


@np.errstate(all="ignore")
def state_jacobian_singular_values(
    cell: UnrolledCell, sequence: int = 0, checkpoint: Callable[[], None] = _go_on
) -> FloatArray:
    """(T+1, N) array: the singular values of ∂h_T/∂h_k, largest first, for k = 0 … T.

    Of an LSTM, of the total derivative with c_k held.  NaN where the Jacobian is not finite.
    Values below about 10⁻¹⁶ of the largest are rounding errors of the product.  `checkpoint` is
    called before every time step and may raise to abandon the work.
    """
    n, steps = cell.shape.hidden_size, cell.shape.time_steps
    chosen = slice(sequence, sequence + 1)
    values = np.empty((steps + 1, n))
    signal = _identity(cell, n)
    for t in range(steps, -1, -1):
        checkpoint()
        values[t] = singular_values(signal[0][:, :, 0].T)
        if t > 0:
            signal = cell.carry(t, signal, chosen)
    return values


@np.errstate(all="ignore")
def gradient_map(
    cell: UnrolledCell, immediate: FloatArray, checkpoint: Callable[[], None] = _go_on
) -> FloatArray:
    """(T, T+1) array: ‖∂L_t/∂h_k‖ in row t−1 and column k, 0 where k > t.

    L_t is what time step t adds to the loss; as many go back at once as are worth a call of
    `checkpoint`.

    Parameters
    ----------
    immediate : (B, N) or (T, B, N) array
        ∂L_T/∂h_T, or each ∂L_t/∂h_t, as `UnrolledCell.backward` takes them.
    checkpoint : callable, optional
        Called before every time step back; may raise to abandon the work.
    """
    steps, shape = cell.shape.time_steps, cell.shape
    first = steps if immediate.ndim == 2 else 1  # the first time step with a loss
    direct = np.reshape(immediate, (-1, *immediate.shape[-2:])).transpose(0, 2, 1)
    result = np.zeros((steps, steps + 1))
    work = cell.GATES * shape.hidden_size**2 * shape.batch_size
    at_once = max(1, CHECKPOINT_WORK // work)
    for last in range(steps, first - 1, -at_once):
        since = max(first, last - at_once + 1)
        _rows_back(cell, direct[since - first : last - first + 1], since, result, checkpoint)
    return result


def _rows_back(
    cell: UnrolledCell,
    direct: FloatArray,
    since: int,
    result: FloatArray,
    checkpoint: Callable[[], None],
) -> None:
    """Fill the rows of the losses of time steps `since` …, whose derivatives are `direct`."""
    last = since + len(direct) - 1
    none = np.zeros((direct.shape[1], 0, direct.shape[2]), cell.dtype)
    signal = tuple(none for _ in _identity(cell, 1))
    for t in range(last, -1, -1):
        checkpoint()
        if t >= since:
            own = direct[t - since][:, None]
            others = (np.zeros_like(own) for _ in signal[1:])
            signal = tuple(
                np.concatenate((new, old), axis=1)
                for new, old in zip((own, *others), signal, strict=True)
            )
        magnitudes = norms(signal[0].transpose(1, 0, 2))
        result[last - len(magnitudes) : last, t] = magnitudes
        if t > 0:
            signal = cell.carry(t, signal)


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
