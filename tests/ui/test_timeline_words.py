"""Where a run is looked at, and its goal, in words; and the loss in few points."""

import numpy as np
import pytest

from rnnsim.model.goal import Goal
from rnnsim.ui.timeline.spark import spark
from rnnsim.ui.timeline.words import (
    goal_text,
    past_text,
    place_text,
    reached_text,
    sought_text,
    time_text,
)


def test_the_newest_and_the_past_are_told_apart():
    assert place_text(300, 300) == "iteration 300"
    assert place_text(123, 300) == "iteration 123 of 300"
    assert past_text(123, 300) == "iteration 123 of 300 · Train goes on from here"
    assert sought_text(118, 123) == "recomputing… 118 of 123"


def test_a_goal_tells_what_is_made_since_it_was_set():
    goal = Goal(iteration=1500, start=500)
    assert goal_text(goal, 637, 0.3, 12.4) == "137 of 1000 · about 12 s left"
    assert goal_text(goal, 637, 0.3, None) == "137 of 1000"
    assert reached_text(goal, 1500) == "1000 iterations made · stopped at iteration 1500"


def test_a_goal_of_loss_tells_the_loss():
    goal = Goal(loss=0.5)
    assert goal_text(goal, 20, 0.8123, None) == "loss 0.81, until 0.5"
    assert goal_text(goal, 20, 0.8123, 200.0) == "loss 0.81, until 0.5 · about 3 min left"
    assert reached_text(goal, 412) == "loss 0.5 reached · at iteration 412"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0.0, "1 s"),
        (12.4, "12 s"),
        (56.0, "56 s"),
        (58.0, "1 min"),
        (600, "10 min"),
        (3599.0, "1 h"),
        (40 * 3600.0, "40 h"),
    ],
)
def test_a_time_has_one_unit(seconds, said):
    assert time_text(seconds) == said


def test_few_losses_are_all_there():
    x, y = spark(np.array([4.0, 2.0, 3.0]), 100)
    np.testing.assert_allclose(x, [0, 0, 0.5, 0.5, 1, 1])
    np.testing.assert_allclose(y, [1, 1, 0, 0, 0.5, 0.5])


def test_no_peak_is_lost_among_many():
    losses = np.ones(10_000)
    losses[7_777] = 2.0
    x, y = spark(losses, 50)
    assert len(x) <= 2 * 50
    assert y.max() == 1.0
    assert x[y.argmax()] == pytest.approx(0.7777, abs=0.02)


def test_a_steep_fall_is_logarithmic():
    _, y = spark(np.array([100.0, 10.0, 1.0]), 100)
    np.testing.assert_allclose(y[::2], [1.0, 0.5, 0.0])


def test_what_is_not_finite_is_left_out():
    x, y = spark(np.array([1.0, np.nan, np.inf, 2.0]), 100)
    np.testing.assert_allclose(x[::2], [0.0, 1.0])
    assert np.isfinite(y).all()


@pytest.mark.parametrize("losses", [[], [1.0], [np.nan, np.nan], [3.0, 3.0]])
def test_where_there_is_no_line_there_is_none(losses):
    x, y = spark(np.array(losses), 10)
    assert len(x) == len(y)
    assert np.isfinite(y).all()
