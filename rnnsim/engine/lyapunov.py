"""Lyapunov spectrum: at which rates the directions of the hidden state grow or shrink.

The QR method (Benettin, Galgani, Giorgilli, Strelcyn 1980; for recurrent networks Engelken, Wolf,
Abbott 2023):

    J_t Q_{t-1} = Q_t R_t,   Q_0 = I,      λ_i = 1/T Σ_t ln |(R_t)_ii|

The product J_T ⋯ J_1 = Q_T R_T ⋯ R_1 is never formed, and so cannot overflow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from rnnsim.model.arrays import FloatArray


@np.errstate(all="ignore")
def lyapunov_spectrum(
    jacobians: Iterable[FloatArray],
    checkpoint: Callable[[], None] = lambda: None,
) -> FloatArray:
    """(N,) array: the Lyapunov exponents per time step, largest first.

    Computed in float64.

    Parameters
    ----------
    jacobians : (T, N, N) array, or T arrays (N, N) one after another
        J_1 … J_T of one sequence, T ≥ 1.
    checkpoint : callable, optional
        Called before every time step; may raise to abandon the work.

    Returns
    -------
    (N,) array
        −inf for a direction that dies; all NaN where a Jacobian is not finite.
    """
    steps, basis, logarithms = 0, np.eye(0), np.zeros(0)
    for jacobian in jacobians:
        checkpoint()
        if not np.isfinite(jacobian).all():
            return np.full(len(jacobian), np.nan)
        if steps == 0:
            basis, logarithms = np.eye(len(jacobian)), np.zeros(len(jacobian))
        basis, logarithms = _carried(basis, logarithms, jacobian.astype(float, copy=False))
        steps += 1
    exponents = np.full(len(basis), -np.inf)
    exponents[: len(logarithms)] = logarithms / steps
    return np.sort(exponents)[::-1]


def _carried(
    basis: FloatArray, logarithms: FloatArray, jacobian: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """The orthonormal `basis` after one time step, and by how much it was stretched so far.

    Directions that die are left out.  A unit whose slope is 0 makes a row of J zero; QR would see
    rounding errors in what must be 0 and call it a small stretch.
    """
    reached = jacobian.any(axis=1)
    image = jacobian[reached] @ basis
    alive = image.any(axis=0)
    q, r = np.linalg.qr(image[:, alive])
    carried = np.zeros((len(basis), len(r)))
    carried[reached] = q
    return carried, logarithms[alive][: len(r)] + np.log(np.abs(np.diag(r)))
