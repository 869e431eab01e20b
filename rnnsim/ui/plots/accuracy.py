"""Share of right answers against iteration."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np

from rnnsim.model.chance import chance_accuracy
from rnnsim.model.frame import Frame, Pass
from rnnsim.model.table import Table
from rnnsim.translation import noted, tr
from rnnsim.ui.numbers import count
from rnnsim.ui.plots.history import Line, Tracks, over_iterations
from rnnsim.ui.plots.labels import Label
from rnnsim.ui.plots.picture import Entry, Level, Look, Picture, Reading, Scale, waiting
from rnnsim.ui.plots.plot import Plot
from rnnsim.ui.plots.ranges import Span
from rnnsim.ui.plots.recorded import MAIN, Recorded, identity, nearest, now, recorded
from rnnsim.ui.plots.series import linear
from rnnsim.ui.plots.tabled import table_of
from rnnsim.ui.theme import DARK, Theme

ACCURACY = Look("forward", 2.0)
CHANCE = Look("reference", 1.4, (4.5, 3.0))

WITHOUT = noted("this task asks for no class: no answer is simply right")


class AccuracyPlot(Plot):
    """The share of right answers of every iteration, and the share that guessing gets right."""

    name = "accuracy"

    def __init__(self, theme: Theme = DARK) -> None:
        super().__init__(theme, tr("Accuracy"))
        self.setWhatsThis(
            tr(
                "The share of right answers in the batch of every iteration, where the task asks"
                " for a class. The dot is the present pass. The dashed line is what guessing would"
                " get right. Other runs are drawn in their own colours, ghosts in dashes."
            )
        )
        self._tracks = Tracks(linear, positive=False)

    @property
    def aside(self) -> str:
        """The present share."""
        runs = () if self._frame is None else runs_of(self._frame)
        main = next((run for run in runs if run.number == MAIN), None)
        return "" if main is None else now(main, f"{main.present:.0%}")

    def _identity_of(self, frame: Frame) -> Hashable:
        return identity(runs_of(frame)), chance_accuracy(frame.settings)

    def _compose(self, frame: Frame, have: Picture | None, columns: int) -> Picture:
        return compose(frame, self._tracks.lines(runs_of(frame), columns))

    def _reading_at(self, frame: Frame, x: float, next_x: float, y: float) -> Reading | None:
        runs = runs_of(frame)
        return nearest(runs, linear, x, next_x, y) if runs else None

    def _summary(self, frame: Frame) -> str:
        return summary(frame)

    def _table(self, frame: Frame) -> Table:
        runs = runs_of(frame)
        return table_of([(tr("accuracy"), run) for run in runs]) if runs else Table()


def runs_of(frame: Frame) -> tuple[Recorded, ...]:
    """The accuracies of those runs of a frame that are asked for classes."""
    asked = {MAIN: _asked(frame.passed)} | {r.number: _asked(r.passed) for r in frame.others}
    runs = recorded(frame, ACCURACY, lambda curves: curves.accuracies, _share)
    return tuple(run for run in runs if asked[run.number])


def _asked(passed: Pass) -> bool:
    return passed.accuracy is not None


def _share(passed: Pass) -> float:
    return np.nan if passed.accuracy is None else passed.accuracy


def compose(frame: Frame, lines: Sequence[Line]) -> Picture:
    """Make the picture of the accuracies of a frame's runs, the main one's first if it has any."""
    if not lines:
        return waiting(tr(WITHOUT))
    chance = chance_accuracy(frame.settings)
    guessing = tr("guessing: {share}").format(share="" if chance is None else f"{chance:.0%}")
    return Picture(
        **over_iterations(lines),
        y=Span(0.0, 1.0),
        scale=Scale.AMOUNTS,
        y_label=tr("share of right answers"),
        levels=() if chance is None else (Level(chance, CHANCE, ""),),
        legend=() if chance is None else (Entry(CHANCE, (Label(guessing),)),),
    )


def summary(frame: Frame) -> str:
    """The present accuracies in one sentence."""
    runs = runs_of(frame)
    if not runs:
        return tr("No accuracy: {why}.").format(why=tr(WITHOUT))
    iteration = count(frame.iteration)
    words = tr("Share of right answers at iteration {iteration}").format(iteration=iteration)
    shares = (f"{run.name} {run.present:.0%}".strip() for run in runs)
    words += ": " + "; ".join(shares)
    chance = chance_accuracy(frame.settings)
    if chance is not None:
        words += tr("; guessing gets {share} right").format(share=f"{chance:.0%}")
    return words + "."
