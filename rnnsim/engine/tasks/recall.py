"""Recall of the first token."""

from __future__ import annotations

import numpy as np

from rnnsim.engine.tasks.base import Batch, ClassTask
from rnnsim.model.settings import Settings


class RecallFirst(ClassTask):
    """Name the first token; tokens of another alphabet distract from then on.

    Chance loss ln 4.
    """

    SYMBOLS = "ABCD"
    DISTRACTORS = "wxyz"

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings, len(self.SYMBOLS + self.DISTRACTORS), len(self.SYMBOLS))
        self.chance_loss: float | None = float(np.log(self.output_size))
        self._one_hot = np.eye(self.input_size)

    def draw(self, random: np.random.Generator) -> Batch:
        classes = random.integers(len(self.SYMBOLS), self.input_size, size=self._shape)
        classes[0] = random.integers(len(self.SYMBOLS), size=self._shape[1])
        alphabet = self.SYMBOLS + self.DISTRACTORS
        tokens = tuple(alphabet[i] for i in classes[:, 0].tolist())
        targets = self._repeated(classes[0].astype(np.intp))
        return Batch(self._one_hot[classes], targets, tokens)
