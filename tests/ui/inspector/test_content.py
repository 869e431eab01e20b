import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnsim.model.extras import Extras
from rnnsim.model.target import parse_target
from rnnsim.ui.formula import formulas
from rnnsim.ui.inspector import inspected_step
from rnnsim.ui.inspector.blocks import Equation, Facts, Matrix, Note, Vector
from rnnsim.ui.inspector.content import page_of, share_of_total, spectral_radius

TARGETS = ("h_0", "h_1", "h_2", "h_4", "gradient_0", "gradient_2", "gradient_4", "x_1", "loss")


def page(frame, target):
    return page_of(frame, parse_target(target))


def blocks(shown, kind):
    found = [block for section in shown.sections for block in section.blocks]
    return [block for block in found if isinstance(block, kind)]


def vector(shown, label):
    return next(block.values for block in blocks(shown, Vector) if block.label == label)


def facts(shown):
    rows = [row for block in blocks(shown, Facts) for row in block.rows]
    rows += [row for block in blocks(shown, Matrix) for row in block.facts]
    return {row.formula or row.word: row.value for row in rows}


def test_a_cell_is_told_by_the_numbers_of_its_time_step(frame):
    shown = page(frame, "h_2")
    detail, passed = frame.extras.detail, frame.passed
    np.testing.assert_array_equal(vector(shown, "h_t"), passed.hidden[2])
    np.testing.assert_array_equal(vector(shown, "a_t"), detail.pre_activations[1])
    np.testing.assert_array_equal(vector(shown, "slope"), detail.slopes[1])
    np.testing.assert_array_equal(vector(shown, "dloss_dh_t"), detail.dloss_dh[2])
    jacobian, contribution = blocks(shown, Matrix)
    assert jacobian.values is frame.extras.inspection.jacobian
    assert contribution.values is frame.extras.inspection.contribution
    assert facts(shown)["sigma_1"] == f"{frame.extras.inspection.singular_values[0]:.2f}"


def test_the_headline_puts_the_numbers_in(frame):
    line = page(frame, "h_2").headline
    assert (line.symbol, line.index, line.value) == ("h", 2, "0.040")
    assert line.aside == "reads “far”"
    assert line.beside == "×0.50 a step, bound 0.13"  # 0.16 · 0.9²
    assert page(frame, "h_4").headline.beside == "straight from the loss"


def test_the_share_of_the_sum_has_its_sign(frame):
    assert facts(page(frame, "h_2"))["of the sum"] == "+50%"
    backwards = page(replace(frame, extras=Extras()), "h_1")
    assert facts(backwards)["of the sum"] == "−10%"
    shares = [share_of_total(frame.passed.contributions, k) for k in (1, 2, 3, 4)]
    assert sum(shares) == pytest.approx(1.0)
    assert math.isnan(share_of_total(np.zeros(3), 1))


def test_the_immediate_gradient_is_told_where_the_loss_looks(frame):
    direct = vector(page(frame, "h_4"), "dloss_dh_immediate")
    np.testing.assert_array_equal(direct, frame.extras.detail.dloss_dh_immediate[4])
    assert facts(page(frame, "h_2"))["dloss_dh_immediate"] == "0"
    everywhere = replace(frame, settings=replace(frame.settings, loss_at="all"))
    assert len(vector(page(everywhere, "h_2"), "dloss_dh_immediate")) == 3


def test_an_arrow_tells_the_step_and_the_whole_way(frame):
    shown = facts(page(frame, "gradient_1"))
    assert shown["the last step, from h₂"] == "×0.50"
    assert shown["all steps, from h₄"] == "×0.12"
    assert shown["bound"] == "0.12"
    (jacobian,) = blocks(page(frame, "gradient_1"), Matrix)  # J_2 brings the gradient to h_1
    assert jacobian.values is frame.extras.inspection.jacobian
    assert blocks(page(frame, "gradient_2"), Matrix) == []


@pytest.mark.parametrize(("cell", "formula"), [("lstm", "jacobian_lstm"), ("gru", "step_back")])
def test_one_step_back_is_the_product_only_where_the_jacobian_is_of_h_alone(
    gated_frame_of, detailed, cell, formula
):
    shown = page(detailed(gated_frame_of(cell)), "gradient_1")
    assert blocks(shown, Equation) == [Equation(formula)]
    assert [block.label for block in blocks(shown, Matrix)] == ["J_t"]


@pytest.mark.parametrize("cell", ["rnn", "lstm"])
def test_where_every_step_adds_its_loss_no_ratio_is_told_as_a_factor(
    frame_of, gated_frame_of, cell
):
    made = frame_of() if cell == "rnn" else gated_frame_of(cell)
    everywhere = replace(made, settings=replace(made.settings, loss_at="all"))
    told = {"rnn": {"bound"}, "lstm": {"the gates alone"}}[cell]
    assert set(facts(page(everywhere, "gradient_1"))) - {"sigma_1"} == told
    assert len(facts(page(made, "gradient_1"))) == 3 + len(told)
    bare = replace(everywhere, bound=None, passed=replace(everywhere.passed, direct_path=None))
    titles = [section.title for section in page(bare, "gradient_1").sections]
    assert titles == ["What passes", "One step back"], "nothing is left to say of what changed it"


@pytest.mark.parametrize("cell", ["lstm", "gru"])
def test_a_contribution_is_the_outer_product_only_where_no_gate_scales_a_block(
    gated_frame_of, detailed, cell
):
    shown = page(detailed(gated_frame_of(cell)), "h_2")
    outer = cell == "lstm"  # the block of n of a GRU is r ∘ ∂L/∂a_n h_{t−1}ᵀ
    assert (Equation("weight_gradient") in blocks(shown, Equation)) == outer
    assert blocks(shown, Matrix)[1].label == ("contribution" if outer else "C_t")


def test_an_input_is_told_beside_what_was_remembered(frame):
    shown, detail = page(frame, "x_2"), frame.extras.detail
    np.testing.assert_array_equal(vector(shown, "driven"), detail.driven[1])
    np.testing.assert_array_equal(vector(shown, "recurrent"), detail.recurrent[1])
    np.testing.assert_array_equal(vector(shown, "dloss_da_t"), detail.dloss_da[1])


def test_the_loss_is_told_with_guessing_and_its_formula(frame):
    shown = page(replace(frame, passed=replace(frame.passed, accuracy=0.75)), "loss")
    assert shown.headline.value == "1.25"
    assert shown.headline.beside == "guessing: 1.39"
    assert facts(shown)["right answers"] == "75%"
    assert blocks(shown, Equation) == [Equation("cross_entropy")]
    clipped = replace(frame, settings=replace(frame.settings, clip="norm"))
    assert blocks(page(clipped, "loss"), Equation) == [
        Equation("squared_error"),
        Equation("clipping"),
    ]


@pytest.mark.parametrize(("cell", "gates"), [("lstm", "ifgo"), ("gru", "rzn")])
def test_a_gated_cell_shows_its_gates(gated_frame_of, detailed, cell, gates):
    frame = detailed(gated_frame_of(cell))
    shown = page(frame, "h_2")
    labels = [block.label for block in blocks(shown, Vector)]
    assert [label for label in labels if label.startswith("gate_")] == [f"gate_{g}" for g in gates]
    assert ("c_t" in labels) == (cell == "lstm")
    assert ("norm_dloss_dc" in facts(shown)) == (cell == "lstm")
    candidate = frame.extras.detail.pre_activations[1, 4:6]  # the third block of two units
    np.testing.assert_array_equal(vector(shown, {"lstm": "a_g", "gru": "a_n"}[cell]), candidate)
    assert "gates alone" in shown.headline.beside


def test_what_is_not_computed_yet_is_said_to_be_computed(frame):
    bare = replace(frame, extras=Extras())
    shown = page(bare, "h_2")
    assert vector(shown, "a_t") is None
    assert [block.waiting for block in blocks(shown, Matrix)] == ["computing…"] * 2
    other = page(frame, "h_3")
    assert blocks(other, Matrix)[0].values is None
    assert blocks(other, Matrix)[0].waiting == "known of h₂, not yet of h₃"


def test_details_of_an_earlier_iteration_are_said_to_be(frame, detailed):
    asides = {section.aside for section in page(frame, "h_2").sections}
    assert asides == {"this sequence", "", "whole batch"}
    old = detailed(replace(frame, iteration=12), iteration=7)
    assert "of iteration 7" in {section.aside for section in page(old, "h_2").sections}
    assert page(old, "h_2").sections[-1].aside == "of iteration 7", "the matrix is of it too"
    assert vector(page(frame, "h_2"), "a_t") is not None
    assert vector(page(old, "h_2"), "a_t") is None, "h_t beside it would not be φ of it"
    assert {section.aside for section in page(old, "x_2").sections} == {"of iteration 7"}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"truncation": 2}, "at most 2 steps back"),
        ({"clip": "backward", "clip_threshold": 0.5}, "≤ τ = 0.500"),
    ],
)
def test_what_training_does_otherwise_is_noted(frame, changes, words):
    frame = replace(frame, settings=replace(frame.settings, **changes))
    for target in ("h_2", "gradient_2"):
        assert any(words in note.text for note in blocks(page(frame, target), Note))


@pytest.mark.parametrize("target", ["h_5", "gradient_9", "x_0", "x_5", "knob:seed", "view:map"])
def test_of_what_is_not_there_nothing_is_said(frame, target):
    assert page(frame, target) is None
    assert page_of(frame, None) is None


@pytest.mark.parametrize(
    ("target", "step"),
    [("h_3", 3), ("h_0", None), ("gradient_2", 3), ("gradient_4", None), ("x_2", None)],
)
def test_which_jacobian_is_asked_for(target, step):
    assert inspected_step(parse_target(target), 4) == step
    assert inspected_step(None, 4) is None


def test_the_spectral_radius_is_that_of_the_roots():
    # x² − x − 1: the golden ratio
    assert spectral_radius(np.array([[1.0, 1.0], [1.0, 0.0]])) == pytest.approx(1.618033988749895)
    assert math.isnan(spectral_radius(np.array([[math.inf]])))


ANY = st.sampled_from([0.0, math.inf, math.nan, 1e-300, 1e300, 1.0])


@given(
    st.lists(ANY, min_size=5, max_size=5),
    st.sampled_from(TARGETS),
    st.sampled_from(["rnn", "lstm", "gru"]),
)
def test_every_page_can_be_made_and_names_formulas_that_exist(
    frame_of, gated_frame_of, detailed, magnitude, target, cell
):
    made = frame_of(magnitude) if cell == "rnn" else gated_frame_of(cell, magnitude)
    for frame in (made, detailed(made, 2)):
        shown = page(frame, target)
        used = [shown.headline.symbol, *filter(None, [shown.headline.of])]
        used += [block.label for block in blocks(shown, Vector | Matrix)]
        used += [block.formula for block in blocks(shown, Equation)]
        used += [row.formula for block in blocks(shown, Facts) for row in block.rows if row.formula]
        assert set(used) <= set(formulas())
