import numpy as np
from numpy.testing import assert_allclose, assert_array_equal

from rnnsim.engine.theory.unit import following, sigmoid


def test_the_sigmoid_goes_from_0_to_1_without_a_warning():
    ends = sigmoid(np.array([-np.inf, -1e4, 0.0, 1e4, np.inf]))
    assert_array_equal(ends, [0.0, 0.0, 0.5, 1.0, 1.0])
    assert_allclose(sigmoid(np.array(1.0)), 0.7310585786, rtol=1e-10)


def test_the_following_state():
    w, b = np.array([2.0, -4.0]), np.array([0.5, 1.0])
    assert_array_equal(following(np.zeros(2), w, b), [1.5, -1.0])
