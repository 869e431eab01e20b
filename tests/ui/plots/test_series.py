"""Values made ready for an axis."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from rnnsim.ui.plots.series import clipped, corners, linear, logarithmic, lone, runs

SPECIAL = [0.0, -0.0, np.inf, -np.inf, np.nan, 5e-324, 2.2e-308, 1.8e308, -1.0]
values = arrays(
    np.float64, st.integers(1, 40), elements=st.one_of(st.sampled_from(SPECIAL), st.floats())
)
masks = arrays(np.bool_, st.integers(0, 30))


@given(values)
def test_every_value_is_either_shown_or_said_to_be_a_gap(x: np.ndarray) -> None:
    for series in (logarithmic(np.arange(len(x)), x), linear(np.arange(len(x)), x)):
        parts = [series.shown, series.below, series.above, series.missing]
        assert (np.sum(parts, axis=0) == 1).all()


@given(values)
def test_the_logarithm_is_exact_down_to_the_smallest_number(x: np.ndarray) -> None:
    series = logarithmic(np.arange(len(x)), x)
    assert np.array_equal(series.shown, np.isfinite(x) & (x > 0))
    assert np.array_equal(series.y[series.shown], np.log10(x[series.shown]))
    assert np.array_equal(series.below, x == 0)
    assert np.array_equal(series.above, x == np.inf)


def test_the_extent_is_that_of_what_is_shown() -> None:
    x = np.array([np.nan, 100.0, 0.0, 5e-324, np.inf])
    low, high = logarithmic(np.arange(5.0), x).extent() or (0, 0)
    assert (round(low), high) == (-323, 2.0)
    assert logarithmic(np.arange(2.0), x[[0, 2]]).extent() is None


@given(masks)
def test_runs_make_up_the_mask(mask: np.ndarray) -> None:
    again = np.zeros(len(mask), dtype=bool)
    for start, stop in runs(mask):
        assert not again[start - 1 : stop + 1].any()
        again[start : stop + 1] = True
    assert np.array_equal(again, mask)


@given(masks)
def test_lone_points_are_runs_of_one(mask: np.ndarray) -> None:
    assert list(np.flatnonzero(lone(mask))) == [a for a, b in runs(mask) if a == b]


def test_a_straight_line_is_its_ends() -> None:
    x = np.arange(501.0)
    assert [list(c) for c in corners(x, 3 * x, 0.1)] == [[0, 500], [0, 1500]]
    assert len(corners(x, np.abs(x - 100), 0.1)[0]) == 501
    assert [list(c) for c in corners(x[:3], np.array([np.nan, 1, 2]), 0.1)] == [[1, 2], [1, 2]]


@given(st.lists(st.floats(-50, 50), min_size=2, max_size=12))
def test_clipping_keeps_what_is_inside_where_it_is(heights: list[float]) -> None:
    x, y = np.arange(float(len(heights))), np.array(heights)
    px, py = clipped(x, y, -10.0, 10.0)
    assert (np.abs(py) <= 10 + 1e-9).all()
    assert np.allclose(np.interp(px, x, y), py)
    lengths = px[1::2] - px[::2]
    fine = np.linspace(0, len(heights) - 1, 4001)
    inside = np.mean(np.abs(np.interp(fine, x, y)) <= 10) * (len(heights) - 1)
    assert abs(lengths.sum() - inside) < 0.02 * len(heights)


def test_clipping_cuts_a_bound_that_leaves_the_plot() -> None:
    x, y = clipped(np.array([0.0, 500.0]), np.array([238.0, 0.0]), -4.0, 1.0)
    assert np.allclose(y, [1.0, 0.0])
    assert np.allclose(x, [500 * 237 / 238, 500.0])
