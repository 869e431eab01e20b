"""Rows 12, 13 and 14: what forget gates keep, and where number formats end."""

from __future__ import annotations

import math
from functools import partial

import numpy as np

from rnnsim.checks.check import Check
from rnnsim.engine.cells import CellWeights, ElmanCell, LSTMCell, Shape
from rnnsim.engine.measures import direct_path
from rnnsim.engine.simulation import Simulation
from rnnsim.model.settings import Settings


def _lstm(forget_bias: float, time_steps: int) -> LSTMCell:
    """One LSTM unit whose gates are moved by nothing but the bias."""
    cell = LSTMCell(Shape(time_steps, 1, 1, 1), "tanh")
    biases = np.array([0.0, forget_bias, 0.0, 0.0])
    weights = CellWeights(np.zeros((4, 1)), np.zeros((4, 1)), biases, np.zeros(4))
    cell.forward(weights, np.zeros((time_steps, 1, 1)))
    return cell


def _gate(forget_bias: float) -> float:
    return float(_lstm(forget_bias, 1).gates["f"][0, 0, 0])


def _kept(forget_bias: float, time_steps: int) -> float:
    return float(direct_path(_lstm(forget_bias, time_steps).retention)[0])


def _worst_chrono_bias() -> float:
    """How far the first biases leave 0 ≤ b_f ≤ ln(T−1), b_i = −b_f, over five seeds."""
    excess = [0.0]
    for seed in range(5):
        settings = Settings(cell="lstm", forget_bias="chrono", time_steps=100, seed=seed)
        b_i, b_f, _, _ = Simulation(settings).weights.cell.bias_ih.reshape(4, -1)
        excess += [-b_f.min(), b_f.max() - math.log(99.0), np.abs(b_i + b_f).max()]
    return max(excess)


def _overflow_step(precision: str) -> float:
    """The first t at which h_t = 1.5 h_{t-1}, h_0 = 1, is infinite."""
    steps = 300
    cell = ElmanCell(Shape(steps, 1, 1, 1), "linear", np.dtype(precision))
    one = np.full((1, 1), 1.5, precision)
    zero = np.zeros(1, precision)
    cell.forward(CellWeights(0.0 * one, one, zero, zero), np.zeros((steps, 1, 1)), 1.0)
    return float(np.flatnonzero(np.isinf(cell.hidden[:, 0, 0]))[0])


FORGET_GATE = "Gers, Schmidhuber, Cummins 2000; Jozefowicz 2015"
CHRONO = "Tallec, Ollivier 2018"
FORMATS = "IEEE 754"

GATES: tuple[Check, ...] = (
    Check(12, FORGET_GATE, "forget bias 1: f", 0.7310585786, partial(_gate, 1.0), rtol=1e-10),
    Check(12, FORGET_GATE, "the same: f⁵⁰", 1.576191e-7, partial(_kept, 1.0, 50), rtol=1e-6),
    Check(13, CHRONO, "b_f = ln 99: f", 0.99, partial(_gate, math.log(99.0)), rtol=1e-12),
    Check(13, CHRONO, "the same: f¹⁰⁰", 0.3660323, partial(_kept, math.log(99.0), 100), rtol=1e-6),
    Check(
        13,
        CHRONO,
        "chrono: b_f beyond [0, ln(T−1)] or ≠ −b_i, 5 seeds",
        0.0,
        _worst_chrono_bias,
        at_most=True,
    ),
    Check(
        14,
        FORMATS,
        "w = 1.5, float16: first infinite h_t",
        28.0,
        partial(_overflow_step, "float16"),
    ),
    Check(
        14,
        FORMATS,
        "w = 1.5, float32: first infinite h_t",
        219.0,
        partial(_overflow_step, "float32"),
    ),
)
