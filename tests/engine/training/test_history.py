import numpy as np
import pytest
from hypothesis import given, strategies
from numpy.testing import assert_array_equal

from rnnsim.engine.simulation import Simulation
from rnnsim.engine.training.history import History
from rnnsim.model.settings import Settings


def filled(count, capacity=4):
    history = History(capacity)
    for i in range(count):
        history.append(i, 10.0 * i, 100.0 * i, i / 1000)
    return history


def test_nothing_at_first():
    curves = History().curves()
    assert [len(curves.losses), len(curves.gradient_norms)] == [0, 0]
    assert len(curves.clipped_gradient_norms) == 0


@pytest.mark.parametrize("count", [1, 3, 4, 5, 8, 9, 1000])
def test_every_value_is_kept_in_order_however_often_it_grows(count):
    curves = filled(count).curves()
    expected = np.arange(float(count))
    assert_array_equal(curves.losses, expected)
    assert_array_equal(curves.gradient_norms, 10.0 * expected)
    assert_array_equal(curves.clipped_gradient_norms, 100.0 * expected)


def test_curves_handed_out_do_not_change_when_more_is_appended():
    history = filled(3)
    early = history.curves()
    for _ in range(100):
        history.append(-1.0, -1.0, -1.0, -1.0)
    assert_array_equal(early.losses, [0.0, 1.0, 2.0])
    assert_array_equal(early.clipped_gradient_norms, [0.0, 100.0, 200.0])
    assert len(history.curves().losses) == 103


@pytest.mark.parametrize("name", ["losses", "gradient_norms", "clipped_gradient_norms"])
def test_curves_cannot_be_written(name):
    history = filled(3)
    curve = getattr(history.curves(), name)
    with pytest.raises(ValueError, match="read-only"):
        curve[0] = 1.0
    history.append(3.0, 30.0, 300.0, 0.3)  # though the history itself still can


def test_what_is_not_finite_is_kept():
    history = History()
    history.append(np.nan, np.inf, -np.inf, np.nan)
    curves = history.curves()
    assert np.isnan(curves.losses[0])
    assert curves.gradient_norms[0] == np.inf
    assert curves.clipped_gradient_norms[0] == -np.inf


def test_between_appends_nothing_is_copied():
    history = filled(3)
    assert np.shares_memory(history.curves().losses, history.curves().losses)


# More iterations than rows

VALUES = strategies.lists(
    strategies.sampled_from([0.0, 1.0, -2.5, 7.25, np.inf, -np.inf, np.nan])
    | strategies.floats(-9, 9),
    min_size=1,
    max_size=600,
)


@given(VALUES)
def test_however_many_rows_are_thinned_no_peak_is_lost(values):
    history = History(4, most=16)
    for value in values:
        history.append(value, value, value)
    curves = history.curves()
    stride, kept = curves.stride, curves.losses
    assert len(kept) <= 16
    assert stride == 1 or len(kept) >= 8
    told = len(kept) * stride if stride > 1 else len(kept)
    assert len(values) - 2 * stride < told <= len(values)  # a group that is not full is not told
    for j in range(0, len(kept) - 1, 2):
        group = np.array(values[j * stride : (j + 2) * stride])
        pair = kept[j : j + 2]
        if np.isnan(group).any():
            assert np.isnan(pair).any()
        else:
            assert {pair.min(), pair.max()} == {group.min(), group.max()}


def test_what_was_handed_out_stays_when_rows_are_thinned_or_forgotten():
    history = History(4, most=16)
    for i in range(15):
        history.append(i, i, i)
    early = history.curves().losses
    history.append(15, 15, 15)
    history.forget_from(3)
    for _ in range(20):
        history.append(-1.0, -1.0, -1.0)
    assert_array_equal(early, np.arange(15.0))


@pytest.mark.parametrize("iteration", [0, 1, 5, 9, 10, 50])
def test_later_iterations_can_be_forgotten(iteration):
    history = filled(10)
    history.forget_from(iteration)
    assert_array_equal(history.curves().losses, np.arange(float(min(iteration, 10))))
    history.append(7.0, 7.0, 7.0)
    assert history.curves().losses[-1] == 7.0


def test_rows_are_thinned_after_more_than_half_of_them_were_kept_in_going_back():
    history = History(4, most=4096)
    for i in range(3000):
        history.append(i, i, i)
    history.forget_from(2500)  # twice as many are more than there may be
    for i in range(2500, 4096):
        history.append(i, i, i)
    curves = history.curves()
    assert (curves.stride, len(curves.losses)) == (2, 2048)
    assert curves.losses[-1] == 4095


def test_of_thinned_rows_whole_pairs_are_forgotten():
    history = History(4, most=16)
    for i in range(40):
        history.append(i, i, i)
    stride = history.curves().stride
    history.forget_from(21)
    kept = history.curves().losses
    assert len(kept) % 2 == 0
    assert 21 - 2 * stride < len(kept) * stride <= 21
    assert kept.max() < 21


DEEDS = strategies.lists(
    strategies.one_of(
        strategies.tuples(strategies.just("append"), strategies.integers(1, 40)),
        strategies.tuples(strategies.just("forget"), strategies.floats(0.0, 1.0)),
    ),
    max_size=12,
)


@given(DEEDS)
def test_rows_stay_where_their_iterations_are_however_often_some_are_forgotten(deeds):
    history, known, number = History(4, most=16), [], 0.0
    for deed, value in deeds:
        if deed == "append":
            for _ in range(value):
                number += 1.0
                known.append(number * (-1.0) ** number)
                history.append(known[-1], known[-1], known[-1])
        else:
            curves = history.curves()
            del known[int(value * len(known)) :]
            pair = 2 * curves.stride if curves.stride > 1 else 1
            begun = len(known) // pair * pair
            if begun < len(curves.losses) * curves.stride:  # no single one of it is known any more
                known[begun:] = [np.nan] * (len(known) - begun)
            history.forget_from(len(known))
    curves = history.curves()
    if curves.stride == 1:
        assert_array_equal(curves.losses, known)
        return
    assert len(curves.losses) == len(known) // (2 * curves.stride) * 2
    for pair, told in enumerate(curves.losses.reshape(-1, 2)):
        start = 2 * pair * curves.stride
        group = known[start : start + 2 * curves.stride]
        assert (told.min(), told.max()) == (np.nanmin(group), np.nanmax(group))


def test_a_pass_is_noted_with_its_accuracy_where_there_is_one():
    history = History()
    for task in ("recall", "sine"):
        simulation = Simulation(Settings(task=task, time_steps=6, hidden_size=4))
        history.note(simulation)
    curves = history.curves()
    assert curves.losses[1] == simulation.loss
    assert 0.0 <= curves.accuracies[0] <= 1.0
    assert np.isnan(curves.accuracies[1])
