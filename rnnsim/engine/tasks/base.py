"""What a simulation needs of a task, and what the tasks share.

Legend: T time steps, B batch, N hidden units, I inputs, O outputs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from rnnsim.engine.losses import cross_entropy, mse_loss
from rnnsim.model.arrays import FloatArray
from rnnsim.model.settings import Settings


@dataclass(frozen=True, slots=True)
class Batch:
    """One batch of sequences.

    Attributes
    ----------
    inputs : (T, B, I) float64 array or None
        None where the task reads `words`.
    targets : array
        Where the loss is at the last step (B,) class numbers or (B, O) float64 values, at all
        steps (T, B) or (T, B, O). Zeros where the task has none.
    tokens : tuple of str
        T labels of the first sequence's inputs; empty strings where they have none.
    words : (T, B) integer array or None
        Numbers in the vocabulary, for a task whose inputs are learned embeddings.
    """

    inputs: FloatArray | None
    targets: NDArray[Any]
    tokens: tuple[str, ...]
    words: NDArray[np.intp] | None = None


class Task(Protocol):
    """What the network reads, and how its outputs are judged.

    Attributes
    ----------
    input_size : int
        I; of a task that reads words the length of an embedding.
    output_size : int
        O.
    vocabulary_size : int
        Number of words that have an embedding; 0 where nothing is embedded.
    chance_loss : float or None
        Expected loss of the best answer that knows the time step but not the sequence; None where
        there is nothing to guess.
    trains_readout : bool
        Whether training changes W_ho and b_o.
    """

    input_size: int
    output_size: int
    vocabulary_size: int
    chance_loss: float | None
    trains_readout: bool

    def draw(self, random: np.random.Generator) -> Batch:
        """Draw the next batch."""
        ...

    def loss(self, outputs: FloatArray, batch: Batch) -> tuple[float, FloatArray]:
        """Loss of `outputs`, (B, O) at T or (T, B, O) at all steps, and its derivative.

        The derivative has the shape and format of `outputs`.
        """
        ...

    def accuracy(self, outputs: FloatArray, batch: Batch) -> float | None:
        """Share of the outputs whose largest component is the target; None without classes.

        An output that is not finite is no right answer.
        """
        ...

    def readout(self, random: np.random.Generator) -> FloatArray:
        """Draw the first W_ho (O, N), float64."""
        ...


class TrainedReadout:
    """What the tasks have in common whose readout is trained; each draws for itself.

    Parameters
    ----------
    settings : Settings
    input_size, output_size : int
    """

    vocabulary_size = 0
    trains_readout = True

    def __init__(self, settings: Settings, input_size: int, output_size: int) -> None:
        self.input_size = input_size
        self.output_size = output_size
        self._settings = settings
        self._shape = (settings.time_steps, settings.batch_size)
        self._at_all_steps = settings.loss_at == "all"

    def readout(self, random: np.random.Generator) -> FloatArray:
        return uniform_weights(
            random, (self.output_size, self._settings.hidden_size), self._settings
        )

    def _repeated(self, targets: NDArray[Any]) -> NDArray[Any]:
        """One target a sequence, (B, …), asked for at every step that is judged."""
        return (
            np.repeat(targets[np.newaxis], self._shape[0], axis=0)
            if self._at_all_steps
            else (targets)
        )

    def _judged(self, targets: NDArray[Any]) -> NDArray[Any]:
        """Of one target a step, (T, B, …), those that are judged."""
        return targets if self._at_all_steps else targets[-1]


class ClassTask(TrainedReadout):
    """A task that asks for a class."""

    def loss(self, outputs: FloatArray, batch: Batch) -> tuple[float, FloatArray]:
        return cross_entropy(outputs, batch.targets)

    def accuracy(self, outputs: FloatArray, batch: Batch) -> float | None:
        answered = np.isfinite(outputs).all(axis=-1)
        return float(np.mean(answered & (outputs.argmax(axis=-1) == batch.targets)))


class ValueTask(TrainedReadout):
    """A task that asks for real values."""

    def loss(self, outputs: FloatArray, batch: Batch) -> tuple[float, FloatArray]:
        return mse_loss(outputs, batch.targets)

    def accuracy(self, outputs: FloatArray, batch: Batch) -> float | None:
        return None


def uniform_weights(
    random: np.random.Generator, shape: tuple[int, ...], settings: Settings
) -> FloatArray:
    """Draw from U(−1/√N, 1/√N), PyTorch's start for a recurrent layer."""
    reach = settings.hidden_size**-0.5
    return random.uniform(-reach, reach, size=shape)
