import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnsim.ui.numbers import power_of_ten, short, subscript, superscript

PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻−", "0123456789--")


def read_back(text):
    mantissa, _, power = text.translate(PLAIN).partition("·10")
    return Decimal("Infinity" if mantissa == "∞" else f"{mantissa}e{power or 0}")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
        (math.nan, "NaN"),
        (1.0, "1.0"),
        (0.62, "0.62"),
        (0.0032, "0.0032"),
        (0.00012, "0.00012"),
        (0.000012, "1.2·10⁻⁵"),
        (3.2e-7, "3.2·10⁻⁷"),
        (9.96, "10"),
        (0.996, "1.0"),
        (12.3, "12"),
        (1234.0, "1234"),
        (9960.0, "1.0·10⁴"),
        (12345.0, "1.2·10⁴"),
        (-0.25, "−0.25"),
        (-3.2e-7, "−3.2·10⁻⁷"),
        (5e-324, "4.9·10⁻³²⁴"),
        (1.7e308, "1.7·10³⁰⁸"),
    ],
)
def test_two_figures_and_no_more_than_needed(value, text):
    assert short(value) == text


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [(1.386294, 3, "1.39"), (0.99996, 3, "1.00"), (1.25e-9, 3, "1.25·10⁻⁹"), (7.0, 1, "7")],
)
def test_as_many_figures_as_asked_for(value, digits, text):
    assert short(value, digits) == text


@given(st.floats(allow_nan=False, allow_infinity=False), st.integers(1, 6))
def test_the_text_says_the_number_to_its_last_figure(value, digits):
    text = short(value, digits)
    exact = Decimal(value)
    assert abs(read_back(text) - exact) <= abs(exact) * Decimal("0.5001") * Decimal(10) ** (
        1 - digits
    )
    assert (text == "0") == (value == 0.0)
    assert len(text) <= digits + 9


@given(st.floats(allow_nan=False), st.floats(allow_nan=False))
def test_a_larger_number_never_reads_as_a_smaller_one(one, other):
    smaller, larger = sorted((abs(one), abs(other)))
    assert read_back(short(smaller)) <= read_back(short(larger))


@given(st.integers(-999, 999))
def test_raised_and_lowered_figures(number):
    assert int(superscript(number).translate(PLAIN)) == number
    lowered = subscript(abs(number)).translate(str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789"))
    assert int(lowered) == abs(number)


def test_powers_of_ten():
    assert [power_of_ten(n) for n in (-3, -1, 0, 1, 2)] == ["10⁻³", "10⁻¹", "1", "10", "10²"]
