"""The temporal order problem."""

from __future__ import annotations

import numpy as np

from rnnsim.engine.tasks.base import Batch, ClassTask
from rnnsim.model.settings import Settings


class TemporalOrder(ClassTask):
    """Say in which order two symbols came: AA, AB, BA or BB.

    One of A and B comes at a step drawn from [T/10, 2T/10), another from [4T/10, 5T/10), counted
    from 0; every other step holds one of four distractors (Hochreiter and Schmidhuber 1997;
    Pascanu, Mikolov and Bengio 2013). Bounds are rounded down; where no step is left between
    them, the lower one is taken. Chance loss ln 4.
    """

    TOKENS = "ABcdef"
    RELEVANT = 2

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings, len(self.TOKENS), self.RELEVANT**2)
        self.chance_loss: float | None = float(np.log(self.output_size))
        self._one_hot = np.eye(self.input_size)
        self._sequences = np.arange(settings.batch_size)
        tenths = [settings.time_steps * i // 10 for i in (1, 2, 4, 5)]
        self._from = np.array([[tenths[0]], [tenths[2]]])
        self._before = np.maximum(self._from + 1, [[tenths[1]], [tenths[3]]])

    def draw(self, random: np.random.Generator) -> Batch:
        pair = (2, self._shape[1])
        classes = random.integers(self.RELEVANT, self.input_size, size=self._shape)
        relevant = random.integers(self.RELEVANT, size=pair)
        places = random.integers(self._from, self._before, size=pair)
        classes[places, self._sequences] = relevant
        tokens = tuple(self.TOKENS[i] for i in classes[:, 0].tolist())
        order = (self.RELEVANT * relevant[0] + relevant[1]).astype(np.intp)
        return Batch(self._one_hot[classes], self._repeated(order), tokens)
