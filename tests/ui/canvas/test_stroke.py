import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnsim.ui.canvas.stroke import (
    FAINTEST,
    HIGHEST_DECADE,
    LEGEND_DECADES,
    LOWEST_DECADE,
    THINNEST,
    opacity,
    width_share,
)

MAGNITUDES = st.floats(min_value=0.0, allow_nan=False)
SCALES = pytest.mark.parametrize("scale", [width_share, opacity])


@SCALES
@given(one=MAGNITUDES, other=MAGNITUDES)
def test_a_larger_gradient_is_never_drawn_weaker(scale, one, other):
    smaller, larger = sorted((one, other))
    assert 0.0 <= scale(smaller) <= scale(larger) <= 1.0


@SCALES
@given(magnitude=MAGNITUDES, others=st.lists(MAGNITUDES, max_size=5))
def test_the_scale_is_absolute(scale, magnitude, others):
    """A gradient looks the same whatever the others are."""
    assert scale(np.array([magnitude, *others]))[0] == scale(magnitude)


@SCALES
def test_nothing_is_drawn_of_zero_and_something_of_the_smallest_gradient(scale):
    assert scale(0.0) == 0.0
    assert scale(5e-324) > 0.0


@SCALES
def test_what_is_not_a_number_has_no_size(scale):
    assert math.isnan(scale(math.nan))
    assert scale(math.inf) == 1.0


@SCALES
@pytest.mark.filterwarnings("error")
def test_no_value_warns(scale):
    scale(np.array([0.0, 5e-324, 1e-300, 1.0, 1e300, math.inf, math.nan]))


def test_the_width_is_linear_in_the_decades():
    decades = np.arange(LOWEST_DECADE, HIGHEST_DECADE + 1)
    steps = np.diff(width_share(10.0**decades))
    np.testing.assert_allclose(steps, (1.0 - THINNEST) / 8.0)


def test_both_scales_end_where_they_say():
    assert width_share(10.0**LOWEST_DECADE) == width_share(1e-30) == pytest.approx(THINNEST)
    assert width_share(10.0**HIGHEST_DECADE) == width_share(1e30) == 1.0
    assert opacity(10.0**LOWEST_DECADE) == opacity(1e-30) == pytest.approx(FAINTEST)
    assert opacity(1.0) == opacity(1e30) == 1.0


def test_the_legend_shows_the_whole_scale():
    assert LEGEND_DECADES[0] == LOWEST_DECADE
    assert LEGEND_DECADES[-1] == HIGHEST_DECADE
    assert sorted(LEGEND_DECADES) == list(LEGEND_DECADES)
