"""The single unit x_t = w σ(x_{t−1}) + b, whose weights are two numbers.

Pascanu, Mikolov and Bengio (2013) show the cliff in its error surface, Doya (1993) the
bifurcations that make it.  Here J_t = ∂x_t/∂x_{t−1} = w σ′(x_{t−1}).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from rnnsim.engine.activations import ACTIVATIONS
from rnnsim.model.arrays import FloatArray

START, STEPS = 0.5, 50
"""x_0 and T of Pascanu, Mikolov and Bengio's figure 6."""


@np.errstate(all="ignore")
def sigmoid(x: FloatArray) -> FloatArray:
    """σ(x) = 1 / (1 + e⁻ˣ), an array of the shape of `x`."""
    value = np.empty_like(x)
    ACTIVATIONS["sigmoid"].value(x, value)
    return value


def following(x: FloatArray, w: FloatArray, b: FloatArray) -> FloatArray:
    """State after x: w σ(x) + b."""
    return w * sigmoid(x) + b


def resting_bias(w: FloatArray, x: FloatArray) -> FloatArray:
    """Bias b with which a unit of weight `w` stays at x, stable or not: x − w σ(x)."""
    return x - w * sigmoid(x)


@np.errstate(all="ignore")
def reached(w: ArrayLike, b: ArrayLike, steps: int = STEPS, start: float = START) -> FloatArray:
    """x_T of units that start at x_0 = `start`; `w` and `b` are broadcast against each other."""
    w, b = np.broadcast_arrays(np.asarray(w, dtype=float), np.asarray(b, dtype=float))
    x = np.full_like(w, start)
    for _ in range(steps):
        x = following(x, w, b)
    return x
