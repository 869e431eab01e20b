import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from rnnsim.engine.clipping import ClippingRecord, clip, cosine, joint_norm
from rnnsim.model.parameters import PARAMETERS

MODES = [choice.value for choice in PARAMETERS["clip"].choices]
FORMATS = [np.float64, np.float32, np.float16]
THREE_FOUR = [np.array([3.0]), np.array([[4.0]])]


def clipped(mode, threshold, gradients=THREE_FOUR):
    return [float(g.item()) for g in clip(gradients, mode, threshold)]


def test_clipping_by_norm_is_algorithm_1_of_pascanu_2013():
    assert clipped("norm", 1.0) == [0.6, 0.8]
    assert clipped("norm", 5.0) == [3.0, 4.0]
    assert clipped("norm", 10.0) == [3.0, 4.0]


def test_clipping_by_value_turns_the_gradient():
    assert clipped("value", 1.0) == [1.0, 1.0]
    turned = cosine(THREE_FOUR, clip(THREE_FOUR, "value", 1.0))
    assert math.degrees(math.acos(turned)) == pytest.approx(8.1301, abs=5e-5)
    assert clipped("value", 3.5, [np.array([-3.0]), np.array([-4.0])]) == [-3.0, -3.5]


@pytest.mark.parametrize("mode", ["off", "backward"])
def test_without_clipping_the_gradient_is_used_as_it_is(mode):
    assert clip(THREE_FOUR, mode, 1.0) == THREE_FOUR


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


@given(st.lists(st.lists(st.floats(), min_size=1, max_size=4), min_size=1, max_size=4))
def test_the_joint_norm_is_that_of_the_standard_library(lists):
    numbers = [number for numbers in lists for number in numbers]
    expected = math.nan if any(map(math.isnan, numbers)) else math.hypot(*numbers)
    gradients = [np.array(numbers) for numbers in lists]
    assert joint_norm(gradients) == pytest.approx(expected, rel=1e-14, abs=5e-324, nan_ok=True)


@pytest.mark.parametrize("size", [1e-320, 1e-200, 1e-19, 1e-16, 1.0, 1e17, 1e200, 1e307])
def test_the_joint_norm_of_extreme_gradients_is_honest(size):
    gradients = [np.array([[3.0]]) * size, np.array([4.0]) * size]
    assert joint_norm(gradients) == pytest.approx(5.0 * size, rel=1e-3 if size < 1e-310 else 1e-14)


@pytest.mark.parametrize("size", [1e-44, 1e-30, 1e-16, 1.0, 1e17, 1e37])
def test_the_joint_norm_of_extreme_float32_is_honest(size):
    gradients = [np.array([[3.0 * size]], np.float32), np.array([4.0 * size], np.float32)]
    expected = math.hypot(*(float(g.item()) for g in gradients))
    assert joint_norm(gradients) == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("size", [1e-7, 1e-3, 1.0, 1e4])
def test_the_joint_norm_of_float16_is_not_rounded_to_it(size):
    gradients = [np.array([3.0 * size] * 30, np.float16), np.array([4.0 * size], np.float16)]
    expected = math.hypot(*(float(x) for g in gradients for x in g))
    assert joint_norm(gradients) == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("dtype", FORMATS)
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("threshold", [0.01, 2.0, 100.0])
def test_clipping_keeps_the_format(dtype, mode, threshold):
    exact = [np.array([[3.0, -4.0]]), np.array([12.0])]
    gradients = [g.astype(dtype) for g in exact]
    result = clip(gradients, mode, threshold)
    assert [g.dtype for g in result] == [dtype, dtype]
    for ours, expected in zip(result, clip(exact, mode, threshold), strict=True):
        assert_allclose(ours, expected, rtol=2.0 * np.finfo(dtype).eps)


@pytest.mark.parametrize(("dtype", "size"), [(np.float16, 60_000.0), (np.float32, 3e38)])
@pytest.mark.parametrize("threshold", [1.0, 100.0])
def test_a_gradient_whose_norm_its_format_cannot_hold_is_clipped(dtype, size, threshold):
    gradients = [np.full((5, 10), size, dtype), np.full(50, -size, dtype)]
    assert joint_norm(gradients) == pytest.approx(10.0 * size, rel=1e-3)
    first, second = clip(gradients, "norm", threshold)
    eps = np.finfo(dtype).eps
    assert_allclose(first, np.full((5, 10), threshold / 10.0), rtol=eps)
    assert_allclose(second, np.full(50, -threshold / 10.0), rtol=eps)


@pytest.mark.parametrize("mode", MODES)
def test_no_gradient_stays_none(mode):
    assert clipped(mode, 1.0, [np.array([0.0]), np.array([-0.0])]) == [0.0, 0.0]


def test_infinite_and_nan_gradients_are_results():
    assert_array_equal(clipped("norm", 1.0, [np.array([np.inf]), np.array([1.0])]), [np.nan, 0])
    assert_array_equal(clipped("norm", 1.0, [np.array([np.nan]), np.array([1.0])]), [np.nan, 1])
    assert clipped("value", 1.0, [np.array([np.inf]), np.array([-np.inf])]) == [1.0, -1.0]
    assert_array_equal(clipped("value", 1.0, [np.array([np.nan]), np.array([2.0])]), [np.nan, 1.0])


@pytest.mark.parametrize(("dtype", "size"), [(np.float64, 1e300), (np.float64, 1e-300)])
@pytest.mark.parametrize("angle", [0.0, 0.3, math.pi / 2.0, 2.0, math.pi])
def test_the_cosine_is_that_of_the_angle_however_long_the_gradients(dtype, size, angle):
    before = [np.array([size], dtype), np.zeros((2, 2), dtype), np.array([0.0], dtype)]
    after = [
        np.array([math.cos(angle)], dtype),
        np.zeros((2, 2), dtype),
        np.array([math.sin(angle)], dtype),
    ]
    assert cosine(before, after) == pytest.approx(math.cos(angle), abs=1e-15)


@given(st.lists(st.floats(-1e300, 1e300), min_size=1, max_size=6).filter(any))
def test_a_gradient_lies_along_itself(numbers):
    gradient = [np.array(numbers)]
    assert cosine(gradient, gradient) == 1.0
    assert cosine(gradient, clip(gradient, "norm", 1e-4)) == pytest.approx(1.0, rel=1e-14)


def test_the_smallest_and_the_largest_numbers_have_directions():
    tiny, huge = np.array([3.0, 4.0]) * 5e-324, np.full(2, 1.7e308)
    assert cosine([tiny], [np.array([3.0, 4.0])]) == pytest.approx(1.0, rel=1e-15)
    assert cosine([huge], [np.array([1.0, 0.0])]) == pytest.approx(math.sqrt(0.5), rel=1e-15)


@pytest.mark.parametrize("dtype", [np.float32, np.float16])
def test_the_cosine_of_short_formats_is_computed_in_float64(dtype):
    before, after = np.array([6e4, 6e4], dtype), np.array([1e-7, 0.0], dtype)
    assert cosine([before], [after]) == pytest.approx(math.sqrt(0.5), rel=1e-15)


@pytest.mark.parametrize("without", [0.0, np.inf, np.nan])
def test_what_has_no_direction_has_no_cosine(without):
    odd, plain = [np.array([without]), np.array([0.0])], [np.array([1.0]), np.array([2.0])]
    assert math.isnan(cosine(odd, plain))
    assert math.isnan(cosine(plain, odd))


def test_a_record_counts_what_clipping_changed():
    record = ClippingRecord()
    for before, after in ((2.0, 1.0), (0.5, 0.5), (math.inf, 1.0), (math.nan, math.nan)):
        record = record.including(before, after)
    assert (record.passes, record.clipped) == (4, 2)
    assert record.mean_norm == 1.25


def test_a_record_of_nothing_finite_has_no_mean():
    assert math.isnan(ClippingRecord().including(math.inf, math.inf).mean_norm)
