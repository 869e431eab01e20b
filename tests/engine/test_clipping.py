import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from rnnsim.engine.clipping import clip, joint_norm
from rnnsim.model.parameters import PARAMETERS

MODES = [choice.value for choice in PARAMETERS["clip"].choices]
THREE_FOUR = [np.array([3.0]), np.array([[4.0]])]


def clipped(mode, threshold, gradients=THREE_FOUR):
    return [float(g.item()) for g in clip(gradients, mode, threshold)]


def test_clipping_by_norm_is_algorithm_1_of_pascanu_2013():
    assert clipped("norm", 1.0) == [0.6, 0.8]
    assert clipped("norm", 5.0) == [3.0, 4.0]
    assert clipped("norm", 10.0) == [3.0, 4.0]


def test_clipping_by_value_turns_the_gradient():
    assert clipped("value", 1.0) == [1.0, 1.0]
    cosine = (3.0 + 4.0) / (5.0 * np.sqrt(2.0))
    assert np.degrees(np.arccos(cosine)) == pytest.approx(8.1301, abs=5e-5)
    assert clipped("value", 3.5, [np.array([-3.0]), np.array([-4.0])]) == [-3.0, -3.5]


def test_without_clipping_the_gradient_is_used_as_it_is():
    assert clip(THREE_FOUR, "off", 1.0) == THREE_FOUR


@given(
    st.lists(st.floats(-1e300, 1e300), min_size=1, max_size=6),
    st.floats(1e-4, 100.0),
)
def test_clipping_by_norm_bounds_the_length_and_keeps_the_direction(numbers, threshold):
    gradient = np.array(numbers)
    before = joint_norm([gradient])
    (result,) = clip([gradient], "norm", threshold)
    assert joint_norm([result]) == pytest.approx(min(before, threshold), rel=1e-14)
    if before > 0.0:
        assert_allclose(result / joint_norm([result]), gradient / before, rtol=1e-13, atol=1e-300)
    assert_array_equal(gradient, numbers)


def test_the_norm_is_joint_over_all_weights():
    gradients = [np.full((2, 2), 1.0), np.full(5, 1.0)]
    assert joint_norm(gradients) == 3.0
    assert joint_norm(clip(gradients, "norm", 1.5)) == pytest.approx(1.5, rel=1e-15)


def test_no_gradient_stays_none():
    for mode in MODES:
        assert clipped(mode, 1.0, [np.array([0.0]), np.array([-0.0])]) == [0.0, 0.0]


def test_infinite_and_nan_gradients_pass_without_a_warning_when_ignored():
    with np.errstate(invalid="ignore"):
        assert_array_equal(clipped("norm", 1.0, [np.array([np.inf]), np.array([1.0])]), [np.nan, 0])
        assert_array_equal(clipped("norm", 1.0, [np.array([np.nan]), np.array([1.0])]), [np.nan, 1])
    assert clipped("value", 1.0, [np.array([np.inf]), np.array([-np.inf])]) == [1.0, -1.0]
    assert_array_equal(clipped("value", 1.0, [np.array([np.nan]), np.array([2.0])]), [np.nan, 1.0])
