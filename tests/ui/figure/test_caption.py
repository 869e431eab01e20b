"""Captions say what is shown, of what, and what was measured."""

from dataclasses import replace

import pytest

from rnnsim.model.course import Course
from rnnsim.model.edits import edited
from rnnsim.model.figure import VIEWS, FigureSpec
from rnnsim.model.moment import parse_moment
from rnnsim.model.target import parse_target
from rnnsim.ui.figure.caption import caption
from rnnsim.ui.figure.shown import Shown
from rnnsim.version import __version__


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_is_said(view, shown):
    said = caption(FigureSpec((view,)), shown)
    assert said.endswith(f"Made with rnnsim {__version__}.")
    assert "  " not in said
    assert "{" not in said
    assert all(sentence[:1].isupper() or sentence[:1] in "‖ρ" for sentence in said.split(". "))


def test_settings_and_numbers_are_those_of_the_run(shown):
    said = caption(FigureSpec(("gradient",)), shown)
    magnitude = shown.frame.passed.gradient_magnitude
    assert f"{magnitude[-1]:.3g}"[:4] in said
    for part in ("an RNN with N = 4, T = 8 and φ = tanh", "ρ = 0.85, ν = 0", "float64"):
        assert part in said
    for part in ("recall first token", "all time steps", "batch size 4", "after 20 iterations"):
        assert part in said
    for part in ("SGD with η = 0.1", "clipping by norm at τ = 1", "seed 1"):
        assert part in said


def test_several_views_are_lettered(shown):
    said = caption(FigureSpec(("gradient", "loss", "norm")), shown)
    assert said.startswith("(a) Gradient magnitude")
    assert "(b) Loss L" in said
    assert "(c) Norm" in said
    assert said.count("The network is") == 1


def test_gates_and_what_is_not_trained_are_said(run_frame):
    frame = run_frame(0, cell="gru", truncation=3)
    said = caption(FigureSpec(("canvas",)), Shown(frame))
    assert "a GRU with N = 4, T = 8, b_f = 1 and φ = tanh" in said
    assert "untrained, seed 1" in said
    assert "carried back 3 steps" in said


def test_eigenvalues_of_one_s_own_are_said(run_frame):
    values = ((0.5, 0.0),) * 4
    frame = run_frame(0, spectrum="own", eigenvalues=values, spectral_radius=0.5)
    assert "eigenvalues set by hand" in caption(FigureSpec(("loss",)), Shown(frame))


def test_other_runs_are_named_and_ghosts_dated(shown):
    said = caption(FigureSpec(("loss",)), shown)
    assert "Beside it: ρ = 0.3." in said
    (run,) = shown.frame.others
    ghost = replace(run, ghost=True, name="earlier")
    dated = replace(shown, frame=replace(shown.frame, others=(ghost,)))
    assert "Beside it: earlier, as it was after 20 iterations." in caption(
        FigureSpec(("loss",)), dated
    )


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("forward 3", "going forward, at time step 3"),
        ("loss", "reached the loss"),
        ("backward 3", "going back, at time step 3"),
    ],
)
def test_how_far_the_pass_has_come_is_said(moment, words, shown):
    assert words in caption(FigureSpec(("canvas",)), replace(shown, moment=parse_moment(moment)))


def test_of_views_that_do_not_follow_the_pass_its_moment_is_not_said(shown):
    at = replace(shown, moment=parse_moment("backward 3"))
    assert "The pass is shown" not in caption(FigureSpec(("loss", "spectrum")), at)
    assert "The pass is shown" in caption(FigureSpec(("loss", "gradient")), at)


def test_what_was_changed_on_the_way_is_said_and_how_it_began(shown):
    last = shown.frame.settings
    begun = edited(last, {"spectral_radius": 0.4, "optimizer": "adam"})
    course = Course(((0, last), (0, begun), (12, last), (25, begun)), 30)
    said = caption(FigureSpec(("loss",)), Shown(replace(shown.frame, course=course)))
    assert "W_hh began with eigenvalues in the arrangement “disk”, ρ = 0.4," in said
    assert "iterations of SGD" in said
    assert "Changed on the way: ρ, optimizer; values are the last, but for how W_hh began." in said
    still = Course(((0, begun), (0, last), (25, begun)), 30)
    assert "Changed" not in caption(
        FigureSpec(("loss",)), Shown(replace(shown.frame, course=still))
    )


def test_of_gated_cells_the_block_is_named_whose_spectrum_it_is(gated_shown):
    said = caption(FigureSpec(("spectrum",)), gated_shown)
    assert "; the block of W_hh that makes the candidate state began with" in said


def test_numbers_of_the_spectrum_are_written_as_all_others(run_frame):
    frame = run_frame(0)
    spectrum = replace(frame.spectrum, spectral_radius=2.14e26, largest_singular_value=0.0)
    said = caption(FigureSpec(("spectrum",)), Shown(replace(frame, spectrum=spectrum)))
    assert "ρ is 2.14·10²⁶ and σ₁ is 0." in said


def test_relative_gradients_are_said_of_the_canvas_only(shown):
    relative = replace(shown, relative=True)
    assert "relative to ‖∂L/∂h_T‖" in caption(FigureSpec(("canvas",)), relative)
    assert "drawn relative" not in caption(FigureSpec(("loss",)), relative)


def test_of_a_single_unit_no_network_is_told(shown):
    assert "The network" not in caption(FigureSpec(("cliff", "bifurcation")), shown)


def test_an_overflow_is_said(run_frame):
    frame = run_frame(
        60, activation="linear", spectral_radius=3.0, time_steps=60, learning_rate=10.0
    )
    assert frame.divergence is not None
    assert "Overflow in iteration" in caption(FigureSpec(("canvas",)), Shown(frame))


def test_a_mark_is_told_where_there_is_one(shown):
    marked = replace(shown, selection=parse_target("h_5"))
    assert "Time step 5 is marked." in caption(FigureSpec(("gradient",)), marked)
    assert "Time step 5 is marked." in caption(FigureSpec(("canvas", "loss")), marked)
    beyond = replace(shown, selection=parse_target("h_50"))
    for views, one in ((("loss",), marked), (("gradient",), beyond), (("gradient",), shown)):
        assert "marked" not in caption(FigureSpec(views), one)
