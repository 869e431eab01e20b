"""Closed forms that stand beside what is measured."""

from __future__ import annotations

import numpy as np

from rnnsim.engine.norms import scaled_norm
from rnnsim.model.frame import FloatArray


def geometric(factor: float, last: float, time_steps: int) -> FloatArray:
    """(T+1,) array: factor^(T−k) · last for k = 0 … T.

    With factor γσ₁ and last ‖∂L/∂h_T‖ this bounds ‖∂L/∂h_k‖ from above where the loss is at T only
    (Pascanu, Mikolov, Bengio 2013, eq. 6–7): each Jacobian's norm is at most γσ₁.
    """
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        powers: FloatArray = np.power(factor, np.arange(time_steps, -1, -1.0))
        return powers * last


def jacobian_norms(slopes: FloatArray, weight_hh: FloatArray) -> FloatArray:
    """(T,) array: Frobenius norm of J_t = diag(φ′(a_t)) W_hh, root mean square over the batch.

    ‖diag(s) W‖ is the norm of the vector s_i ‖row i of W‖, so no Jacobian is built.

    Parameters
    ----------
    slopes : (T, B, N) array
    weight_hh : (N, N) array
    """
    rows = scaled_norm(weight_hh, axis=(1,))
    return scaled_norm(slopes * rows, axis=(1, 2)) / np.sqrt(slopes.shape[1])
