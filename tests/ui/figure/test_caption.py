"""Captions say what is shown, of what, and what was measured."""

from dataclasses import replace

import pytest

from rnnsim.model.figure import VIEWS, FigureSpec
from rnnsim.model.moment import parse_moment
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
