"""What the two plots over iterations share."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from rnnsim.model.frame import FloatArray
from rnnsim.translation import tr
from rnnsim.ui.numbers import count, short
from rnnsim.ui.plots.decimation import Decimator, bin_width
from rnnsim.ui.plots.picture import Curve, Look
from rnnsim.ui.plots.ranges import counts
from rnnsim.ui.plots.series import Series

SeriesMaker = Callable[[FloatArray, FloatArray], Series]


class Track:
    """One value an iteration, and the present pass's after them, as a curve of few points."""

    def __init__(self, made: SeriesMaker, look: Look, *, positive: bool) -> None:
        self._made, self._look = made, look
        self._decimator = Decimator(positive=positive)

    def curve(self, values: FloatArray, iteration: int, present: float, columns: int) -> Curve:
        """Return at most about two points a column, and the present one."""
        width = bin_width(counts(max(iteration, len(values))).high, columns)
        chosen = self._decimator.indices(values, width)
        x, y = np.append(chosen, float(iteration)), np.append(values[chosen], present)
        final, edition = self._decimator.final, self._decimator.edition
        return Curve(self._made(x, y), self._look, final, edition)


class Present(Sequence[float]):
    """One value an iteration, and the present pass's after them; nothing is copied."""

    def __init__(self, values: FloatArray, iteration: int, present: float) -> None:
        self._values, self._present = values, present
        self._length = max(iteration, len(values)) + 1

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, i: int) -> float:  # type: ignore[override]
        if not 0 <= i < self._length:
            raise IndexError(i)
        if i == self._length - 1:
            return self._present
        return float(self._values[i]) if i < len(self._values) else math.nan


def iterations_between(x: float, next_x: float, last: int) -> tuple[int, int]:
    """First and last iteration of a column of pixels; at least the nearest one."""
    first, stop = math.ceil(x), math.ceil(next_x) - 1
    if stop < first:
        first = stop = round((x + next_x) / 2)
    return min(max(first, 0), last), min(max(stop, 0), last)


def said_between(values: FloatArray, present: float, first: int, last: int) -> str:
    """Iterations and their values in words: one value, or the range of several."""
    if first == last:
        value = values[first] if first < len(values) else present
        words = tr("iteration {iteration}: {value}")
        return words.format(iteration=count(first), value=short(value, 3))
    several = values[first : last + 1]
    if last >= len(values):
        several = np.append(several, present)
    words = tr("iterations {first}–{last}: {values}")
    return words.format(first=count(first), last=count(last), values=extent_in_words(several))


def extent_in_words(values: FloatArray) -> str:
    """Least and greatest value; NaN if there is one, for it is the news."""
    if np.isnan(values).any():
        return "NaN"
    return f"{short(values.min(), 3)} … {short(values.max(), 3)}"
