"""The single unit x_t = w σ(x_{t−1}) + b, whose weights are two numbers.

Pascanu, Mikolov and Bengio (2013) show the cliff in its error surface, Doya (1993) the
bifurcations that make it.  Here J_t = ∂x_t/∂x_{t−1} = w σ′(x_{t−1}).
"""

from __future__ import annotations

import numpy as np

from rnnsim.engine.activations import ACTIVATIONS
from rnnsim.model.frame import FloatArray


@np.errstate(all="ignore")
def sigmoid(x: FloatArray) -> FloatArray:
    """σ(x) = 1 / (1 + e⁻ˣ), an array of the shape of `x`."""
    value = np.empty_like(x)
    ACTIVATIONS["sigmoid"].value(x, value)
    return value


def following(x: FloatArray, w: FloatArray, b: FloatArray) -> FloatArray:
    """State after x: w σ(x) + b."""
    return w * sigmoid(x) + b
