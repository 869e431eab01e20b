"""Rows 9 and 10: eigenvalues, singular values and Lyapunov exponents of linear networks."""

from __future__ import annotations

from functools import cache, partial

import numpy as np

from rnnsim.checks.check import Check
from rnnsim.engine.cells import CellWeights, ElmanCell, Shape
from rnnsim.engine.diagnostics import each_jacobian, state_jacobian_singular_values
from rnnsim.engine.lyapunov import lyapunov_spectrum
from rnnsim.engine.spectrum import largest_singular_value, measured_eigenvalues
from rnnsim.model.arrays import FloatArray

UNITS = 100


def _chain(strength: float) -> FloatArray:
    """W_{i,i−1} = strength: each unit feeds the next."""
    return np.diag(np.full(UNITS - 1, strength), -1)


def _linear_pass(matrix: FloatArray, time_steps: int) -> ElmanCell:
    n = len(matrix)
    cell = ElmanCell(Shape(time_steps, 1, n, 1), "linear")
    cell.forward(
        CellWeights(np.zeros((n, 1)), matrix, np.zeros(n), np.zeros(n)),
        np.zeros((time_steps, 1, 1)),
    )
    return cell


@cache
def _power_norms() -> FloatArray:
    """‖∂h_100/∂h_k‖₂ of the chain, which is ‖W^(100−k)‖₂, for k = 0 … 100."""
    return state_jacobian_singular_values(_linear_pass(_chain(1.05), UNITS))[:, 0]


def _power_norm(power: int) -> float:
    return float(_power_norms()[UNITS - power])


def _exponent(place: int) -> float:
    cell = _linear_pass(np.diag([0.9, 0.5, 0.2]), 50)
    return float(lyapunov_spectrum(each_jacobian(cell))[place])


CHAIN = "Orhan, Pitkow 2020"
ENGELKEN = "Engelken 2023, QR method"

SPECTRA: tuple[Check, ...] = (
    Check(
        9,
        CHAIN,
        "chain of 100 units, α = 1.05: ρ",
        0.0,
        lambda: float(np.abs(measured_eigenvalues(_chain(1.05))).max()),
        atol=1e-12,
    ),
    Check(9, CHAIN, "the same: σ₁", 1.05, lambda: largest_singular_value(_chain(1.05)), rtol=1e-12),
    Check(9, CHAIN, "the same: ‖∂h_100/∂h_1‖₂", 125.239, partial(_power_norm, 99), rtol=1e-5),
    Check(9, CHAIN, "the same: ‖∂h_100/∂h_0‖₂", 0.0, partial(_power_norm, 100)),
    Check(
        10,
        ENGELKEN,
        "linear, diag(0.9, 0.5, 0.2): λ₁",
        -0.10536052,
        partial(_exponent, 0),
        atol=1e-8,
    ),
    Check(10, ENGELKEN, "the same: λ₂", -0.69314718, partial(_exponent, 1), atol=1e-8),
    Check(10, ENGELKEN, "the same: λ₃", -1.60943791, partial(_exponent, 2), atol=1e-8),
)
