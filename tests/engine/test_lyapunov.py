import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from rnnsim.engine.lyapunov import lyapunov_spectrum


def drawn(seed, time_steps=40, n=4):
    """(T, N, N) Gaussian Jacobians of about constant length."""
    return np.random.default_rng(seed).standard_normal((time_steps, n, n)) / np.sqrt(n)


def test_a_diagonal_matrix_has_its_logarithms():
    jacobians = np.broadcast_to(np.diag([0.5, 0.9, 0.2]), (100, 3, 3))
    assert_allclose(
        lyapunov_spectrum(jacobians), [-0.10536052, -0.69314718, -1.60943791], atol=1e-8
    )


@given(st.integers(0, 999), st.integers(1, 6))
def test_triangular_matrices_have_the_mean_logarithms_of_their_diagonals(seed, n):
    jacobians = np.triu(drawn(seed, n=n))
    diagonals = np.abs(np.diagonal(jacobians, axis1=1, axis2=2))
    expected = np.sort(np.log(diagonals).mean(axis=0))[::-1]
    assert_allclose(lyapunov_spectrum(jacobians), expected, rtol=1e-10, atol=1e-12)


@given(st.integers(0, 999), st.integers(1, 6))
def test_they_sum_to_the_mean_logarithm_of_the_determinants(seed, n):
    jacobians = drawn(seed, n=n)
    exponents = lyapunov_spectrum(jacobians)
    assert exponents.sum() == pytest.approx(np.linalg.slogdet(jacobians)[1].mean(), abs=1e-10)
    assert (np.diff(exponents) <= 0.0).all()


def test_the_first_is_the_growth_of_the_largest_singular_value_of_the_product():
    jacobians = drawn(0, time_steps=4000)
    product, logarithm = np.eye(4), 0.0
    for jacobian in jacobians:
        product = jacobian @ product
        size = np.linalg.norm(product, 2)
        product, logarithm = product / size, logarithm + np.log(size)
    assert lyapunov_spectrum(jacobians)[0] == pytest.approx(logarithm / 4000, abs=2e-3)


def test_a_rotation_has_none():
    angle = 0.3
    turn = [[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]
    assert_allclose(lyapunov_spectrum(np.array([turn] * 50)), [0.0, 0.0], atol=1e-14)


def test_growth_and_decay_beyond_float64_are_measured():
    jacobians = np.broadcast_to(np.diag([1e30, 1e-30]), (100, 2, 2))
    assert_allclose(lyapunov_spectrum(jacobians), [np.log(1e30), -np.log(1e30)])


def test_all_directions_die_in_a_zero_matrix():
    assert_array_equal(lyapunov_spectrum(np.zeros((3, 2, 2))), [-np.inf, -np.inf])


@pytest.mark.parametrize("dead", [0, 1, 2, 3])
def test_a_unit_apart_from_the_others_kills_one_direction_and_leaves_the_rest(dead):
    alive = drawn(1, n=3)
    jacobians = np.insert(np.insert(alive, dead, 0.0, axis=1), dead, 0.0, axis=2)
    assert_allclose(lyapunov_spectrum(jacobians), [*lyapunov_spectrum(alive), -np.inf])


@pytest.mark.parametrize("dead", [0, 1, 2, 3])
@pytest.mark.parametrize("axis", [1, 2])
def test_a_unit_without_slope_or_without_effect_kills_one_direction(dead, axis):
    jacobians = drawn(1)
    np.moveaxis(jacobians, axis, 0)[dead] = 0.0
    exponents = lyapunov_spectrum(jacobians)
    assert np.isfinite(exponents[:3]).all()
    assert exponents[3] == -np.inf


@pytest.mark.parametrize("dead", [0, 1, 2, 3])
def test_a_unit_without_effect_leaves_the_others_their_volume(dead):
    jacobians = drawn(1, time_steps=1)
    jacobians[0, :, dead] = 0.0
    stretches = np.linalg.svd(jacobians[0], compute_uv=False)[:3]
    assert lyapunov_spectrum(jacobians)[:3].sum() == pytest.approx(np.log(stretches).sum())


def test_a_direction_that_dies_later_takes_its_own_growth_along():
    jacobians = np.array([np.diag([2.0, 3.0]), np.diag([0.0, 1.0])])
    assert_allclose(lyapunov_spectrum(jacobians), [np.log(3.0) / 2.0, -np.inf])


def test_of_two_units_with_the_same_effect_one_direction_dies():
    exponents = lyapunov_spectrum(np.array([[[1.0, 1.0, 0.0], [0.0, 0.0, 1.0], [0.0, 0.0, 1.0]]]))
    assert np.isfinite(exponents[:2]).all()
    assert exponents[2] == -np.inf


@given(st.integers(0, 999))
def test_units_that_die_by_turns_kill_as_many_directions_as_die_at_once(seed):
    jacobians, random = drawn(seed, n=5), np.random.default_rng(seed)
    for jacobian in jacobians:
        jacobian[random.permutation(5)[:2]] = 0.0
    exponents = lyapunov_spectrum(jacobians)
    assert np.isfinite(exponents[:3]).all()
    assert_array_equal(exponents[3:], [-np.inf, -np.inf])


@pytest.mark.parametrize("side", [-1, 1])
@pytest.mark.parametrize("time_steps", [1, 2, 3, 4, 5])
def test_a_nilpotent_chain_kills_one_direction_a_time_step(side, time_steps):
    chain = np.diag(np.full(3, 1.05), side)
    alive = max(4 - time_steps, 0)
    assert_allclose(
        lyapunov_spectrum(np.array([chain] * time_steps)),
        [np.log(1.05)] * alive + [-np.inf] * (4 - alive),
    )


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("t", [0, 39])
@pytest.mark.parametrize("n", [1, 4])
def test_what_is_not_finite_has_no_spectrum(value, t, n):
    jacobians = drawn(2, n=n)
    jacobians[t, 0, -1] = value
    assert_array_equal(lyapunov_spectrum(jacobians), np.full(n, np.nan))


def test_a_product_that_overflows_has_no_spectrum():
    assert_array_equal(lyapunov_spectrum(np.full((3, 2, 2), 1.7e308)), [np.nan, np.nan])


@pytest.mark.parametrize(("dtype", "atol"), [(np.float32, 1e-6), (np.float16, 1e-2)])
def test_any_precision_is_read(dtype, atol):
    jacobians = drawn(3)
    exponents = lyapunov_spectrum(jacobians.astype(dtype))
    assert exponents.dtype == np.float64
    assert_allclose(exponents, lyapunov_spectrum(jacobians), atol=atol)


def test_the_work_can_be_abandoned_before_every_time_step():
    calls = []

    def checkpoint():
        calls.append(None)
        if len(calls) == 3:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        lyapunov_spectrum(drawn(4), checkpoint)
    lyapunov_spectrum(drawn(4, time_steps=5), lambda: calls.append(None))
    assert len(calls) == 8
