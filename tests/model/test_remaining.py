"""How long a run still needs to its goal, against runs of which it is known."""

import numpy as np
import pytest

from rnnsim.model.frame import Curves
from rnnsim.model.goal import Goal
from rnnsim.model.remaining import iterations_to_loss, remaining_seconds, share_done


def curves(losses, stride=1):
    values = np.array(losses, dtype=float)
    return Curves(values, values, values, values, stride)


def decay(count, rate=0.01, start=2.0):
    """A loss that falls by a fixed share an iteration."""
    return start * np.exp(-rate * np.arange(count))


@pytest.mark.parametrize("pace", [1.0, 50.0])
def test_iterations_need_the_recent_pace(pace):
    goal = Goal(iteration=1000, start=0)
    assert remaining_seconds(goal, curves([]), 137, pace) == pytest.approx((1000 - 137) / pace)
    assert remaining_seconds(goal, curves([]), 1000, pace) == 0.0


def test_an_exponential_fall_is_foretold_exactly():
    needed = np.log(2.0 / 0.1) / 0.01
    for made in (40, 100, 160):
        left = iterations_to_loss(decay(made), 0.1)
        assert left == pytest.approx(needed - made, abs=1.0)


def test_noise_is_smoothed():
    noise = np.exp(0.3 * np.random.default_rng(1).normal(size=200))
    left = iterations_to_loss(decay(200) * noise, 0.1)
    assert left == pytest.approx(np.log(20.0) / 0.01 - 200, rel=0.5)


def test_only_the_recent_half_counts():
    losses = np.concatenate([decay(100, 0.5), decay(100, 0.01)])
    assert iterations_to_loss(losses, 0.1) == pytest.approx(
        iterations_to_loss(decay(100, 0.01)[-100:], 0.1), rel=0.2
    )


def test_a_loss_already_reached_needs_nothing_more():
    assert iterations_to_loss(decay(100), 1.9) == 0.0


@pytest.mark.parametrize(
    "losses",
    [
        np.ones(100),
        decay(100, -0.01),
        decay(7),
        np.append(decay(99), np.nan),
        np.append(decay(99), 0.0),
        [],
    ],
    ids=["level", "rising", "few", "nan", "zero", "none"],
)
def test_where_it_does_not_fall_nothing_is_said(losses):
    values = np.array(losses, dtype=float)
    assert iterations_to_loss(values, 1e-3) is None
    assert remaining_seconds(Goal(loss=1e-3), curves(values), len(values), 10.0) is None


def test_thinned_curves_count_their_stride():
    assert iterations_to_loss(decay(100), 0.1, stride=4) == pytest.approx(
        4.0 * iterations_to_loss(decay(100), 0.1)
    )


@pytest.mark.parametrize("pace", [0.0, float("nan")])
def test_without_a_pace_nothing_is_said(pace):
    assert remaining_seconds(Goal(iteration=10), curves([]), 0, pace) is None


def test_beyond_days_nothing_is_said():
    assert remaining_seconds(Goal(iteration=1_000_000), curves([]), 0, 0.1) is None


def test_the_share_of_iterations_counts_from_the_goals_start():
    goal = Goal(iteration=300, start=100)
    shares = [share_done(goal, made, curves([])) for made in (50, 100, 150, 300, 301)]
    assert shares == [0.0, 0.0, 0.25, 1.0, 1.0]


def test_the_share_of_a_fall_is_logarithmic():
    goal = Goal(loss=0.02, start=0)
    assert share_done(goal, 3, curves([2.0, 1.0, 0.2])) == pytest.approx(0.5)
    assert share_done(goal, 4, curves([2.0, 1.0, 0.2, 0.9])) == pytest.approx(0.5)
    assert share_done(goal, 4, curves([2.0, 0.01])) == 1.0


@pytest.mark.parametrize("losses", [[], [0.01], [np.nan, np.nan], [np.inf, 1.0]])
def test_where_there_is_no_fall_the_share_is_none(losses):
    assert share_done(Goal(loss=0.02), 3, curves(losses)) == 0.0
    assert share_done(Goal(), 3, curves(losses)) == 0.0
