"""Gradient norm against iteration, before and after clipping."""

from __future__ import annotations

import math
import struct
from collections.abc import Hashable
from dataclasses import replace

import numpy as np

from rnnsim.model.frame import Frame
from rnnsim.model.settings import Settings
from rnnsim.translation import noted, tr
from rnnsim.ui.numbers import count, short
from rnnsim.ui.plots.decimation import place
from rnnsim.ui.plots.history import Present, Track, iterations_between, said_between
from rnnsim.ui.plots.labels import Label
from rnnsim.ui.plots.picture import Curve, Dot, Entry, Level, Look, Picture, Reading, Scale
from rnnsim.ui.plots.plot import Plot
from rnnsim.ui.plots.ranges import Span, counts, decades, empty_decades, reaching
from rnnsim.ui.plots.series import Series, logarithmic
from rnnsim.ui.table import Columns, Table
from rnnsim.ui.theme import DARK, Theme

BEFORE = Look("gradient", 1.4)
AFTER = Look("forward", 2.0)
UNCLIPPED = Look("gradient", 2.0)
THRESHOLD = Look("reference", 1.4, (4.5, 3.0))

LIMITED = {
    "norm": noted("τ = {tau}"),
    "value": noted("each component ≤ τ = {tau}"),
    "backward": noted("each step hands back ≤ τ = {tau}"),
}
"""What τ limits, by the kind of clipping; this norm where nothing is said."""

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


class GradientNormPlot(Plot):
    """The norm of every iteration's gradient before and after clipping, and the threshold."""

    name = "norm"

    def __init__(self, theme: Theme = DARK) -> None:
        super().__init__(theme, tr("Gradient norm"))
        self.setWhatsThis(
            tr(
                "The norm of the gradient over all weights jointly, at every iteration, before"
                " clipping (thin) and after (thick). Where only the thick line is seen the"
                " gradient was not clipped. The dashed line is the threshold τ."
            )
        )
        self._before = Track(logarithmic, BEFORE, positive=True)
        self._after = Track(logarithmic, AFTER, positive=True)

    @property
    def aside(self) -> str:
        """The present norm, what clipping makes of it, and how often it acts."""
        if self._frame is None:
            return ""
        passed = self._frame.passed
        before, after = short(passed.gradient_norm), short(passed.clipped_gradient_norm)
        if self._frame.settings.clip == "off":
            return tr("now {norm}").format(norm=before)
        now = tr("now {norm}").format(norm=before if after == before else f"{before} → {after}")
        share = f"{self._frame.clipping.share:.0%}"
        return f"{now} · " + tr("{share} clipped").format(share=share)

    def _identity_of(self, frame: Frame) -> Hashable:
        before, after = frame.curves.gradient_norms, frame.curves.clipped_gradient_norms
        passed, settings = frame.passed, frame.settings
        present = struct.pack("dd", passed.gradient_norm, passed.clipped_gradient_norm)
        places = len(before), place(before), place(after)
        return places, frame.iteration, present, settings.clip, settings.clip_threshold

    def _compose(self, frame: Frame, have: Picture | None, columns: int) -> Picture:
        curves, passed, iteration = frame.curves, frame.passed, frame.iteration
        before = self._before.curve(curves.gradient_norms, iteration, passed.gradient_norm, columns)
        after = self._after.curve(
            curves.clipped_gradient_norms, iteration, passed.clipped_gradient_norm, columns
        )
        return compose(frame, before, after, have)

    def _reading(self, frame: Frame, x: float, next_x: float) -> Reading | None:
        norms, clipped = frame.curves.gradient_norms, frame.curves.clipped_gradient_norms
        passed = frame.passed
        first, last = iterations_between(x, next_x, frame.iteration)
        text = said_between(norms, passed.gradient_norm, first, last)
        before = norms[first] if first < len(norms) else passed.gradient_norm
        after = clipped[first] if first < len(clipped) else passed.clipped_gradient_norm
        if first == last and after != before and not math.isnan(before):
            text += tr(", clipped to {norm}").format(norm=short(after, 3))
        seen = first == last and math.isfinite(before) and before > 0
        return Reading(
            (first + last) / 2, math.log10(before) if seen else math.nan, BEFORE.role, text
        )

    def _summary(self, frame: Frame) -> str:
        return summary(frame)

    def _table(self, frame: Frame) -> Table:
        curves, passed, present = frame.curves, frame.passed, frame.iteration
        before = Present(curves.gradient_norms, present, passed.gradient_norm)
        after = Present(curves.clipped_gradient_norms, present, passed.clipped_gradient_norm)
        heads = tr("iteration"), tr("gradient norm before clipping"), tr("after clipping")
        return Table(heads, Columns(range(len(before)), before, after))


def compose(frame: Frame, before: Curve, after: Curve, have: Picture | None = None) -> Picture:
    """Make the picture of a frame's gradient norms, whose last points are the present pass."""
    two = frame.settings.clip != "off" or not _same(before.series, after.series)
    curves = (before, after) if two else (replace(before, look=UNCLIPPED),)
    levels = () if frame.settings.clip == "off" else (threshold(frame.settings),)
    ends = [(float(curve.series.y[-1]), curve.look.role) for curve in curves]
    diameters = (9.0, 6.0) if two else (7.0,)
    return Picture(
        x=counts(max(frame.iteration, len(frame.curves.gradient_norms))),
        y=_range([before.series, after.series], levels, have.y if have else None),
        scale=Scale.DECADES,
        x_label=tr("iteration"),
        curves=curves,
        levels=levels,
        dots=tuple(
            Dot(frame.iteration, y, role, diameter)
            for (y, role), diameter in zip(ends, diameters, strict=True)
            if math.isfinite(y)
        ),
        legend=tuple(entry.translated() for entry in (TWO if two else ONE)),
    )


def threshold(settings: Settings) -> Level:
    """The line of τ, and what it limits."""
    text = tr(LIMITED[settings.clip]).format(tau=f"{settings.clip_threshold:.3g}")
    return Level(math.log10(settings.clip_threshold), THRESHOLD, text)


def summary(frame: Frame) -> str:
    """The present gradient norm in one sentence."""
    passed, settings = frame.passed, frame.settings
    words = tr("Gradient norm {norm} at iteration {iteration}").format(
        norm=short(passed.gradient_norm, 3), iteration=count(frame.iteration)
    )
    if settings.clip == "off":
        return words + tr(", not clipped.")
    words += tr(KINDS[settings.clip]).format(
        after=short(passed.clipped_gradient_norm, 3), tau=f"{settings.clip_threshold:.3g}"
    )
    changed = tr("; clipping changed {share} of the gradients so far, this one to cosine {cosine}.")
    share, cosine = f"{frame.clipping.share:.0%}", short(frame.clipping.cosine, 3)
    return words + changed.format(share=share, cosine=cosine)


def _same(one: Series, other: Series) -> bool:
    """Whether two series would be drawn alike."""
    return np.array_equal(one.x, other.x) and np.array_equal(one.y, other.y, equal_nan=True)


def _range(series: list[Series], levels: tuple[Level, ...], have: Span | None) -> Span:
    extents = [extent for s in series if (extent := s.extent()) is not None]
    if not extents:
        return empty_decades(have)
    low, high = min(e[0] for e in extents), max(e[1] for e in extents)
    return decades(*reaching(low, high, [level.y for level in levels]), have)
