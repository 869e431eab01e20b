"""Activation functions: a value, a slope and γ = sup |slope|."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from rnnsim.model.arrays import FloatArray

LEAK = 0.01
"""Slope of the leaky ReLU where a ≤ 0, PyTorch's."""


@dataclass(frozen=True, slots=True)
class Activation:
    """φ with what backpropagation needs of it.

    Attributes
    ----------
    value : callable
        ``value(a, out)`` writes φ(a); `out` may be `a`.
    slope : callable
        ``slope(a, h, out)`` writes φ′(a), given also h = φ(a).
    gamma : float
        sup |φ′|.
    """

    value: Callable[[FloatArray, FloatArray], object]
    slope: Callable[[FloatArray, FloatArray, FloatArray], object]
    gamma: float


def sigmoid_of_negative(dtype: np.dtype[np.floating]) -> Callable[[FloatArray, FloatArray], None]:
    """Return ``value(minus_a, out)``, which writes σ(a) = 1 / (1 + e⁻ᵃ) given −a.

    Where e⁻ᵃ overflows σ is 0, although subnormal numbers of that size may exist, as in PyTorch.
    Of float16 that would be far from its end, so it goes by way of float32 and is rounded once.
    """
    # a number of Python's would be turned into an array at every call
    one = np.ones((), np.result_type(dtype, np.float32))

    def value(minus_a: FloatArray, out: FloatArray) -> None:
        np.exp(minus_a, out)
        np.add(out, one, out)
        np.divide(one, out, out)  # quicker than the reciprocal

    def value_of_float16(minus_a: FloatArray, out: FloatArray) -> None:
        wide: FloatArray = minus_a.astype(np.float32)
        value(wide, wide)
        np.copyto(out, wide, casting="same_kind")

    return value_of_float16 if dtype == np.float16 else value


def _sigmoid(a: FloatArray, out: FloatArray) -> None:
    np.negative(a, out)
    sigmoid_of_negative(a.dtype)(out, out)


def _tanh_slope(a: FloatArray, h: FloatArray, out: FloatArray) -> None:
    np.multiply(h, h, out)
    np.subtract(1.0, out, out)


def _leaky_relu(a: FloatArray, out: FloatArray) -> None:
    np.maximum(a, LEAK * a, out=out)


ACTIVATIONS: Mapping[str, Activation] = MappingProxyType(
    {
        "tanh": Activation(np.tanh, _tanh_slope, 1.0),
        "relu": Activation(
            lambda a, out: np.maximum(a, 0.0, out=out),
            lambda a, h, out: np.copyto(out, a > 0.0),
            1.0,
        ),
        "leaky_relu": Activation(
            _leaky_relu, lambda a, h, out: np.copyto(out, np.where(a > 0.0, 1.0, LEAK)), 1.0
        ),
        "sigmoid": Activation(_sigmoid, lambda a, h, out: np.multiply(h, 1.0 - h, out), 0.25),
        "hard_tanh": Activation(
            lambda a, out: np.clip(a, -1.0, 1.0, out),
            lambda a, h, out: np.copyto(out, np.abs(a) < 1.0),
            1.0,
        ),
        # ln(1 + eᵃ) without overflow; its slope is σ(a)
        "softplus": Activation(
            lambda a, out: np.logaddexp(a, 0.0, out), lambda a, h, out: _sigmoid(a, out), 1.0
        ),
        "linear": Activation(
            lambda a, out: np.copyto(out, a), lambda a, h, out: out.fill(1.0), 1.0
        ),
    }
)
