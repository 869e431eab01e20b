import math
import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rnnsim.model.frame import Divergence
from rnnsim.model.settings import Settings
from rnnsim.ui.verdict import (
    bound_sentence,
    divergence_sentence,
    measured_sentence,
    numbers_line,
)
from rnnsim.ui.way_back import equation, rate_per_step

POSITIVE = st.floats(min_value=0.0, exclude_min=True, allow_infinity=False)
ANY = st.floats(min_value=0.0) | st.sampled_from([0.0, math.inf, math.nan])
MAGNITUDES = st.lists(ANY, min_size=2, max_size=9)


def fold(sentence):
    """The number before -fold."""
    found = re.search(r"([\d.e+]+)(?:·10([⁰¹²³⁴⁵⁶⁷⁸⁹]+))?-fold", sentence)
    power = (found[2] or "0").translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789"))
    return float(found[1]) * 10.0 ** int(power)


# What was measured


@pytest.mark.parametrize(
    ("magnitude", "sentence"),
    [
        ([0, 0.1, 0.5, 1], "The gradient shrinks 10-fold from h₃ back to h₁: it vanishes"),
        ([0, 1, 0.5, 0.1], "The gradient grows 10-fold from h₃ back to h₁: it explodes"),
        ([0, 1.5, 1.2, 1], "The gradient keeps its size from h₃ back to h₁: ×1.5"),
        ([0, 1, 1, 1], "The gradient keeps its size from h₃ back to h₁: ×1.0"),
        ([0, 0.1, 0.01, 0.001], "The gradient grows 100-fold from h₃ back to h₁, but only to 0.10"),
        ([0, 0.2, 0.5, 1], "The gradient shrinks 5-fold from h₃ back to h₁"),
        ([0, 5, 2, 1], "The gradient grows 5-fold from h₃ back to h₁"),
        ([0, 1, 0.02, 1], "Going back from h₃ the gradient fades 50-fold, then grows again"),
        ([0, 1, 50, 1], "Going back from h₃ the gradient grows 50-fold, then fades"),
        ([0, 0, 0, 1], "The gradient has vanished: from h₂ back it is exactly 0"),
        ([0, 1, 0, 1], "The gradient has vanished: from h₂ back it is exactly 0"),
        ([0, 0, 1e-320, 1], "The gradient has vanished: from h₁ back it is exactly 0"),
        ([0, 0, 0, 0], "No gradient: the loss does not depend on the weights here"),
        ([0, 1e-9, 1e-4, 1], "The gradient shrinks 1.0·10⁹-fold from h₃ back to h₁: it vanishes"),
        (
            [0, 5e-324, 1, 1e300],
            "The gradient shrinks more than 10³⁰⁰-fold from h₃ back to h₁: it vanishes",
        ),
        (
            [0, 1e300, 1, 1e-300],
            "The gradient grows more than 10³⁰⁰-fold from h₃ back to h₁: it explodes",
        ),
        ([9, 0.25], "One time step: the gradient at h₁ is 0.25"),
        ([0, 0], "One time step: the gradient at h₁ is 0"),
        ([0, math.inf], "One time step: the gradient at h₁ is ∞"),
    ],
    ids=range(19),
)
def test_the_measured_gradient_in_words(frame_of, magnitude, sentence):
    assert measured_sentence(frame_of(magnitude)) == sentence


@pytest.mark.parametrize("strange", [math.inf, math.nan])
@pytest.mark.parametrize("where", [1, 2, 3])
def test_a_gradient_that_is_not_finite_is_not_judged(frame_of, strange, where):
    magnitude = [1.0] * 4
    magnitude[where] = strange
    assert "not finite" in measured_sentence(frame_of(magnitude))


@given(first=POSITIVE, end=POSITIVE, steps=st.integers(2, 600))
def test_the_verdict_is_true_of_any_gradient_between_two_ends(frame_of, first, end, steps):
    between = np.exp(np.linspace(math.log(first), math.log(end), steps))
    between[0], between[-1] = first, end
    sentence = measured_sentence(frame_of([0.0, *between]))
    growth = math.log10(first) - math.log10(end)
    if "vanishes" in sentence:
        assert growth < -0.99
    elif "explodes" in sentence:
        assert growth > 0.99
    elif "keeps its size" in sentence:
        assert abs(growth) < 0.302
    else:
        assert abs(growth) > 0.3
        assert abs(growth) < 1.01 or "but only to" in sentence
        assert ("shrinks" in sentence) is (growth < 0)
    if "-fold" in sentence and "more than" not in sentence:
        assert math.log10(fold(sentence)) == pytest.approx(abs(growth), abs=0.03)


@given(MAGNITUDES)
def test_there_is_a_sentence_for_every_gradient(frame_of, magnitude):
    frame = frame_of(magnitude)
    assert measured_sentence(frame)
    for k in range(len(magnitude)):
        assert all(isinstance(part, str) for part in equation(frame, k))


# What theory allows


@given(st.floats(0.0, 5.0))
def test_the_bound_is_sufficient_below_one_and_only_necessary_above(frame_of, product):
    sentence = bound_sentence(frame_of(slope_bound=1.0, singular=product))
    if product < 1.0 - 1e-12:
        assert "sufficient for vanishing" in sentence
        assert "necessary" not in sentence
    elif product > 1.0 + 1e-12:
        assert "necessary for exploding but not sufficient" in sentence
        assert "guaranteed" not in sentence
    else:
        assert "sufficient" not in sentence
        assert "necessary" not in sentence
        assert sentence.startswith("γσ₁ = 1:")


@given(st.floats(0.9, 1.1))
def test_what_is_said_to_be_under_or_over_one_reads_so(frame_of, product):
    found = re.match(r"γσ₁ = ([\d.]+) ([<>]) 1", bound_sentence(frame_of(singular=product)))
    assume(found)
    assert float(found[1]) < 1 if found[2] == "<" else float(found[1]) > 1


@pytest.mark.parametrize(
    ("slope", "singular", "words"),
    [
        (0.25, 3.9, "γσ₁ = 0.97 < 1, sufficient for vanishing: every step shrinks it"),
        (0.25, 5.0, "γσ₁ = 1.25 > 1, necessary for exploding but not sufficient"),
        (1.0, 0.0, "γσ₁ = 0 < 1, sufficient"),
        (1.0, math.inf, "γσ₁ = ∞ > 1, necessary"),
        (1.0, math.nan, "W_hh is not finite"),
        (1.0, 0.9999, "γσ₁ = 0.9999 < 1"),
        (1.0, 1.00001, "γσ₁ = 1.00001 > 1"),
    ],
)
def test_the_bound_is_that_of_slope_and_singular_value(frame_of, slope, singular, words):
    assert bound_sentence(frame_of(slope_bound=slope, singular=singular)).startswith(words)


@pytest.mark.parametrize(
    ("slope", "singular", "said"),
    [
        (1.0, 1.0, "σ₁ 1 · γ 1 · 1/γ 1"),
        (1.0, 1.0004, "σ₁ 1.0004 · γ 1 · 1/γ 1"),
        (0.25, 3.9998, "σ₁ 3.9998 · γ 0.25 · 1/γ 4"),
        (0.25, 2.0, "σ₁ 2 · γ 0.25 · 1/γ 4"),
    ],
)
def test_no_number_is_rounded_to_what_it_is_compared_with(frame_of, slope, singular, said):
    assert said in numbers_line(frame_of(slope_bound=slope, singular=singular))


# Overflow


@pytest.mark.parametrize(
    ("divergence", "sentence"),
    [
        (
            Divergence("h", 12, "forward", 3),
            "Overflow in iteration 3, going forward: h₁₂ is not finite",
        ),
        (
            Divergence("L", None, "forward", 0),
            "Overflow in iteration 0, going forward: L is not finite",
        ),
        (
            Divergence("∂L/∂h", 2, "backward", 7),
            "Overflow in iteration 7, going back: ∂L/∂h₂ is not finite",
        ),
        (
            Divergence("∂L/∂c", 11, "backward", 7),
            "Overflow in iteration 7, going back: ∂L/∂c₁₁ is not finite",
        ),
        (
            Divergence("y", 5, "forward", 1),
            "Overflow in iteration 1, going forward: y₅ is not finite",
        ),
        (
            Divergence("∂L/∂θ", None, "backward", 2),
            "Overflow in iteration 2, going back: ∂L/∂θ is not finite",
        ),
        (
            Divergence("θ", None, "update", 9),
            "Overflow in iteration 9, changing the weights: θ is not finite",
        ),
    ],
    ids=lambda value: getattr(value, "tensor", ""),
)
def test_an_overflow_is_named(frame_of, divergence, sentence):
    assert divergence_sentence(divergence) == sentence
    frame = frame_of([math.nan] * 4, divergence=divergence, singular=math.nan)
    assert measured_sentence(frame) == sentence
    assert "guaranteed" not in bound_sentence(frame)


@pytest.mark.parametrize(
    ("changes", "helps"),
    [
        ({}, "a smaller ρ or fewer time steps"),
        ({"activation": "relu"}, "a smaller ρ, fewer time steps or tanh"),
        ({"precision": "float16"}, "a smaller ρ, fewer time steps or float64"),
    ],
)
def test_against_an_overflow_of_the_first_pass_help_what_can(frame_of, changes, helps):
    frame = frame_of(divergence=Divergence("c", 2, "forward", 0), settings=of_three(**changes))
    assert bound_sentence(frame) == f"The first pass itself overflows: {helps} can help"


# Gated cells, a loss at all steps, truncation


def of_three(**changes):
    """Settings of frames of three time steps."""
    return replace(Settings(), time_steps=3, hidden_size=2, **changes)


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ("lstm", "The forget gates alone leave ×0.25 from c₃ back to c₁"),
        ("gru", "The update gates alone leave ×0.25 from h₃ back to h₁"),
    ],
)
def test_of_a_gated_cell_it_is_said_what_the_gates_leave(gated_frame_of, cell, sentence):
    frame = gated_frame_of(cell, [0, 0.01, 0.1, 1])
    assert measured_sentence(frame) == (
        "The gradient shrinks 100-fold from h₃ back to h₁: it vanishes"
    )
    assert bound_sentence(frame) == f"{sentence}; γσ₁ bounds a plain RNN only"


@pytest.mark.parametrize("cell", ["lstm", "gru"])
def test_in_one_time_step_no_gate_is_passed(gated_frame_of, cell):
    assert bound_sentence(gated_frame_of(cell, [1, 1])) == "γσ₁ bounds a plain RNN only"


def test_the_equation_of_an_lstm_names_both_ways(gated_frame_of):
    frame = gated_frame_of("lstm")
    assert equation(frame, 1) == ("‖∂L/∂h₁‖ = 0.020", "‖∂L/∂c₁‖ = 0.010;  gates alone ×0.25")
    assert equation(frame, 3) == ("‖∂L/∂h₃‖ = 0.080", "straight from the loss")


def test_the_equation_of_a_gru_is_the_chain_rule(gated_frame_of):
    formula, beside = equation(gated_frame_of("gru"), 1)
    assert formula == "‖∂L/∂h₁‖ = ‖∂L/∂h₃ · J₃ J₂‖ = 0.020"
    assert beside == "×0.50 a step, gates alone ×0.25"


def test_a_loss_at_all_steps_has_no_bound_and_is_not_judged(frame_of):
    everywhere = {"settings": of_three(loss_at="all"), "bound": None, "radius_line": None}
    frame = frame_of([0, 0.001, 0.1, 1], **everywhere)
    assert measured_sentence(frame) == "The gradient shrinks 1000-fold from h₃ back to h₁"
    assert bound_sentence(frame) == (
        "Every time step sends a gradient of its own; γσ₁ bounds a loss at T only"
    )
    assert equation(frame, 1) == (
        "‖∂L/∂h₁‖ = ‖Σₜ ∂Lₜ/∂h₁‖ = 0.0010",
        "the losses of time steps 1 to 3 together",
    )
    growing = frame_of([0, 100, 10, 1], **everywhere)
    assert measured_sentence(growing) == "The gradient grows 100-fold from h₃ back to h₁"
    gaps = frame_of([0, 1, 0, 1], **everywhere)
    assert measured_sentence(gaps) == "The gradient is exactly 0 at 1 of 3 time steps"


@pytest.mark.parametrize(
    ("magnitude", "truncation", "sentence"),
    [
        ([0, 0, 0.5, 1], 2, "Truncation stops the gradient after 2 steps: from h₁ back it is"),
        ([0, 0, 0, 1], 1, "Truncation stops the gradient after 1 steps: from h₂ back it is"),
        ([0, 0, 0, 1], 2, "The gradient has vanished: from h₂ back it is"),
        ([0, 0, 0, 1], 0, "The gradient has vanished: from h₂ back it is"),
    ],
)
def test_truncation_is_told_from_vanishing(frame_of, magnitude, truncation, sentence):
    frame = frame_of(magnitude, settings=of_three(truncation=truncation))
    assert measured_sentence(frame) == f"{sentence} exactly 0"


def test_where_the_chain_rule_does_not_hold_it_is_not_written(frame_of):
    assert equation(frame_of(settings=of_three(truncation=2)), 2) == (
        "‖∂L/∂h₂‖ = 0.040",
        "as far as truncation lets it, 2 steps back",
    )


@pytest.mark.parametrize("k", range(4))
def test_clipping_on_the_way_changes_nothing_of_what_is_shown(frame_of, k):
    clipped = equation(frame_of(settings=of_three(clip="backward")), k)
    assert clipped == equation(frame_of(settings=of_three()), k)


def test_truncation_after_the_last_step_is_none(frame_of):
    formula, beside = equation(frame_of(settings=of_three(truncation=3)), 2)
    assert "J₃" in formula
    assert "bound" in beside


@pytest.mark.parametrize(("share", "said"), [(0.0, ""), (0.09, ""), (0.42, "; 42% of φ is flat")])
def test_saturation_is_told_where_it_matters(frame_of, share, said):
    sentence = bound_sentence(frame_of(singular=0.5, saturation=share))
    assert sentence == f"γσ₁ = 0.50 < 1, sufficient for vanishing: every step shrinks it{said}"


@pytest.mark.parametrize("precision", [np.float16, np.float32])
def test_a_narrow_format_is_judged_alike(frame_of, precision):
    frame = frame_of([0, 6e-8, 0.01, 6e4], precision=precision)
    assert measured_sentence(frame).startswith("The gradient shrinks 1.0·10¹²-fold")
    assert math.isfinite(rate_per_step(frame, 1))
    assert "6.0·10⁻⁸" in equation(frame, 1)[0]


# The equation


@pytest.mark.parametrize(
    ("k", "formula"),
    [
        (4, "‖∂L/∂h₄‖ = 1.0"),
        (3, "‖∂L/∂h₃‖ = ‖∂L/∂h₄ · J₄‖ = 0.40"),
        (2, "‖∂L/∂h₂‖ = ‖∂L/∂h₄ · J₄ J₃‖ = 0.16"),
        (1, "‖∂L/∂h₁‖ = ‖∂L/∂h₄ · J₄ … J₂‖ = 0.064"),
        (0, "‖∂L/∂h₀‖ = ‖∂L/∂h₄ · J₄ … J₁‖ = 0.026"),
    ],
)
def test_the_equation_is_the_chain_rule(frame_of, k, formula):
    frame = frame_of([0.0256, 0.064, 0.16, 0.4, 1.0], singular=0.5)
    said, beside = equation(frame, k)
    assert said == formula
    assert beside.startswith("straight from the loss" if k == 4 else "×0.40 a step, bound ")


@given(POSITIVE, POSITIVE, st.integers(1, 500))
def test_the_rate_taken_so_many_times_gives_the_whole(frame_of, first, end, steps):
    frame = frame_of([first, *[1.0] * (steps - 1), end])
    rate = rate_per_step(frame, 0)
    whole = math.log(first) - math.log(end)
    if rate == math.inf:
        assert whole > 709.0 * steps - 1e-6
    elif rate > 0.0:
        assert steps * math.log(rate) == pytest.approx(whole, rel=1e-9, abs=1e-9)
    else:
        assert whole < -700.0 * steps


def test_at_the_end_there_is_no_rate(frame_of):
    assert math.isnan(rate_per_step(frame_of([1.0, 2.0]), 1))
    assert math.isnan(rate_per_step(frame_of([1.0, 0.0]), 0))
    assert rate_per_step(frame_of([0.0, 2.0]), 0) == 0.0


@pytest.mark.parametrize(
    ("iteration", "advice"), [(0, "The first pass itself overflows"), (3, "clipping")]
)
def test_after_an_overflow_only_what_can_help_is_advised(frame_of, iteration, advice):
    divergence = Divergence("h", 2, "forward", iteration)
    sentence = bound_sentence(frame_of([math.nan] * 4, divergence=divergence, singular=math.nan))
    assert advice in sentence
    assert ("clipping" in sentence) is (iteration > 0)
