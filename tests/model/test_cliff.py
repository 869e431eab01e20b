import math

import pytest

from rnnsim.model.cliff import B_RANGE, START, W_RANGE, start_at


def test_a_start_within_is_where_it_is_asked_for():
    assert start_at(*START) == START
    assert start_at(5.0, -2.612) == (5.0, -2.612)


def test_a_start_outside_is_at_the_nearest_edge():
    assert start_at(-1e300, 5.0) == (W_RANGE[0], B_RANGE[1])
    assert start_at(7.0, -2.0) == (W_RANGE[1], -2.0)


@pytest.mark.parametrize(("w", "b"), [(math.nan, -2.0), (5.0, math.inf), (-math.inf, math.nan)])
def test_what_is_not_finite_is_refused(w, b):
    with pytest.raises(ValueError, match="cannot start"):
        start_at(w, b)
