"""Ticks: round, few, in range, and written alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnsim.ui.plots.ranges import Span, amounts, counts, decades
from rnnsim.ui.plots.ticks import amount_ticks, count_ticks, decade, decade_ticks

exponents = st.floats(-323.4, 308.3)
finite = st.floats(allow_nan=False, allow_infinity=False)


def words(ticks: tuple) -> list[str]:
    return [str(tick.label) for tick in ticks]


def test_powers_of_ten_are_written_as_they_are_read() -> None:
    assert [str(decade(e)) for e in (-3, -2, -1, 0, 1, 2, 3, 238)] == [
        "10^−3", "0.01", "0.1", "1", "10", "100", "10^3", "10^238",
    ]  # fmt: skip


@given(st.tuples(exponents, exponents).map(sorted), st.integers(2, 9))
def test_decades_are_few_and_in_range(extent: tuple[float, float], most: int) -> None:
    span = decades(*extent)
    ticks = decade_ticks(span, most)
    assert 2 <= len(ticks) <= max(most, 5)
    assert all(span.low <= tick.position <= span.high for tick in ticks)
    assert len({str(tick.label) for tick in ticks}) == len(ticks)
    assert (0.0 in [tick.position for tick in ticks]) == (span.low <= 0 <= span.high)


@given(st.tuples(finite, finite).map(sorted), st.integers(2, 9))
def test_amounts_are_few_and_in_range(extent: tuple[float, float], most: int) -> None:
    span = amounts(*extent)
    ticks = amount_ticks(span, most)
    assert 2 <= len(ticks) <= max(most + 1, 6)
    assert all(span.holds(tick.position, tick.position) for tick in ticks)
    assert len({str(tick.label) for tick in ticks}) == len(ticks)


def test_amounts_have_equal_decimals() -> None:
    assert words(amount_ticks(Span(0.0, 1.5), 4)) == ["0", "0.5", "1.0", "1.5"]
    assert words(amount_ticks(Span(-2e14, 0.0), 5)) == [
        "−2.0·10^14", "−1.5·10^14", "−1.0·10^14", "−0.5·10^14", "0",
    ]  # fmt: skip
    assert words(amount_ticks(Span(0.0, 2e-7), 3)) == ["0", "1·10^−7", "2·10^−7"]


@given(st.integers(0, 10**8), st.integers(2, 12))
def test_counts_are_whole_and_few(last: int, most: int) -> None:
    ticks = count_ticks(counts(last), most)
    assert ticks[0].position == 0.0
    assert len(ticks) <= most
    assert all(tick.position == int(tick.position) for tick in ticks)


@pytest.mark.parametrize(("steps", "expected"), [(1, ["0", "1"]), (6, list("0123456"))])
def test_few_time_steps_have_no_fractions(steps: int, expected: list[str]) -> None:
    assert words(count_ticks(Span(0.0, steps), 8)) == expected


def test_large_counts_are_grouped() -> None:
    assert words(count_ticks(Span(0.0, 20_000.0), 3)) == ["0", "10\u2009000", "20\u2009000"]
