"""What theory says of the gradient's fate, next to what was measured."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum

from rnnsim.model.frame import Divergence

ROUNDING = 1e-12
"""A γσ₁ no farther than this from 1 is 1."""


class Verdict(Enum):
    """What the bound of Pascanu, Mikolov and Bengio (2013) allows to say of a gradient.

    With the loss at T only, ‖∂L/∂h_k‖ ≤ (γσ₁)^(T−k) ‖∂L/∂h_T‖ for an RNN.
    """

    VANISHING = "vanishing guaranteed: γσ₁ < 1 is sufficient"
    KEPT_AT_MOST = "kept at most: γσ₁ = 1 lets it shrink but never grow"
    SILENT = "bound silent, exploding possible: γσ₁ > 1 is necessary for it, not sufficient"
    NO_BOUND = "no bound: it holds for an RNN whose loss is at the last time step"
    DIVERGED = "diverged: not every number is finite"


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A verdict and the rates it is to be compared with, all natural logarithms per time step.

    Attributes
    ----------
    verdict : Verdict
    divergence : Divergence or None
        Where the run diverged, if it did.
    fitted_slope : float
        Measured change of ln ‖∂L/∂h_k‖ per step back, by least squares; NaN where there is none.
    log_bound : float or None
        ln γσ₁, the largest change the bound allows; None where there is no bound.
    log_radius : float
        ln ρ, what the spectral radius alone would give.
    lyapunov_exponent : float
        λ₁ of the Jacobians of the sequence shown.
    """

    verdict: Verdict
    divergence: Divergence | None
    fitted_slope: float
    log_bound: float | None
    log_radius: float
    lyapunov_exponent: float


def diagnose(
    *,
    divergence: Divergence | None,
    bound_factor: float | None,
    spectral_radius: float,
    fitted_slope: float,
    lyapunov_exponent: float,
) -> Diagnosis:
    """Set the verdict beside the measured rates.

    Parameters
    ----------
    divergence : Divergence or None
    bound_factor : float or None
        γσ₁; None where there is no such bound: of LSTM and GRU, and of a loss at all time steps.
    spectral_radius : float
        ρ ≥ 0, or NaN.
    fitted_slope, lyapunov_exponent : float
        As in `Diagnosis`.
    """
    return Diagnosis(
        verdict=verdict_of(divergence, bound_factor),
        divergence=divergence,
        fitted_slope=fitted_slope,
        log_bound=None if bound_factor is None else _logarithm(bound_factor),
        log_radius=_logarithm(spectral_radius),
        lyapunov_exponent=lyapunov_exponent,
    )


def verdict_of(divergence: Divergence | None, factor: float | None) -> Verdict:
    """What a bound of γσ₁ = `factor` allows to say; None where there is no such bound."""
    if divergence is not None:
        return Verdict.DIVERGED
    if factor is None:
        return Verdict.NO_BOUND
    if math.isnan(factor):
        return Verdict.DIVERGED
    if abs(factor - 1.0) <= ROUNDING:
        return Verdict.KEPT_AT_MOST
    return Verdict.VANISHING if factor < 1.0 else Verdict.SILENT


def _logarithm(number: float) -> float:
    return -math.inf if number == 0.0 else math.log(number)
