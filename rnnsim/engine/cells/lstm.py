"""The LSTM cell (Hochreiter, Schmidhuber 1997; forget gate: Gers, Schmidhuber, Cummins 2000).

    i, f, o = σ(W_• [h_{t-1}; 1; x_t]),   g = φ(W_g [h_{t-1}; 1; x_t])
    c_t = f ∘ c_{t-1} + i ∘ g,            h_t = o ∘ φ(c_t)

    ∂L/∂c_t     = ∂L/∂h_t ∘ o ∘ φ′(c_t) + f_{t+1} ∘ ∂L/∂c_{t+1}
    ∂L/∂a_o     = ∂L/∂h_t ∘ φ(c_t) ∘ o(1−o)
    ∂L/∂a_g     = ∂L/∂c_t ∘ i ∘ φ′(a_g)
    ∂L/∂a_i     = ∂L/∂c_t ∘ g ∘ i(1−i)
    ∂L/∂a_f     = ∂L/∂c_t ∘ c_{t-1} ∘ f(1−f)
    ∂L/∂h_{t-1} = W_hhᵀ ∂L/∂a_t + immediate ∂L/∂h_{t-1}

Weights have PyTorch's order of blocks i, f, g, o; inside it is g, i, f, o, which puts the sigmoids
side by side, and so what ∂L/∂c_t is multiplied by.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from rnnsim.engine.activations import sigmoid_of_negative
from rnnsim.engine.cells.base import Signal, UnrolledCell, Views, hand_back
from rnnsim.engine.cells.weights import CellWeights
from rnnsim.engine.products import multiplier, product
from rnnsim.model.frame import FloatArray


class LSTMCell(UnrolledCell):
    """One LSTM cell unrolled over T time steps, ``torch.nn.LSTM``."""

    GATES = ROWS = 4
    STATES = 17

    def _views(self) -> Views:
        steps, n = self.shape.time_steps, self.shape.hidden_size
        self._stacked = np.zeros((4 * n, self._z.shape[1]), self.dtype)
        self._candidate_a = self._zeros(steps, n)
        self._gates = self._zeros(steps, 4 * n)  # g, i, f, o
        self._c = self._zeros(steps + 1, n)
        self._phi_c = self._zeros(steps, n)
        self._slope = self._zeros(steps, n)
        self._of = np.zeros((steps, 4, n, self.shape.batch_size), self.dtype)
        self._c_of_h = self._zeros(steps, n)
        self._dloss_dc = self._zeros(steps + 1, n)
        self._scratch = np.zeros_like(self._c[0])
        ahead = list(
            zip(
                self._z[:-1],
                self._gates,
                self._candidate_a,
                *self._block_views(self._gates),
                self._gates[:, n:],
                self._c[:-1],
                self._c[1:],
                self._phi_c,
                self._h[1:],
                strict=True,
            )
        )
        back = list(
            zip(
                self._dloss_dh[1:],
                self._dloss_dc[1:],
                self._c_of_h,
                self._of[:, :3],
                self._of[:, 3],
                self._gates[:, 2 * n : 3 * n],
                self._dloss_da[:, : 3 * n].reshape(steps, 3, n, -1),
                self._dloss_da[:, 3 * n :],
                self._dloss_da,
                self._dloss_dh[:-1],
                self._dloss_dc[:-1],
                strict=True,
            )
        )
        return ahead, back

    def _block_views(self, rows: FloatArray) -> list[FloatArray]:
        n = self.shape.hidden_size
        return [rows[:, k * n : (k + 1) * n] for k in range(4)]

    @property
    def slopes(self) -> FloatArray:
        return self._slope.transpose(0, 2, 1)

    @property
    def memory(self) -> FloatArray:
        """(T+1, B, N) view: c_0 … c_T of the last forward pass."""
        return self._c.transpose(0, 2, 1)

    @property
    def dloss_dc(self) -> FloatArray:
        """(T+1, B, N) view: total ∂L/∂c_0 … ∂L/∂c_T of the last backward pass."""
        return self._dloss_dc.transpose(0, 2, 1)

    @property
    def gates(self) -> dict[str, FloatArray]:
        """(T, B, N) views of i, f, g and o."""
        g, i, f, o = (view.transpose(0, 2, 1) for view in self._block_views(self._gates))
        return {"i": i, "f": f, "g": g, "o": o}

    @property
    def retention(self) -> FloatArray:
        """(T, B, N) view: f, by which ∂L/∂c is multiplied on its direct way back."""
        return self.gates["f"]

    def _load(self, weights: CellWeights) -> None:
        n = self.shape.hidden_size
        inner = self._stacked
        inner[:, :n] = _inside(weights.weight_hh, n)
        inner[:, n] = _inside(weights.bias_ih + weights.bias_hh, n)
        inner[:, n + 1 :] = _inside(weights.weight_ih, n)
        self._transposed[...] = inner[:, :n].T
        np.negative(inner[n:], inner[n:])  # σ is computed from −a

    def _run(self, steps: slice) -> None:
        multiply, value = multiplier(self._stacked), self._activation.value
        t1 = self._scratch
        for z, a, a_g, g, i, f, o, sigmoids, c_before, c, phi_c, h in self._ahead[steps]:
            multiply(z, a)
            np.copyto(a_g, g)
            value(a_g, g)
            sigmoid_of_negative(sigmoids, sigmoids)
            np.multiply(f, c_before, c)
            np.multiply(i, g, t1)
            np.add(c, t1, c)
            value(c, phi_c)
            np.multiply(o, phi_c, h)

    def _factors(self, steps: slice) -> None:
        g, i, _, o = (view[steps] for view in self._block_views(self._gates))
        sigmoids = self._gates[steps].reshape(self._of[steps].shape)[:, 1:]
        slope, c_of_h, of = self._slope[steps], self._c_of_h[steps], self._of[steps]
        self._activation.slope(self._candidate_a[steps], g, slope)
        self._activation.slope(self._c[1:][steps], self._phi_c[steps], c_of_h)
        c_of_h *= o
        of_sigmoids = of[:, 1:]
        np.subtract(1.0, sigmoids, of_sigmoids)
        of_sigmoids *= sigmoids
        np.multiply(slope, i, of[:, 0])
        of[:, 1] *= g
        of[:, 2] *= self._c[:-1][steps]
        of[:, 3] *= self._phi_c[steps]

    def _carried(self) -> tuple[FloatArray, ...]:
        return (*super()._carried(), self._dloss_dc)

    def _begin_sweep(self, direct: FloatArray | None, last: int) -> None:
        super()._begin_sweep(direct, last)
        self._dloss_dc[last] = 0.0

    def _run_back(
        self,
        steps: Sequence[tuple[Any, ...]],
        extras: Sequence[FloatArray | None],
        threshold: float,
    ) -> None:
        multiply = multiplier(self._transposed)
        t1 = self._scratch
        for views, extra in zip(steps, extras, strict=True):
            dh, dc, c_of_h, of_c, of_o, f, da_gif, da_o, da, dh_before, dc_before = views
            np.multiply(dh, c_of_h, t1)
            np.add(dc, t1, dc)
            np.multiply(of_c, dc, da_gif)
            np.multiply(of_o, dh, da_o)
            multiply(da, dh_before)
            np.multiply(f, dc, dc_before)
            if extra is not None or threshold != math.inf:
                hand_back(dh_before, extra, threshold)
                hand_back(dc_before, None, threshold)

    def carry(self, t: int, signal: Signal, sequences: slice = slice(None)) -> Signal:
        dloss_dh, dloss_dc_direct = signal
        c_of_h, of, f = (
            x[t - 1][..., None, sequences]
            for x in (self._c_of_h, self._of, self._block_views(self._gates)[2])
        )
        dloss_dc = dloss_dh * c_of_h + dloss_dc_direct
        dloss_da = np.concatenate((*(of[:3] * dloss_dc), of[3] * dloss_dh))
        columns = dloss_da.reshape(len(dloss_da), -1)
        return product(self._transposed, columns).reshape(dloss_dh.shape), f * dloss_dc

    def jacobian_factors(self) -> tuple[FloatArray, FloatArray | None]:
        of_gif = self._c_of_h[:, None] * self._of[:, :3]
        return np.concatenate((of_gif, self._of[:, 3:]), axis=1), None

    def _named(self, total: FloatArray) -> CellWeights:
        n = self.shape.hidden_size
        total = self._ordered(total)
        bias = total[:, n]
        return CellWeights(total[:, n + 1 :], total[:, :n], bias, bias.copy())

    def _ordered(self, rows: FloatArray) -> FloatArray:
        n = self.shape.hidden_size
        g, i, f, o = (rows[..., k * n : (k + 1) * n, :] for k in range(4))
        return np.concatenate((i, f, g, o), axis=-2)


def _inside(blocks: FloatArray, n: int) -> FloatArray:
    """The blocks i, f, g, o in the order g, i, f, o."""
    return np.concatenate((blocks[2 * n : 3 * n], blocks[: 2 * n], blocks[3 * n :]))
