"""The next value of a noisy sine."""

from __future__ import annotations

import numpy as np

from rnnsim.engine.tasks.base import Batch, ValueTask
from rnnsim.model.settings import Settings


class NoisySine(ValueTask):
    """Say the next value of x_t = sin(2πft + φ) + σε_t, noise included.

    Each sequence has a phase φ from U(0, 2π), a frequency f from U(1/32, 1/8) a time step and
    normal noise ε with σ = 0.1. Chance loss, of always answering 0: 1/2 + σ² = 0.51, since the
    phase alone decides the mean square. No answer can do better than σ² = 0.01.
    """

    NOISE = 0.1
    LOWEST_FREQUENCY, HIGHEST_FREQUENCY = 1 / 32, 1 / 8

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings, input_size=1, output_size=1)
        self.chance_loss: float | None = 0.5 + self.NOISE**2
        self._times = np.arange(settings.time_steps + 1)[:, np.newaxis]

    def draw(self, random: np.random.Generator) -> Batch:
        steps, size = self._shape
        phase = random.uniform(0.0, 2 * np.pi, size=size)
        frequency = random.uniform(self.LOWEST_FREQUENCY, self.HIGHEST_FREQUENCY, size=size)
        noise = self.NOISE * random.standard_normal((steps + 1, size))
        values = np.sin(2 * np.pi * frequency * self._times + phase) + noise
        inputs, targets = values[:-1, :, np.newaxis], values[1:, :, np.newaxis]
        return Batch(inputs, self._judged(targets), ("",) * steps)
