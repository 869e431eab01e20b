"""What runs have recorded of one number, an iteration each; the main run first.

Of a run of more than a million iterations only extremes are kept (`Curves.stride`), and all that is
read off or tabled then says so.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from rnnsim.model.arrays import FloatArray
from rnnsim.model.frame import Curves, Frame, Pass, Run
from rnnsim.translation import tr
from rnnsim.ui.numbers import count, short
from rnnsim.ui.plots.decimation import place
from rnnsim.ui.plots.picture import Look, Reading
from rnnsim.ui.plots.series import Series
from rnnsim.ui.run_words import MAIN_NAME, name_of
from rnnsim.ui.runs_look import look_of

SeriesMaker = Callable[[FloatArray, FloatArray], Series]

MAIN = 0
"""The number of the main run."""


@dataclass(frozen=True, slots=True, eq=False)
class Recorded:
    """One number of one run.

    Attributes
    ----------
    number : int
        The run's; 0 is the main one.
    name : str
        What the run is called; empty where it is the only one.
    look : Look
        Of its line.
    ghost : bool
        Whether the run stands still.
    values : (n,) array
        Value j is of iteration ``j * stride``, to within that many.
    stride : int
    iteration : int
        Of the pass that is looked at.
    present : float
        That pass's value.
    ended : bool
        Whether the run has come to a value that is not finite.
    """

    number: int
    name: str
    look: Look
    ghost: bool
    values: FloatArray
    stride: int
    iteration: int
    present: float
    ended: bool

    @property
    def kept(self) -> int:
        """How many iterations have a value that is kept."""
        return len(self.values) * self.stride

    @property
    def at_end(self) -> bool:
        """Whether the pass looked at comes after all that is kept, and not among it."""
        return self.iteration >= self.kept

    @property
    def last(self) -> int:
        """The last iteration that has a value."""
        return self.iteration if self.at_end else self.kept - 1

    def between(self, first: int, last: int) -> tuple[int, int, FloatArray]:
        """The values of iterations `first` … `last`, and which iterations they are of.

        Where only extremes are kept those are all that share them.
        """
        rows = 1 if self.stride == 1 else 2  # that share their iterations
        group = rows * self.stride
        start, stop = first // group * rows, (last // group + 1) * rows
        values = np.asarray(self.values[start:stop], dtype=float)
        first, last = start * self.stride, (start + len(values)) * self.stride - 1
        if self.at_end and start * self.stride <= self.iteration < stop * self.stride:
            first = first if len(values) else self.iteration
            values, last = np.append(values, self.present), self.iteration
        return first, last, values


def recorded(
    frame: Frame,
    look: Look,
    of_curves: Callable[[Curves], FloatArray],
    of_pass: Callable[[Pass], float],
) -> tuple[Recorded, ...]:
    """What all runs of a frame have recorded of one number; the main run's line has this look."""
    main = Recorded(
        MAIN,
        tr(MAIN_NAME) if frame.others else "",
        look,
        ghost=False,
        values=of_curves(frame.curves),
        stride=frame.curves.stride,
        iteration=frame.iteration,
        present=float(of_pass(frame.passed)),
        ended=frame.divergence is not None,
    )
    others = (
        Recorded(
            run.number,
            name_of(frame.settings, run),
            look_of_run(run),
            run.ghost,
            of_curves(run.curves),
            run.curves.stride,
            run.iteration,
            float(of_pass(run.passed)),
            run.divergence is not None,
        )
        for run in frame.others
    )
    return main, *others


def look_of_run(run: Run) -> Look:
    """The look of the line of a run beside the main one."""
    look = look_of(run.number, ghost=run.ghost)
    return Look(look.role, look.width, look.dashes)


def looked_at(runs: Sequence[Recorded]) -> int | None:
    """The iteration looked at, where that is not the newest."""
    living = [run for run in runs if not run.ghost]
    past = any(not run.at_end for run in living)
    return max(run.iteration for run in living) if past else None


def identity(runs: Sequence[Recorded]) -> Hashable:
    """What tells these records from others."""
    return tuple(
        (
            *(run.number, run.name, run.ghost, run.ended),
            *(len(run.values), place(run.values), run.stride),
            *(run.iteration, struct.pack("d", run.present)),
        )
        for run in runs
    )


def nearest(
    runs: Sequence[Recorded], made: SeriesMaker, x: float, next_x: float, y: float
) -> Reading | None:
    """What is read off the nearest line between x and next_x, at height `y`.

    Parameters
    ----------
    made : callable
        Of `series`: to plotted units.
    """
    end = max(run.last for run in runs)
    found = [
        (_distance(made, values, y), run, first, last, values)
        for run in runs
        for first, last, values in [run.between(*iterations_between(x, next_x, end))]
        if len(values)
    ]
    if not found:
        return None
    _, run, first, last, values = min(found, key=lambda each: each[0])
    height = made(np.zeros(1), values[:1]).y[0] if len(values) == 1 else math.nan
    said = said_between(first, last, values)
    return Reading((first + last) / 2, float(height), run.look.role, titled(run.name, said))


def _distance(made: SeriesMaker, values: FloatArray, y: float) -> float:
    """How far a height is from values; what a line cannot show is far from all."""
    heights = made(np.zeros(len(values)), values).y
    shown = heights[np.isfinite(heights)]
    if not len(shown):
        return math.inf
    return max(float(shown.min()) - y, y - float(shown.max()), 0.0)


def now(main: Recorded, said: str) -> str:
    """What the head of a plot says of the pass looked at: the newest, or an earlier one."""
    if main.at_end:
        return tr("now {value}").format(value=said)
    return tr("at {iteration}: {value}").format(iteration=count(main.iteration), value=said)


def others_in_words(runs: Sequence[Recorded]) -> str:
    """The values of the passes looked at, of all runs but the main one, to end a sentence."""
    return "".join(
        tr("; {run}: {value}").format(run=run.name, value=short(run.present, 3)) for run in runs[1:]
    )


def titled(name: str, said: str) -> str:
    """What is said of a run, with its name where there are several."""
    return f"{name} · {said}" if name else said


def iterations_between(x: float, next_x: float, last: int) -> tuple[int, int]:
    """First and last iteration of a column of pixels; at least the nearest one."""
    first, stop = math.ceil(x), math.ceil(next_x) - 1
    if stop < first:
        first = stop = round((x + next_x) / 2)
    return min(max(first, 0), last), min(max(stop, 0), last)


def said_between(first: int, last: int, values: FloatArray) -> str:
    """Iterations and their values in words: one value, or the range of several."""
    if len(values) == 1:
        words = tr("iteration {iteration}: {value}")
        return words.format(iteration=count(first), value=short(float(values[0]), 3))
    words = tr("iterations {first}–{last}: {values}")
    return words.format(first=count(first), last=count(last), values=extent_in_words(values))


def extent_in_words(values: FloatArray) -> str:
    """Least and greatest value; NaN if there is one, for it is the news."""
    if np.isnan(values).any():
        return "NaN"
    return f"{short(values.min(), 3)} … {short(values.max(), 3)}"
