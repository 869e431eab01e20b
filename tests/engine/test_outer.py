import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from rnnsim.engine import outer
from rnnsim.engine.outer import outer_along, outer_products, outer_sum, outer_sum_and_norms

every_format = pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])


@st.composite
def factors(draw, dtype=np.float64):
    """D (T, R, B), Z (T, W, B), and how many rows and columns of their products are measured."""
    steps, sequences = draw(st.integers(1, 6)), draw(st.integers(1, 4))
    rows, columns = draw(st.integers(1, 40)), draw(st.integers(1, 40))
    normal = np.random.default_rng(draw(st.integers(0, 2**32))).standard_normal
    d = normal((steps, rows, sequences)).astype(dtype)
    z = normal((steps, columns, sequences)).astype(dtype)
    return d, z, draw(st.integers(1, rows)), draw(st.integers(1, columns))


def plain(d, z):
    """(T, R, W): each D_t Z_tᵀ, in float64."""
    return np.einsum("trb,twb->trw", d.astype(float), z.astype(float))


@every_format
@settings(max_examples=50)
@given(data=st.data())
def test_sums_and_norms_are_those_of_the_products(dtype, data):
    d, z, rows, columns = data.draw(factors(dtype))
    terms = plain(d, z)
    tolerance = 20 * float(np.finfo(dtype).eps)
    measured = np.linalg.norm(terms[:, :rows, :columns], axis=(1, 2))
    size = np.abs(terms).max() * len(d)
    total, lengths = outer_sum_and_norms(d, z, rows, columns)
    for found, expected in (
        (outer_products(d, z), terms),
        (outer_sum(d, z), terms.sum(axis=0)),
        (total, terms.sum(axis=0)),
    ):
        assert found.dtype == dtype
        assert_allclose(found.astype(float), expected, rtol=0, atol=tolerance * size)
    assert lengths.dtype == np.float64
    # the products of float16 are measured before they are rounded
    epsilon = float(np.finfo(np.result_type(dtype, np.float32)).eps)
    assert_allclose(lengths, measured, rtol=epsilon**0.5, atol=20 * epsilon * np.abs(terms).max())


@every_format
@pytest.mark.parametrize("sequences", [1, 2, 40])
def test_both_ways_to_the_norms_agree(monkeypatch, dtype, sequences):
    normal = np.random.default_rng(1).standard_normal
    d, z = (normal((30, 24, sequences)).astype(dtype) for _ in range(2))
    found = []
    for few in (0, 10**9):  # always by inner products, and never
        monkeypatch.setattr(outer, "FEW", few)
        found.append(outer_sum_and_norms(d, z, 20, 23))
    tolerance = 1e-12 if dtype == np.float64 else 1e-5
    assert_allclose(found[0][1], found[1][1], rtol=tolerance)
    tolerance = max(tolerance, 2 * float(np.finfo(dtype).eps))
    assert_allclose(*(x.astype(float) for x, _ in found), rtol=0, atol=tolerance * 60)


@pytest.mark.parametrize("chunk_bytes", [1, 5000, 2**30])
def test_holding_fewer_products_at_once_changes_no_norm(monkeypatch, chunk_bytes):
    normal = np.random.default_rng(1).standard_normal
    d, z = (normal((30, 6, 7)) for _ in range(2))
    total, lengths = outer_sum_and_norms(d, z, 4, 5)
    monkeypatch.setattr(outer, "CHUNK_BYTES", chunk_bytes)
    again = outer_sum_and_norms(d, z, 4, 5)
    assert_allclose(again[0], total, rtol=0, atol=1e-13)
    assert_array_equal(again[1], lengths)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("rest", [0.0, 1e-12, 1e-7, 1e-5, 1e-3, 1e-2, 0.1])
def test_sequences_that_nearly_cancel_have_an_honest_norm(dtype, rest):
    """D Zᵀ of two sequences u vᵀ − (1 − rest) u vᵀ: the sum of inner products loses its digits."""
    normal = np.random.default_rng(1).standard_normal
    u, v = normal((4, 32, 1)).astype(dtype), normal((4, 32, 1)).astype(dtype)
    d = np.concatenate((u, -u), axis=2)
    z = np.concatenate((v, v * dtype(1.0 - rest)), axis=2)
    expected = np.linalg.norm(plain(d, z), axis=(1, 2))
    _, lengths = outer_sum_and_norms(d, z, 32, 32)
    epsilon = float(np.finfo(dtype).eps)
    # what is left is known to the rounding of what cancelled, and to √ε in any case
    atol = 2 * epsilon * np.linalg.norm(plain(u, v), axis=(1, 2)).max()
    assert_allclose(lengths, expected, rtol=epsilon**0.5, atol=atol)


@pytest.mark.parametrize("sequences", [1, 2, 5])
@pytest.mark.parametrize("size", [1e-200, 1e-100, 1e-80, 1e-77, 1e-50, 1e50, 1e77, 1e100, 1e150])
def test_extreme_factors_have_honest_norms(size, sequences):
    normal = np.random.default_rng(1).standard_normal
    d, z = (normal((3, 32, sequences)) for _ in range(2))
    unit = np.linalg.norm(plain(d, z), axis=(1, 2))
    other = min(max(size, 1e-100), 1e100)  # so that the products are within float64
    _, lengths = outer_sum_and_norms(d * size, z * other, 32, 32)
    assert_allclose(lengths / size / other, unit, rtol=1e-6 if size < 1e-150 else 1e-12)


@pytest.mark.parametrize("sequences", [1, 2, 5])
@pytest.mark.parametrize("dtype", [np.float16, np.float32])
def test_norms_of_narrow_factors_may_exceed_their_format(sequences, dtype):
    largest = np.finfo(dtype).max
    d = np.full((2, 24, sequences), largest, dtype)
    z = np.full((2, 24, sequences), 1.0, dtype)
    total, lengths = outer_sum_and_norms(d, z, 24, 24)
    if sequences == 1:
        assert_allclose(lengths, 24.0 * float(largest), rtol=1e-6)
    assert np.isinf(total).all()


# How far each goes the way of all


@every_format
@settings(max_examples=50)
@given(data=st.data())
def test_each_product_along_a_matrix_is_its_inner_product_with_the_direction(dtype, data):
    d, z, *_ = data.draw(factors(dtype))
    total = np.random.default_rng(0).standard_normal((d.shape[1], z.shape[1])).astype(dtype)
    terms, wide = plain(d, z), total.astype(float)
    expected = np.einsum("trw,rw->t", terms, wide) / np.linalg.norm(wide)
    found = outer_along(d, z, total)
    assert found.dtype == np.float64
    assert_allclose(found, expected, rtol=1e-12, atol=1e-13 * np.abs(terms).max())


@settings(max_examples=30)
@given(factors())
def test_along_their_own_sum_they_sum_to_its_norm(drawn):
    d, z, *_ = drawn
    total = outer_sum(d, z)
    sums = outer_along(d, z, total).sum()
    assert_allclose(sums, np.linalg.norm(total), rtol=1e-10, atol=1e-12 * np.abs(total).max())


@pytest.mark.parametrize("size", [1e-320, 1e-200, 1e200, 1.5e308])
@pytest.mark.parametrize("other", [1e-250, 1e-3, 1.0, 1e250])
def test_no_square_on_the_way_leaves_the_range(size, other):
    d, z = np.array([[[size]], [[size / 2.0]]]), np.array([[[other]], [[other]]])
    total = np.array([[size]])
    with np.errstate(all="ignore"):
        expected = np.array([size * other, size / 2.0 * other])
    assert_allclose(outer_along(d, z, total), expected, rtol=1e-14)


def test_along_zero_all_are_zero_and_along_what_is_not_finite_none_is_known():
    d, z = np.ones((3, 2, 1)), np.ones((3, 2, 1))
    assert_array_equal(outer_along(d, z, np.zeros((2, 2))), np.zeros(3))
    for value in (np.inf, np.nan):
        assert_array_equal(outer_along(d, z, np.full((2, 2), value)), np.full(3, np.nan))
