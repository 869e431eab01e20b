import numpy as np
from numpy.testing import assert_allclose, assert_array_equal

from rnnsim.engine.theory.unit import following, reached, resting_bias, sigmoid


def test_the_sigmoid_goes_from_0_to_1_without_a_warning():
    ends = sigmoid(np.array([-np.inf, -1e4, 0.0, 1e4, np.inf]))
    assert_array_equal(ends, [0.0, 0.0, 0.5, 1.0, 1.0])
    assert_allclose(sigmoid(np.array(1.0)), 0.7310585786, rtol=1e-10)


def test_the_following_state():
    w, b = np.array([2.0, -4.0]), np.array([0.5, 1.0])
    assert_array_equal(following(np.zeros(2), w, b), [1.5, -1.0])


def test_units_get_where_they_are_driven_step_by_step():
    w, b = np.array([[5.0], [-3.0]]), np.array([-2.0, 0.0, 1.0])
    x = np.full((2, 3), 0.25)
    for _ in range(7):
        x = w / (1.0 + np.exp(-x)) + b
    assert_allclose(reached(w, b, steps=7, start=0.25), x, rtol=1e-12)


def test_where_it_rests_a_unit_stays():
    w, x = np.array([-3.0, 0.0, 5.0]), np.array([-1.0, 2.0, 0.5])
    assert_allclose(following(x, w, resting_bias(w, x)), x, rtol=1e-14)
