"""Rows 1 and 2: the network of one linear unit, h_t = w h_{t-1}."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from rnnsim.checks.check import Check
from rnnsim.checks.sources import LECTURES, PASCANU
from rnnsim.engine.cells import CellWeights, ElmanCell, Shape
from rnnsim.model.arrays import FloatArray


def _scalar_pass(w: float, time_steps: int, start: float) -> ElmanCell:
    """The linear network h_t = w h_{t-1} with the loss h_T."""
    cell = ElmanCell(Shape(time_steps, 1, 1, 1), "linear")
    weights = CellWeights(np.zeros((1, 1)), np.array([[w]]), np.zeros(1), np.zeros(1))
    cell.forward(weights, np.zeros((time_steps, 1, 1)), start)
    cell.backward(np.ones((1, 1)))
    return cell


def _dh_dh0(w: float, time_steps: int) -> float:
    return float(_scalar_pass(w, time_steps, 1.0).dloss_dh[0, 0, 0])


def _dx_dw(w: float) -> float:
    return float(_scalar_pass(w, 50, 0.5).gradients().weights.weight_hh[0, 0])


def _contribution(w: float, extreme: Callable[[FloatArray], float]) -> float:
    return extreme(_scalar_pass(w, 50, 0.5).contributions())


SCALAR: tuple[Check, ...] = (
    Check(
        1,
        LECTURES,
        "h_t = 0.9 h_(t-1): ∂h_10/∂h_0",
        0.3486784401,
        partial(_dh_dh0, 0.9, 10),
        rtol=1e-12,
    ),
    Check(
        1,
        LECTURES,
        "h_t = 0.9 h_(t-1): ∂h_50/∂h_0",
        0.00515377520732011,
        partial(_dh_dh0, 0.9, 50),
        rtol=1e-12,
    ),
    Check(
        1,
        LECTURES,
        "h_t = 1.1 h_(t-1): ∂h_50/∂h_0",
        117.390852879695,
        partial(_dh_dh0, 1.1, 50),
        rtol=1e-12,
    ),
    Check(
        2,
        f"{PASCANU}, §2",
        "x_t = 0.9 x_(t-1), x_0 = 0.5: dx_50/dw",
        0.1431604224255587,
        partial(_dx_dw, 0.9),
        rtol=1e-10,
    ),
    Check(
        2,
        f"{PASCANU}, §2",
        "the same: the smallest of its 50 contributions",
        0.002863208448511174,
        partial(_contribution, 0.9, np.min),
        rtol=1e-10,
    ),
    Check(
        2,
        f"{PASCANU}, §2",
        "the same: the largest of its 50 contributions",
        0.002863208448511174,
        partial(_contribution, 0.9, np.max),
        rtol=1e-10,
    ),
    Check(
        2,
        f"{PASCANU}, §2",
        "x_t = x_(t-1), x_0 = 0.5: dx_50/dw",
        25.0,
        partial(_dx_dw, 1.0),
        rtol=1e-10,
    ),
)
