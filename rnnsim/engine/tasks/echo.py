"""The delayed echo."""

from __future__ import annotations

import numpy as np

from rnnsim.engine.tasks.base import Batch, ValueTask
from rnnsim.model.settings import Settings


class DelayedEcho(ValueTask):
    """Say what the input was d = ⌊T/2⌋ steps ago: x_{t−d}, and 0 for t ≤ d.

    The inputs are drawn from U(−1, 1), whose variance is 1/3. Chance loss, of always answering 0:
    (T − d)/(3T) at all steps, 1/3 at the last.
    """

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings, input_size=1, output_size=1)
        steps = settings.time_steps
        self._delay = steps // 2
        echoed = (steps - self._delay) / steps if self._at_all_steps else 1.0
        self.chance_loss: float | None = echoed / 3

    def draw(self, random: np.random.Generator) -> Batch:
        steps, delay = self._shape[0], self._delay
        inputs = random.uniform(-1.0, 1.0, size=(*self._shape, 1))
        targets = np.zeros_like(inputs)
        targets[delay:] = inputs[: steps - delay]
        return Batch(inputs, self._judged(targets), ("",) * steps)
