import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from rnnsim.engine.measures import (
    direct_path,
    fitted_slope,
    saturation_share,
    step_radii,
    step_singular_values,
)

BEYOND = [np.nan, np.inf, -np.inf]


@pytest.mark.parametrize("factor", [0.9, 1.0, 1.1, 1e-5])
def test_the_slope_of_powers_is_the_logarithm(factor):
    magnitude = factor ** np.arange(50.0, -1.0, -1.0)
    assert fitted_slope(magnitude) == pytest.approx(math.log(factor), rel=1e-12, abs=1e-15)


@given(st.lists(st.floats(1e-300, 1e300), min_size=3, max_size=20))
def test_the_slope_is_that_of_least_squares(numbers):
    back = np.arange(len(numbers) - 2, -1, -1)
    expected = np.polynomial.Polynomial.fit(back, np.log(numbers[1:]), 1).convert().coef
    expected = np.append(expected, 0.0)  # a constant is given without its slope
    assert fitted_slope(np.array(numbers)) == pytest.approx(expected[1], rel=1e-8, abs=1e-8)


def test_the_slope_leaves_out_h_0_and_what_has_no_logarithm():
    magnitude = 0.5 ** np.arange(8.0, -1.0, -1.0)
    magnitude[[0, 1, 2, 4]] = [77.0, 0.0, np.inf, np.nan]
    assert fitted_slope(magnitude) == pytest.approx(math.log(0.5))


@pytest.mark.parametrize(
    "magnitude", [[1.0, 2.0], [1.0, 0.0, 2.0], [1.0, np.nan, np.inf], [3.0, 0.0, 0.0]]
)
def test_fewer_than_two_points_have_no_slope(magnitude):
    assert math.isnan(fitted_slope(np.array(magnitude)))


def test_the_slope_of_float16_is_fitted_in_float64():
    magnitude = np.float16(0.5) ** np.arange(20, -1, -1, dtype=np.float16)
    assert fitted_slope(magnitude) == pytest.approx(math.log(0.5), rel=1e-15)


def jacobians(time_steps=6, n=4):
    return np.random.default_rng(0).standard_normal((time_steps, n, n))


def test_singular_values_and_radii_are_those_of_each_jacobian():
    every = jacobians()
    assert_allclose(step_singular_values(every), [np.linalg.norm(j, 2) for j in every], rtol=1e-13)
    assert_allclose(
        step_radii(every), [np.abs(np.roots(np.poly(j))).max() for j in every], rtol=1e-9
    )


def test_a_non_normal_chain_has_radius_zero_and_a_singular_value():
    chain = np.diag(np.full(99, 1.05), -1)[None]
    assert step_radii(chain) == [0.0]
    assert_allclose(step_singular_values(chain), [1.05], rtol=1e-14)


@pytest.mark.parametrize("measure", [step_singular_values, step_radii])
@pytest.mark.parametrize("value", BEYOND)
def test_what_is_not_finite_has_no_singular_value_and_no_radius(measure, value):
    every = jacobians()
    expected = measure(every)
    every[2, 1, 3], expected[2] = value, np.nan
    assert_array_equal(measure(every), expected)
    assert_array_equal(measure(np.full((2, 3, 3), value)), [np.nan, np.nan])


@pytest.mark.parametrize("measure", [step_singular_values, step_radii])
@pytest.mark.parametrize(("dtype", "rtol"), [(np.float32, 1e-6), (np.float16, 1e-2)])
def test_jacobians_of_any_precision_are_read(measure, dtype, rtol):
    measured = measure(jacobians().astype(dtype))
    assert measured.dtype == np.float64
    assert_allclose(measured, measure(jacobians()), rtol=rtol)


def test_a_unit_is_saturated_below_a_tenth_of_gamma():
    slopes = np.array([[0.0, -0.09], [0.1, -1.0]])
    assert saturation_share(slopes, 1.0) == 0.5
    assert saturation_share(slopes / 4.0, 0.25) == 0.5
    assert saturation_share(slopes.astype(np.float16), 0.5) == 0.25


def test_the_direct_path_is_the_product_of_the_gates_still_to_come():
    gates = np.array([[[0.5, 0.2]], [[0.25, 1.0]], [[3.0, 0.1]]])
    of_each = [[0.375, 0.02], [0.75, 0.1], [3.0, 0.1], [1.0, 1.0]]
    assert_allclose(direct_path(gates), np.sqrt(np.mean(np.square(of_each), axis=1)), rtol=1e-15)


@pytest.mark.parametrize(
    ("bias", "time_steps", "expected"), [(1.0, 50, 1.576191e-7), (math.log(99.0), 100, 0.3660323)]
)
def test_the_direct_path_of_gers_2000_and_of_tallec_2018(bias, time_steps, expected):
    gates = np.full((time_steps, 2, 3), 1.0 / (1.0 + math.exp(-bias)))
    path = direct_path(gates)
    assert path[0] == pytest.approx(expected, rel=1e-6)
    assert path[-1] == 1.0
    assert len(path) == time_steps + 1


@pytest.mark.parametrize("dtype", [np.float64, np.float32, np.float16])
def test_the_direct_path_is_nothing_only_where_float64_is(dtype):
    path = direct_path(np.full((500, 3, 2), 0.125, dtype=dtype))
    assert_array_equal(path, 0.125 ** np.arange(500.0, -1.0, -1.0))
    assert path[500 - 358] > 0.0
    assert path[0] == 0.0


def test_a_closed_gate_ends_the_direct_path_and_a_wrong_one_is_shown():
    gates = np.ones((4, 1, 2))
    gates[1] = 0.0
    assert_array_equal(direct_path(gates), [0.0, 0.0, 1.0, 1.0, 1.0])
    gates[2, 0, 0] = np.nan
    assert_array_equal(direct_path(gates), [np.nan, np.nan, np.nan, 1.0, 1.0])
