"""Optimizers: how a gradient changes the weights."""

from __future__ import annotations

from collections.abc import Sequence

from rnnsim.model.frame import FloatArray


def sgd(
    weights: Sequence[FloatArray], gradients: Sequence[FloatArray], learning_rate: float
) -> None:
    """Plain gradient descent in place: θ ← θ − η ∂L/∂θ."""
    for weight, gradient in zip(weights, gradients, strict=True):
        weight -= learning_rate * gradient
