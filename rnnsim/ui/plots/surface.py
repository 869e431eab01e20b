"""The error surface of the cliff as a picture: colours, lines of equal error, and the wall."""

from __future__ import annotations

import numpy as np

from rnnsim.model.arrays import FloatArray
from rnnsim.model.extras import CliffPicture
from rnnsim.ui.plots.colors import shares_of
from rnnsim.ui.plots.picture import Raster, Scenery
from rnnsim.ui.plots.ranges import Span, decades, empty_decades
from rnnsim.ui.plots.raster import contour
from rnnsim.ui.plots.series import runs

STEEP = 0.15
"""Decades by which the error changes from one row of the surface to the next at a wall."""

SMOOTHED = 5
"""Columns over which the line of the wall is averaged: it is known to a row only."""

CONTOURS = 10
"""About so many lines of equal error."""

FLOOR = 0.03
"""Share of the surface that lies below the scale of colours: on the valley's floor E is 0."""


def scenery_of(cliff: CliffPicture) -> Scenery:
    """The error surface as coloured fields, with lines of equal error."""
    span = error_span(cliff.error)
    exponents = _exponents(cliff.error, span.low)
    fields = Raster(
        shares=shares_of(exponents, span.low, span.high)[::-1],
        zero=np.zeros(cliff.error.shape, bool),
        broken=~np.isfinite(cliff.error)[::-1],
        x=_edges(cliff.w),
        y=_edges(cliff.b),
        smooth=True,
    )
    levels = np.linspace(span.low, span.high, CONTOURS + 2)[1:-1]
    lines = [contour(cliff.w, cliff.b, exponents, float(level)) for level in levels]
    return Scenery(raster=fields, contours=_beside(np.concatenate(lines), cliff))


def wall_of(cliff: CliffPicture) -> tuple[FloatArray, FloatArray]:
    """Where the error leaps from one row of the surface to the next: w and b of a line.

    The longest run of columns in which it does, and there where it leaps most.
    """
    if min(cliff.error.shape) < 2:
        return np.empty(0), np.empty(0)
    leaps = np.abs(np.diff(_exponents(cliff.error, error_span(cliff.error).low), axis=0))
    leaps = np.nan_to_num(leaps, nan=0.0)
    highest = leaps.argmax(axis=0)
    between = (cliff.b[1:] + cliff.b[:-1]) / 2
    steep = runs(leaps.max(axis=0) >= STEEP)
    if not steep:
        return np.empty(0), np.empty(0)
    start, stop = max(steep, key=lambda run: run[1] - run[0])
    w, b = cliff.w[start : stop + 1], between[highest[start : stop + 1]]
    if len(w) < SMOOTHED:
        return np.empty(0), np.empty(0)
    weights, half = np.full(SMOOTHED, 1 / SMOOTHED), SMOOTHED // 2
    b = np.pad(b, half, mode="reflect", reflect_type="odd")
    return w, np.convolve(b, weights, "valid")


def _beside(lines: FloatArray, cliff: CliffPicture) -> FloatArray:
    """Lines of equal error without those that the wall is made of."""
    w, b = wall_of(cliff)
    if not len(w) or not len(lines):
        return lines
    x, y = (lines[:, 0] + lines[:, 2]) / 2, (lines[:, 1] + lines[:, 3]) / 2
    row = abs(float(cliff.b[1] - cliff.b[0]))
    far = np.abs(y - np.interp(x, w, b)) > 2.0 * row
    kept: FloatArray = lines[far | (x < w[0]) | (x > w[-1])]
    return kept


def error_span(error: FloatArray) -> Span:
    """The exponents on the scale of colours."""
    there = error[np.isfinite(error) & (error > 0)]
    if not len(there):
        return empty_decades()
    low, high = np.quantile(there, FLOOR), there.max()
    return decades(float(np.log10(low)), float(np.log10(high)))


def _exponents(error: FloatArray, least: float) -> FloatArray:
    """log₁₀ of an error, `least` where it is smaller or 0."""
    with np.errstate(all="ignore"):
        exponents: FloatArray = np.log10(np.asarray(error, dtype=float))
    return np.where(np.isfinite(error), np.maximum(exponents, least), np.nan)


def _edges(values: FloatArray) -> Span:
    """Outer edges of fields whose middles are given."""
    half = (float(values[-1]) - float(values[0])) / max(len(values) - 1, 1) / 2
    return Span(float(values[0]) - half, float(values[-1]) + half)
