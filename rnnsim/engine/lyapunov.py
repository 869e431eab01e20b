"""Lyapunov spectrum: at which rates the directions of the hidden state grow or shrink.

The QR method (Benettin, Galgani, Giorgilli, Strelcyn 1980; for recurrent networks Engelken, Wolf,
Abbott 2023):

    J_t Q_{t-1} = Q_t R_t,   Q_0 = I,      λ_i = 1/T Σ_t ln |(R_t)_ii|

The product J_T ⋯ J_1 = Q_T R_T ⋯ R_1 is never formed, and so cannot overflow.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from rnnsim.model.frame import FloatArray


@np.errstate(all="ignore")
def lyapunov_spectrum(
    jacobians: FloatArray, checkpoint: Callable[[], None] = lambda: None
) -> FloatArray:
    """(N,) array: the Lyapunov exponents per time step, largest first.

    Computed in float64.

    Parameters
    ----------
    jacobians : (T, N, N) array
        J_1 … J_T of one sequence, T ≥ 1.
    checkpoint : callable, optional
        Called before every time step; may raise to abandon the work.

    Returns
    -------
    (N,) array
        −inf for a direction that dies; all NaN where a Jacobian is not finite.
    """
    n = jacobians.shape[1]
    if not np.isfinite(jacobians).all():
        return np.full(n, np.nan)
    basis, logarithms = np.eye(n), np.zeros(n)
    for jacobian in jacobians:
        checkpoint()
        basis, diagonal = _carried(basis, jacobian.astype(float, copy=False))
        logarithms += np.log(np.abs(diagonal))
    return np.sort(logarithms / len(jacobians))[::-1]


def _carried(basis: FloatArray, jacobian: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The orthonormal `basis` after one time step, and by how much each direction was stretched.

    A unit whose slope is 0 makes a row of J zero, and a direction dies.  QR would see rounding
    errors there and call them a small stretch, so those rows are left out: they become the last
    directions, stretched by 0.
    """
    alive = jacobian.any(axis=1)
    rank = int(np.count_nonzero(alive))
    q, r = np.linalg.qr(jacobian[alive] @ basis)
    n = len(basis)
    carried, diagonal = np.zeros((n, n)), np.zeros(n)
    carried[alive, :rank] = q
    carried[~alive, rank:] = np.eye(n - rank)
    diagonal[:rank] = np.diag(r)
    return carried, diagonal
