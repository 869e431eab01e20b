import numpy as np
import pytest

from rnnsim.engine.theory.formats import overflow_step


@pytest.mark.parametrize(("dtype", "t"), [(np.float16, 28), (np.float32, 219), (np.float64, 1751)])
def test_the_powers_of_three_halves_overflow(dtype, t):
    assert overflow_step(1.5, dtype) == t


def test_in_float64_nothing_overflows_in_fifty_steps():
    assert overflow_step(1.5, np.float64, time_steps=50) is None


@pytest.mark.parametrize("w", [-3.0, 1.01, 1.1, 2.0, 7.3])
def test_every_product_is_rounded_in_the_format(w):
    power, t = np.float16(1.0), 0
    with np.errstate(over="ignore"):
        while np.isfinite(power):
            power, t = power * np.float16(w), t + 1
    assert overflow_step(w, np.float16) == t


@pytest.mark.parametrize("w", [1.0, -0.9, 0.0, np.nan])
def test_some_never_overflow(w):
    assert overflow_step(w, np.float32) is None


def test_a_number_too_large_for_the_format_overflows_at_once():
    assert overflow_step(1e5, np.float16) == 1
