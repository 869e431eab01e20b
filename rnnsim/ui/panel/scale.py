"""Where values lie on a slider, and which of them it stops at."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from rnnsim.model.kinds import IntegerParameter, NumberParameter

MANTISSAS = ("1", "1.2", "1.5", "2", "2.5", "3", "4", "5", "6", "8")
"""What a logarithmic slider stops at within a decade."""


@dataclass(frozen=True)
class Scale:
    """The stops of a slider, ascending, from its one end to the other.

    Attributes
    ----------
    stops : tuple of float
        The values that dragging gives and that small steps visit.
    landmarks : tuple of float
        The few that large steps visit.
    """

    stops: tuple[float, ...]
    landmarks: tuple[float, ...]
    logarithmic: bool

    def fraction(self, value: float) -> float:
        """Where `value` lies, 0 at the low end and 1 at the high one."""
        low, high = self.stops[0], self.stops[-1]
        if not low < high:
            return 0.0
        value = min(max(value, low), high)
        if self.logarithmic:
            return math.log(value / low) / math.log(high / low)
        return (value - low) / (high - low)

    def nearest(self, fraction: float) -> float:
        """The stop nearest to a place on the slider."""
        after = bisect_left(self.stops, fraction, key=self.fraction)
        around = self.stops[max(0, after - 1) : after + 1] or self.stops[-1:]
        return min(around, key=lambda stop: abs(self.fraction(stop) - fraction))

    def stepped(self, value: float, count: int, *, large: bool = False) -> float:
        """The stop `count` steps above `value`, or below it where `count` is negative."""
        stops = self.landmarks if large else self.stops
        rounding = 1e-12 * abs(value)
        index = (
            bisect_right(stops, value + rounding) + count - 1
            if count > 0
            else bisect_left(stops, value - rounding) + count
        )
        return stops[min(max(index, 0), len(stops) - 1)]


def scale_of(row: NumberParameter) -> Scale:
    """The scale of a row of the parameter table."""
    logarithmic = row.logarithmic and row.minimum > 0
    if isinstance(row, IntegerParameter):
        stops, landmarks = _integers(int(row.minimum), int(row.maximum), logarithmic)
    elif logarithmic:
        stops, landmarks = _decades(row.minimum, row.maximum)
    else:
        stops, landmarks = _even(row.minimum, row.maximum)
    return Scale(
        _with_ends(stops, row.minimum, row.maximum),
        _with_ends(landmarks, row.minimum, row.maximum),
        logarithmic,
    )


def _with_ends(stops: list[float], low: float, high: float) -> tuple[float, ...]:
    return tuple(sorted({low, high, *(stop for stop in stops if low < stop < high)}))


def _even(low: float, high: float) -> tuple[list[float], list[float]]:
    """Steps of a power of ten, a hundred to a thousand of them; tenfold as landmarks."""
    if not low < high:
        return [low], [low]
    power = math.floor(math.log10((high - low) / 100.0))
    first, last = math.ceil(low / 10.0**power), math.floor(high / 10.0**power)
    stops = [float(f"{i}e{power}") for i in range(first, last + 1)]
    return stops, [float(f"{i}e{power}") for i in range(first, last + 1) if i % 10 == 0]


def _decades(low: float, high: float) -> tuple[list[float], list[float]]:
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    stops = [float(f"{mantissa}e{power}") for power in powers for mantissa in MANTISSAS]
    return stops, [float(f"{mantissa}e{power}") for power in powers for mantissa in "125"]


def _integers(low: int, high: int, logarithmic: bool) -> tuple[list[float], list[float]]:
    if not logarithmic:
        return list(map(float, range(low, high + 1))), list(map(float, range(low, high + 1, 10)))
    powers = [2.0**i for i in range(high.bit_length())]
    stops: set[float] = set(powers)
    value = low
    while value <= high:
        stops.add(float(value))
        value += _fine_step(value) - value % _fine_step(value)
    return sorted(stops), powers


def _fine_step(value: int) -> int:
    """1, 2, 5, 10, 20 … at most about a sixteenth of `value`."""
    steps = (mantissa * 10**power for power in range(9) for mantissa in (1, 2, 5))
    return max((step for step in steps if step <= value / 16), default=1)
