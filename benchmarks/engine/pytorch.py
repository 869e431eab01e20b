"""PyTorch's sides: a loop over a cell that retains every ∂L/∂h_t, and a layer alone."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn.functional import cross_entropy

from benchmarks.engine.case import LEARNING_RATE, Answer, Start

CELLS = {"rnn": torch.nn.RNNCell, "lstm": torch.nn.LSTMCell, "gru": torch.nn.GRUCell}
LAYERS = {"rnn": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru": torch.nn.GRU}

torch.set_num_threads(1)


class CellLoop:
    """A cell called T times with `retain_grad` on every h_t, a linear readout, and an SGD step."""

    def __init__(self, start: Start) -> None:
        weights = start.weights
        rows, columns = weights["weight_ho"].shape
        dtype = torch.from_numpy(weights["bias_o"]).dtype
        self._cell = CELLS[start.cell](start.inputs.shape[2], columns, dtype=dtype)
        self._readout = torch.nn.Linear(columns, rows, dtype=dtype)
        self._named = dict(self._cell.named_parameters()) | {
            "weight_ho": self._readout.weight,
            "bias_o": self._readout.bias,
        }
        _load(self._named, weights)
        self._optimizer = torch.optim.SGD(self._named.values(), LEARNING_RATE)
        self._inputs = torch.from_numpy(start.inputs)
        self._targets = torch.from_numpy(start.targets)
        self._nothing = torch.zeros((start.inputs.shape[1], columns), dtype=dtype)

    def answer(self) -> Answer:
        self._optimizer.zero_grad()
        states, loss = self._pass()
        return Answer(
            {name: weight.grad.numpy().copy() for name, weight in self._named.items()},
            loss.item(),
            np.stack([state.grad.numpy() for state in states]),
        )

    def iterate(self) -> None:
        self._optimizer.zero_grad()
        self._pass()
        self._optimizer.step()

    def _pass(self) -> tuple[list[torch.Tensor], torch.Tensor]:
        """Forward and back; return h_0 … h_T, each with its gradient, and the loss."""
        h = self._nothing.clone().requires_grad_()
        states, memory = [h], self._nothing
        for x in self._inputs:
            if isinstance(self._cell, torch.nn.LSTMCell):
                h, memory = self._cell(x, (h, memory))
            else:
                h = self._cell(x, h)
            h.retain_grad()
            states.append(h)
        loss = cross_entropy(self._readout(h), self._targets)
        loss.backward()
        return states, loss


class Layer:
    """``torch.nn.RNN``, ``LSTM`` or ``GRU``, forward and backward from a given ∂L/∂h_T alone."""

    def __init__(self, start: Start) -> None:
        self._signal = torch.from_numpy(start.dloss_dh_last)
        self._layer = LAYERS[start.cell](
            start.inputs.shape[2], self._signal.shape[1], dtype=self._signal.dtype
        )
        layer = self._layer.named_parameters()
        self._named = {name.removesuffix("_l0"): weight for name, weight in layer}
        _load(self._named, start.weights)
        self._inputs = torch.from_numpy(start.inputs)

    def answer(self) -> Answer:
        self.iterate()
        return Answer({name: weight.grad.numpy() for name, weight in self._named.items()})

    def iterate(self) -> None:
        self._layer.zero_grad()
        outputs, _ = self._layer(self._inputs)
        outputs[-1].backward(self._signal)


@torch.no_grad()
def _load(
    named: Mapping[str, torch.nn.Parameter], weights: Mapping[str, NDArray[np.floating]]
) -> None:
    for name, parameter in named.items():
        parameter.copy_(torch.from_numpy(weights[name]))
