"""The weights a cell begins with."""

from __future__ import annotations

import numpy as np

from rnnsim.engine.cells import CellWeights
from rnnsim.engine.tasks import uniform_weights
from rnnsim.model.arrays import FloatArray
from rnnsim.model.cells import CELLS
from rnnsim.model.settings import Settings


def first_cell_weights(
    settings: Settings, inputs: int, matrix: FloatArray, random: np.random.Generator
) -> CellWeights:
    """Draw the weights of a cell, float64.

    Blocks of W_ih, and those of W_hh that make gates, are drawn from U(−1/√N, 1/√N) as PyTorch
    does; `matrix` makes the candidate state; biases are 0 but for the forget bias.

    Parameters
    ----------
    inputs : int
        I.
    matrix : (N, N) array
    """
    n = settings.hidden_size
    rows = len(CELLS[settings.cell].blocks) * n
    weight_ih = uniform_weights(random, (rows, inputs), settings)
    weights = CellWeights(weight_ih, np.empty((rows, n)), np.zeros(rows), np.zeros(rows))
    if rows > n:
        weights.weight_hh[...] = uniform_weights(random, (rows, n), settings)
        _set_forget_bias(settings, weights.bias_ih, random)
    weights.candidate_hh[...] = matrix
    return weights


def _set_forget_bias(settings: Settings, bias_ih: FloatArray, random: np.random.Generator) -> None:
    """b_f as asked, or chrono: b_f = ln U(1, T−1), and of the LSTM b_i = −b_f.

    Tallec, Ollivier 2018, §2; a GRU's update gate is both in one.
    """
    gates = bias_ih.reshape(-1, settings.hidden_size)
    cell = CELLS[settings.cell]
    keeping = gates[cell.blocks.index(cell.keeping)]
    if settings.forget_bias == "chrono":
        longest = max(1.0, settings.time_steps - 1.0)
        keeping[...] = np.log(random.uniform(1.0, longest, settings.hidden_size))
        if settings.cell == "lstm":
            gates[0] = -keeping
    else:
        keeping[...] = settings.forget_bias
