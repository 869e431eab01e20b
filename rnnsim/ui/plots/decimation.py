"""Fewer points than iterations, without hiding one spike.

Iterations are divided into bins of equal width, counted from iteration 0, so that a bin once full
never changes.  Of each bin the least and the greatest value are kept, where they are; and one of
each kind of value that a curve cannot show (NaN, infinite, and 0 on a logarithmic axis).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rnnsim.model.arrays import FloatArray

IntArray = NDArray[np.intp]

POINTS_PER_COLUMN = 2

BINS_PER_BLOCK = 32
"""What is final grows by so many bins at a time: whoever keeps it drawn draws it anew each time."""


def bin_width(length: float, columns: int) -> int:
    """How many iterations share a column of pixels; 1 where all points may be drawn."""
    if length <= POINTS_PER_COLUMN * columns:
        return 1
    return -int(-length // columns)


def extremes(values: FloatArray, width: int, *, positive: bool) -> IntArray:
    """Indices of the points to draw, ascending.

    Parameters
    ----------
    values : (n,) array
        May hold anything.
    width : int
        Values a bin.
    positive : bool
        Whether the axis is logarithmic and shows values above 0 only.

    Returns
    -------
    array of int
        Of each bin, a least and a greatest value among those that can be shown, and one NaN, one
        +inf, one −inf, one 0 and one negative value among those that cannot.
    """
    if width == 1:
        return np.arange(len(values))
    whole = len(values) // width * width
    parts = [_extremes(values[:whole].reshape(-1, width), positive)]
    if whole < len(values):
        parts.append(whole + _extremes(values[None, whole:], positive))
    return np.concatenate(parts)


def _extremes(bins: FloatArray, positive: bool) -> IntArray:
    """`extremes` of values already in bins, (m, width)."""
    starts = np.arange(len(bins)) * bins.shape[1]
    shown = np.isfinite(bins)
    if positive:
        shown &= bins > 0
    if shown.all():
        found = [starts + bins.argmin(axis=1), starts + bins.argmax(axis=1)]
    else:
        some = shown.any(axis=1)
        least = np.where(shown, bins, np.inf).argmin(axis=1)
        greatest = np.where(shown, bins, -np.inf).argmax(axis=1)
        found = [(starts + least)[some], (starts + greatest)[some]]
        for kind in _kinds(bins, shown):
            some = kind.any(axis=1)
            found.append((starts + kind.argmax(axis=1))[some])
    return np.unique(np.concatenate(found))


def _kinds(bins: FloatArray, shown: NDArray[np.bool_]) -> list[NDArray[np.bool_]]:
    return [
        np.isnan(bins),
        bins == np.inf,
        bins == -np.inf,
        ~shown & (bins == 0),
        ~shown & (bins < 0) & np.isfinite(bins),
    ]


class Decimator:
    """`extremes` of values that are only ever appended to; full bins are looked at once.

    Appending is recognized by the values lying where they lay before; any others start anew.

    Attributes
    ----------
    edition : int
        Rises whenever the values or the width are others.
    final : int
        How many of the indices, from the first, stay while the edition does.  It grows by whole
        blocks of bins, the same for all values of one length and width.
    """

    def __init__(self, *, positive: bool) -> None:
        self.edition = 0
        self._positive = positive
        self._values: FloatArray = np.empty(0)  # held, so that its place is not used again
        self._width = 0
        self._full: IntArray = np.empty(0, dtype=np.intp)
        self._full_length = 0

    @property
    def final(self) -> int:
        block = BINS_PER_BLOCK * max(self._width, 1)
        return int(np.searchsorted(self._full, self._full_length // block * block))

    def indices(self, values: FloatArray, width: int) -> IntArray:
        """Return ``extremes(values, width)``."""
        if not (width == self._width and self._extends(values)):
            self._full, self._full_length, self._width = self._full[:0], 0, width
            self.edition += 1
        self._values = values
        rest = self._chosen(values, self._full_length)
        full_length = len(values) // width * width
        self._full = np.concatenate([self._full, rest[: np.searchsorted(rest, full_length)]])
        rest = rest[np.searchsorted(rest, full_length) :]
        self._full_length = full_length
        return np.concatenate([self._full, rest])

    def _chosen(self, values: FloatArray, start: int) -> IntArray:
        return start + extremes(values[start:], self._width, positive=self._positive)

    def _extends(self, values: FloatArray) -> bool:
        return len(values) >= self._full_length and place(values) == place(self._values)


def place(values: FloatArray) -> tuple[int, tuple[int, ...]]:
    """Where in memory an array lies, for telling growth from replacement."""
    return values.__array_interface__["data"][0], values.strides
