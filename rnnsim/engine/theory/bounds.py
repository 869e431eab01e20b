"""Lines that bound a gradient magnitude or stand beside it."""

from __future__ import annotations

import numpy as np

from rnnsim.model.arrays import FloatArray


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
