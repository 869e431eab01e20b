"""Gradient norm against iteration, before and after clipping."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import replace

import numpy as np

from rnnsim.model.frame import Frame
from rnnsim.model.table import Table
from rnnsim.translation import noted, tr
from rnnsim.ui.numbers import count, short
from rnnsim.ui.plots.history import Line, Tracks, extent_of, last_of, over_iterations
from rnnsim.ui.plots.labels import Label
from rnnsim.ui.plots.picture import Entry, Handle, Level, Look, Picture, Reading, Scale
from rnnsim.ui.plots.ranges import Span, decades, empty_decades, reaching
from rnnsim.ui.plots.recorded import (
    Recorded,
    identity,
    iterations_between,
    nearest,
    now,
    others_in_words,
    recorded,
)
from rnnsim.ui.plots.series import Series, logarithmic
from rnnsim.ui.plots.tabled import table_of
from rnnsim.ui.plots.threshold import ThresholdPlot, handle_of, level_of
from rnnsim.ui.theme import DARK, Theme

BEFORE = Look("gradient", 1.4)
AFTER = Look("forward", 2.0)
UNCLIPPED = Look("gradient", 2.0)

KINDS = {
    "norm": noted(", {after} after clipping by norm at τ = {tau}"),
    "value": noted(", {after} after clipping by value at τ = {tau}"),
    "backward": noted(", {after} after clipping of the backward signal at τ = {tau}"),
}

TWO = (
    Entry(BEFORE, (Label(noted("before clipping")), Label(noted("before")))),
    Entry(AFTER, (Label(noted("after")),)),
)
ONE = (Entry(UNCLIPPED, (Label(noted("not clipped")),)),)


class GradientNormPlot(ThresholdPlot):
    """The norm of every iteration's gradient before and after clipping, and the threshold."""

    name = "norm"
    quantity = noted("gradient norm")

    def __init__(self, theme: Theme = DARK) -> None:
        super().__init__(theme, tr("Gradient norm"))
        self.setWhatsThis(
            tr(
                "The norm of the gradient over all weights jointly, at every iteration, before"
                " clipping (thin) and after (thick). Where only the thick line is seen the"
                " gradient was not clipped. The dashed line is the threshold τ, which can be"
                " dragged. Of other runs the norm before clipping is drawn, in their own colours,"
                " of ghosts in dashes. A cross is where a run ended in a number that is not finite."
            )
        )
        self._before = Tracks(logarithmic, positive=True)
        self._after = Tracks(logarithmic, positive=True)

    @property
    def aside(self) -> str:
        """The present norm, what clipping makes of it, and how often it acts."""
        if self._frame is None:
            return ""
        passed = self._frame.passed
        before, after = short(passed.gradient_norm), short(passed.clipped_gradient_norm)
        if self._frame.settings.clip == "off":
            return now(runs_of(self._frame)[0], before)
        said = now(runs_of(self._frame)[0], before if after == before else f"{before} → {after}")
        share = f"{self._frame.clipping.share:.0%}"
        return f"{said} · " + tr("{share} clipped").format(share=share)

    def _identity_of(self, frame: Frame) -> Hashable:
        settings = frame.settings
        both = identity(runs_of(frame)), identity([after_of(frame)])
        return both, settings.clip, settings.clip_threshold

    def _compose(self, frame: Frame, have: Picture | None, columns: int) -> Picture:
        runs = runs_of(frame)
        before = self._before.lines(runs, columns)
        (after,) = self._after.lines([after_of(frame)], columns, last_of(runs))
        return compose(frame, before, after, have, self._handle(frame))

    def _reading_at(self, frame: Frame, x: float, next_x: float, y: float) -> Reading | None:
        runs, after = runs_of(frame), after_of(frame)
        found = nearest(runs, logarithmic, x, next_x, y)
        column = iterations_between(x, next_x, last_of(runs))
        *_, norms = runs[0].between(*column)
        *_, clipped = after.between(*column)
        one = len(norms) == 1 and clipped[0] != norms[0] and not math.isnan(norms[0])
        if found is None or found.role != BEFORE.role or not one:
            return found
        words = tr(", clipped to {norm}").format(norm=short(float(clipped[0]), 3))
        return replace(found, text=found.text + words)

    def _summary(self, frame: Frame) -> str:
        return summary(frame)

    def _table(self, frame: Frame) -> Table:
        (main, *others), before = runs_of(frame), tr("gradient norm before clipping")
        after = replace(after_of(frame), name=main.name)
        named = [(before, main), (tr("after clipping"), after), *((before, run) for run in others)]
        return table_of(named)


def runs_of(frame: Frame) -> tuple[Recorded, ...]:
    """The gradient norms of all runs of a frame, before clipping."""
    return recorded(
        frame, BEFORE, lambda curves: curves.gradient_norms, lambda passed: passed.gradient_norm
    )


def after_of(frame: Frame) -> Recorded:
    """The main run's gradient norms after clipping."""
    return recorded(
        replace(frame, others=()),
        AFTER,
        lambda curves: curves.clipped_gradient_norms,
        lambda passed: passed.clipped_gradient_norm,
    )[0]


def compose(
    frame: Frame,
    before: Sequence[Line],
    after: Line,
    have: Picture | None = None,
    handle: Handle | None = None,
) -> Picture:
    """Make the picture of the gradient norms of a frame's runs, the main one's first.

    Parameters
    ----------
    handle : Handle or None
        The line of the threshold, where the user has put it; None for where it is.
    """
    main, *others = before
    two = frame.settings.clip != "off" or not _same(main.curves[0].series, after.curves[0].series)
    lines = [after, *before] if two else [main.in_look(UNCLIPPED), *others]
    dots = [dot for line in reversed(others) for dot in line.dot()]
    dots += [*main.dot(9.0), *after.dot(6.0)] if two else main.dot()
    handle = handle or handle_of(frame.settings)
    levels = () if handle is None else (level_of(frame.settings, handle),)
    return Picture(
        **over_iterations(lines, dots),
        y=_range(lines, levels, have.y if have else None),
        scale=Scale.DECADES,
        levels=levels,
        handle=handle,
        legend=tuple(entry.translated() for entry in (TWO if two else ONE)),
    )


def summary(frame: Frame) -> str:
    """The present gradient norm in one sentence."""
    passed, settings = frame.passed, frame.settings
    words = tr("Gradient norm {norm} at iteration {iteration}").format(
        norm=short(passed.gradient_norm, 3), iteration=count(frame.iteration)
    )
    if settings.clip == "off":
        return words + tr(", not clipped") + others_in_words(runs_of(frame)) + "."
    words += tr(KINDS[settings.clip]).format(
        after=short(passed.clipped_gradient_norm, 3), tau=f"{settings.clip_threshold:.3g}"
    )
    changed = tr("; clipping changed {share} of the gradients so far, this one to cosine {cosine}")
    share, cosine = f"{frame.clipping.share:.0%}", short(frame.clipping.cosine, 3)
    words += changed.format(share=share, cosine=cosine)
    return words + others_in_words(runs_of(frame)) + "."


def _same(one: Series, other: Series) -> bool:
    """Whether two series would be drawn alike."""
    return np.array_equal(one.x, other.x) and np.array_equal(one.y, other.y, equal_nan=True)


def _range(lines: Sequence[Line], levels: tuple[Level, ...], have: Span | None) -> Span:
    extent = extent_of(lines)
    if extent is None:
        return empty_decades(have)
    return decades(*reaching(*extent, [level.y for level in levels]), have)
