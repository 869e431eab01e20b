import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from rnnsim.engine.products import multiplier, product

every_format = pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])


@every_format
@settings(max_examples=30)
@given(sizes=st.tuples(*[st.integers(1, 20)] * 4), seed=st.integers(0, 2**32))
def test_products_are_those_of_wider_numbers_rounded_once(dtype, sizes, seed):
    rows, inner, columns, stack = sizes
    normal = np.random.default_rng(seed).standard_normal
    matrix = normal((rows, inner)).astype(dtype)
    others = normal((stack, inner, columns)).astype(dtype)
    exact = matrix.astype(np.longdouble) @ others.astype(np.longdouble)
    size = np.abs(matrix).astype(float) @ np.abs(others).astype(float)
    # of float16, half a unit in the last place and float32's rounding; else that of the sum
    terms = 1 if dtype == np.float16 else inner
    atol = float(terms * np.finfo(dtype).eps * size.max())
    stacked = product(matrix, others)
    assert stacked.dtype == dtype
    assert_allclose(stacked.astype(float), exact.astype(float), rtol=0, atol=atol)
    out = np.empty((rows, columns), dtype)
    multiplier(matrix)(others[0], out)
    assert_allclose(out.astype(float), exact[0].astype(float), rtol=0, atol=atol)


def test_a_float16_sum_overflows_only_where_its_result_does():
    row = np.array([[6e4, 6e4, -6e4, -6e4]], np.float16)
    column = np.ones((4, 1), np.float16)
    assert_array_equal(product(row, column), 0.0)
    out = np.empty((1, 1), np.float16)
    multiplier(row)(column, out)
    assert_array_equal(out, 0.0)
    with np.errstate(over="ignore"):
        assert_array_equal(product(row[:, :2], column[:2]), np.inf)
        multiplier(row[:, :2])(column[:2], out)
    assert_array_equal(out, np.inf)


def test_many_small_float16_terms_are_not_lost():
    # one after another in float16, the sum would stand still at 2048
    ones = np.ones((1, 4096), np.float16)
    assert product(ones, ones.T) == 4096.0


@every_format
def test_a_multiplier_reads_and_writes_views(dtype):
    matrix = np.arange(6.0).reshape(2, 3).astype(dtype)
    columns = np.arange(24.0).reshape(2, 3, 4).astype(dtype)
    out = np.zeros((3, 2, 4), dtype)
    multiplier(matrix)(columns[1], out[1])
    assert_array_equal(out[1], matrix @ columns[1])
    assert_array_equal(out[::2], 0.0)
