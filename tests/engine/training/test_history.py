import numpy as np
import pytest
from numpy.testing import assert_array_equal

from rnnsim.engine.training.history import History


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
