"""What the two plots over iterations share."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from rnnsim.model.frame import FloatArray
from rnnsim.ui.numbers import short
from rnnsim.ui.plots.decimation import Decimator, bin_width
from rnnsim.ui.plots.ranges import counts
from rnnsim.ui.plots.series import Series
from rnnsim.ui.plots.ticks import count

SeriesMaker = Callable[[FloatArray, FloatArray], Series]


class Track:
    """One value an iteration, and the present pass's after them, as a series of few points."""

    def __init__(self, made: SeriesMaker, *, positive: bool) -> None:
        self._made = made
        self._decimator = Decimator(positive=positive)

    def series(self, values: FloatArray, iteration: int, present: float, columns: int) -> Series:
        """Return at most about two points a column, and the present one."""
        width = bin_width(counts(max(iteration, len(values))).high, columns)
        chosen = self._decimator.indices(values, width)
        return self._made(np.append(chosen, float(iteration)), np.append(values[chosen], present))


def iterations_between(x: float, next_x: float, last: int) -> tuple[int, int]:
    """First and last iteration of a column of pixels; at least the nearest one."""
    first = min(max(math.ceil(x), 0), last)
    stop = min(max(math.ceil(next_x) - 1, 0), last)
    if stop < first or stop == first:
        nearest = min(max(round(x), 0), last)
        return nearest, nearest
    return first, stop


def said_between(values: FloatArray, present: float, first: int, last: int) -> str:
    """Iterations and their values in words: one value, or the range of several."""
    if first == last:
        value = values[first] if first < len(values) else present
        return f"iteration {count(first)}: {short(value, 3)}"
    several = values[first : last + 1]
    if last >= len(values):
        several = np.append(several, present)
    where = f"iterations {count(first)}–{count(last)}"
    return f"{where}: {extent_in_words(several)}"


def extent_in_words(values: FloatArray) -> str:
    """Least and greatest value; NaN if there is one, for it is the news."""
    if np.isnan(values).any():
        return "NaN"
    return f"{short(values.min(), 3)} … {short(values.max(), 3)}"
