"""The GRU cell (Cho et al. 2014), in PyTorch's convention.

    r, z = σ(W_• h_{t-1} + b_h• + W_i• x_t + b_i•)
    m    = W_hn h_{t-1} + b_hn
    n    = φ(W_in x_t + b_in + r ∘ m)
    h_t  = (1−z) ∘ n + z ∘ h_{t-1} = n + z ∘ (h_{t-1} − n)

    ∂L/∂a_n     = ∂L/∂h_t ∘ (1−z) ∘ φ′(a_n)
    ∂L/∂a_z     = ∂L/∂h_t ∘ (h_{t-1} − n) ∘ z(1−z)
    ∂L/∂a_r     = ∂L/∂a_n ∘ m ∘ r(1−r)
    ∂L/∂m       = ∂L/∂a_n ∘ r
    ∂L/∂h_{t-1} = z ∘ ∂L/∂h_t + W_hhᵀ [∂L/∂a_r; ∂L/∂a_z; ∂L/∂m] + immediate ∂L/∂h_{t-1}

All four are ∂L/∂h_t times a factor that the forward pass fixes.
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


class GRUCell(UnrolledCell):
    """One GRU cell unrolled over T time steps, ``torch.nn.GRU``."""

    GATES = 3
    ROWS = 4  # r, z, m, n: n takes the input, m the state
    STATES = 12

    def _views(self) -> Views:
        steps, n = self.shape.time_steps, self.shape.hidden_size
        self._stacked = np.zeros((3 * n, self._z.shape[1]), self.dtype)
        self._of_input = np.zeros((n, 1 + self.shape.input_size), self.dtype)
        self._a = self._zeros(steps, 3 * n)  # r, z, m
        self._candidate_a = self._zeros(steps, n)
        self._n = self._zeros(steps, n)
        self._slope = self._zeros(steps, n)
        self._of_h = np.zeros((steps, 4, n, self.shape.batch_size), self.dtype)
        self._difference = self._zeros(min(self._stride_ahead, steps), n)
        self._scratch = np.zeros_like(self._n[0])
        ahead = list(
            zip(
                self._z[:-1],
                self._a,
                self._a[:, : 2 * n],
                *self._block_views(),
                self._candidate_a,
                self._n,
                self._h[:-1],
                self._h[1:],
                strict=True,
            )
        )
        back = list(
            zip(
                self._dloss_dh[1:],
                self._of_h,
                self._dloss_da.reshape(steps, 4, n, -1),
                self._recurrent,
                self._a[:, n : 2 * n],
                self._dloss_dh[:-1],
                strict=True,
            )
        )
        return ahead, back

    def _block_views(self) -> list[FloatArray]:
        """r, z and m of all time steps."""
        n = self.shape.hidden_size
        return [self._a[:, k * n : (k + 1) * n] for k in range(3)]

    @property
    def slopes(self) -> FloatArray:
        return self._slope.transpose(0, 2, 1)

    @property
    def candidates(self) -> FloatArray:
        return self.gates["n"]

    @property
    def gates(self) -> dict[str, FloatArray]:
        """(T, B, N) views of r, z and n."""
        r, z, _ = self._block_views()
        views = {"r": r, "z": z, "n": self._n}
        return {name: view.transpose(0, 2, 1) for name, view in views.items()}

    @property
    def retention(self) -> FloatArray:
        """(T, B, N) view: z, by which ∂L/∂h is multiplied on its direct way back."""
        return self.gates["z"]

    def _bias(self, weights: CellWeights) -> FloatArray:
        bias = super()._bias(weights)
        inner = slice(2 * self.shape.hidden_size, None)  # b_hn stands within r ∘ m
        bias[inner] = weights.bias_ih[inner]
        return bias

    def pre_activations(
        self, weights: CellWeights, recurrent: FloatArray, driven: FloatArray, sequence: int = 0
    ) -> FloatArray:
        """As of any cell, but a_n = driven + r ∘ (recurrent + b_hn)."""
        a = super().pre_activations(weights, recurrent, driven, sequence)
        n = self.shape.hidden_size
        r, inner = self.gates["r"][:, sequence], slice(2 * n, None)
        a[:, inner] = driven[:, inner] + r * (recurrent[:, inner] + weights.bias_hh[inner])
        return a

    def _load(self, weights: CellWeights) -> None:
        n = self.shape.hidden_size
        gates = slice(None, 2 * n)
        inner = self._stacked
        inner[:, :n] = weights.weight_hh
        inner[:, n] = weights.bias_hh
        inner[gates, n] += weights.bias_ih[gates]
        inner[gates, n + 1 :] = weights.weight_ih[gates]
        self._transposed[...] = weights.weight_hh.T
        np.negative(inner[gates], inner[gates])  # σ is computed from −a
        self._of_input[:, 0] = weights.bias_ih[2 * n :]
        self._of_input[:, 1:] = weights.weight_ih[2 * n :]

    def _run(self, steps: slice) -> None:
        n = self.shape.hidden_size
        self._candidate_a[steps] = product(self._of_input, self._z[:-1, n:][steps])
        multiply, value, sigmoid = multiplier(self._stacked), self._activation.value, self._sigmoid
        t1 = self._scratch
        for column, a, sigmoids, r, z, m, a_n, n_t, h_before, h in self._ahead[steps]:
            multiply(column, a)
            sigmoid(sigmoids, sigmoids)
            np.multiply(r, m, t1)
            np.add(a_n, t1, a_n)
            value(a_n, n_t)
            np.subtract(h_before, n_t, h)
            np.multiply(z, h, h)
            np.add(n_t, h, h)

    def _factors(self, steps: slice) -> None:
        n = self.shape.hidden_size
        r, z, m = (view[steps] for view in self._block_views())
        slope, n_t, of_h = self._slope[steps], self._n[steps], self._of_h[steps]
        self._activation.slope(self._candidate_a[steps], n_t, slope)
        of_r, of_z, of_m, of_n = (of_h[:, k] for k in range(4))
        np.subtract(1.0, z, of_n)
        of_n *= slope
        np.multiply(of_n, r, of_m)
        sigmoids = self._a[steps, : 2 * n].reshape(-1, 2, *z.shape[1:])
        of_sigmoids = of_h[:, :2]
        np.subtract(1.0, sigmoids, of_sigmoids)
        of_sigmoids *= sigmoids
        of_r *= m
        of_r *= of_n
        np.subtract(self._h[:-1][steps], n_t, self._difference[: len(n_t)])
        of_z *= self._difference[: len(n_t)]

    def _run_back(
        self,
        steps: Sequence[tuple[Any, ...]],
        extras: Sequence[FloatArray | None],
        threshold: float,
    ) -> None:
        multiply = multiplier(self._transposed)
        t1 = self._scratch
        for views, extra in zip(steps, extras, strict=True):
            dh, of_h, da, da_recurrent, z, dh_before = views
            np.multiply(of_h, dh, da)
            multiply(da_recurrent, dh_before)
            np.multiply(z, dh, t1)
            np.add(dh_before, t1, dh_before)
            if extra is not None or threshold != math.inf:
                hand_back(dh_before, extra, threshold)

    def carry(self, t: int, signal: Signal, sequences: slice = slice(None)) -> Signal:
        (dloss_dh,) = signal
        of_r, of_z, of_m, _ = self._of_h[t - 1][..., None, sequences]
        dloss_da = np.concatenate((of_r * dloss_dh, of_z * dloss_dh, of_m * dloss_dh))
        columns = dloss_da.reshape(len(dloss_da), -1)
        z = self._block_views()[1][t - 1][:, None, sequences]
        return (product(self._transposed, columns).reshape(dloss_dh.shape) + z * dloss_dh,)

    def jacobian_factors(self) -> tuple[FloatArray, FloatArray | None]:
        return self._of_h[:, :3], self._block_views()[1]

    def _named(self, total: FloatArray) -> CellWeights:
        n = self.shape.hidden_size
        of_inputs = np.concatenate((total[: 2 * n], total[3 * n :]))
        return CellWeights(
            weight_ih=of_inputs[:, n + 1 :],
            weight_hh=total[: 3 * n, :n],
            bias_ih=of_inputs[:, n],
            bias_hh=total[: 3 * n, n].copy(),
        )

    def _of_inputs(self) -> FloatArray:
        n = self.shape.hidden_size
        return np.concatenate((self._dloss_da[:, : 2 * n], self._dloss_da[:, 3 * n :]), axis=1)
