import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal

from rnnsim.engine.activations import ACTIVATIONS, LEAK, sigmoid_of_negative
from rnnsim.model.parameters import PARAMETERS

POINTS = np.array([-700.0, -40.0, -5.0, -1.5, -0.5, -1e-3, 1e-3, 0.3, 0.9, 1.1, 5.0, 40.0, 700.0])
every_activation = pytest.mark.parametrize("name", ACTIVATIONS)
every_format = pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])


def value(name, a):
    a = np.asarray(a, dtype=float)
    h = np.empty_like(a)
    ACTIVATIONS[name].value(a, h)
    return h


def slope(name, a):
    a = np.asarray(a, dtype=float)
    out = np.empty_like(a)
    ACTIVATIONS[name].slope(a, value(name, a), out)
    return out


def test_the_choices_of_the_parameter_table_are_implemented():
    assert set(ACTIVATIONS) == {choice.value for choice in PARAMETERS["activation"].choices}


def test_values_are_the_functions_named():
    assert_allclose(value("tanh", POINTS), np.tanh(POINTS), rtol=1e-15)
    assert_allclose(value("sigmoid", POINTS), 1 / (1 + np.exp(-POINTS)), rtol=1e-15)
    assert_array_equal(value("relu", POINTS), np.where(POINTS > 0, POINTS, 0.0))
    assert_array_equal(value("leaky_relu", POINTS), np.where(POINTS > 0, POINTS, 0.01 * POINTS))
    assert_array_equal(value("hard_tanh", POINTS), np.minimum(np.maximum(POINTS, -1.0), 1.0))
    assert_array_equal(value("linear", POINTS), POINTS)
    assert_allclose(
        value("softplus", POINTS[:-1]), np.log1p(np.exp(POINTS[:-1])), rtol=1e-14, atol=1e-300
    )
    assert value("softplus", 700.0) == 700.0


@every_activation
def test_the_slope_is_the_derivative_of_the_value(name):
    step = 1e-6
    difference = (value(name, POINTS + step) - value(name, POINTS - step)) / (2 * step)
    assert_allclose(slope(name, POINTS), difference, rtol=1e-7, atol=1e-9)


@every_activation
def test_gamma_is_the_largest_slope(name):
    slopes = slope(name, np.linspace(-20.0, 20.0, 4001))
    assert slopes.min() >= 0.0
    assert slopes.max() <= ACTIVATIONS[name].gamma
    assert slopes.max() == pytest.approx(ACTIVATIONS[name].gamma, rel=1e-8)


@pytest.mark.parametrize(
    ("name", "kink", "expected"),
    [
        ("relu", 0.0, 0.0),
        ("leaky_relu", 0.0, LEAK),
        ("hard_tanh", -1.0, 0.0),
        ("hard_tanh", 1.0, 0.0),
    ],
)
def test_at_a_kink_the_slope_is_that_of_the_flatter_side(name, kink, expected):
    assert slope(name, kink) == expected


@pytest.mark.parametrize("name", ["sigmoid", "softplus"])
def test_a_tail_keeps_its_digits(name):
    a = np.array([-30.0, -100.0, -700.0])
    assert_allclose(value(name, a), np.exp(a), rtol=1e-12)
    assert_allclose(slope(name, a), np.exp(a), rtol=1e-12)


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [
        ("tanh", -1.0, 1.0),
        ("sigmoid", 0.0, 1.0),
        ("relu", 0.0, np.inf),
        ("leaky_relu", -np.inf, np.inf),
        ("hard_tanh", -1.0, 1.0),
        ("softplus", 0.0, np.inf),
        ("linear", -np.inf, np.inf),
    ],
)
def test_infinite_arguments_give_limits_and_nan_gives_nan(name, low, high):
    with np.errstate(all="ignore"):
        assert_array_equal(value(name, [-np.inf, np.inf, np.nan]), [low, high, np.nan])


@every_activation
@every_format
@settings(max_examples=20)
@given(data=st.data())
def test_values_and_slopes_keep_the_format_and_may_replace_their_argument(name, dtype, data):
    # where e⁻ᵃ fits into float16; beyond it the sigmoid is 0 as it should be, after a warning
    width = np.finfo(dtype).bits
    a = data.draw(arrays(dtype, 5, elements=st.floats(-10.0, 10.0, width=width)))
    h, slopes = np.empty_like(a), np.empty_like(a)
    ACTIVATIONS[name].value(a, h)
    ACTIVATIONS[name].slope(a, h, slopes)
    epsilon = 4 * float(np.finfo(dtype).eps)
    assert_allclose(h.astype(float), value(name, a), rtol=epsilon, atol=epsilon)
    assert_allclose(slopes.astype(float), slope(name, a), rtol=epsilon, atol=epsilon)
    ACTIVATIONS[name].value(a, a)
    assert a.tobytes() == h.tobytes()


def test_the_sigmoid_of_a_negative_is_written_where_it_is_told():
    minus_a = np.array([-1000.0, -1.0, 0.0, 2.0, 1000.0])
    with np.errstate(over="ignore"):
        sigmoid_of_negative(minus_a.dtype)(minus_a, minus_a)
    assert_allclose(minus_a, [1.0, 1 / (1 + np.exp(-1.0)), 0.5, 1 / (1 + np.exp(2.0)), 0.0])


def test_sigmoid_of_float16_reaches_to_its_end():
    a = np.arange(-16.0, 16.0, 0.25)
    found = np.empty(len(a), np.float16)
    ACTIVATIONS["sigmoid"].value(a.astype(np.float16), found)
    assert_array_equal(found, (1.0 / (1.0 + np.exp(-a))).astype(np.float16))
