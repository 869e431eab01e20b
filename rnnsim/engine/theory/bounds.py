"""Lines that bound a gradient magnitude or stand beside it."""

from __future__ import annotations

import math

import numpy as np

from rnnsim.engine.norms import norms
from rnnsim.model.frame import FloatArray


def geometric(factor: float, last: float, time_steps: int) -> FloatArray:
    """(T+1,) array: factor^(T−k) · last for k = 0 … T.

    With factor γσ₁ and last ‖∂L/∂h_T‖ this bounds ‖∂L/∂h_k‖ from above where the loss is at T only
    (Pascanu, Mikolov, Bengio 2013, eq. 6–7): each Jacobian's norm is at most γσ₁.
    """
    factors = np.full(time_steps + 1, factor)
    factors[-1] = last
    with np.errstate(all="ignore"):
        products: FloatArray = np.multiply.accumulate(factors[::-1])[::-1]
    return products


def jacobian_norms(slopes: FloatArray, weight_hh: FloatArray) -> FloatArray:
    """(T,) array: Frobenius norm of J_t = diag(φ′(a_t)) W_hh, root mean square over the batch.

    ‖diag(s) W‖ is the norm of the vector s_i ‖row i of W‖, so no Jacobian is built.

    Parameters
    ----------
    slopes : (T, B, N) array
    weight_hh : (N, N) array
    """
    rows = norms(weight_hh)
    with np.errstate(all="ignore"):
        scaled: FloatArray = slopes * rows / math.sqrt(slopes.shape[1])
    return norms(scaled)
