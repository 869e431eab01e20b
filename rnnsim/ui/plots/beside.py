"""Values of each time step of runs beside the main one, held against its own.

Runs may differ in T.  They are aligned at the loss, which stands at the end of the sequence: what
is drawn at the main run's time step k is the other run's k + (T' − T), as far from its loss.  Of a
longer sequence the first time steps then stand to the left of 0.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from rnnsim.model.arrays import FloatArray
from rnnsim.model.frame import Frame, Pass
from rnnsim.translation import tr
from rnnsim.ui.numbers import short
from rnnsim.ui.plots.picture import Look, Reading
from rnnsim.ui.plots.recorded import look_of_run
from rnnsim.ui.run_words import name_of

THIN = 1.4
"""Of lines that lie over bars."""


@dataclass(frozen=True, slots=True, eq=False)
class Beside:
    """The values of one run.

    Attributes
    ----------
    name : str
    look : Look
    first : int
        The time step of the first value, of the run itself.
    shift : int
        What is to be added to its time steps to bring its loss over the main run's: T − T'.
    values : (n,) array
    """

    name: str
    look: Look
    first: int
    shift: int
    values: FloatArray

    @property
    def steps(self) -> FloatArray:
        """(n,) array: where on the main run's axis the values stand."""
        start = self.first + self.shift
        return np.arange(start, start + len(self.values), dtype=float)

    def index(self, step: int) -> int | None:
        """Which of its values is drawn at a time step of the main run's; None for none."""
        index = step - self.shift - self.first
        return index if 0 <= index < len(self.values) else None

    def column(self, start: int) -> list[float | None]:
        """Its values beside the main run's time steps from `start` on."""
        lead = self.first + self.shift - start
        return [None] * lead + [float(value) for value in self.values]


def beside(frame: Frame, first: int, values_of: Callable[[Pass], FloatArray]) -> tuple[Beside, ...]:
    """The values of all runs of a frame but the main one; the first is of time step `first`."""
    length = len(values_of(frame.passed))
    runs = ((run, np.asarray(values_of(run.passed), dtype=float)) for run in frame.others)
    return tuple(
        Beside(name_of(frame.settings, run), look_of_run(run), first, length - len(values), values)
        for run, values in runs
        if len(values)
    )


def identity(others: Sequence[Beside]) -> Hashable:
    """What tells these values from others."""
    return tuple((run.name, run.look, run.shift, run.values.tobytes()) for run in others)


def start_of(others: Sequence[Beside], first: int) -> int:
    """The first time step on the axis, where the main run's is `first`."""
    return min([first, *(run.first + run.shift for run in others)])


def axis_name(name: str, others: Sequence[Beside]) -> str:
    """The name of the axis, and what it means where runs differ in T."""
    if all(run.shift == 0 for run in others):
        return name
    return tr("{axis} (runs of another T end with it)").format(axis=name)


def titled(head: str, run: Beside) -> str:
    """The head of a column of a table."""
    if run.shift == 0:
        return f"{run.name}: {head}"
    return tr("{run}: {head}, as far from the loss").format(run=run.name, head=head)


def nearest(found: Sequence[tuple[float, Reading]]) -> Reading | None:
    """Of readings and how far each lies from the pointer, the nearest; NaN is farthest."""
    if not found:
        return None
    return min(found, key=lambda each: math.inf if math.isnan(each[0]) else each[0])[1]


def in_words(others: Sequence[Beside], value_of: Callable[[FloatArray], float]) -> str:
    """One value of each run, to end a sentence."""
    return "".join(
        tr("; {run}: {value}").format(run=run.name, value=short(value_of(run.values), 3))
        for run in others
    )
