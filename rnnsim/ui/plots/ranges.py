"""What an axis shows: ranges that snap to round ends and stay put until the data makes them move.

A range is kept while it holds the data and the data fills enough of it; otherwise it is chosen
afresh.  So it neither flickers while a knob is dragged nor stays uselessly large.
"""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass

LEAST_DECADES = 2
"""Decades a logarithmic axis shows at least."""

EMPTY_DECADES = (-3.0, 0.0)
"""What a logarithmic axis shows where there is nothing to show."""

WASTE = 2.0
"""How many times longer than needed a range may get before it is chosen afresh."""

SNAPS = ((8, 1), (16, 2), (40, 5), (80, 10), (160, 20), (math.inf, 50))
"""Up to so many decades of data the ends snap to multiples of so many decades."""

ROUND_COUNTS = (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)

ROUNDING = 1e-6
"""Decades, or share of a range, by which data may stick out: less than a pixel."""

SMALLEST_AMOUNT = 1e-290


@dataclass(frozen=True, slots=True)
class Span:
    """The ends of an axis, in plotted units: exponents of ten on a logarithmic one."""

    low: float
    high: float

    @property
    def half_length(self) -> float:
        """Half the length, which is finite even where the length is not."""
        return self.high / 2 - self.low / 2

    def holds(self, low: float, high: float) -> bool:
        """Whether low … high lies within, up to less than a pixel."""
        slack = ROUNDING * self.half_length
        return self.low - slack <= low and high <= self.high + slack


def decades(low: float, high: float, have: Span | None = None) -> Span:
    """Range of a logarithmic axis for data from 10^low to 10^high, both finite.

    Parameters
    ----------
    have : Span or None
        The range shown so far.
    """
    return _kept(have, _whole_decades(low, high), low, high)


def empty_decades(have: Span | None = None) -> Span:
    """Range of a logarithmic axis without data: what it was, or a default."""
    return have or Span(*EMPTY_DECADES)


def reaching(low: float, high: float, references: list[float]) -> tuple[float, float]:
    """Let reference values stretch the data's range, by a third and no more.

    A line that goes far outside is then seen to leave the plot, and the data stays readable.
    """
    reach = max(1.0, 0.3 * (high - low))
    lowest = max(min([low, *references]), low - reach)
    highest = min(max([high, *references]), high + reach)
    return lowest, highest


def amounts(low: float, high: float, have: Span | None = None) -> Span:
    """Range of a linear axis that holds 0 and low … high, both finite."""
    low, high = min(low, 0.0), max(high, 0.0)
    return _kept(have, _round_amounts(low, high), low, high)


def counts(last: int) -> Span:
    """Range of an axis of iterations 0 … last; grows in steps of a third or so."""
    scale = 10.0 ** math.floor(math.log10(max(last, 10)))
    return Span(0.0, next(scale * r for r in ROUND_COUNTS if scale * r >= last))


def round_step(least: float) -> float:
    """The smallest of 1, 2, 5 times a power of ten that is `least` or more."""
    scale = 10.0 ** math.floor(math.log10(least))
    for factor in (1.0, 2.0, 5.0):
        if factor * scale >= least * (1 - ROUNDING):
            return factor * scale
    return 10.0 * scale


def _kept(have: Span | None, fresh: Span, low: float, high: float) -> Span:
    kept = (
        have is not None and have.holds(low, high) and have.half_length <= WASTE * fresh.half_length
    )
    return have if kept and have is not None else fresh


def _whole_decades(low: float, high: float) -> Span:
    unit = next(snap for limit, snap in SNAPS if high - low <= limit)
    bottom = unit * math.floor((low + ROUNDING) / unit)
    top = unit * math.ceil((high - ROUNDING) / unit)
    while top - bottom < LEAST_DECADES:
        if top - high < low - bottom:
            top += 1
        else:
            bottom -= 1
    return Span(float(bottom), float(top))


def _round_amounts(low: float, high: float) -> Span:
    if low == high:
        return Span(0.0, 1.0)
    if high - low < SMALLEST_AMOUNT:
        return Span(-SMALLEST_AMOUNT if low < 0 else 0.0, SMALLEST_AMOUNT)
    step = round_step(high / 4 - low / 4)
    largest = sys.float_info.max
    bottom = step * math.floor(low / step * (1 - ROUNDING))
    top = step * math.ceil(high / step * (1 - ROUNDING))
    return Span(max(bottom, -largest), min(top, largest))
