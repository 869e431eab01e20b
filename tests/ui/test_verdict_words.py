import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnsim.model.diagnosis import Verdict
from rnnsim.model.frame import Divergence
from rnnsim.ui.verdict import unlike_one
from rnnsim.ui.verdict_words import explanation, gates_factor, measured_factor, said_of

FALLING = 0.5 ** np.arange(4.0, -1.0, -1.0)
RISING = 2.0 ** np.arange(4.0, -1.0, -1.0)
EVEN = np.ones(5)


@pytest.mark.parametrize(
    ("magnitude", "singular", "verdict", "sentence"),
    [
        (
            FALLING,
            0.9,
            Verdict.VANISHING,
            (
                "Measured ×0.50 a step: γσ₁ = 0.90 < 1 is sufficient for vanishing,"
                " at most ×0.90 a step"
            ),
        ),
        (
            FALLING,
            0.9999,
            Verdict.VANISHING,
            (
                "Measured ×0.50 a step: γσ₁ = 0.9999 < 1 is sufficient for vanishing,"
                " at most ×0.9999 a step"
            ),
        ),
        (
            EVEN,
            1.0,
            Verdict.KEPT_AT_MOST,
            "Measured ×1.0 a step: γσ₁ = 1 lets it shrink but never grow",
        ),
        (
            FALLING,
            1.5,
            Verdict.SILENT,
            (
                "Measured ×0.50 a step: γσ₁ = 1.5 > 1 is necessary for exploding, not sufficient;"
                " here it shrinks"
            ),
        ),
        (
            RISING,
            2.5,
            Verdict.SILENT,
            (
                "Measured ×2.0 a step: γσ₁ = 2.5 > 1 is necessary for exploding, not sufficient;"
                " here it does grow"
            ),
        ),
        (
            EVEN,
            1.5,
            Verdict.SILENT,
            (
                "Measured ×1.0 a step: γσ₁ = 1.5 > 1 is necessary for exploding, not sufficient;"
                " here it is kept"
            ),
        ),
    ],
)
def test_what_was_measured_stands_beside_what_theory_says(
    frame_of, magnitude, singular, verdict, sentence
):
    said = said_of(frame_of(magnitude, singular=singular))
    assert (said.verdict, said.sentence) == (verdict, sentence)


@pytest.mark.parametrize(
    ("magnitude", "measured"),
    [
        ([1.0, 1.0], "One time step only"),
        ([0.0, 0.0, 0.0], "No gradient at h_T"),
        ([0.0, 0.0, 1.0], "Measured: exactly 0 at h₁"),
        ([math.inf, math.inf, 1.0], "Measured: ∞ at h₁"),
        ([math.nan, math.nan, 1.0], "The gradient is not finite"),
    ],
)
def test_zero_and_what_is_not_finite_are_said_as_such(frame_of, magnitude, measured):
    assert said_of(frame_of(magnitude)).measured == measured


def test_what_truncation_cuts_off_is_no_dynamics(frame_of):
    frame = frame_of([0.0, 0.0, 0.0, 0.5, 1.0], singular=2.0)
    frame = replace(frame, settings=replace(frame.settings, truncation=2))
    assert math.isnan(measured_factor(frame))
    assert said_of(frame).sentence == (
        "Truncation stops the gradient after 2 steps:"
        " γσ₁ = 2.0 > 1 is necessary for exploding, not sufficient"
    )
    whole = replace(frame, settings=replace(frame.settings, truncation=4))
    assert "it shrinks" in said_of(whole).sentence


def test_gated_cells_have_no_bound_but_gates(gated_frame_of):
    frame = gated_frame_of("lstm", FALLING)
    said = said_of(frame)
    assert said.verdict is Verdict.NO_BOUND
    assert said.sentence == (
        "Measured ×0.50 a step: no such bound for an LSTM; its forget gates alone leave ×0.50 a"
        " step, ×0.12 from c₄ to c₁"
    )
    assert "update gates" in said_of(gated_frame_of("gru", FALLING)).sentence
    assert "gates alone ×0.50" in said.brief


def test_the_gates_factor_to_the_power_of_the_steps_is_the_whole_path(gated_frame_of):
    path = np.array([0.02, 0.06, 0.3, 0.5, 1.0])
    frame = gated_frame_of("lstm", FALLING, direct_path=path)
    assert gates_factor(frame) ** 3 == pytest.approx(0.06)
    assert gates_factor(gated_frame_of("lstm", [1.0, 1.0])) is None


def test_a_loss_at_every_time_step_has_no_bound(frame_of):
    frame = frame_of(FALLING, bound=None, radius_line=None)
    frame = replace(frame, settings=replace(frame.settings, loss_at="all"))
    said = said_of(frame)
    assert said.verdict is Verdict.NO_BOUND
    assert said.sentence == (
        "Measured: 1.0 at h₄, 0.12 at h₁: no such bound where every time step has a loss"
        " and sends a gradient of its own"
    )
    assert math.isnan(measured_factor(frame))


def test_a_run_that_diverged_is_said_to_be(frame_of, gated_frame_of):
    where = Divergence("h", 7, "forward", 3)
    for frame in (frame_of(FALLING, divergence=where), gated_frame_of(divergence=where)):
        said = said_of(frame)
        assert said.verdict is Verdict.DIVERGED
        assert "h₇ is not finite" in said.sentence
        assert "diverged" in said.brief
    nan = said_of(frame_of(FALLING, singular=math.nan))
    assert nan.sentence.startswith("W_hh is not finite: diverged")


def test_the_explanation_names_what_is_sufficient_and_what_only_necessary(frame_of):
    numbers, theory, _ = explanation(frame_of(FALLING, slope_bound=0.25, singular=2.0, radius=1.5))
    assert numbers == "ρ = 1.50   σ₁ = 2.00   γ = 0.250   1/γ = 4.00   γσ₁ = 0.500"
    assert "sufficient" in theory
    assert "necessary" in theory


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
def test_where_there_is_no_bound_none_is_explained(frame_of, gated_frame_of, cell):
    frame = frame_of(bound=None) if cell == "rnn" else gated_frame_of(cell)
    numbers, of_radius = explanation(frame)
    assert numbers == "ρ = 0.800   σ₁ = 0.900"
    assert of_radius.startswith("ρ is ")
    assert "γ" not in of_radius


@pytest.mark.parametrize("singular", [0.9998, 1.0004])
def test_no_explanation_rounds_the_bound_to_one(frame_of, singular):
    numbers, *_ = explanation(frame_of(FALLING, singular=singular))
    assert f"γσ₁ = {singular}" in numbers
    assert f"σ₁ = {singular} " in numbers


@given(st.floats(min_value=0.0, max_value=1e6))
def test_nothing_but_one_is_written_as_one(number):
    if abs(number - 1.0) > 1e-10:
        assert unlike_one(number) not in ("1", "1.0", "1.00")


ANY = st.floats(min_value=0.0) | st.sampled_from([0.0, math.inf, math.nan])


@given(st.lists(ANY, min_size=2, max_size=6), ANY)
def test_there_is_a_sentence_for_all_that_can_come(frame_of, magnitude, singular):
    said = said_of(frame_of(magnitude, singular=singular))
    assert said.measured
    assert said.theory
    assert "{" not in said.sentence + said.brief
