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

from rnnsim.engine.cells.base import Signal, UnrolledCell, Views, hand_back
from rnnsim.engine.cells.weights import CellWeights
from rnnsim.engine.products import multiplier, product
from rnnsim.model.arrays import FloatArray


class LSTMCell(UnrolledCell):
    """One LSTM cell unrolled over T time steps, ``torch.nn.LSTM``."""

    GATES = ROWS = 4
    STATES = 17

    def _views(self) -> Views:
        steps, n, batch = self.shape.time_steps, self.shape.hidden_size, self.shape.batch_size
        self._stacked = np.zeros((4 * n, self._z.shape[1]), self.dtype)
        self._a = self._zeros(steps, 4 * n)  # of g, i, f, o
        self._sigmoids = self._zeros(steps, 3 * n)  # i, f, o
        # g_t beside c_{t-1}, as i_t is beside f_t: c_t is the sum of two halves of one product
        self._g_and_c = self._zeros(steps + 1, 2 * n)
        self._g, self._c = self._g_and_c[:-1, :n], self._g_and_c[:, n:]
        self._phi_c = self._zeros(steps, n)
        self._slope = self._zeros(steps, n)
        self._of = np.zeros((steps, 4, n, batch), self.dtype)
        self._c_of_h = self._zeros(steps, n)
        self._dloss_dc = self._zeros(steps + 1, n)
        self._halves = np.zeros((2 * n, batch), self.dtype)
        self._scratch = np.zeros((n, batch), self.dtype)
        _, f, o = self._gate_views()
        ahead = zip(
            self._z[:-1],
            self._a,
            self._a[:, :n],
            self._g,
            self._a[:, n:],
            self._sigmoids,
            self._sigmoids[:, : 2 * n],
            self._g_and_c[:-1],
            self._c[1:],
            self._phi_c,
            o,
            self._h[1:],
            strict=True,
        )
        back = zip(
            self._dloss_dh[1:],
            self._dloss_dc[1:],
            self._c_of_h,
            self._of[:, :3],
            self._of[:, 3],
            f,
            self._dloss_da[:, : 3 * n].reshape(steps, 3, n, batch),
            self._dloss_da[:, 3 * n :],
            self._dloss_da,
            self._dloss_dh[:-1],
            self._dloss_dc[:-1],
            strict=True,
        )
        return list(ahead), list(back)

    def _gate_views(self) -> list[FloatArray]:
        """i, f and o of all time steps."""
        n = self.shape.hidden_size
        return [self._sigmoids[:, k * n : (k + 1) * n] for k in range(3)]

    @property
    def slopes(self) -> FloatArray:
        return self._slope.transpose(0, 2, 1)

    @property
    def candidates(self) -> FloatArray:
        return self.gates["g"]

    @property
    def memory(self) -> FloatArray:
        return self._c.transpose(0, 2, 1)

    @property
    def dloss_dc(self) -> FloatArray:
        return self._dloss_dc.transpose(0, 2, 1)

    @property
    def gates(self) -> dict[str, FloatArray]:
        """(T, B, N) views of i, f, g and o."""
        i, f, o = self._gate_views()
        views = {"i": i, "f": f, "g": self._g, "o": o}
        return {name: view.transpose(0, 2, 1) for name, view in views.items()}

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
        multiply, value, sigmoid = multiplier(self._stacked), self._activation.value, self._sigmoid
        halves = self._halves
        to_g, to_c = np.split(halves, 2)
        for views in self._ahead[steps]:
            z, a, a_g, g, minus_a, sigmoids, i_and_f, g_and_c, c, phi_c, o, h = views
            multiply(z, a)
            value(a_g, g)
            sigmoid(minus_a, sigmoids)
            np.multiply(i_and_f, g_and_c, halves)
            np.add(to_g, to_c, c)
            value(c, phi_c)
            np.multiply(o, phi_c, h)

    def _factors(self, steps: slice) -> None:
        n = self.shape.hidden_size
        i, _, o = (view[steps] for view in self._gate_views())
        slope, c_of_h, of = self._slope[steps], self._c_of_h[steps], self._of[steps]
        self._activation.slope(self._a[steps, :n], self._g[steps], slope)
        self._activation.slope(self._c[1:][steps], self._phi_c[steps], c_of_h)
        c_of_h *= o
        np.multiply(slope, i, of[:, 0])
        sigmoids = self._sigmoids[steps].reshape(-1, 3, *slope.shape[1:])
        of_sigmoids = of[:, 1:]
        np.subtract(1.0, sigmoids, of_sigmoids)
        of_sigmoids *= sigmoids
        of[:, 1:3] *= self._g_and_c[:-1][steps].reshape(-1, 2, *slope.shape[1:])
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
            x[t - 1][..., None, sequences] for x in (self._c_of_h, self._of, self._gate_views()[1])
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
