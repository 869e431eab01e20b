"""Ranges hold the data, end on round numbers, and move only when they must."""

from __future__ import annotations

import math
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnsim.ui.plots.ranges import (
    LEAST_DECADES,
    Span,
    amounts,
    counts,
    decades,
    empty_decades,
    reaching,
    round_step,
)

exponents = st.floats(-323.4, 308.3)
spans = st.lists(st.tuples(exponents, exponents).map(sorted), min_size=1, max_size=8)
finite = st.floats(allow_nan=False, allow_infinity=False)


@given(spans)
def test_decades_hold_the_data_whatever_was_shown_before(
    extents: list[tuple[float, float]],
) -> None:
    have = None
    for low, high in extents:
        have = decades(low, high, have)
        assert have.holds(low, high)
        assert have.low == round(have.low)
        assert have.high == round(have.high)
        assert have.high - have.low >= LEAST_DECADES


@given(spans, st.tuples(exponents, exponents).map(sorted))
def test_a_range_never_stays_uselessly_large(
    extents: list[tuple[float, float]], last: tuple[float, float]
) -> None:
    have = None
    for low, high in extents:
        have = decades(low, high, have)
    fresh, shown = decades(*last), decades(*last, have)
    assert shown.half_length <= 2 * fresh.half_length


def test_a_range_comes_back_from_underflow() -> None:
    wide = decades(-300.0, 0.0)
    assert wide == Span(-300.0, 0.0)
    assert decades(-3.0, 0.0, wide) == Span(-3.0, 0.0)


def test_data_that_moves_within_a_range_leaves_it_alone() -> None:
    have = decades(-8.0, 0.0)
    for low in (-7.5, -6.0, -4.0, -7.9):
        assert decades(low, 0.0, have) is have
    assert decades(-8.4, 0.0, have) == Span(-10.0, 0.0)  # left: grows
    assert decades(-3.9, 0.0, have) is have
    assert decades(-2.9, 0.0, have) == Span(-3.0, 0.0)  # under half: shrinks


def test_less_than_a_pixel_beyond_does_not_move_a_range() -> None:
    have = Span(-3.0, 0.0)
    assert decades(-2.0, 1e-9, have) is have
    assert decades(-3.0, 1e-9) == Span(-3.0, 0.0)


def test_one_value_gets_decades_on_both_sides() -> None:
    assert decades(0.0, 0.0) == Span(-1.0, 1.0)
    assert decades(-0.1, -0.1) == Span(-1.0, 1.0)
    assert decades(-0.9, -0.9) == Span(-2.0, 0.0)


def test_without_data_a_range_is_what_it_was() -> None:
    assert empty_decades(Span(-9.0, 1.0)) == Span(-9.0, 1.0)
    assert empty_decades() == Span(-3.0, 0.0)


def test_references_stretch_a_range_by_a_third_at_most() -> None:
    assert reaching(-10.0, 0.0, [238.0]) == (-10.0, 3.0)
    assert reaching(-10.0, 0.0, [2.0, -11.0]) == (-11.0, 2.0)
    assert reaching(-1.0, 0.0, [-300.0]) == (-2.0, 0.0)
    assert reaching(-1.0, 0.0, []) == (-1.0, 0.0)


@given(st.lists(st.tuples(finite, finite).map(sorted), min_size=1, max_size=6))
def test_amounts_hold_the_data_and_zero(extents: list[tuple[float, float]]) -> None:
    have = None
    for low, high in extents:
        have = amounts(low, high, have)
        assert have.holds(low, high)
        assert have.holds(0.0, 0.0)
        assert math.isfinite(have.low)
        assert math.isfinite(have.high)
        assert have.half_length > 0


@pytest.mark.parametrize(
    ("low", "high", "span"),
    [
        (0.0, 0.0, (0.0, 1.0)),
        (0.4, 1.386, (0.0, 1.5)),
        (-0.115, -0.115, (-0.15, 0.0)),
        (0.0, 5e-324, (0.0, 1e-290)),
        (-5e-324, 0.0, (-1e-290, 1e-290)),
        (0.0, sys.float_info.max, (0.0, sys.float_info.max)),
    ],
)
def test_amounts(low: float, high: float, span: tuple[float, float]) -> None:
    assert (amounts(low, high).low, amounts(low, high).high) == pytest.approx(span, rel=1e-12)


@given(st.integers(0, 10**9))
def test_counts_leave_at_most_a_third_empty(last: int) -> None:
    high = counts(last).high
    assert high >= last
    assert high == round(high)
    assert last <= 10 or last > 0.66 * high


def test_counts_grow_in_steps() -> None:
    assert len({counts(last) for last in range(10_000)}) < 30


@given(st.floats(1e-300, 1e300))
def test_a_round_step_is_1_2_or_5_times_a_power_of_ten(least: float) -> None:
    step = round_step(least)
    assert step >= least * (1 - 1e-5)
    assert step <= 2.6 * least
    assert float(f"{step:.0e}") == pytest.approx(step, rel=1e-9)
    assert f"{step:.0e}"[0] in "125"
