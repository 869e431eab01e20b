"""Lines over iterations: of every run, and past and future of the iteration looked at."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypedDict

import numpy as np

from rnnsim.model.arrays import FloatArray
from rnnsim.translation import tr
from rnnsim.ui.plots.decimation import Decimator, bin_width
from rnnsim.ui.plots.leaving import leaving
from rnnsim.ui.plots.picture import Curve, Dot, Look
from rnnsim.ui.plots.ranges import Span, counts
from rnnsim.ui.plots.recorded import MAIN, Recorded, SeriesMaker, looked_at

FUTURE = 0.28
"""Opacity of what comes after the iteration looked at."""

DIAMETER, SMALL = 7.0, 5.5
"""Of the dot on the pass looked at: of the main run, and of the others."""


@dataclass(frozen=True, slots=True)
class Line:
    """The line of one run: up to the pass looked at; then, where that is a past one, all of it."""

    run: Recorded
    curves: tuple[Curve, ...]

    def in_look(self, look: Look) -> Line:
        """The same in another look."""
        dressed = tuple(replace(c, look=replace(look, alpha=c.look.alpha)) for c in self.curves)
        return Line(replace(self.run, look=look), dressed)

    def cut(self, top: float) -> Line:
        """The same, leaving the plot at its top."""
        curves = (replace(curve, series=leaving(curve.series, top)) for curve in self.curves)
        return Line(self.run, tuple(curves))

    def dot(self, diameter: float | None = None) -> tuple[Dot, ...]:
        """The pass looked at, where it has a value and the run is not a memory."""
        present = float(self.curves[0].series.y[-1])
        if self.run.ghost or not math.isfinite(present):
            return ()
        usual = DIAMETER if self.run.number == MAIN else SMALL
        return (Dot(self.run.iteration, present, self.run.look.role, diameter or usual),)

    def end(self) -> tuple[Dot, ...]:
        """The last value that can be shown, of a run that ended at one that is not finite."""
        series = self.curves[-1].series
        shown = np.flatnonzero(series.shown)
        if not (self.run.ended and len(shown)):
            return ()
        x, y = float(series.x[shown[-1]]), float(series.y[shown[-1]])
        return (Dot(x, y, self.run.look.role),)


class Drawn(TypedDict):
    """Fields of a `Picture` over iterations."""

    x: Span
    x_label: str
    curves: tuple[Curve, ...]
    dots: tuple[Dot, ...]
    ends: tuple[Dot, ...]
    at: int | None


class Tracks:
    """The lines of all runs; of runs that are gone nothing is held.

    Parameters
    ----------
    made : callable
        Of `series`: to plotted units.
    positive : bool
        As of `Decimator`.
    """

    def __init__(self, made: SeriesMaker, *, positive: bool) -> None:
        self._made, self._positive = made, positive
        self._decimators: dict[int, Decimator] = {}

    def __len__(self) -> int:
        return len(self._decimators)

    def lines(self, runs: Sequence[Recorded], columns: int, longest: int = 0) -> list[Line]:
        """Lines of at most about two points a column, over as many iterations as the longest."""
        longest = max(longest, last_of(runs))
        at = looked_at(runs)
        self._decimators = {
            run.number: self._decimators.get(run.number) or Decimator(positive=self._positive)
            for run in runs
        }
        return [Line(run, self._curves(run, at, counts(longest).high, columns)) for run in runs]

    def _curves(
        self, run: Recorded, at: int | None, length: float, columns: int
    ) -> tuple[Curve, ...]:
        decimator = self._decimators[run.number]
        chosen = decimator.indices(run.values, bin_width(length / run.stride, columns))
        x: FloatArray = np.multiply(chosen, run.stride, dtype=np.float64)
        y: FloatArray = np.asarray(run.values[chosen], dtype=float)
        if run.at_end:
            x, y = _joined((x, y), _here(run))
        beside = run.number != MAIN
        if run.ghost:  # it will not change at all
            return (Curve(self._made(x, y), run.look, len(x), decimator.edition, beside),)
        if at is None:
            curve = Curve(self._made(x, y), run.look, decimator.final, decimator.edition, beside)
            return (curve,)
        return self._parted(run, x, y, decimator.edition)

    def _parted(
        self, run: Recorded, x: FloatArray, y: FloatArray, edition: int
    ) -> tuple[Curve, ...]:
        """The line up to the pass looked at, which it goes through, and all of it, pale.

        The pale one does not change while the past is searched; so it is drawn once.
        """
        before = int(np.searchsorted(x, run.iteration))
        past = self._made(*_joined((x[:before], y[:before]), _here(run)))
        pale, beside = replace(run.look, alpha=FUTURE), run.number != MAIN
        return (
            Curve(past, run.look, beside=beside),
            Curve(self._made(x, y), pale, len(x), edition, beside),
        )


def _here(run: Recorded) -> tuple[FloatArray, FloatArray]:
    """The point of the pass looked at."""
    return np.array([run.iteration], dtype=np.float64), np.array([run.present], dtype=np.float64)


def _joined(
    one: tuple[FloatArray, FloatArray], other: tuple[FloatArray, FloatArray]
) -> tuple[FloatArray, FloatArray]:
    return np.append(one[0], other[0]), np.append(one[1], other[1])


def over_iterations(lines: Sequence[Line], dots: Sequence[Dot] | None = None) -> Drawn:
    """What is drawn of some lines, the first of which lies uppermost."""
    runs = [line.run for line in lines]
    below = list(reversed(lines))
    if dots is None:
        dots = [dot for line in below for dot in line.dot()]
    return Drawn(
        x=counts(last_of(runs)),
        x_label=tr("iteration"),
        curves=tuple(curve for line in below for curve in line.curves),
        dots=tuple(dots),
        ends=tuple(end for line in below for end in line.end()),
        at=looked_at(runs),
    )


def last_of(runs: Sequence[Recorded]) -> int:
    """The last iteration that any of the runs has reached."""
    return max((max(run.iteration, run.kept) for run in runs), default=0)


def extent_of(lines: Sequence[Line]) -> tuple[float, float] | None:
    """Least and greatest plotted value of all; None where there is none."""
    extents = [
        extent
        for line in lines
        for curve in line.curves
        if (extent := curve.series.extent()) is not None
    ]
    if not extents:
        return None
    return min(low for low, _ in extents), max(high for _, high in extents)
