"""What all cells share: buffers over T time steps, the sweep back in windows, sums over time.

Inside, arrays are feature first, (T, N, B), and what a time step reads is stacked into one column
z_t = [h_{t-1}; 1; x_t]: every slice that a time step works on is then one piece of memory, and a
time step's sums are one product.  Overflow is a result, not a warning.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from rnnsim.engine.activations import ACTIVATIONS, sigmoid_of_negative
from rnnsim.engine.cells.weights import CellGradients, CellWeights
from rnnsim.engine.norms import norm
from rnnsim.engine.outer import outer_along, outer_products, outer_sum_and_norms, scratch_for
from rnnsim.engine.products import product
from rnnsim.engine.truncation import Window
from rnnsim.model.arrays import FloatArray

CHECKPOINT_WORK = 50_000_000
"""Multiplications between two calls of a cell's checkpoint, some ten milliseconds."""

BLOCK_BYTES = 2**20
"""What the time steps that are worked on at once read and write, so that it stays in the
processor's cache."""

Signal: TypeAlias = tuple[FloatArray, ...]
"""Derivatives of losses with respect to the state of a time step: (∂L/∂h_t,), of an LSTM
(∂L/∂h_t, ∂L/∂c_t), each an (N, M, B) array of M losses."""


Views: TypeAlias = tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]
"""What each time step reads and writes, ahead and back."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes T, B, N and I of an unrolled cell."""

    time_steps: int
    batch_size: int
    hidden_size: int
    input_size: int


class UnrolledCell(ABC):
    """A cell unrolled over T time steps; its buffers are made once and reused.

    Parameters
    ----------
    shape : Shape
    activation : str
        A key of `ACTIVATIONS`: φ of the candidate state, and of an LSTM's h = o ∘ φ(c).
    dtype : numpy dtype
        Of every number.
    checkpoint : callable, optional
        Called about every `CHECKPOINT_WORK` multiplications; may raise to abandon the pass.
    """

    GATES: int
    """Blocks of N rows of the weights."""

    ROWS: int
    """Blocks of N rows of the pre-activations that are told apart on the way back."""

    STATES: int
    """How many arrays of the size of a hidden state a time step ahead reads and writes."""

    def __init__(
        self,
        shape: Shape,
        activation: str,
        dtype: np.dtype[np.floating] | type[np.floating] = np.float64,
        checkpoint: Callable[[], None] = lambda: None,
    ) -> None:
        steps, batch, n = shape.time_steps, shape.batch_size, shape.hidden_size
        self.shape = shape
        self.dtype = np.dtype(dtype)
        self._checkpoint = checkpoint
        self._activation = ACTIVATIONS[activation]
        self._z = np.ones((steps + 1, n + 1 + shape.input_size, batch), self.dtype)
        self._h = self._z[:, :n]
        self._x = self._z[:-1, n + 1 :]
        self._dloss_dh = self._zeros(steps + 1, n)
        self._dloss_da = self._zeros(steps, self.ROWS * n)
        self._sigmoid = sigmoid_of_negative(self.dtype)
        self._terms = scratch_for(self._dloss_da, self._z[:-1])
        self._transposed = np.zeros((n, self.GATES * n), self.dtype)
        work = self.GATES * n * self._z.shape[1] * batch
        self._stride = max(1, CHECKPOINT_WORK // work)
        state = self.dtype.itemsize * n * batch
        self._stride_ahead = max(1, min(self._stride, BLOCK_BYTES // (self.STATES * state)))
        self._ahead, self._back = self._views()

    @abstractmethod
    def _views(self) -> Views:
        """Make the buffers, and what each time step t = 1 … T reads and writes, ahead and back.

        Made once: a view costs as much as a small product.
        """

    def _zeros(self, steps: int, rows: int) -> FloatArray:
        return np.zeros((steps, rows, self.shape.batch_size), self.dtype)

    # Forward

    @property
    def hidden(self) -> FloatArray:
        """(T+1, B, N) view: h_0 … h_T of the last forward pass."""
        return self._h.transpose(0, 2, 1)

    @property
    def hidden_columns(self) -> FloatArray:
        """(T+1, N, B): the same as it lies in memory."""
        return self._h

    @property
    def memory(self) -> FloatArray | None:
        """(T+1, B, N) view of an LSTM's c_0 … c_T of the last forward pass; None without c."""
        return None

    @property
    def dloss_dc(self) -> FloatArray | None:
        """(T+1, B, N) view: total ∂L/∂c_0 … ∂L/∂c_T of the last backward pass; None without c."""
        return None

    @property
    def gates(self) -> dict[str, FloatArray]:
        """(T, B, N) views of the gates by their letters; none by default."""
        return {}

    @property
    def retention(self) -> FloatArray | None:
        """(T, B, N) view of the gate by which the direct way back multiplies; None without one."""
        return None

    @property
    @abstractmethod
    def slopes(self) -> FloatArray:
        """(T, B, N) view: φ′ of the candidate's pre-activations."""

    @property
    @abstractmethod
    def candidates(self) -> FloatArray:
        """(T, B, N) view: φ of the same."""

    @np.errstate(all="ignore")
    def forward(
        self, weights: CellWeights, inputs: FloatArray, initial: FloatArray | float = 0.0
    ) -> None:
        """Run over `inputs` (T, B, I) from h_0 = `initial` (B, N)."""
        self._load(weights)
        self._x[...] = inputs.transpose(0, 2, 1)
        self._h[0] = np.transpose(initial)
        stride = self._stride_ahead
        for start in range(0, self.shape.time_steps, stride):
            self._checkpoint()
            block = slice(start, min(start + stride, self.shape.time_steps))
            self._run(block)
            self._factors(block)

    @abstractmethod
    def _load(self, weights: CellWeights) -> None:
        """Lay out `weights` for the passes."""

    @abstractmethod
    def _run(self, steps: slice) -> None:
        """Make the time steps after `steps.start`, up to `steps.stop`."""

    @abstractmethod
    def _factors(self, steps: slice) -> None:
        """What the way back multiplies by, for the same time steps."""

    # What the pre-activations are made of, found afterwards for one sequence, in float64

    @property
    def inputs(self) -> FloatArray:
        """(T, B, I) view: x_1 … x_T of the last forward pass."""
        return self._x.transpose(0, 2, 1)

    def recurrent(self, weights: CellWeights, sequence: int = 0) -> FloatArray:
        """(T, G·N) array: W_hh h_{t-1}."""
        hidden = self.hidden[:-1, sequence].astype(float)
        return np.asarray(hidden @ weights.weight_hh.astype(float).T)

    def driven(self, weights: CellWeights, sequence: int = 0) -> FloatArray:
        """(T, G·N) array: W_ih x_t and the bias."""
        inputs = self.inputs[:, sequence].astype(float)
        return np.asarray(inputs @ weights.weight_ih.astype(float).T + self._bias(weights))

    def _bias(self, weights: CellWeights) -> FloatArray:
        """(G·N,) array: the biases that stand outside every gate."""
        return weights.bias_ih.astype(float) + weights.bias_hh

    def pre_activations(
        self, weights: CellWeights, recurrent: FloatArray, driven: FloatArray, sequence: int = 0
    ) -> FloatArray:
        """(T, G·N) array: a_t, of its parts."""
        return recurrent + driven

    # Backward

    @property
    def dloss_dh(self) -> FloatArray:
        """(T+1, B, N) view: total ∂L/∂h_0 … ∂L/∂h_T of the last backward pass."""
        return self._dloss_dh.transpose(0, 2, 1)

    @property
    def dloss_da(self) -> FloatArray:
        """(T, B, G·N) array: total ∂L/∂a_1 … ∂L/∂a_T, blocks in the order of the weights'."""
        return self._ordered(self._of_inputs()).transpose(0, 2, 1)

    @np.errstate(all="ignore")
    def backward(
        self,
        dloss_dh_immediate: FloatArray,
        windows: Sequence[Window] = (),
        threshold: float = math.inf,
    ) -> None:
        """Carry the loss back through the time steps of the last forward pass.

        Parameters
        ----------
        dloss_dh_immediate : (B, N) or (T, B, N) array
            The direct derivative of the loss with respect to h_T, or to each of h_1 … h_T.
        windows : sequence of Window
            Of truncation; by default one over everything.
        threshold : float
            τ: what a time step hands back is scaled down to this norm where it is longer.
        """
        steps = self.shape.time_steps
        direct = _by_time_step(dloss_dh_immediate, steps)
        everything = Window(1, steps, 1)
        if tuple(windows) in ((), (everything,)):
            self._sweep(direct, everything, threshold)
            return
        sums = [np.zeros_like(part) for part in self._carried()]
        for window in windows:
            self._sweep(direct, window, threshold)
            start = 0 if window.first == 1 else window.first
            for total, part in zip(sums, self._carried(), strict=True):
                # the state arrays hold k = 0 … T, those of the pre-activations t = 1 … T
                offset = steps + 1 - len(total)
                reach = slice(max(0, start - offset), window.last + 1 - offset)
                total[reach] += part[reach]
        for total, part in zip(sums, self._carried(), strict=True):
            part[...] = total

    def _carried(self) -> tuple[FloatArray, ...]:
        """What a sweep back writes for each time step."""
        return (self._dloss_dh, self._dloss_da)

    def _sweep(self, direct: Sequence[FloatArray | None], window: Window, threshold: float) -> None:
        """Carry back the losses of one window.

        Parameters
        ----------
        direct : sequence
            The direct (N, B) derivatives with respect to h_0 … h_T, None where there is none.
        """
        self._begin_sweep(direct[window.last], window.last)
        since = max(window.since, window.first)
        for stop in range(window.last, window.first - 1, -self._stride):
            self._checkpoint()
            steps = range(stop, max(window.first - 1, stop - self._stride), -1)
            extras = [direct[t - 1] if t > since else None for t in steps]
            self._run_back([self._back[t - 1] for t in steps], extras, threshold)

    def _begin_sweep(self, direct: FloatArray | None, last: int) -> None:
        """Set the signal at the window's last time step."""
        self._dloss_dh[last] = 0.0 if direct is None else direct

    @abstractmethod
    def _run_back(
        self,
        steps: Sequence[tuple[Any, ...]],
        extras: Sequence[FloatArray | None],
        threshold: float,
    ) -> None:
        """Carry the signal back through `steps`; `extras` come to each ∂L/∂h_{t-1} directly."""

    @abstractmethod
    def carry(self, t: int, signal: Signal, sequences: slice = slice(None)) -> Signal:
        """Carry derivatives one time step back, from t ≥ 1 to t−1, through the last forward pass.

        The plain statement of what `backward` does quickly, for any number of losses at once.
        """

    @abstractmethod
    def jacobian_factors(self) -> tuple[FloatArray, FloatArray | None]:
        """What ∂h_t/∂h_{t-1} = Σ_k diag(u_k) W_k + diag(v) is made of, an LSTM's c_{t-1} held.

        Returns
        -------
        u : (T, G, N, B) array
            For each block W_k of `blocks`.
        v : (T, N, B) array or None
        """

    @property
    def blocks(self) -> FloatArray:
        """(G, N, N) array: the blocks of W_hh, in the order of `jacobian_factors`."""
        n = self.shape.hidden_size
        return self._transposed.T.reshape(self.GATES, n, n)

    # Sums over time

    @np.errstate(all="ignore")
    def gradients(self) -> CellGradients:
        """After `backward`: the gradient of each weight, and how much of W_hh's is from where."""
        self._checkpoint()
        n = self.shape.hidden_size
        total, lengths = outer_sum_and_norms(
            self._dloss_da, self._z[:-1], self.GATES * n, n, self._terms
        )
        return CellGradients(self._named(total), lengths)

    @abstractmethod
    def _named(self, total: FloatArray) -> CellWeights:
        """Sort Σ_t ∂L/∂a_t z_tᵀ, (ROWS·N, N+1+I), into the gradients of the weights."""

    def contributions(self, start: int = 0, stop: int | None = None) -> FloatArray:
        """(stop−start, G·N, N) array: the terms of ∂L/∂W_hh of time steps start+1 … stop."""
        terms = outer_products(self._recurrent[start:stop], self._h[:-1][start:stop])
        return self._ordered(terms)

    def contributions_along(self, total: FloatArray) -> FloatArray:
        """(T,) float64 array: ⟨C_t, S⟩ / ‖S‖ of each of the `contributions` C_t, t = 1 … T.

        `total` is S, a (G·N, N) array; with ∂L/∂W_hh itself they sum to its norm.
        """
        steps = self.shape.time_steps
        found = np.empty(steps)
        for start in range(0, steps, self._stride):
            self._checkpoint()
            block = slice(start, start + self._stride)
            rows = self._ordered(self._recurrent[block])
            found[block] = outer_along(rows, self._h[:-1][block], total)
        return found

    @property
    def _recurrent(self) -> FloatArray:
        """(T, G·N, B): ∂L of what W_hh h_{t-1} is added to."""
        return self._dloss_da[:, : self.GATES * self.shape.hidden_size]

    def _ordered(self, rows: FloatArray) -> FloatArray:
        """`rows` (…, G·N, columns) in the order of the weights' blocks."""
        return rows

    def input_gradients(self, weight_ih: FloatArray) -> FloatArray:
        """(T, B, I) array: ∂L/∂x_t, where the inputs are themselves trained."""
        rows = self._ordered(self._of_inputs())
        return product(rows.transpose(0, 2, 1), weight_ih)

    def _of_inputs(self) -> FloatArray:
        """(T, G·N, B): ∂L of what W_ih x_t is added to."""
        return self._dloss_da


def _by_time_step(immediate: FloatArray, steps: int) -> list[FloatArray | None]:
    """(N, B) views for h_0 … h_T of (B, N) at T or (T, B, N) at 1 … T."""
    if immediate.ndim == 2:
        return [*[None] * steps, immediate.T]
    return [None, *immediate.transpose(0, 2, 1)]


def hand_back(signal: FloatArray, extra: FloatArray | None, threshold: float) -> None:
    """Scale `signal` down to norm `threshold` where it is longer, then add `extra`, in place."""
    if threshold != math.inf:
        length = norm(signal)
        if length > threshold:
            signal *= threshold / length
    if extra is not None:
        np.add(signal, extra, signal)
