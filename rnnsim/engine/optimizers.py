"""Optimizers: how a gradient changes the weights, each as in ``torch.optim``.

All weights are handled as one long vector, so that an update costs as many calls of NumPy for ten
weights as for one.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from types import MappingProxyType
from typing import Any, ClassVar

import numpy as np

from rnnsim.model.arrays import FloatArray


class Optimizer(ABC):
    """What turns gradients into changes of weights; it may remember earlier gradients.

    Parameters
    ----------
    weights : sequence of arrays
        What will be trained; only shapes and format are read.

    Notes
    -----
    Changes and running means are held in the weights' own format, those of float16 in float32:
    the square of a gradient below 2·10⁻⁴ is 0 in float16, and so is ε = 10⁻⁸, which leaves 0/0.
    """

    REMEMBERS: ClassVar[tuple[str, ...]] = ()
    """Attributes that hold what it remembers."""

    def __init__(self, weights: Sequence[FloatArray]) -> None:
        sizes = [weight.size for weight in weights]
        dtype = np.result_type(np.float32, *(weight.dtype for weight in weights))
        self._vector: FloatArray = np.zeros(sum(sizes), dtype)
        pieces = np.split(self._vector, np.cumsum(sizes)[:-1])
        self._parts = [
            piece.reshape(weight.shape) for piece, weight in zip(pieces, weights, strict=True)
        ]

    @np.errstate(all="ignore")
    def update(
        self,
        weights: Sequence[FloatArray],
        gradients: Sequence[FloatArray],
        learning_rate: float,
    ) -> None:
        """Change `weights` in place, in their own format; inf and NaN are results.

        Parameters
        ----------
        weights, gradients : sequences of arrays
            Each weight and its ∂L/∂θ, in the order and shapes the optimizer was made with.
        learning_rate : float
            η, of this update.
        """
        for part, gradient in zip(self._parts, gradients, strict=True):
            np.copyto(part, gradient)
        self._to_change(self._vector, learning_rate)
        for weight, part in zip(weights, self._parts, strict=True):
            np.subtract(weight, part, out=weight)

    def memory(self) -> tuple[Any, ...]:
        """What it remembers of earlier gradients, copied."""
        return tuple(copy(getattr(self, name)) for name in self.REMEMBERS)

    def recall(self, memory: tuple[Any, ...]) -> None:
        """Remember what another of its kind and size remembered."""
        for name, value in zip(self.REMEMBERS, memory, strict=True):
            setattr(self, name, copy(value))

    @abstractmethod
    def _to_change(self, g: FloatArray, learning_rate: float) -> None:
        """Overwrite the gradient `g` with what is to be subtracted from the weights."""


class GradientDescent(Optimizer):
    """θ ← θ − η g."""

    def _to_change(self, g: FloatArray, learning_rate: float) -> None:
        g *= learning_rate


class Momentum(Optimizer):
    """m ← 0.9 m + g;  θ ← θ − η m  (Polyak 1964, in PyTorch's form)."""

    DECAY = 0.9
    REMEMBERS = ("_velocity",)

    def __init__(self, weights: Sequence[FloatArray]) -> None:
        super().__init__(weights)
        self._velocity = np.zeros_like(self._vector)

    def _to_change(self, g: FloatArray, learning_rate: float) -> None:
        self._velocity *= self.DECAY
        self._velocity += g
        np.multiply(self._velocity, learning_rate, out=g)


class RMSProp(Optimizer):
    """v ← 0.99 v + 0.01 g²;  θ ← θ − η g / (√v + ε)  (Hinton 2012)."""

    DECAY = 0.99
    EPSILON = 1e-8
    REMEMBERS = ("_mean_square",)

    def __init__(self, weights: Sequence[FloatArray]) -> None:
        super().__init__(weights)
        self._mean_square = np.zeros_like(self._vector)
        self._scratch = np.zeros_like(self._vector)

    def _to_change(self, g: FloatArray, learning_rate: float) -> None:
        square = root = self._scratch
        np.multiply(g, g, out=square)
        square *= 1.0 - self.DECAY
        self._mean_square *= self.DECAY
        self._mean_square += square
        np.sqrt(self._mean_square, out=root)
        root += self.EPSILON
        g *= learning_rate
        g /= root


class Adam(Optimizer):
    """θ ← θ − η m̂ / (√v̂ + ε)  (Kingma, Ba 2015).

    m ← 0.9 m + 0.1 g and v ← 0.999 v + 0.001 g² start at 0; after t updates m̂ = m / (1 − 0.9ᵗ) and
    v̂ = v / (1 − 0.999ᵗ) make up for that.
    """

    DECAY_OF_MEAN = 0.9
    DECAY_OF_SQUARE = 0.999
    EPSILON = 1e-8
    REMEMBERS = ("_mean", "_mean_square", "_updates")

    def __init__(self, weights: Sequence[FloatArray]) -> None:
        super().__init__(weights)
        self._mean = np.zeros_like(self._vector)
        self._mean_square = np.zeros_like(self._vector)
        self._scratch = np.zeros_like(self._vector)
        self._updates = 0

    def _to_change(self, g: FloatArray, learning_rate: float) -> None:
        self._updates += 1
        self._remember(g)
        change = np.sqrt(self._mean_square, out=g)
        change /= (1.0 - self.DECAY_OF_SQUARE**self._updates) ** 0.5
        change += self.EPSILON
        np.divide(self._mean, change, out=change)
        change *= learning_rate / (1.0 - self.DECAY_OF_MEAN**self._updates)

    def _remember(self, g: FloatArray) -> None:
        # m + 0.1 (g − m), which is as PyTorch rounds it
        difference = np.subtract(g, self._mean, out=self._scratch)
        difference *= 1.0 - self.DECAY_OF_MEAN
        self._mean += difference
        square = np.multiply(g, g, out=self._scratch)
        square *= 1.0 - self.DECAY_OF_SQUARE
        self._mean_square *= self.DECAY_OF_SQUARE
        self._mean_square += square


OPTIMIZERS: Mapping[str, Callable[[Sequence[FloatArray]], Optimizer]] = MappingProxyType(
    {"sgd": GradientDescent, "momentum": Momentum, "rmsprop": RMSProp, "adam": Adam}
)
"""What makes an optimizer, without a memory yet, of the weights to train."""
