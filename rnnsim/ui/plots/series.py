"""Values made ready for an axis: what a curve can show, and what it cannot, kept apart.

Zero (on a logarithmic axis), infinite and NaN are results; they leave gaps that are marked.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rnnsim.model.arrays import FloatArray

BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Series:
    """Points in plotted units.

    Attributes
    ----------
    x : (n,) array
        Finite, ascending.
    y : (n,) array
        NaN where there is a gap.
    below, above, missing : (n,) arrays of bool
        Why there is a gap: the value lies below every axis of this kind, above, or nowhere.
    below_word : str
        What lies below, in words.
    """

    x: FloatArray
    y: FloatArray
    below: BoolArray
    above: BoolArray
    missing: BoolArray
    below_word: str

    @property
    def shown(self) -> BoolArray:
        """(n,) array: the points a curve can show."""
        return np.isfinite(self.y)

    def part(self, which: slice) -> Series:
        """Some of the points."""
        below, above, missing = self.below[which], self.above[which], self.missing[which]
        return Series(self.x[which], self.y[which], below, above, missing, self.below_word)

    def extent(self) -> tuple[float, float] | None:
        """Least and greatest plotted value, None where there is none."""
        y = self.y[self.shown]
        return (float(y.min()), float(y.max())) if len(y) else None


def logarithmic(x: FloatArray, values: FloatArray) -> Series:
    """Magnitudes on an axis of exponents of ten; a negative one is not a number."""
    values = np.asarray(values, dtype=float)  # of networks of any precision
    with np.errstate(invalid="ignore"):
        regular = np.isfinite(values) & (values > 0)
        y = np.log10(values, out=np.full(len(values), np.nan), where=regular)
        below, above = values == 0, values == np.inf
    return Series(x, y, below, above, ~(regular | below | above), "exactly 0")


def linear(x: FloatArray, values: FloatArray) -> Series:
    """Amounts on a linear axis."""
    values = np.asarray(values, dtype=float)
    below, above = values == -np.inf, values == np.inf
    y = np.where(np.isfinite(values), values, np.nan)
    return Series(x, y, below, above, np.isnan(values), "−∞")


def runs(mask: BoolArray) -> list[tuple[int, int]]:
    """First and last index of every unbroken run of True."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]])))
    return [(int(first), int(after) - 1) for first, after in edges.reshape(-1, 2)]


def lone(shown: BoolArray) -> BoolArray:
    """Points between two gaps, which no line would show."""
    padded = np.concatenate([[False], shown, [False]])
    return shown & ~padded[:-2] & ~padded[2:]


def corners(x: FloatArray, y: FloatArray, tolerance: float) -> tuple[FloatArray, FloatArray]:
    """The finite part of a line; its two ends if it is straight within `tolerance`."""
    finite = np.isfinite(y)
    x, y = x[finite], y[finite]
    if len(x) > 2:
        chord = y[0] + (y[-1] - y[0]) * ((x - x[0]) / (x[-1] - x[0]))
        if np.abs(y - chord).max() <= tolerance:
            return x[[0, -1]], y[[0, -1]]
    return x, y


def clipped(x: FloatArray, y: FloatArray, low: float, high: float) -> tuple[FloatArray, FloatArray]:
    """The parts of a line with low ≤ y ≤ high.

    Returns
    -------
    x, y : (2m,) arrays
        m pieces, the two ends of each.
    """
    x0, y0, x1, y1 = x[:-1], y[:-1], x[1:], y[1:]
    rise = np.where(y1 == y0, 1.0, y1 - y0)
    at_low, at_high = (low - y0) / rise, (high - y0) / rise
    level = y1 == y0
    start = np.where(level, 0.0, np.clip(np.minimum(at_low, at_high), 0.0, 1.0))
    stop = np.where(level, 1.0, np.clip(np.maximum(at_low, at_high), 0.0, 1.0))
    seen = (start < stop) & (np.maximum(y0, y1) >= low) & (np.minimum(y0, y1) <= high)
    ends = np.stack([start[seen], stop[seen]], axis=1)
    return (
        (x0[seen, None] + ends * (x1 - x0)[seen, None]).ravel(),
        (y0[seen, None] + ends * (y1 - y0)[seen, None]).ravel(),
    )
