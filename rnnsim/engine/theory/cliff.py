"""The cliff of Pascanu, Mikolov and Bengio (2013), figure 6, and descents over it.

One unit, x_t = w σ(x_{t−1}) + b with x_0 = 0.5 and t = 1 … 50, whose error is
E = (σ(x_50) − 0.7)².
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp

import numpy as np
from numpy.typing import ArrayLike

from rnnsim.engine.clipping import clip
from rnnsim.engine.theory.unit import START, STEPS, resting_bias, sigmoid
from rnnsim.model.arrays import FloatArray

TARGET = 0.7
"""What σ(x_T) should be."""

LEAST_STATE = -700.0
"""e⁻ˣ overflows little below."""


@dataclass(frozen=True, slots=True)
class Cliff:
    """The error surface and its gradient over the weights; three arrays of one shape.

    Attributes
    ----------
    error : array
        E.
    derror_dw, derror_db : arrays
        ∂E/∂w and ∂E/∂b, total.
    """

    error: FloatArray
    derror_dw: FloatArray
    derror_db: FloatArray


@np.errstate(all="ignore")
def cliff(
    w: ArrayLike, b: ArrayLike, steps: int = STEPS, start: float = START, target: float = TARGET
) -> Cliff:
    """Error of the unit after `steps` time steps, and its gradient.

    Derivatives are carried forward beside the state:

        dx_t/dw = σ(x_{t−1}) + w σ′(x_{t−1}) dx_{t−1}/dw
        dx_t/db =      1     + w σ′(x_{t−1}) dx_{t−1}/db

    Parameters
    ----------
    w, b : arrays or numbers
        Broadcast against each other, ``cliff(w[:, None], b)`` for a grid.
    steps : int
        T.
    start, target : float
        x_0, and what σ(x_T) should be.
    """
    w, b = np.broadcast_arrays(np.asarray(w, dtype=float), np.asarray(b, dtype=float))
    x, dx_dw, dx_db = np.full_like(w, start), np.zeros_like(w), np.zeros_like(w)
    for _ in range(steps):
        y = sigmoid(x)
        jacobian = w * y * (1.0 - y)
        dx_dw = y + jacobian * dx_dw
        dx_db = 1.0 + jacobian * dx_db
        x = w * y + b
    y = sigmoid(x)
    derror_dx = 2.0 * (y - target) * y * (1.0 - y)
    return Cliff((y - target) ** 2, derror_dx * dx_dw, derror_dx * dx_db)


def ridge(w: ArrayLike) -> FloatArray:
    """b* = 0.5 − w σ(0.5), an array of the shape of `w`: the start x_0 = 0.5 stays where it is.

    Where w > 1/σ′(0.5) = 4.255 that state is unstable: on one side of b* the unit ends high, on the
    other low, and the error rises as a wall between.
    """
    return resting_bias(np.asarray(w, dtype=float), np.array(START))


def ridge_is_stable(w: float) -> bool:
    """Whether x_0 = 0.5 draws states nearby where it is a fixed point: |w σ′(0.5)| < 1."""
    y = float(sigmoid(np.array(START)))
    return abs(w * y * (1.0 - y)) < 1.0


def cliff_at(w: float, b: float) -> tuple[float, float, float]:
    """E, ∂E/∂w and ∂E/∂b at one point: the same as `cliff`, fifty times as fast."""
    if not b + min(w, 0.0) > LEAST_STATE:  # no state lies below, nor is one NaN
        there = cliff(w, b)
        return float(there.error), float(there.derror_dw), float(there.derror_db)
    x, dx_dw, dx_db = START, 0.0, 0.0
    for _ in range(STEPS):
        y = 1.0 / (1.0 + exp(-x))
        jacobian = w * y * (1.0 - y)
        dx_dw = y + jacobian * dx_dw
        dx_db = 1.0 + jacobian * dx_db
        x = w * y + b
    y = 1.0 / (1.0 + exp(-x))
    derror_dx = 2.0 * (y - TARGET) * y * (1.0 - y)
    return (y - TARGET) * (y - TARGET), derror_dx * dx_dw, derror_dx * dx_db


@np.errstate(all="ignore")
def descend(
    start: tuple[float, float],
    rate: float,
    iterations: int,
    threshold: float | None = None,
) -> FloatArray:
    """Gradient descent on the error surface.

    Parameters
    ----------
    start : (float, float)
        First w and b.
    rate : float
        Learning rate η.
    iterations : int
        Weight updates to make.
    threshold : float or None
        τ of clipping by norm; None leaves the gradient as it is.

    Returns
    -------
    (iterations+1, 3) array
        w, b and E before the first update and after each.
    """
    path = np.empty((iterations + 1, 3))
    weights = np.array(start, dtype=float)
    for row in path:
        error, *slopes = cliff_at(*weights.tolist())
        row[:] = *weights, error
        gradient = np.array(slopes)
        if threshold is not None:
            (gradient,) = clip([gradient], "norm", threshold)
        weights -= rate * gradient
    return path
