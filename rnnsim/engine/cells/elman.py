"""The Elman cell and its exact backpropagation through time (Werbos 1990).

a_t = W_hh h_{t-1} + b_hh + W_ih x_t + b_ih,   h_t = φ(a_t),   t = 1 … T
∂L/∂a_t     = φ′(a_t) ∘ ∂L/∂h_t
∂L/∂h_{t-1} = W_hhᵀ ∂L/∂a_t + immediate ∂L/∂h_{t-1}
∂L/∂W_hh    = Σ_t ∂L/∂a_t h_{t-1}ᵀ
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from rnnsim.engine.cells.base import Signal, UnrolledCell, Views, hand_back
from rnnsim.engine.cells.weights import CellWeights
from rnnsim.engine.products import multiplier, product
from rnnsim.model.arrays import FloatArray


class ElmanCell(UnrolledCell):
    """One Elman cell unrolled over T time steps, ``torch.nn.RNN``."""

    GATES = ROWS = 1
    STATES = 4

    def _views(self) -> Views:
        steps, n = self.shape.time_steps, self.shape.hidden_size
        self._stacked = np.zeros((n, self._z.shape[1]), self.dtype)
        self._a = self._zeros(steps, n)
        self._slope = self._zeros(steps, n)
        ahead = list(zip(self._z[:-1], self._a, self._h[1:], strict=True))
        back = list(
            zip(self._slope, self._dloss_dh[1:], self._dloss_da, self._dloss_dh[:-1], strict=True)
        )
        return ahead, back

    @property
    def slopes(self) -> FloatArray:
        return self._slope.transpose(0, 2, 1)

    @property
    def candidates(self) -> FloatArray:
        return self.hidden[1:]

    def _load(self, weights: CellWeights) -> None:
        n = self.shape.hidden_size
        self._stacked[:, :n] = weights.weight_hh
        np.add(weights.bias_ih, weights.bias_hh, self._stacked[:, n])
        self._stacked[:, n + 1 :] = weights.weight_ih
        self._transposed[...] = weights.weight_hh.T

    def _run(self, steps: slice) -> None:
        multiply, value = multiplier(self._stacked), self._activation.value
        for z, a, h in self._ahead[steps]:
            multiply(z, a)
            value(a, h)

    def _factors(self, steps: slice) -> None:
        self._activation.slope(self._a[steps], self._h[1:][steps], self._slope[steps])

    def _run_back(
        self,
        steps: Sequence[tuple[Any, ...]],
        extras: Sequence[FloatArray | None],
        threshold: float,
    ) -> None:
        multiply = multiplier(self._transposed)
        for views, extra in zip(steps, extras, strict=True):
            slope, dloss_dh, dloss_da, dloss_dh_before = views
            np.multiply(slope, dloss_dh, dloss_da)
            multiply(dloss_da, dloss_dh_before)
            if extra is not None or threshold != math.inf:
                hand_back(dloss_dh_before, extra, threshold)

    def carry(self, t: int, signal: Signal, sequences: slice = slice(None)) -> Signal:
        (dloss_dh,) = signal
        dloss_da = self._slope[t - 1][:, None, sequences] * dloss_dh
        columns = dloss_da.reshape(len(dloss_da), -1)
        return (product(self._transposed, columns).reshape(dloss_da.shape),)

    def jacobian_factors(self) -> tuple[FloatArray, FloatArray | None]:
        return self._slope[:, None], None

    def _named(self, total: FloatArray) -> CellWeights:
        n = self.shape.hidden_size
        bias = total[:, n]
        return CellWeights(total[:, n + 1 :], total[:, :n], bias, bias.copy())
