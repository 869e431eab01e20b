"""The Elman cell and its exact backpropagation through time (Werbos 1990).

    a_t = W_hh h_{t-1} + b_hh + W_ih x_t + b_ih,   h_t = φ(a_t),   t = 1 … T
    ∂L/∂a_t     = φ′(a_t) ∘ ∂L/∂h_t
    ∂L/∂h_{t-1} = W_hhᵀ ∂L/∂a_t + immediate ∂L/∂h_{t-1}
    ∂L/∂W_hh    = Σ_t ∂L/∂a_t h_{t-1}ᵀ

Inside, arrays are feature first, (T, N, B), and a time step's factors are stacked into one column
z_t = [h_{t-1}; x_t; 1] and one matrix [W_hh, W_ih, b_ih + b_hh]: a time step is one product.
Overflow is a result, not a warning.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields

import numpy as np

from rnnsim.engine.activations import ACTIVATIONS
from rnnsim.engine.norms import norms
from rnnsim.model.frame import FloatArray

CONTRIBUTION_BYTES = 32 * 2**20
"""Per-step contributions held at once."""

CHECKPOINT_WORK = 50_000_000
"""Multiplications between two calls of a cell's checkpoint, some ten milliseconds."""


@dataclass(frozen=True, slots=True)
class CellWeights:
    """Weights of an Elman cell, or their gradients, named and shaped as in ``torch.nn.RNN``.

    Attributes
    ----------
    weight_ih : (N, I) array
    weight_hh : (N, N) array
    bias_ih, bias_hh : (N,) arrays
    """

    weight_ih: FloatArray
    weight_hh: FloatArray
    bias_ih: FloatArray
    bias_hh: FloatArray

    def arrays(self) -> tuple[FloatArray, ...]:
        """The arrays in the order of the fields."""
        return tuple(getattr(self, field.name) for field in fields(self))


@dataclass(frozen=True, slots=True)
class CellGradients:
    """What a backward pass yields besides ∂L/∂h.

    Attributes
    ----------
    weights : CellWeights
        The gradient of each weight.
    contribution_norms : (T,) array
        Frobenius norm of each time step's term of ∂L/∂W_hh.
    """

    weights: CellWeights
    contribution_norms: FloatArray


class ElmanCell:
    """One Elman cell unrolled over T time steps; its buffers are made once and reused.

    Parameters
    ----------
    time_steps, batch_size, hidden_size, input_size : int
        T, B, N, I.
    activation : str
        A key of `ACTIVATIONS`.
    checkpoint : callable, optional
        Called about every `CHECKPOINT_WORK` multiplications; may raise to abandon the pass.
    """

    def __init__(
        self,
        time_steps: int,
        batch_size: int,
        hidden_size: int,
        input_size: int,
        activation: str,
        checkpoint: Callable[[], None] = lambda: None,
    ) -> None:
        self._checkpoint = checkpoint
        width = hidden_size + input_size + 1
        self._size = hidden_size
        self._activation = ACTIVATIONS[activation]
        self._stacked = np.zeros((hidden_size, width))
        self._z = np.ones((time_steps + 1, width, batch_size))
        self._h = self._z[:, :hidden_size]
        self._x = self._z[:-1, hidden_size:-1]
        self._a = np.zeros((time_steps, hidden_size, batch_size))
        self._slope = np.zeros_like(self._a)
        self._dloss_dh = np.zeros((time_steps + 1, hidden_size, batch_size))
        self._dloss_da = np.zeros_like(self._a)
        # views of each time step, made once: a view costs as much as a small product
        self._ahead = list(zip(self._z[:-1], self._a, self._h[1:], strict=True))
        self._back = list(
            zip(
                range(time_steps),
                self._slope,
                self._dloss_dh[1:],
                self._dloss_da,
                self._dloss_dh[:-1],
                strict=True,
            )
        )[::-1]
        self._stride = max(1, CHECKPOINT_WORK // (hidden_size * width * batch_size))
        self._blocks = [slice(t, t + self._stride) for t in range(0, time_steps, self._stride)]

    @property
    def hidden(self) -> FloatArray:
        """(T+1, B, N) view: h_0 … h_T of the last forward pass."""
        return self._h.transpose(0, 2, 1)

    @property
    def slopes(self) -> FloatArray:
        """(T, B, N) view: φ′(a_1) … φ′(a_T)."""
        return self._slope.transpose(0, 2, 1)

    @property
    def dloss_dh(self) -> FloatArray:
        """(T+1, B, N) view: total ∂L/∂h_0 … ∂L/∂h_T of the last backward pass."""
        return self._dloss_dh.transpose(0, 2, 1)

    @np.errstate(all="ignore")
    def forward(
        self, weights: CellWeights, inputs: FloatArray, initial: FloatArray | float = 0.0
    ) -> FloatArray:
        """Run over `inputs` (T, B, I) from h_0 = `initial` (B, N); return h_T (B, N)."""
        np.concatenate((weights.weight_hh, weights.weight_ih), axis=1, out=self._stacked[:, :-1])
        np.add(weights.bias_ih, weights.bias_hh, out=self._stacked[:, -1])
        self._x[...] = inputs.transpose(0, 2, 1)
        self._h[0] = np.transpose(initial)
        value = self._activation.value
        for block in self._blocks:
            self._checkpoint()
            for z, a, h in self._ahead[block]:
                np.dot(self._stacked, z, out=a)
                value(a, h)
            self._slope[block] = self._activation.slope(self._a[block], self._h[1:][block])
        last: FloatArray = self.hidden[-1]
        return last

    @np.errstate(all="ignore")
    def backward(self, dloss_dh_immediate: FloatArray) -> CellGradients:
        """Carry the loss back through every time step of the last forward pass.

        Parameters
        ----------
        dloss_dh_immediate : (T+1, B, N) array
            The direct derivative of the loss with respect to each h_k.

        Returns
        -------
        CellGradients
            `dloss_dh` then holds the total derivatives.
        """
        n = self._size
        transposed = np.ascontiguousarray(self._stacked[:, :n].T)
        immediate = dloss_dh_immediate.transpose(0, 2, 1)
        direct = set(np.flatnonzero(np.any(immediate != 0.0, axis=(1, 2))).tolist())
        self._dloss_dh[-1] = immediate[-1]
        for block in self._blocks:
            self._checkpoint()
            for t, slope, dloss_dh, dloss_da, dloss_dh_before in self._back[block]:
                np.multiply(slope, dloss_dh, out=dloss_da)
                np.dot(transposed, dloss_da, out=dloss_dh_before)
                if t in direct:
                    dloss_dh_before += immediate[t]
        return self._gradients()

    def contributions(self, start: int = 0, stop: int | None = None) -> FloatArray:
        """(stop−start, N, N) array: the terms of ∂L/∂W_hh of time steps start+1 … stop."""
        return self._stacked_contributions(start, stop)[:, :, : self._size]

    def _stacked_contributions(self, start: int, stop: int | None) -> FloatArray:
        # row t: ∂L/∂a_t [h_{t-1}; x_t; 1]ᵀ, summed over the batch
        product: FloatArray = np.matmul(
            self._dloss_da[start:stop], self._z[:-1][start:stop].transpose(0, 2, 1)
        )
        return product

    def _gradients(self) -> CellGradients:
        n = self._size
        total = np.zeros_like(self._stacked)
        lengths = np.empty(len(self._a))
        chunk = min(self._stride, max(1, CONTRIBUTION_BYTES // self._stacked.nbytes))
        for start in range(0, len(lengths), chunk):
            self._checkpoint()
            terms = self._stacked_contributions(start, start + chunk)
            total += terms.sum(axis=0)
            lengths[start : start + chunk] = norms(terms[:, :, :n])
        weights = CellWeights(total[:, n:-1], total[:, :n], total[:, -1], total[:, -1].copy())
        return CellGradients(weights, lengths)
