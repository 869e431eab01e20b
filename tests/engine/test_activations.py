import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from rnnsim.engine.activations import ACTIVATIONS
from rnnsim.model.parameters import PARAMETERS

POINTS = np.array([-700.0, -40.0, -5.0, -1.0, -1e-3, 1e-3, 0.3, 1.0, 5.0, 40.0, 700.0])


def value(name, a):
    a = np.asarray(a, dtype=float)
    h = np.empty_like(a)
    ACTIVATIONS[name].value(a, h)
    return h


def slope(name, a):
    a = np.asarray(a, dtype=float)
    return ACTIVATIONS[name].slope(a, value(name, a))


def test_the_choices_of_the_parameter_table_are_implemented():
    assert set(ACTIVATIONS) == {choice.value for choice in PARAMETERS["activation"].choices}


def test_values_are_the_functions_named():
    assert_allclose(value("tanh", POINTS), np.tanh(POINTS), rtol=1e-15)
    assert_allclose(value("sigmoid", POINTS), 1 / (1 + np.exp(-POINTS)), rtol=1e-15)
    assert_array_equal(value("relu", POINTS), [*[0.0] * 5, *POINTS[5:]])
    assert_array_equal(value("linear", POINTS), POINTS)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_slope_is_the_derivative_of_the_value(name):
    step = 1e-6
    difference = (value(name, POINTS + step) - value(name, POINTS - step)) / (2 * step)
    assert_allclose(slope(name, POINTS), difference, rtol=1e-7, atol=1e-9)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_gamma_is_the_largest_slope_and_is_reached(name):
    slopes = slope(name, np.linspace(-20.0, 20.0, 4001))
    assert slopes.min() >= 0.0
    assert slopes.max() == ACTIVATIONS[name].gamma


def test_the_slope_of_relu_is_zero_at_its_kink():
    assert slope("relu", [0.0]) == [0.0]


def test_the_tail_of_the_sigmoid_keeps_its_digits():
    a = np.array([-30.0, -100.0, -700.0])
    assert_allclose(value("sigmoid", a), np.exp(a), rtol=1e-12)
    assert_allclose(slope("sigmoid", a), np.exp(a), rtol=1e-12)


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [
        ("tanh", -1.0, 1.0),
        ("sigmoid", 0.0, 1.0),
        ("relu", 0.0, np.inf),
        ("linear", -np.inf, np.inf),
    ],
)
def test_infinite_arguments_give_limits_and_nan_gives_nan(name, low, high):
    with np.errstate(over="ignore"):
        assert_array_equal(value(name, [-np.inf, np.inf, np.nan]), [low, high, np.nan])
