import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from numpy.testing import assert_array_equal

from rnnsim.engine.norms import norm, norms


def any_arrays(dtype):
    elements = st.floats(width=np.finfo(dtype).bits)
    return arrays(dtype, array_shapes(min_dims=2, max_dims=4, max_side=4), elements=elements)


def expected(x):
    """The norm of `x` by the standard library."""
    return math.nan if np.isnan(x).any() else math.hypot(*x.ravel().tolist())


@given(any_arrays(np.float64))
def test_the_norm_is_that_of_the_standard_library(x):
    assert norm(x) == pytest.approx(expected(x), rel=1e-14, abs=5e-324, nan_ok=True)


@given(any_arrays(np.float64))
def test_norms_are_the_norms_of_the_entries(x):
    assert norms(x).tolist() == pytest.approx(
        [expected(entry) for entry in x], rel=1e-14, abs=5e-324, nan_ok=True
    )


@pytest.mark.parametrize("dtype", [np.float16, np.float32])
@given(data=st.data())
def test_norms_of_narrow_formats_are_known_to_all_digits_of_float32(dtype, data):
    x = data.draw(any_arrays(dtype))
    found = norms(x)
    assert found.dtype == np.float64
    assert found.tolist() == pytest.approx(
        [expected(entry) for entry in x], rel=1e-6, abs=0.0, nan_ok=True
    )


@pytest.mark.parametrize(
    "size", [1e-320, 1e-308, 1e-200, 1e-160, 1e-150, 1.0, 1e149, 1e150, 1e160, 1e200, 1e307]
)
def test_extreme_entries_have_honest_norms(size):
    assert norm(np.array([3.0, 4.0]) * size) == pytest.approx(
        5.0 * size, rel=1e-3 if size < 1e-310 else 1e-14
    )


@pytest.mark.parametrize("size", [1e-44, 1e-38, 1e-25, 1e-18, 1e-14, 1.0, 1e17, 1e18, 1e25, 6e37])
def test_extreme_entries_of_float32_have_honest_norms(size):
    x = (np.array([3.0, 4.0]) * size).astype(np.float32)
    assert norm(x) == pytest.approx(math.hypot(*x.tolist()), rel=1e-6)


@pytest.mark.parametrize("entry", [6e-8, 1e-5, 1.0, 255.0, 6e4])
def test_extreme_entries_of_float16_have_honest_norms(entry):
    x = np.full((1, 1000), entry, np.float16)
    assert norm(x) == pytest.approx(float(x[0, 0]) * math.sqrt(1000), rel=1e-6)


def test_one_extreme_entry_leaves_the_others_alone():
    x = np.array([[3.0, 4.0], [3e-200, 4e-200], [3e200, 4e200], [np.inf, 0.0], [0.0, 0.0]])
    with np.errstate(all="raise"):
        found = norms(x)
    assert found.tolist() == pytest.approx([5.0, 5e-200, 5e200, np.inf, 0.0], rel=1e-14)
    narrow = np.array([[3.0, 4.0], [3e-30, 4e-30], [3e30, 4e30]], np.float32)
    assert norms(narrow).tolist() == pytest.approx([5.0, 5e-30, 5e30], rel=1e-6)


def test_tiny_entries_beside_large_ones_do_not_disturb():
    assert norm(np.array([1e-300, 3e-120, 4e-120])) == pytest.approx(5e-120, rel=1e-14)


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_nothing_and_zeros_have_norm_zero(dtype):
    assert norm(np.empty(0, dtype)) == 0.0
    assert norm(np.zeros((2, 3), dtype)) == 0.0
    assert_array_equal(norms(np.zeros((2, 3), dtype)), [0.0, 0.0])


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_infinity_and_nan_are_results(dtype):
    assert norm(np.array([1.0, -np.inf], dtype)) == np.inf
    assert np.isnan(norm(np.array([np.inf, np.nan], dtype)))


def test_only_what_exceeds_float64_is_infinite():
    assert norm(np.array([1.7e308, 1.7e308])) == np.inf
    largest = np.finfo(np.float32).max
    assert norm(np.array([largest, largest])) == pytest.approx(math.sqrt(2) * float(largest))


def test_views_of_any_layout_are_read():
    x = np.arange(24.0).reshape(2, 3, 4)
    assert norms(x.transpose(2, 0, 1)[:, :, ::2]).tolist() == pytest.approx(
        [expected(x[:, ::2, i]) for i in range(4)]
    )
