"""What is said of a divergence: tensor, time step, pass, iteration, and what was really tried."""

from dataclasses import replace

import numpy as np
import pytest

from rnnsim.model.frame import Divergence, Run
from rnnsim.model.remedy import Remedy
from rnnsim.ui.autopsy.report import (
    headline,
    remedy_brief,
    remedy_outcome,
    remedy_title,
    report_of,
    twin_notes,
)

BACK = Divergence("∂L/∂h", 17, "backward", 212)
ETA = (("learning_rate", 0.005),)


@pytest.mark.parametrize(
    ("divergence", "said"),
    [
        (BACK, "∂L/∂h at time step 17 overflowed on the way back, in iteration 212"),
        (
            Divergence("h", 10, "forward", 3),
            "h at time step 10 overflowed going forward, in iteration 3",
        ),
        (Divergence("L", None, "forward", 3), "L overflowed going forward, in iteration 3"),
        (
            Divergence("∂L/∂θ", None, "backward", 3),
            "∂L/∂θ overflowed on the way back, in iteration 3",
        ),
        (
            Divergence("θ", None, "update", 211),
            "The weights θ overflowed in the update of iteration 211",
        ),
    ],
)
def test_the_headline_names_tensor_time_step_pass_and_iteration(divergence, said):
    assert headline(divergence) == said


def diverged(frame_of, losses, **fields):
    values = {"divergence": BACK, "loss": np.nan, "gradient_norm": np.inf}
    return frame_of(losses=losses, newest=len(losses), **values | fields)


def test_the_last_finite_iteration_stands_beside_it(frame_of):
    report = report_of(diverged(frame_of, [1.0, 3.2]))
    assert (report.before.iteration, report.before.loss) == (1, "3.2")
    assert report.finite
    assert (report.after.iteration, report.after.loss, report.after.gradient_norm) == (
        2,
        "NaN",
        "∞",
    )
    assert report.line.endswith("loss 3.2 → NaN, ‖g‖ 3.2 → ∞")


def test_what_went_on_although_it_was_not_finite_is_not_called_finite(frame_of):
    frame = diverged(frame_of, [1.0, 2.0])
    for name in ("losses", "gradient_norms"):
        curves = replace(frame.curves, **{name: np.array([1.0, np.inf])})
        assert not report_of(replace(frame, curves=curves)).finite
    assert report_of(frame).finite


def test_a_first_pass_has_none_before_it(frame_of):
    report = report_of(diverged(frame_of, []))
    assert report.before is None
    assert report.line == report.headline


def test_of_thinned_curves_no_number_is_said_to_be_an_iterations(frame_of):
    frame = diverged(frame_of, [1.0, 2.0])
    frame = replace(frame, curves=replace(frame.curves, stride=2))
    assert report_of(frame).before is None


def test_of_a_finite_run_there_is_nothing_to_report(frame_of):
    assert report_of(frame_of()) is None


def test_a_run_stays_reported_as_it_ended_although_others_went_on(frame_of):
    frame = replace(diverged(frame_of, [1.0, 3.2]), newest=99)
    assert report_of(frame).after.iteration == 2


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ((("clip", "norm"), ("clip_threshold", 0.5)), "clip at τ = 0.5"),
        (ETA, "η = 0.005"),
        ((("spectral_radius", 0.95),), "ρ = 0.95"),
        ((("activation", "tanh"),), "φ = tanh"),
        ((("precision", "float64"),), "precision = float64"),
    ],
)
def test_a_remedy_is_called_by_what_it_changes(changes, said):
    assert remedy_title(Remedy(changes, 40)) == said


@pytest.mark.parametrize(
    ("remedy", "said", "brief"),
    [
        (Remedy(ETA, 40), "trying… 0 of 40", "0 of 40…"),
        (Remedy(ETA, 40, 12), "trying… 12 of 40", "12 of 40…"),
        (
            Remedy(ETA, 40, 40, ended=True),
            "stays finite for 40 iterations ✓",
            "40 finite ✓",
        ),
        (
            Remedy(ETA, 40, 8, Divergence("h", 3, "forward", 9), ended=True),
            "diverges too, at iteration 9",
            "diverges at 9",
        ),
        (
            Remedy(ETA, 4000, 1200, ended=True),
            "finite for the first 1200 of 4000, not tried further",
            "1200 of 4000 finite",
        ),
    ],
)
def test_nothing_is_claimed_that_was_not_run(remedy, said, brief):
    assert remedy_outcome(remedy) == said
    assert remedy_brief(remedy) == brief


def run_of(frame, settings=None, **fields):
    return Run(
        number=1,
        settings=settings or frame.settings,
        iteration=5,
        newest=5,
        passed=frame.passed,
        curves=frame.curves,
        trail=frame.trail,
        chance_loss=None,
        **{"divergence": BACK} | fields,
    )


def test_a_twin_that_diverged_is_named(frame_of):
    frame = frame_of()
    fast = run_of(frame, replace(frame.settings, learning_rate=2.0))
    (note,) = twin_notes(frame.settings, [fast, run_of(frame, divergence=None)])
    assert note == f"The twin “η = 2” diverged: {headline(BACK)}. The other runs go on."
    (note,) = twin_notes(frame.settings, [replace(fast, name="Fast")])
    assert note.startswith("The twin “Fast” diverged: ")


def test_a_ghost_that_diverged_is_no_news(frame_of):
    frame = frame_of()
    assert twin_notes(frame.settings, [run_of(frame, ghost=True)]) == []
