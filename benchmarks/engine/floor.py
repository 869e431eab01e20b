"""The matrix products that no implementation of the gradients can do without, and nothing else.

W [h; 1; x] and Wᵀ ∂L/∂a for every time step,   Σ_t ∂L/∂a_t [h; 1; x]_tᵀ at once
"""

from __future__ import annotations

import numpy as np

from benchmarks.engine.case import Case
from rnnsim.engine.cells import CELLS


class Floor:
    """The bare calls of `np.dot`, as many numbers as an iteration touches lying ready."""

    def __init__(self, case: Case, inputs: int) -> None:
        n, steps, batch = case.hidden_size, case.time_steps, case.batch_size
        rows, random = CELLS[case.cell].GATES * n, np.random.default_rng(0)

        def numbers(*shape: int) -> np.ndarray:
            return random.standard_normal(shape).astype(case.precision)

        self._ahead, self._back = numbers(rows, n + 1 + inputs), numbers(n, rows)
        self._read, self._sums = numbers(steps, n + 1 + inputs, batch), numbers(steps, rows, batch)
        self._signals = numbers(steps, n, batch)
        flat = steps * batch
        self._flat_sums, self._flat_read = numbers(rows, flat), numbers(flat, n + 1 + inputs)
        self._total = numbers(rows, n + 1 + inputs)

    def iterate(self) -> None:
        for read, sums in zip(self._read, self._sums, strict=True):
            self._ahead.dot(read, sums)
        for sums, signal in zip(self._sums, self._signals, strict=True):
            self._back.dot(sums, signal)
        self._flat_sums.dot(self._flat_read, self._total)
