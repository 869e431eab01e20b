"""The adding problem."""

from __future__ import annotations

import numpy as np

from rnnsim.engine.tasks.base import Batch, ValueTask
from rnnsim.model.settings import Settings


class Adding(ValueTask):
    """Add the two marked numbers of a sequence.

    Every step holds a number from U(0, 1) and a marker, which is 1 at one step of the first half
    and one of the second, each drawn uniformly, and 0 elsewhere (Hochreiter and Schmidhuber 1997,
    in the form of Arjovsky, Shah and Bengio 2016). Always answering 1 costs Var(U + U) = 1/6.
    """

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings, input_size=2, output_size=1)
        self.chance_loss: float | None = 1 / 6
        self._sequences = np.arange(settings.batch_size)

    def draw(self, random: np.random.Generator) -> Batch:
        steps, size = self._shape
        half = steps // 2
        values = random.random(self._shape)
        marked = np.stack(
            [random.integers(half, size=size), random.integers(half, steps, size=size)]
        )
        inputs = np.zeros((steps, size, self.input_size))
        inputs[:, :, 0] = values
        inputs[marked, self._sequences, 1] = 1.0
        sums = values[marked, self._sequences].sum(axis=0)
        tokens = [""] * steps
        for step in marked[:, 0].tolist():
            tokens[step] = f"{values[step, 0]:.2f}"
        return Batch(inputs, self._repeated(sums[:, np.newaxis]), tuple(tokens))
