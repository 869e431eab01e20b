import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from rnnsim.engine.norms import norm, norms

ANY = arrays(float, array_shapes(min_dims=2, max_dims=4, max_side=4), elements=st.floats())


def expected(x):
    """The norm of `x` by the standard library."""
    return math.nan if np.isnan(x).any() else math.hypot(*x.ravel().tolist())


@given(ANY)
def test_the_norm_is_that_of_the_standard_library(x):
    assert norm(x) == pytest.approx(expected(x), rel=1e-14, abs=5e-324, nan_ok=True)


@given(ANY)
def test_norms_are_the_norms_of_the_entries(x):
    assert norms(x).tolist() == pytest.approx(
        [expected(entry) for entry in x], rel=1e-14, abs=5e-324, nan_ok=True
    )


@pytest.mark.parametrize("size", [1e-320, 1e-308, 1e-200, 1e-150, 1.0, 1e150, 1e200, 1e307])
def test_extreme_entries_have_honest_norms(size):
    assert norm(np.array([3.0, 4.0]) * size) == pytest.approx(
        5.0 * size, rel=1e-3 if size < 1e-310 else 1e-14
    )


def test_tiny_entries_beside_large_ones_do_not_disturb():
    assert norm(np.array([1e-300, 3e-120, 4e-120])) == pytest.approx(5e-120, rel=1e-14)


def test_nothing_and_zeros_have_norm_zero():
    assert norm(np.empty(0)) == 0.0
    assert norm(np.zeros((2, 3))) == 0.0


def test_infinity_and_nan_are_results():
    assert norm(np.array([1.0, -np.inf])) == np.inf
    assert np.isnan(norm(np.array([np.inf, np.nan])))
    assert norm(np.array([1.7e308, 1.7e308])) == np.inf


def test_views_of_any_layout_are_read():
    x = np.arange(24.0).reshape(2, 3, 4)
    assert norms(x.transpose(2, 0, 1)[:, :, ::2]).tolist() == pytest.approx(
        [expected(x[:, ::2, i]) for i in range(4)]
    )
