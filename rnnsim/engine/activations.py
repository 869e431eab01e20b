"""Activation functions: a value, a slope and γ = sup |slope|."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from rnnsim.model.frame import FloatArray


@dataclass(frozen=True, slots=True)
class Activation:
    """φ with what backpropagation needs of it.

    Attributes
    ----------
    value : callable
        ``value(a, out)`` writes φ(a).
    slope : callable
        ``slope(a, h)`` returns φ′(a), given also h = φ(a).
    gamma : float
        sup |φ′|.
    """

    value: Callable[[FloatArray, FloatArray], object]
    slope: Callable[[FloatArray, FloatArray], FloatArray]
    gamma: float


def _sigmoid(a: FloatArray, out: FloatArray) -> None:
    # σ(a) = 1 / (1 + e⁻ᵃ): where e⁻ᵃ overflows, σ underflows to 0 as it should
    np.negative(a, out=out)
    np.exp(out, out=out)
    out += 1.0
    np.reciprocal(out, out=out)


ACTIVATIONS: Mapping[str, Activation] = MappingProxyType(
    {
        "tanh": Activation(np.tanh, lambda a, h: 1.0 - h * h, 1.0),
        "relu": Activation(
            lambda a, out: np.maximum(a, 0.0, out=out), lambda a, h: (a > 0.0).astype(float), 1.0
        ),
        "sigmoid": Activation(_sigmoid, lambda a, h: h * (1.0 - h), 0.25),
        "linear": Activation(lambda a, out: np.copyto(out, a), lambda a, h: np.ones_like(a), 1.0),
    }
)
