"""One point of a sweep: a run, and the few numbers of it that a table holds."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from rnnsim.model.reach import reach
from rnnsim.model.settings import Settings
from rnnsim.run.result import Result
from rnnsim.run.simulate import simulate


@dataclass(frozen=True, slots=True)
class Measured:
    """What is kept of a run; all of it of the pass after its iterations.

    Attributes
    ----------
    reach : int or None
        How many time steps back from T the gradient stays at 1 % of ‖∂L/∂h_T‖ or more; None where
        that is 0 or not finite.
    first_gradient, last_gradient : float
        ‖∂L/∂h_1‖ and ‖∂L/∂h_T‖, Frobenius norms over the batch.
    ratio : float
        The first over the last; NaN for 0/0.
    loss : float
    verdict : str
        Name of a `Verdict`, in small letters.
    spectral_radius, largest_singular_value : float
        ρ and σ₁ of W_hh as it then is.
    fitted_slope, lyapunov_exponent : float
        Natural logarithms per time step, as in `Diagnosis`.
    first_nonfinite : str
        The first tensor that is not finite, with its time step; empty where all are.
    seconds : float
        That the run took.
    """

    reach: int | None
    first_gradient: float
    last_gradient: float
    ratio: float
    loss: float
    verdict: str
    spectral_radius: float
    largest_singular_value: float
    fitted_slope: float
    lyapunov_exponent: float
    first_nonfinite: str
    seconds: float


def measured(settings: Settings, iterations: int) -> Measured | None:
    """Make a run; None where there is not enough memory for it."""
    start = time.perf_counter()
    try:
        result = simulate(settings, iterations)
    except MemoryError:
        return None
    return measured_of(result, time.perf_counter() - start)


def measured_of(result: Result, seconds: float) -> Measured:
    """What is kept of a result."""
    magnitude, diagnosis = result.gradient_magnitude, result.diagnosis
    back = reach(magnitude)
    first, last = float(magnitude[1]), float(magnitude[-1])
    return Measured(
        reach=None if back is None else len(magnitude) - 1 - back,
        first_gradient=first,
        last_gradient=last,
        ratio=ratio(first, last),
        loss=float(result.loss),
        verdict=diagnosis.verdict.name.lower(),
        spectral_radius=float(result.spectrum.spectral_radius),
        largest_singular_value=float(result.spectrum.largest_singular_value),
        fitted_slope=float(diagnosis.fitted_slope),
        lyapunov_exponent=float(diagnosis.lyapunov_exponent),
        first_nonfinite=_first_nonfinite(result),
        seconds=seconds,
    )


def ratio(first: float, last: float) -> float:
    """The first over the last, also where they are 0 or not finite."""
    with np.errstate(all="ignore"):
        return float(np.float64(first) / np.float64(last))


def _first_nonfinite(result: Result) -> str:
    divergence = result.first_nonfinite
    if divergence is None:
        return ""
    place = "" if divergence.time_step is None else f", t = {divergence.time_step}"
    return f"{divergence.tensor}{place}"
