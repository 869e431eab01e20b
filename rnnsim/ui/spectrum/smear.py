"""A trail as the opacities of pixels.

Qt would stroke two thousand short lines in 6 ms; as points of a fixed size, of which the strongest
in each pixel is kept, they take a fifth of that.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from rnnsim.model.arrays import ComplexArray
from rnnsim.ui.spectrum.geometry import FAR, View
from rnnsim.ui.spectrum.trail import Strokes

Opacities = NDArray[np.float64]

FADED = (0.32, 0.9)
"""Opacity of the oldest and of the newest."""

LINE, POINT = 1.7, 3.2
"""Width of a line, and of a point where a line is missing, in pixels."""


def smeared(trail: Strokes, view: View, ratio: float = 1.0) -> Opacities:
    """Opacity of each pixel of a view, 0 … 1, with `ratio` of the screen's pixels to each."""
    image = np.zeros((math.ceil(view.height * ratio), math.ceil(view.width * ratio)))
    starts, ends, places = (
        ratio * view.places(near(values)) for values in (trail.starts, trail.ends, trail.places)
    )
    starts, ends, seen = _within(starts, ends, image.shape)
    along, lines = _along(starts, ends)
    _dab(image, along, faded(trail.ages[seen])[lines], LINE * ratio)
    _dab(image, places, faded(trail.place_ages), POINT * ratio)
    return image


def faded(ages: Opacities) -> Opacities:
    """Opacity at ages from 0, the oldest, to 1, the newest."""
    return FADED[0] + (FADED[1] - FADED[0]) * ages


def near(values: ComplexArray) -> ComplexArray:
    """Values, those beyond the edge of every view brought nearer, so that nothing overflows."""
    near: ComplexArray = values * (FAR / np.maximum(np.abs(values), FAR))
    return near


def _within(
    starts: ComplexArray, ends: ComplexArray, shape: tuple[int, ...]
) -> tuple[ComplexArray, ComplexArray, NDArray[np.intp]]:
    """The pieces of lines that lie in a picture, and of which lines they are."""
    first, last, ways = np.zeros(len(starts)), np.ones(len(starts)), ends - starts
    for start, way, size in (
        (starts.real, ways.real, shape[1]),
        (starts.imag, ways.imag, shape[0]),
    ):
        with np.errstate(divide="ignore", invalid="ignore"):
            edges = np.stack([-start / way, (size - start) / way])
        inside = np.where((start >= 0) & (start <= size), np.inf, -np.inf)  # for good, if it stays
        level = way == 0
        first = np.maximum(first, np.where(level, -inside, edges.min(axis=0)))
        last = np.minimum(last, np.where(level, inside, edges.max(axis=0)))
    seen = np.flatnonzero(first <= last)
    starts, ways = starts[seen], ways[seen]
    return starts + first[seen] * ways, starts + last[seen] * ways, seen


def _along(starts: ComplexArray, ends: ComplexArray) -> tuple[ComplexArray, NDArray[np.intp]]:
    """Points along lines, a pixel apart at most, and the line that each belongs to."""
    counts = np.ceil(np.abs(ends - starts)).astype(int) + 1
    lines = np.repeat(np.arange(len(starts)), counts)
    first = np.cumsum(counts) - counts
    shares = (np.arange(len(lines)) - first[lines]) / counts[lines]
    return starts[lines] + shares * (ends - starts)[lines], lines


def _dab(image: Opacities, points: ComplexArray, opacity: Opacities, width: float) -> None:
    """Put a disk at each point; pixels are covered as far as they lie within it."""
    height, length = image.shape
    x, y, radius = points.real - 0.5, points.imag - 0.5, (width + 1.0) / 2
    margin = math.ceil(radius) + 1
    seen = (x >= margin) & (x < length - margin) & (y >= margin) & (y < height - margin)
    x, y, opacity = x[seen], y[seen], opacity[seen]
    left, top = np.floor(x).astype(np.intp), np.floor(y).astype(np.intp)
    x, y = x - left, y - top
    pixels, flat = top * length + left, image.reshape(-1)
    further = math.ceil(radius - 1.5)  # of what lies farther away next to nothing is covered
    for down in range(-further, further + 2):
        for right in range(-further, further + 2):
            covered = np.clip(radius - np.hypot(right - x, down - y), 0.0, 1.0)
            np.maximum.at(flat, pixels + (down * length + right), opacity * covered)
