"""How far back a gradient reaches."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

REACHING = 0.01
"""Share of ‖∂L/∂h_T‖ from which on a gradient counts as reaching a hidden state."""


def reach(magnitude: ArrayLike) -> int | None:
    """Least k such that ‖∂L/∂h_j‖ ≥ 1 % of ‖∂L/∂h_T‖ for all j = k … T.

    Parameters
    ----------
    magnitude : (T+1,) array
        ‖∂L/∂h_k‖, k = 0 … T, of any kind; infinite is more than any share, NaN is less.

    Returns
    -------
    int or None
        T where nothing before is enough; None where ‖∂L/∂h_T‖ is 0 or not finite.
    """
    values = np.asarray(magnitude, dtype=float)
    if not (np.isfinite(values[-1]) and values[-1] > 0.0):
        return None
    with np.errstate(over="ignore"):
        shares = values / values[-1]  # a share of a tiny number would round to 0
    short_of = np.flatnonzero(~(shares >= REACHING))
    return int(short_of[-1]) + 1 if len(short_of) else 0
