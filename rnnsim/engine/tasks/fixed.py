"""A loss that is linear in the hidden state."""

from __future__ import annotations

import numpy as np

from rnnsim.engine.losses import mean_output
from rnnsim.engine.tasks.base import Batch
from rnnsim.model.arrays import FloatArray
from rnnsim.model.settings import Settings


class FixedLossVector:
    """L = mean over the batch of c·h_T with a fixed c, ‖c‖ = √B: ‖∂L/∂h_T‖ = 1 whatever h is.

    At all steps L is the mean of c·h_t over the time steps too, and each one's direct derivative
    has the norm 1/T. The inputs are normal noise.
    """

    input_size = 4
    output_size = 1
    vocabulary_size = 0
    chance_loss: float | None = None
    trains_readout = False

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def draw(self, random: np.random.Generator) -> Batch:
        steps, size = self._settings.time_steps, self._settings.batch_size
        inputs = random.standard_normal((steps, size, self.input_size))
        judged = (steps, size) if self._settings.loss_at == "all" else (size,)
        return Batch(inputs, np.zeros(judged, dtype=np.intp), ("",) * steps)

    def loss(self, outputs: FloatArray, batch: Batch) -> tuple[float, FloatArray]:
        return mean_output(outputs)

    def accuracy(self, outputs: FloatArray, batch: Batch) -> float | None:
        return None

    def readout(self, random: np.random.Generator) -> FloatArray:
        direction = random.standard_normal((1, self._settings.hidden_size))
        length = np.sqrt(self._settings.batch_size)
        vector: FloatArray = length * direction / np.linalg.norm(direction)
        return vector
