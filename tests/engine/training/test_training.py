"""Coming back to an iteration gives, bit by bit, what was there."""

import numpy as np
import pytest
from hypothesis import given, settings, strategies
from numpy.testing import assert_array_equal

from rnnsim.engine.simulation import Simulation
from rnnsim.engine.training import past
from rnnsim.engine.training.training import Training
from rnnsim.model.edits import edit, edited
from rnnsim.model.settings import Settings

SMALL = Settings(hidden_size=4, time_steps=5, batch_size=2, task="recall")
EXPLODING = edited(
    Settings(hidden_size=4, time_steps=5, batch_size=2),
    {
        "activation": "linear",
        "spectrum": "orthogonal",
        "spectral_radius": 3.0,
        "precision": "float32",
    },
)
EDITS = (
    ("learning_rate", 0.3),
    ("clip", "norm"),
    ("spectral_radius", 0.4),
    ("spectral_radius", 1.3),
    ("optimizer", "adam"),
    ("optimizer", "sgd"),
)


def nothing():
    """Let a pass go on."""


def bits(simulation):
    """Everything a view could show of a simulation, as bytes."""
    arrays = [
        *simulation.network.named_weights().values(),
        *simulation.gradient,
        *simulation.clipped,
        simulation.network.cell.hidden,
        simulation.network.cell.dloss_dh,
        simulation.constructed,
    ]
    return [array.tobytes() for array in arrays], repr(simulation.loss), simulation.record


def trained(which, iterations, edits=()):
    run = Training(which, nothing)
    seen = {0: bits(run.simulation)}
    for i in range(iterations):
        for at, key, value in edits:
            if at == i:
                run.change(edit(run.settings, key, value))
                seen[run.iteration] = bits(run.simulation)
        run.iterate()
        seen[run.iteration] = bits(run.simulation)
    return run, seen


def at(run, iteration):
    run.seek(iteration)
    while run.replaying:
        run.replay()
    return bits(run.simulation)


@pytest.fixture
def few_states(monkeypatch):
    """States far apart, so that there is something to make again."""
    for name, value in {"ROOM": 0, "FEWEST": 3, "MOST": 3}.items():
        monkeypatch.setattr(past, name, value)
    monkeypatch.setattr(past, "NEAR", 3)


edits_of_runs = strategies.lists(
    strategies.tuples(strategies.integers(0, 19), strategies.sampled_from(EDITS)).map(
        lambda pair: (pair[0], *pair[1])
    ),
    max_size=6,
)


@settings(max_examples=25)
@given(
    cell=strategies.sampled_from(["rnn", "lstm", "gru"]),
    optimizer=strategies.sampled_from(["sgd", "momentum", "rmsprop", "adam"]),
    edits=edits_of_runs,
    places=strategies.lists(strategies.integers(0, 20), min_size=1, max_size=8),
)
def test_every_iteration_comes_back_bit_by_bit(few_states_once, cell, optimizer, edits, places):
    which = edited(SMALL, {"cell": cell, "optimizer": optimizer})
    run, seen = trained(which, 20, edits)
    for place in places:
        assert at(run, place) == seen[place]
        assert (run.iteration, run.newest) == (place, 20)


@pytest.fixture(scope="module")
def few_states_once():
    with pytest.MonkeyPatch.context() as patched:
        for name, value in {"ROOM": 0, "FEWEST": 2, "MOST": 3}.items():
            patched.setattr(past, name, value)
        yield


def test_going_on_from_an_earlier_iteration_makes_the_same_future_again(few_states):
    run, seen = trained(SMALL, 20)
    losses = run.curves().losses.copy()
    at(run, 8)
    while run.iteration < 20:
        run.iterate()
    assert bits(run.simulation) == seen[20]
    assert_array_equal(run.curves().losses, losses)


def test_a_change_in_the_past_makes_another_future_and_forgets_the_old_one(few_states):
    run, _ = trained(SMALL, 20)
    before = run.curves()
    at(run, 8)
    run.change(edit(run.settings, "learning_rate", 0.5))
    assert (run.iteration, run.newest) == (8, 8)
    assert len(run.curves().losses) == 8
    assert max(run.waterfall().iterations) == 8
    assert len(before.losses) == 20  # what was handed out stays
    fresh = Simulation(SMALL)
    for _ in range(8):
        fresh.iterate()
    fresh.change(edit(SMALL, "learning_rate", 0.5))
    for _ in range(5):
        fresh.iterate()
        run.iterate()
    assert bits(run.simulation) == bits(fresh)


def test_the_settings_of_an_iteration_are_those_it_was_trained_with():
    run, _ = trained(SMALL, 10, [(4, "learning_rate", 0.5), (7, "clip", "norm")])
    rates = [run.settings_at(i).learning_rate for i in range(10)]
    assert rates == [SMALL.learning_rate] * 4 + [0.5] * 6
    assert [run.settings_at(i).clip for i in (6, 7)] == ["off", "norm"]


def test_equal_settings_change_nothing():
    run, _ = trained(SMALL, 5)
    at(run, 2)
    assert run.change(run.settings) is None
    assert run.newest == 5


def test_a_diverged_run_comes_back_to_its_last_finite_iteration_and_to_its_end():
    run, seen = trained(EXPLODING, 60)
    assert run.diverged
    end = run.newest
    assert not run.iterate()
    assert at(run, end - 1) == seen[end - 1]
    assert not run.diverged
    assert at(run, end) == seen[end]
    assert run.diverged


def test_places_beyond_the_ends_are_the_ends():
    run, seen = trained(SMALL, 6)
    assert at(run, 99) == seen[6]
    assert at(run, -5) == seen[0]


def test_what_starts_anew_has_no_past():
    run, _ = trained(SMALL, 6)
    run.change(edit(SMALL, "hidden_size", 3))
    assert (run.iteration, run.newest, run.earliest) == (0, 0, 0)
    assert len(run.curves().losses) == 0
    assert run.waterfall().iterations == (0,)


def test_too_many_changes_leave_no_way_back_beyond_them(monkeypatch):
    monkeypatch.setattr(past, "MOST_CHANGES", 4)
    run, _ = trained(SMALL, 10, [(i, "learning_rate", 0.1 + i / 100) for i in range(6)])
    assert 0 < run.earliest <= 5
    first = run.earliest
    at(run, 0)
    assert run.iteration == first


def test_steps_back_from_an_iteration_sought_are_near(few_states):
    run, seen = trained(SMALL, 40)
    at(run, 30)
    made = []
    iterate = run.simulation.iterate
    run.simulation.iterate = lambda: made.append(1) or iterate()
    assert at(run, 29) == seen[29]
    assert not made


def test_waterfall_and_trail_are_of_the_iterations_they_name():
    run, _ = trained(SMALL, 40)
    fresh, magnitudes = Simulation(SMALL), {}
    for i in range(41):
        magnitudes[i] = np.linalg.norm(fresh.network.cell.dloss_dh, axis=(1, 2))
        fresh.iterate()
    fall = run.waterfall()
    assert fall.iterations == tuple(range(41))
    for i, magnitude in zip(fall.iterations, fall.magnitudes, strict=True):
        np.testing.assert_allclose(magnitude, magnitudes[i], rtol=1e-12)
    trail = run.trail()
    assert trail.iterations[0] == 0
    radius = np.abs(trail.eigenvalues[0]).max()
    assert radius == pytest.approx(SMALL.spectral_radius)
    assert trail.largest_singular_values[0] >= radius * (1 - 1e-12)
