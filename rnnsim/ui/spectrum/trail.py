"""Where eigenvalues were while W_hh learned, and which of them went where.  No widget.

A decomposition gives eigenvalues in no order, so that which went where is a guess from how near
they are.  Where the guess is doubtful there is no line, only the places.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from rnnsim.model.arrays import ComplexArray
from rnnsim.model.frame import Frame

MOST_SAMPLES = 64
"""Samples of the past that are shown, the last ones."""

MOST_PLACES = 2048
"""Eigenvalues of all samples together that are shown: painting more would take too long."""

LEAST_SAMPLES = 8

CLEAR = 0.5
"""What is nearest must be nearer than this share of the way to whatever else it might be."""

IntArray = NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Strokes:
    """A trail in the plane, the oldest first.

    Attributes
    ----------
    starts, ends : (m,) complex arrays
        Of lines from one sample to the next.
    ages : (m,) array
        Of each line: 0 the oldest, 1 the newest.
    places : (p,) complex array
        Where eigenvalues were to which or from which it is doubtful what led.
    place_ages : (p,) array
    """

    starts: ComplexArray
    ends: ComplexArray
    ages: NDArray[np.float64]
    places: ComplexArray
    place_ages: NDArray[np.float64]


def matched(before: ComplexArray, after: ComplexArray) -> tuple[IntArray, IntArray]:
    """Which eigenvalue of one sample became which of the next, where that is clear.

    Two belong together if each is the other's nearest, and nothing else is less than twice as far
    from either.

    Returns
    -------
    (m,) arrays
        Indices into `before` and `after`; empty where one of them is not finite.
    """
    none = np.empty(0, dtype=np.intp)
    if not (len(before) and len(after) and np.isfinite(before).all() and np.isfinite(after).all()):
        return none, none
    distances = np.abs(before[:, None] - after[None, :])
    onward, back = distances.argmin(axis=1), distances.argmin(axis=0)
    rows = np.arange(len(before))
    rival = np.minimum(_second(distances, 1), _second(distances, 0)[onward])
    clear = (back[onward] == rows) & (distances[rows, onward] <= CLEAR * rival)
    return rows[clear], onward[clear]


def _second(distances: NDArray[np.float64], axis: int) -> NDArray[np.float64]:
    """The second smallest along an axis; infinite where there is one only."""
    if distances.shape[axis] < 2:
        return np.full(distances.shape[1 - axis], np.inf)
    smallest: NDArray[np.float64] = np.partition(distances, 1, axis=axis)
    return smallest[:, 1] if axis else smallest[1]


class Trails:
    """The trails of frame after frame; what is known of two samples is not sought again."""

    def __init__(self) -> None:
        self._frame: Frame | None = None
        self._strokes: Strokes | None = None
        self._known: dict[tuple[int, int], tuple[ComplexArray, ComplexArray, Matches]] = {}

    def of(self, frame: Frame | None) -> Strokes | None:
        """The trail up to the iteration of a frame; None where nothing has been learned."""
        if frame is not self._frame:
            self._frame = frame
            self._strokes = None if frame is None else self._made(samples_of(frame))
        return self._strokes

    def _made(self, samples: Sequence[tuple[int, ComplexArray]]) -> Strokes | None:
        if len(samples) < 2:
            self._known = {}
            return None
        matches = [self._matches(one, two) for one, two in pairwise(samples)]
        return strokes_of([values for _, values in samples], [each[2] for each in matches])

    def _matches(
        self, one: tuple[int, ComplexArray], two: tuple[int, ComplexArray]
    ) -> tuple[ComplexArray, ComplexArray, Matches]:
        key = one[0], two[0]
        known = self._known.get(key)
        if known is None or known[0] is not one[1] or known[1] is not two[1]:
            self._forget_some()
            known = self._known[key] = one[1], two[1], matched(one[1], two[1])
        return known

    def _forget_some(self) -> None:
        """Forget what is oldest, when there is much more than one trail needs."""
        if len(self._known) > 4 * MOST_SAMPLES:
            self._known = dict(list(self._known.items())[-MOST_SAMPLES:])


Matches = tuple[IntArray, IntArray]


def samples_of(frame: Frame) -> list[tuple[int, ComplexArray]]:
    """Iterations and eigenvalues of the last samples before a frame's iteration, and its own."""
    measured, trail = frame.spectrum.measured, frame.trail
    before = [
        (iteration, values)
        for iteration, values in zip(trail.iterations, trail.eigenvalues, strict=True)
        if iteration < frame.iteration
    ]
    most = min(MOST_SAMPLES, max(LEAST_SAMPLES, MOST_PLACES // max(len(measured), 1)))
    return [*before[-most:], (frame.iteration, measured)]


def strokes_of(samples: Sequence[ComplexArray], matches: Sequence[Matches]) -> Strokes:
    """Lines between samples that belong together, and the places where one is missing."""
    steps = list(zip(matches, pairwise(samples), strict=True))
    starts = [before[onward] for (onward, _), (before, _) in steps]
    ends = [after[back] for (_, back), (_, after) in steps]
    broken = [np.zeros(len(values), bool) for values in samples]
    for i, (onward, back) in enumerate(matches):
        broken[i] |= _others(len(samples[i]), onward)
        broken[i + 1] |= _others(len(samples[i + 1]), back)
    places = [
        values[which & np.isfinite(values)]
        for values, which in zip(samples[:-1], broken[:-1], strict=True)
    ]
    return Strokes(
        *(np.concatenate(starts), np.concatenate(ends), _ages(starts)),
        *(np.concatenate(places), _ages(places)),
    )


def _others(count: int, indices: IntArray) -> NDArray[np.bool_]:
    """Which of so many are not among these."""
    others = np.ones(count, bool)
    others[indices] = False
    return others


def _ages(parts: Sequence[ComplexArray]) -> NDArray[np.float64]:
    """How far from the oldest to the newest part each belongs, 0 … 1."""
    ages = np.linspace(0.0, 1.0, len(parts)) if len(parts) > 1 else np.ones(1)
    return np.repeat(ages, [len(part) for part in parts])
