"""Decimation against looking at every value."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from rnnsim.ui.plots.decimation import Decimator, bin_width, extremes

SPECIAL = [0.0, -0.0, np.inf, -np.inf, np.nan, 5e-324, -5e-324, 1.8e308, 1.0]
values = arrays(
    np.float64, st.integers(0, 60), elements=st.one_of(st.sampled_from(SPECIAL), st.floats(-9, 9))
)


def kind(value: float, positive: bool) -> str:
    if np.isnan(value) or np.isinf(value):
        return str(value)
    if positive and value <= 0:
        return "zero" if value == 0 else "negative"
    return "shown"


@given(values, st.integers(1, 9), st.booleans())
def test_no_spike_and_no_kind_of_value_is_hidden(x: np.ndarray, width: int, positive: bool) -> None:
    chosen = extremes(x, width, positive=positive)
    assert list(chosen) == sorted(set(chosen))
    for start in range(0, len(x), width):
        whole = list(x[start : start + width])
        kept = list(x[chosen[(chosen >= start) & (chosen < start + width)]])
        assert {kind(v, positive) for v in kept} == {kind(v, positive) for v in whole}
        shown = [v for v in whole if kind(v, positive) == "shown"]
        if shown:
            kept_shown = [v for v in kept if kind(v, positive) == "shown"]
            assert min(kept_shown) == min(shown)
            assert max(kept_shown) == max(shown)
            assert len(kept_shown) <= max(2, width if width == 1 else 2)


@given(st.data(), values, st.integers(1, 9), st.booleans())
def test_growing_values_give_what_all_at_once_would(
    data: st.DataObject, x: np.ndarray, width: int, positive: bool
) -> None:
    decimator = Decimator(positive=positive)
    lengths = sorted(data.draw(st.lists(st.integers(0, len(x)), min_size=1, max_size=5)))
    for length in lengths:
        final, edition = decimator.final, decimator.edition
        before = decimator.indices(x[:length], width)
        assert np.array_equal(before, extremes(x[:length], width, positive=positive))
        assert decimator.edition == max(edition, 1)
        assert decimator.final >= final


def test_other_values_start_anew_even_where_there_are_more() -> None:
    decimator = Decimator(positive=False)
    first, other = np.arange(40.0), np.arange(50.0)[::-1].copy()
    decimator.indices(first, 4)
    assert np.array_equal(decimator.indices(other, 4), extremes(other, 4, positive=False))
    assert decimator.edition == 2
    assert np.array_equal(decimator.indices(other[:7], 4), extremes(other[:7], 4, positive=False))


def test_another_width_starts_anew() -> None:
    decimator, x = Decimator(positive=False), np.random.default_rng(0).normal(size=100)
    for width in (3, 5, 1, 4):
        expected = extremes(x, width, positive=False)
        assert np.array_equal(decimator.indices(x, width), expected)


def test_full_bins_are_looked_at_once() -> None:
    x = np.random.default_rng(0).normal(size=1_000_000)
    decimator = Decimator(positive=False)
    decimator.indices(x[:999_000], 1000)
    x[:999_000] = np.nan  # would be seen if they were read again
    assert np.isfinite(decimator.indices(x, 1000)[-4:]).all()
    assert decimator.final == 2 * 992  # whole blocks of 32


@pytest.mark.parametrize(("length", "columns"), [(3, 100), (201, 100), (5e6, 313)])
def test_about_two_points_a_column(length: float, columns: int) -> None:
    bins = length / bin_width(length, columns)
    assert bins <= 2 * columns
    assert bin_width(length, columns) == 1 or bins <= columns
