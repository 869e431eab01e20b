"""Loss against iteration."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence

import numpy as np

from rnnsim.model.frame import Frame
from rnnsim.model.table import Table
from rnnsim.translation import noted, tr
from rnnsim.ui.numbers import count, short
from rnnsim.ui.plots.history import Line, Tracks, extent_of, over_iterations
from rnnsim.ui.plots.labels import Label
from rnnsim.ui.plots.picture import Entry, Level, Look, Picture, Reading, Scale
from rnnsim.ui.plots.plot import Plot
from rnnsim.ui.plots.ranges import Span, amounts, decades, empty_decades, reaching
from rnnsim.ui.plots.recorded import (
    Recorded,
    identity,
    nearest,
    now,
    others_in_words,
    recorded,
)
from rnnsim.ui.plots.series import linear, logarithmic
from rnnsim.ui.plots.tabled import table_of
from rnnsim.ui.theme import DARK, Theme

LOSS = Look("loss", 2.0)
CHANCE = Look("reference", 1.4, (4.5, 3.0))

MOST_CLASSES = 1000

EXPLODED = 1000.0
"""Times the loss of its start and of guessing: on a linear scale nothing else would be seen."""


class LossPlot(Plot):
    """The loss of every iteration, the present one as a dot, and the loss of guessing."""

    name = "loss"
    quantity = noted("loss L")

    def __init__(self, theme: Theme = DARK) -> None:
        super().__init__(theme, tr("Loss"))
        self.setWhatsThis(
            tr(
                "The loss of every iteration, a mean over its batch, before the weights are"
                " changed. The dot is the present pass. The dashed line is what guessing would"
                " cost. Other runs are drawn in their own colours, ghosts in dashes. A cross is"
                " where a run ended in a number that is not finite. A loss that has exploded leaves"
                " the plot at its top; where there is no other, the scale is logarithmic."
            )
        )
        self._tracks = {
            Scale.AMOUNTS: Tracks(linear, positive=False),
            Scale.DECADES: Tracks(logarithmic, positive=True),
        }
        self._scale = Scale.AMOUNTS

    @property
    def aside(self) -> str:
        """The present loss, and how many answers were right where that can be said."""
        if self._frame is None:
            return ""
        passed = self._frame.passed
        loss = now(runs_of(self._frame)[0], short(passed.loss, 3))
        if passed.accuracy is None:
            return loss
        right = tr("{share} right").format(share=f"{passed.accuracy:.0%}")
        return f"{loss} · {right}"

    def _identity_of(self, frame: Frame) -> Hashable:
        return identity(runs_of(frame)), frame.chance_loss

    def _compose(self, frame: Frame, have: Picture | None, columns: int) -> Picture:
        runs = runs_of(frame)
        lines = self._tracks[Scale.AMOUNTS].lines(runs, columns)
        self._scale = scale_of(lines, frame.chance_loss)
        if self._scale is Scale.DECADES:
            lines = self._tracks[Scale.DECADES].lines(runs, columns)
        return compose(frame, lines, self._scale, have)

    def _reading_at(self, frame: Frame, x: float, next_x: float, y: float) -> Reading | None:
        made = linear if self._scale is Scale.AMOUNTS else logarithmic
        return nearest(runs_of(frame), made, x, next_x, y)

    def _summary(self, frame: Frame) -> str:
        return summary(frame)

    def _table(self, frame: Frame) -> Table:
        return table_of([(tr("loss (mean over the batch)"), run) for run in runs_of(frame)])


def runs_of(frame: Frame) -> tuple[Recorded, ...]:
    """The losses of all runs of a frame."""
    return recorded(frame, LOSS, lambda curves: curves.losses, lambda passed: passed.loss)


def calm_of(lines: Sequence[Line], chance: float | None) -> list[Line]:
    """Of losses drawn as amounts, those that have not exploded."""
    return [line for line in lines if not _exploded(line, chance or 0.0)]


def _exploded(line: Line, chance: float) -> bool:
    extent, start = extent_of([line]), line.curves[0].series.y[:1]
    usual = max([chance, *start[np.isfinite(start)].tolist()])
    return extent is not None and extent[1] > EXPLODED * usual


def scale_of(lines: Sequence[Line], chance: float | None) -> Scale:
    """The scale for losses drawn as amounts: decades where all have exploded and all are > 0."""
    low, _ = extent_of(lines) or (0.0, 0.0)
    return Scale.DECADES if low > 0.0 and not calm_of(lines, chance) else Scale.AMOUNTS


def compose(
    frame: Frame,
    lines: Sequence[Line],
    scale: Scale = Scale.AMOUNTS,
    have: Picture | None = None,
) -> Picture:
    """Make the picture of the losses of a frame's runs, the main one's first.

    Those that have exploded leave it at its top, where there are others.
    """
    levels = chance_level(frame.chance_loss, scale)
    before = have.y if have is not None and have.scale is scale else None
    calm = calm_of(lines, frame.chance_loss) if scale is Scale.AMOUNTS else []
    y = _range(calm or lines, levels, scale, before)
    if calm:
        lines = [line if line in calm else line.cut(y.high) for line in lines]
    return Picture(
        **over_iterations(lines),
        y=y,
        scale=scale,
        levels=levels,
        legend=tuple(
            Entry(CHANCE, (Label(tr("guessing: {cost}").format(cost=cost(chance))),))
            for chance in ([] if frame.chance_loss is None else [frame.chance_loss])
        ),
    )


def chance_level(chance: float | None, scale: Scale) -> tuple[Level, ...]:
    """The line of guessing, where there is one that the scale can show."""
    if chance is None or (scale is Scale.DECADES and chance <= 0.0):
        return ()
    return (Level(math.log10(chance) if scale is Scale.DECADES else chance, CHANCE, ""),)


def cost(chance: float) -> str:
    """The loss of guessing, as ``ln 4 = 1.39`` where it is the logarithm of a whole number."""
    number = short(chance, 3)
    if 0 < chance <= math.log(MOST_CLASSES):
        classes = round(math.exp(chance))
        if math.isclose(chance, math.log(classes), rel_tol=1e-9):
            return f"ln {classes} = {number}"
    return number


def summary(frame: Frame) -> str:
    """The present loss in one sentence."""
    words = tr("Loss {loss} at iteration {iteration}").format(
        loss=short(frame.passed.loss, 3), iteration=count(frame.iteration)
    )
    if len(frame.curves.losses):
        words += tr(", {loss} at the start").format(loss=short(frame.curves.losses[0], 3))
    if frame.chance_loss is not None:
        words += tr("; guessing costs {loss}").format(loss=short(frame.chance_loss, 3))
    if frame.passed.accuracy is not None:
        share = f"{frame.passed.accuracy:.0%}"
        words += tr("; {share} of the answers are right").format(share=share)
    return words + others_in_words(runs_of(frame)) + "."


def _range(
    lines: Sequence[Line], levels: tuple[Level, ...], scale: Scale, have: Span | None
) -> Span:
    extent, others = extent_of(lines), [level.y for level in levels]
    if scale is Scale.AMOUNTS:
        low, high = extent or (0.0, 0.0)
        return amounts(low, max([high, *others]), have)
    return empty_decades(have) if extent is None else decades(*reaching(*extent, others), have)
