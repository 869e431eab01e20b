import math

import pytest

from rnnsim.model.diagnosis import Diagnosis, Verdict, diagnose
from rnnsim.model.frame import Divergence

DIVERGENCE = Divergence("h", 7, "forward", 3)


def diagnosed(**changes):
    known = {
        "divergence": None,
        "bound_factor": 0.5,
        "spectral_radius": 0.25,
        "fitted_slope": -1.5,
        "lyapunov_exponent": -1.25,
    }
    return diagnose(**(known | changes))


@pytest.mark.parametrize(
    ("factor", "verdict"),
    [
        (0.0, Verdict.VANISHING),
        (0.9, Verdict.VANISHING),
        (1.0 - 1e-11, Verdict.VANISHING),
        (1.0 - 1e-15, Verdict.KEPT_AT_MOST),
        (1.0, Verdict.KEPT_AT_MOST),
        (1.0 + 1e-15, Verdict.KEPT_AT_MOST),
        (1.0 + 1e-11, Verdict.SILENT),
        (3.0, Verdict.SILENT),
        (math.inf, Verdict.SILENT),
        (math.nan, Verdict.DIVERGED),
        (None, Verdict.NO_BOUND),
    ],
)
def test_the_bound_decides_what_can_be_said(factor, verdict):
    assert diagnosed(bound_factor=factor).verdict is verdict


def test_the_measured_rates_stand_beside_it():
    assert diagnosed() == Diagnosis(
        verdict=Verdict.VANISHING,
        divergence=None,
        fitted_slope=-1.5,
        log_bound=math.log(0.5),
        log_radius=math.log(0.25),
        lyapunov_exponent=-1.25,
    )


@pytest.mark.parametrize("factor", [0.5, 3.0, None])
def test_a_run_that_diverged_is_called_so(factor):
    diagnosis = diagnosed(divergence=DIVERGENCE, bound_factor=factor)
    assert diagnosis.verdict is Verdict.DIVERGED
    assert diagnosis.divergence == DIVERGENCE


def test_without_a_bound_there_is_no_logarithm_of_it():
    assert diagnosed(bound_factor=None).log_bound is None


def test_zero_and_nan_have_logarithms():
    nothing = diagnosed(bound_factor=0.0, spectral_radius=0.0)
    assert nothing.log_bound == nothing.log_radius == -math.inf
    assert math.isnan(diagnosed(spectral_radius=math.nan).log_radius)


def test_every_verdict_says_what_is_sufficient_and_what_only_necessary():
    assert "sufficient" in Verdict.VANISHING.value
    assert "necessary for it, not sufficient" in Verdict.SILENT.value
