"""Fixed points of the single unit, x = w σ(x) + b, and where they are born.

For w ≤ 4 there is one, since the slope w σ′ of the right side is at most w/4.  For w > 4 the slope
is 1 at ±x̂ with σ′(x̂) = 1/w; two more fixed points are born where x̂ or −x̂ is one itself, in a fold
(saddle-node) bifurcation, and at a fold the state that training reaches can jump (Doya 1993).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from rnnsim.engine.theory.unit import following, resting_bias, sigmoid
from rnnsim.model.arrays import FloatArray

HALVINGS = 60
"""So often halved, a bracket about as wide as |w| + |b| is finer than w σ(x) + b is rounded."""


@dataclass(frozen=True, slots=True)
class FixedPoints:
    """All fixed points of units of some w and b, along the branches they lie on.

    Attributes
    ----------
    position : (..., 3) array
        On the lower, middle and upper branch, ascending; NaN where there is none, the lower branch
        alone where w < 4.
    stable : (..., 3) array of bool
        Whether |w σ′(x)| < 1: states nearby come nearer, and a gradient that stays there vanishes.
    """

    position: FloatArray
    stable: NDArray[np.bool_]


@np.errstate(all="ignore")
def fixed_points(w: ArrayLike, b: ArrayLike) -> FixedPoints:
    """All fixed points of x_t = w σ(x_{t−1}) + b.

    −x̂ and x̂ part the line into pieces on which w σ(x) + b − x falls, rises and falls again; where
    its sign changes, bisection finds the fixed point.

    Parameters
    ----------
    w, b : arrays or numbers
        Broadcast against each other; finite.
    """
    w, b = np.broadcast_arrays(np.asarray(w, dtype=float), np.asarray(b, dtype=float))
    lowest, highest = np.minimum(b, b + w), np.maximum(b, b + w)
    turn = _turn(w)
    folded = turn > 0.0
    left = np.where(folded, -turn, highest)
    right = np.where(folded, turn, highest)
    dip, rise = following(left, w, b) - left, following(right, w, b) - right
    branches = (
        (~folded | (dip <= 0.0), lowest, left),
        (folded & (dip < 0.0) & (rise > 0.0), right, left),
        (folded & (rise >= 0.0), right, highest),
    )
    position = np.stack(
        [
            np.where(exists, _bisected(w, b, above, below), np.nan)
            for exists, above, below in branches
        ],
        axis=-1,
    )
    y = sigmoid(position)
    return FixedPoints(position, np.abs(w[..., None] * y * (1.0 - y)) < 1.0)


@np.errstate(all="ignore")
def folds(w: ArrayLike) -> FloatArray:
    """(..., 2) array: between which two b, ascending, a unit of weight `w` has three fixed points.

    b = ±x̂ − w σ(±x̂); both are −2 at the cusp w = 4, NaN below it.
    """
    states = fold_states(w)
    return resting_bias(np.asarray(w, dtype=float)[..., None], states)


@np.errstate(all="ignore")
def fold_states(w: ArrayLike) -> FloatArray:
    """(..., 2) array: x̂ and −x̂, the fixed points that are born at the lower and the upper fold."""
    turn = _turn(np.asarray(w, dtype=float))
    return np.stack([turn, -turn], axis=-1)


def _turn(w: FloatArray) -> FloatArray:
    """x̂ ≥ 0 with w σ′(x̂) = 1; NaN where w < 4.

    σ′(x) = 1 / (4 cosh²(x/2)).
    """
    turn: FloatArray = 2.0 * np.arccosh(np.sqrt(w) / 2.0)
    return turn


def _bisected(w: FloatArray, b: FloatArray, above: FloatArray, below: FloatArray) -> FloatArray:
    """The fixed point between `above`, where w σ(x) + b ≥ x, and `below`, where it is ≤ x."""
    for _ in range(HALVINGS):
        middle = 0.5 * (above + below)
        is_above = following(middle, w, b) > middle
        above, below = np.where(is_above, middle, above), np.where(is_above, below, middle)
    return 0.5 * (above + below)
