"""The numbers of a sub-step must be those that its factors make."""

import re
from dataclasses import replace

import numpy as np
import pytest

from rnnsim.engine.extras import detail_picture
from rnnsim.engine.pictures import pass_picture
from rnnsim.engine.simulation import Simulation
from rnnsim.model.extras import Detail, Extras
from rnnsim.model.moment import moments, parse_moment
from rnnsim.model.settings import Settings
from rnnsim.ui.canvas.equation import detail_of, moment_equation, running_share

STEPS = 4
WEIGHT = 0.9


def scalar(frame_of, *, iteration=0, weight=WEIGHT, **changes):
    """A single tanh unit, forward and back, computed in plain Python."""
    inputs, states, slopes, recurrent, sums = [0.3, -0.1, 0.12, 0.2], [0.0], [], [], []
    for x in inputs:
        recurrent.append(weight * states[-1])
        sums.append(recurrent[-1] + x)
        states.append(float(np.tanh(sums[-1])))
        slopes.append(1.0 - states[-1] ** 2)
    gradients, at_sums = [0.62], []
    for slope in reversed(slopes):
        at_sums.append(slope * gradients[-1])
        gradients.append(weight * at_sums[-1])
    gradients.reverse()
    at_sums.reverse()
    contributions = np.array([d * h for d, h in zip(at_sums, states[:-1], strict=True)])
    column = lambda values: np.array(values)[:, None]  # noqa: E731
    detail = Detail(
        recurrent=column(recurrent),
        driven=column(inputs),
        pre_activations=column(sums),
        slopes=column(slopes),
        dloss_dh=column(gradients),
        dloss_dh_immediate=column([0.0] * STEPS + [0.62]),
        dloss_da=column(at_sums),
        weight_hh=np.array([[weight]]),
    )
    return frame_of(
        np.abs(gradients),
        hidden=column(states),
        constructed=(weight,),
        settings=replace(
            Settings(), **{"time_steps": STEPS, "hidden_size": 1, "batch_size": 1} | changes
        ),
        contributions=contributions,
        contribution_norms=np.abs(contributions),
        extras=Extras(iteration=iteration, detail=detail),
    )


def said(frame, moment):
    return moment_equation(frame, parse_moment(moment))


def numbers(formula):
    """The numbers behind the last words of a formula."""
    return [float(each.replace("−", "-")) for each in re.findall(r"−?\d+\.\d+", formula)]


def test_the_product_with_w_hh(frame_of):
    formula, _ = said(scalar(frame_of), "forward 3 recurrent")
    assert formula.startswith("W_hh h₂ = 0.900 · ")
    weight, state, product = numbers(formula)
    assert weight * state == pytest.approx(product, rel=2e-2)


def test_adding_the_input(frame_of):
    formula, _ = said(scalar(frame_of), "forward 3 input")
    carried, driven, total = numbers(formula)
    assert formula.startswith("a₃ = ")
    assert carried + driven == pytest.approx(total, abs=2e-3)
    formula, _ = said(scalar(frame_of), "forward 2 input")
    assert " − 0.100 = " in formula


@pytest.mark.parametrize("moment", ["forward 3 activation", "forward 3"])
def test_the_activation(frame_of, moment):
    formula, _ = said(scalar(frame_of), moment)
    total, state = numbers(formula)
    assert formula.startswith("h₃ = tanh(")
    assert np.tanh(total) == pytest.approx(state, abs=1e-3)


def test_the_way_back_through_the_slope_and_the_weight(frame_of):
    slope, arrived, result = numbers(said(scalar(frame_of), "backward 3 slope")[0])
    assert slope * arrived == pytest.approx(result, rel=1e-2)
    weight, arrived, carried = numbers(said(scalar(frame_of), "backward 3 transposed")[0])
    assert weight == WEIGHT
    assert arrived == pytest.approx(result, rel=1e-2)
    assert weight * arrived == pytest.approx(carried, rel=1e-2)


def test_a_negative_factor_stands_in_parentheses(frame_of):
    formula, _ = said(scalar(frame_of, weight=-0.9), "backward 4 slope")
    assert "· 0.620 = " in formula
    formula, _ = said(scalar(frame_of, weight=-0.9), "backward 3 slope")
    assert "· (−" in formula


def test_the_contribution_and_the_running_sum(frame_of):
    frame = scalar(frame_of)
    formula, beside = said(frame, "backward 3 contribution")
    arrived, state, product = numbers(formula)
    assert arrived * state == pytest.approx(product, rel=2e-2)
    made = frame.passed.contributions
    share = made[2:].sum() / made.sum()
    assert running_share(frame, 3) == pytest.approx(share)
    assert f"so far {share:.0%} of" in beside
    assert running_share(frame, 1) == pytest.approx(1.0)
    assert running_share(frame, STEPS + 1) == 0.0


@pytest.mark.parametrize("moment", ["loss", "backward 3 slope", "backward 3 transposed"])
def test_a_number_of_one_sequence_is_not_given_for_the_batchs(frame_of, moment):
    alone, _ = said(scalar(frame_of), moment)
    assert "sequence" not in alone
    assert said(scalar(frame_of, batch_size=5), moment)[0] == f"{alone} in this sequence"


def test_beside_the_contribution_of_one_sequence_stands_the_batchs(frame_of):
    alone, _ = said(scalar(frame_of), "backward 3 contribution")
    assert "sequence" not in alone
    frame = scalar(frame_of, batch_size=5)
    frame = replace(frame, passed=replace(frame.passed, contribution_norms=np.full(STEPS, 0.25)))
    formula, beside = said(frame, "backward 3 contribution")
    assert formula == f"{alone} in this sequence, of size 0.250 in the batch"
    assert beside.startswith("so far")


def test_where_truncation_cuts_the_way_no_product_is_claimed(frame_of):
    frame = scalar(frame_of, truncation=1)
    detail = frame.extras.detail
    cut = detail.dloss_dh.copy()
    cut[:3] = 0.0
    frame = replace(frame, extras=Extras(detail=replace(detail, dloss_dh=cut)))
    formula, beside = said(frame, "backward 3 transposed")
    assert formula == "∂L/∂h₂ = 0"
    assert "truncation" in beside


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
@pytest.mark.parametrize("loss_at", ["last", "all"])
@pytest.mark.parametrize("precision", ["float16", "float64"])
def test_of_vectors_too(gated_frame_of, frame_of, cell, loss_at, precision):
    settings = replace(
        Settings(),
        cell=cell,
        loss_at=loss_at,
        precision=precision,
        time_steps=STEPS,
        hidden_size=3,
        batch_size=2,
    )
    way = {"gru": "W_hhᵀ ∂L/∂(W_hh h"}.get(cell, "W_hhᵀ ∂L/∂a")
    for truncation in (0, 2):
        simulation = Simulation(replace(settings, truncation=truncation))
        passed = pass_picture(simulation)
        frame = replace(
            frame_of(),
            settings=simulation.settings,
            passed=passed,
            extras=Extras(detail=detail_picture(simulation)),
        )
        for t in range(1, STEPS + 1):
            formula, _ = said(frame, f"backward {t} transposed")
            cut = truncation == 2 and t == 3
            whole = truncation == 0 or t == STEPS
            if cut:
                assert way not in formula
                assert re.match(r"∂L/∂h₂ = \(", formula)
            elif whole:
                assert way in formula


def test_clipping_on_the_way_changes_nothing_of_what_is_shown(frame_of):
    clipped = said(scalar(frame_of, clip="backward"), "backward 3 transposed")
    assert clipped == said(scalar(frame_of), "backward 3 transposed")
    assert clipped[1].startswith("×")


def test_of_a_loss_at_all_steps_no_factor_of_a_step_is_told(frame_of):
    assert said(scalar(frame_of, loss_at="all"), "backward 3 transposed")[1] == ""
    assert said(scalar(frame_of), "backward 3 transposed")[1].startswith("×")


def test_numbers_of_an_earlier_pass_are_not_shown(frame_of):
    frame = scalar(frame_of, iteration=3)
    assert detail_of(frame) is None
    assert said(frame, "forward 3 recurrent")[0] == "W_hh h₂"


def vectors(frame_of, units):
    """A frame of vectors with details made by hand."""
    random = np.random.default_rng(0)
    rows = lambda count: random.normal(size=(count, units))  # noqa: E731
    detail = Detail(
        *(rows(STEPS) for _ in range(4)),
        *(rows(STEPS + 1) for _ in range(2)),
        rows(STEPS),
        rows(units),
    )
    settings = replace(Settings(), time_steps=STEPS, hidden_size=units, batch_size=1)
    return frame_of(
        np.ones(STEPS + 1),
        hidden=rows(STEPS + 1),
        settings=settings,
        extras=Extras(detail=detail),
    )


@pytest.mark.parametrize(("units", "dots"), [(3, False), (4, True)])
def test_of_a_vector_three_components_and_the_norm_are_shown(frame_of, units, dots):
    frame = vectors(frame_of, units)
    formula, beside = said(frame, "forward 2 recurrent")
    values = frame.extras.detail.recurrent[1]
    assert numbers(formula) == pytest.approx(values[:3], abs=5e-2)
    assert formula.endswith("…)" if dots else ")")
    assert numbers(beside) == pytest.approx([np.linalg.norm(values)], abs=5e-2)


@pytest.mark.parametrize("cell", ["lstm", "gru"])
def test_of_a_gated_cell_the_gates_are_said(gated_frame_of, cell):
    frame = gated_frame_of(cell)
    state = {"lstm": "o₂ ∘ tanh(f₂ ∘ c₁ + i₂ ∘ g₂)", "gru": "(1 − z₂) ∘ n₂ + z₂ ∘ h₁"}[cell]
    assert said(frame, "forward 2 activation")[0] == f"h₂ = {state}"
    assert "for the gates" in said(frame, "forward 2 recurrent")[1]


@pytest.mark.parametrize(
    ("activation", "function"),
    [("tanh", "tanh"), ("relu", "ReLU"), ("hard_tanh", "hard tanh"), ("linear", "")],
)
def test_the_cell_is_read_out_through_the_activation_chosen(
    frame_of, gated_frame_of, activation, function
):
    frame = gated_frame_of("lstm")
    frame = replace(frame, settings=replace(frame.settings, activation=activation))
    formula, _ = said(frame, "forward 2 activation")
    assert formula == f"h₂ = o₂ ∘ {function}(f₂ ∘ c₁ + i₂ ∘ g₂)"
    plain = frame_of()
    plain = replace(plain, settings=replace(plain.settings, activation=activation))
    formula, _ = said(plain, "forward 2 activation")
    assert formula == (f"h₂ = {function}(a₂)" if function else "h₂ = a₂")


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
def test_there_is_something_to_say_at_every_moment(frame_of, gated_frame_of, cell):
    frame = frame_of() if cell == "rnn" else gated_frame_of(cell)
    for parts in (False, True):
        for moment in moments(3, parts=parts):
            formula, _ = moment_equation(frame, moment)
            assert formula


@pytest.mark.parametrize("strange", [np.nan, np.inf, -np.inf, 0.0, 1e300])
def test_strange_numbers_are_said_as_they_are(frame_of, strange):
    frame = scalar(frame_of)
    detail = replace(frame.extras.detail, dloss_dh=np.full((STEPS + 1, 1), strange))
    frame = replace(frame, extras=Extras(detail=detail))
    for moment in moments(STEPS, parts=True):
        moment_equation(frame, moment)
