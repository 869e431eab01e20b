"""Tasks: what the network reads and how its last outputs are judged."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from rnnsim.engine.losses import cross_entropy, mean_output
from rnnsim.model.frame import FloatArray
from rnnsim.model.settings import Settings


@dataclass(frozen=True, slots=True)
class Batch:
    """One batch of sequences.

    Attributes
    ----------
    inputs : (T, B, I) array
    targets : (B,) array of class numbers
        Zeros where the task has none.
    tokens : tuple of str
        Labels of the first sequence's inputs; empty strings where they have none.
    """

    inputs: FloatArray
    targets: NDArray[np.intp]
    tokens: tuple[str, ...]


class Task(Protocol):
    """What a simulation needs of a task."""

    input_size: int
    output_size: int
    chance_loss: float | None
    """Loss of guessing, None where there is nothing to guess."""
    trains_readout: bool

    def draw(self, random: np.random.Generator) -> Batch:
        """Draw the next batch."""
        ...

    def loss(self, outputs: FloatArray, batch: Batch) -> tuple[float, FloatArray]:
        """Loss of the outputs (B, O) at T, and its derivative with respect to them."""
        ...

    def readout(self, random: np.random.Generator) -> FloatArray:
        """Draw the first W_ho (O, N)."""
        ...


class RecallFirst:
    """Name the first token at the end; tokens of another alphabet distract in between."""

    SYMBOLS = "ABCD"
    DISTRACTORS = "wxyz"

    def __init__(self, settings: Settings) -> None:
        self.input_size = len(self.SYMBOLS + self.DISTRACTORS)
        self.output_size = len(self.SYMBOLS)
        self.chance_loss: float | None = float(np.log(self.output_size))
        self.trains_readout = True
        self._settings = settings
        self._one_hot = np.eye(self.input_size)

    def draw(self, random: np.random.Generator) -> Batch:
        shape = (self._settings.time_steps, self._settings.batch_size)
        classes = random.integers(len(self.SYMBOLS), self.input_size, size=shape)
        classes[0] = random.integers(len(self.SYMBOLS), size=shape[1])
        alphabet = self.SYMBOLS + self.DISTRACTORS
        tokens = tuple(alphabet[i] for i in classes[:, 0].tolist())
        return Batch(self._one_hot[classes], classes[0].astype(np.intp), tokens)

    def loss(self, outputs: FloatArray, batch: Batch) -> tuple[float, FloatArray]:
        return cross_entropy(outputs, batch.targets)

    def readout(self, random: np.random.Generator) -> FloatArray:
        return uniform_weights(
            random, (self.output_size, self._settings.hidden_size), self._settings
        )


class FixedLossVector:
    """L = mean over the batch of c·h_T, c fixed with ‖c‖ = √B: ‖∂L/∂h_T‖ = 1 whatever h is."""

    INPUT_SIZE = 4

    def __init__(self, settings: Settings) -> None:
        self.input_size = self.INPUT_SIZE
        self.output_size = 1
        self.chance_loss: float | None = None
        self.trains_readout = False
        self._settings = settings

    def draw(self, random: np.random.Generator) -> Batch:
        steps, size = self._settings.time_steps, self._settings.batch_size
        inputs = random.standard_normal((steps, size, self.input_size))
        return Batch(inputs, np.zeros(size, dtype=np.intp), ("",) * steps)

    def loss(self, outputs: FloatArray, batch: Batch) -> tuple[float, FloatArray]:
        return mean_output(outputs)

    def readout(self, random: np.random.Generator) -> FloatArray:
        direction = random.standard_normal((1, self._settings.hidden_size))
        length = np.sqrt(self._settings.batch_size)
        vector: FloatArray = length * direction / np.linalg.norm(direction)
        return vector


TASKS: Mapping[str, Callable[[Settings], Task]] = MappingProxyType(
    {"recall": RecallFirst, "fixed": FixedLossVector}
)


def uniform_weights(
    random: np.random.Generator, shape: tuple[int, ...], settings: Settings
) -> FloatArray:
    """Draw from U(−1/√N, 1/√N), PyTorch's start for a recurrent layer."""
    reach = settings.hidden_size**-0.5
    return random.uniform(-reach, reach, size=shape)
