"""What would have kept a run finite: what is said of a change is what it really does."""

from dataclasses import replace
from itertools import count

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from rnnsim.engine import remedies as module
from rnnsim.engine.remedies import MORE, Remedies, proposals, typical_norm
from rnnsim.engine.simulation import Simulation
from rnnsim.model.edits import edited
from rnnsim.model.lesson import find_lesson
from rnnsim.model.settings import Settings

EXPLODING = find_lesson("exploding").settings
LIVED = 3
"""Updates that lesson makes before its numbers overflow, as its text says."""

NO_NORMS = np.zeros(0)


def go_on():
    """A checkpoint that lets everything go on."""


def diverged(settings, most=400):
    """A run to its end, and its gradient norms."""
    simulation, norms = Simulation(settings), []
    while simulation.divergence is None and simulation.iteration < most:
        norms.append(simulation.gradient_norm)
        simulation.iterate()
    return simulation, np.array(norms)


def found(settings, clock=lambda: 0.0):
    """All that is found, to the end."""
    remedies = Remedies(*diverged(settings), clock)
    while not remedies.ended:
        remedies.go_on(go_on)
    return remedies.found


def changes_of(remedies):
    return [dict(each.changes) for each in remedies]


class Ticks:
    """A clock that goes on by a fixed time at every look."""

    def __init__(self, seconds):
        self._times = count()
        self._seconds = seconds

    def __call__(self):
        return next(self._times) * self._seconds


@given(
    activation=st.sampled_from(["linear", "relu", "tanh"]),
    precision=st.sampled_from(["float16", "float32", "float64"]),
    task=st.sampled_from(["recall", "adding"]),
    radius=st.sampled_from([0.9, 1.3, 2.5]),
    rate=st.sampled_from([0.05, 1.0, 10.0]),
    clip=st.sampled_from(["off", "norm", "value", "backward"]),
    seed=st.integers(1, 5),
)
@hypothesis_settings(max_examples=40, deadline=None)
def test_what_is_said_of_a_change_is_what_it_does(
    activation, precision, task, radius, rate, clip, seed
):
    settings = Settings(
        hidden_size=3,
        time_steps=12,
        batch_size=2,
        activation=activation,
        precision=precision,
        task=task,
        spectral_radius=radius,
        learning_rate=rate,
        clip=clip,
        seed=seed,
    )
    simulation, norms = diverged(settings, most=60)
    if simulation.divergence is None:
        return
    remedies = Remedies(simulation, norms, lambda: 0.0)
    while not remedies.ended:
        remedies.go_on(go_on)
    for remedy in remedies.found:
        assert remedy.ended
        assert remedy.sought == 2 * simulation.iteration + MORE
        rerun = Simulation(edited(settings, dict(remedy.changes)))
        for _ in range(remedy.finite):
            assert rerun.divergence is None
            rerun.iterate()
        if remedy.holds:
            assert rerun.divergence is None
            assert rerun.iteration >= remedy.sought
        else:
            rerun.iterate()
            assert rerun.divergence == remedy.divergence is not None


def test_of_the_exploding_lesson_each_kind_holds():
    simulation, norms = diverged(EXPLODING)
    assert simulation.iteration == LIVED
    remedies = found(EXPLODING)
    assert [sorted(each) for each in changes_of(remedies)] == [
        ["clip", "clip_threshold"],
        ["learning_rate"],
        ["spectral_radius"],
        ["activation"],
    ]
    assert all(each.holds for each in remedies)
    assert changes_of(remedies)[1] == {"learning_rate": 0.005}
    assert typical_norm(norms) == np.median(norms)


def test_the_mildest_change_that_holds_is_kept():
    settings = replace(EXPLODING, learning_rate=5.0)
    rate = next(each for each in found(settings) if "learning_rate" in dict(each.changes))
    assert rate.holds
    milder = [
        5.0 * part for part in module.SLOWER if 5.0 * part > dict(rate.changes)["learning_rate"]
    ]
    assert milder
    for each in milder:
        simulation, _ = diverged(replace(settings, learning_rate=each), most=rate.sought)
        assert simulation.divergence is not None


def test_a_change_that_diverges_too_says_where():
    settings = replace(EXPLODING, precision="float32", learning_rate=10.0)
    precise = next(each for each in found(settings) if "precision" in dict(each.changes))
    simulation, _ = diverged(replace(settings, precision="float64"))
    assert not precise.holds
    assert precise.divergence == simulation.divergence
    assert precise.finite == simulation.iteration - 1


def test_a_first_pass_that_overflows_is_saved_by_nothing_that_acts_on_updates():
    settings = Settings(
        activation="linear", precision="float16", time_steps=60, spectral_radius=2.0, hidden_size=4
    )
    simulation, norms = diverged(settings)
    assert simulation.iteration == 0
    keys = {key for kind in proposals(settings, 0, norms) for each in kind for key, _ in each}
    assert keys == {"spectral_radius", "activation", "precision"}
    assert all(each.sought == MORE for each in found(settings))


@pytest.mark.parametrize(
    ("norms", "typical"),
    [([], 1.0), ([np.nan, np.inf, 0.0], 1.0), ([3.0, 2.0, np.inf, 1e300, np.nan], 3.0)],
)
def test_the_typical_norm_is_the_median_of_what_was_finite(norms, typical):
    assert typical_norm(np.array(norms)) == typical


def thresholds(settings, norms):
    return [dict(each)["clip_threshold"] for each in proposals(settings, 3, np.array(norms))[0]]


@pytest.mark.parametrize("size", [0.03, 2.0, 40.0])
def test_the_threshold_is_the_typical_norm_in_one_figure_and_less(size):
    norms = size * np.array([0.9, 1.0, 1.1, 1e200])
    assert thresholds(Settings(), norms)[0] == pytest.approx(float(np.median(norms)), rel=0.5)
    assert thresholds(Settings(), norms) == sorted(thresholds(Settings(), norms), reverse=True)
    low, high = (factor * norms[:3].mean() for factor in (0.5, 10.0))
    assert low <= thresholds(Settings(), norms)[0] <= high, "Pascanu's range"


def test_where_clipping_was_not_enough_it_is_made_stronger():
    clipped = replace(Settings(), clip="norm", clip_threshold=5.0)
    assert all(each < 5.0 for each in thresholds(clipped, [100.0]))
    least = replace(Settings(), clip="norm", clip_threshold=1e-4)
    kinds = proposals(least, 3, np.array([1.0]))
    assert not any("clip" in dict(each) for kind in kinds for each in kind)


def test_the_least_rate_is_not_made_less():
    kinds = proposals(replace(Settings(), learning_rate=1e-5), 3, NO_NORMS)
    assert not any("learning_rate" in dict(each) for kind in kinds for each in kind)


def test_what_is_not_allowed_is_not_proposed(monkeypatch):
    settings = replace(Settings(), precision="float32")
    kept = [each for kind in proposals(settings, 3, NO_NORMS) for each in kind]
    monkeypatch.setattr("rnnsim.model.memory.LIMIT", 1)
    none = [each for kind in proposals(settings, 3, NO_NORMS) for each in kind]
    assert (("precision", "float64"),) in kept
    assert (("precision", "float64"),) not in none


# How long it is tried


def test_it_is_tried_for_a_slice_of_time_and_then_shows_what_is_known():
    remedies = Remedies(*diverged(EXPLODING), Ticks(module.SLICE / 4))
    before = [each.finite for each in remedies.found]
    slices = 0
    while not remedies.ended:
        remedies.go_on(go_on)
        slices += 1
        now = [each.finite for each in remedies.found]
        assert now != before or slices == 1, "every slice gets on"
        before = now
    assert slices > len(remedies.found)


def test_what_takes_too_long_says_how_far_it_came():
    remedies = found(EXPLODING, Ticks(module.MOST_SECONDS / 8))
    for each in remedies:
        assert each.ended
        assert not each.holds
        assert each.divergence is None
        assert 0 < each.finite < each.sought


def test_nobody_tries_more_iterations_than_the_most(monkeypatch):
    monkeypatch.setattr(module, "MOST_ITERATIONS", 7)
    assert {(each.finite, each.holds) for each in found(EXPLODING)} == {(7, False)}


class Abandoned(Exception):
    pass


def test_what_is_abandoned_is_gone_on_with_and_the_same_is_found():
    expected = found(EXPLODING)
    remedies = Remedies(*diverged(EXPLODING), lambda: 0.0)
    random = np.random.default_rng(1)

    def checkpoint():
        if random.random() < 0.2:
            raise Abandoned

    abandoned = 0
    while not remedies.ended:
        try:
            remedies.go_on(checkpoint)
        except Abandoned:
            abandoned += 1
    assert abandoned > len(expected)
    assert remedies.found == expected
