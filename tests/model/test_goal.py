import math

import pytest

from rnnsim.model.goal import Goal, iterations_more, until_loss
from rnnsim.model.settings import SettingError


def test_so_many_iterations_more():
    goal = iterations_more(100, start=40)
    assert (goal.iteration, goal.start) == (140, 40)
    assert not goal.reached(139, 0.0)
    assert goal.reached(140, math.nan)


def test_until_a_loss():
    goal = until_loss("0.5", start=3, present=1.0)
    assert not goal.reached(10**9, 0.51)
    assert not goal.reached(10**9, math.nan)
    assert goal.reached(4, 0.5)


@pytest.mark.parametrize("value", [0, -1, 1.5, "many", math.nan, math.inf, 10**7, None])
def test_a_number_of_iterations_that_is_none_is_refused(value):
    with pytest.raises(SettingError, match="a whole number from 1 to 1000000"):
        iterations_more(value, 0)


@pytest.mark.parametrize("value", [0, -1.0, "low", math.nan, math.inf, None])
def test_a_loss_that_is_none_is_refused(value):
    with pytest.raises(SettingError, match="a number above 0"):
        until_loss(value, 0, 1.0)


@pytest.mark.parametrize("value", [1.0, 2.0])
def test_a_loss_that_is_there_already_is_refused(value):
    with pytest.raises(SettingError, match="below the present loss, 1"):
        until_loss(value, 0, 1.0)


def test_of_a_diverged_run_any_loss_may_be_wanted():
    assert until_loss(0.5, 0, math.nan) == Goal(loss=0.5)
