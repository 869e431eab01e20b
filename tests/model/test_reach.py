"""How far back a gradient reaches, against its definition word by word."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnsim.model.reach import reach

magnitudes = st.lists(
    st.one_of(
        st.sampled_from([0.0, math.inf, math.nan, 5e-324, 1.8e308, 0.01, 1.0]),
        st.floats(min_value=0.0, max_value=1e3),
    ),
    min_size=1,
    max_size=12,
)


@given(magnitudes)
def test_it_is_the_first_of_an_unbroken_row_up_to_the_last(values: list[float]) -> None:
    found, last = reach(np.array(values)), values[-1]
    if not (math.isfinite(last) and last > 0.0):
        assert found is None
        return
    k = len(values) - 1
    while k > 0 and values[k - 1] / last >= 0.01:
        k -= 1
    assert found == k


@pytest.mark.parametrize("ratio", [0.3, 0.62, 0.9])
def test_a_constant_factor_reaches_as_far_as_its_logarithm_says(ratio: float) -> None:
    steps = 60
    magnitude = 0.05 * ratio ** np.arange(steps, -1.0, -1.0)
    assert reach(magnitude) == steps - math.floor(math.log(0.01) / math.log(ratio))


def test_what_explodes_reaches_all_and_a_tiny_gradient_is_measured_like_any() -> None:
    assert reach([1e300, 1.0, 1e-10]) == 0
    assert reach([0.0, 5e-324, 5e-324]) == 1
    assert reach(np.array([6e-8, 6e-8], np.float16)) == 0
