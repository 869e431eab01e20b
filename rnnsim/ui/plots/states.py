"""The hidden states of all units and time steps, as coloured fields."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace

import numpy as np

from rnnsim.model.activations import ACTIVATIONS
from rnnsim.model.arrays import FloatArray
from rnnsim.model.frame import Frame
from rnnsim.model.moment import Moment, Stage
from rnnsim.model.table import Columns, Table
from rnnsim.translation import noted, tr
from rnnsim.ui.numbers import short
from rnnsim.ui.plots.held import Held, Kept
from rnnsim.ui.plots.picture import (
    ColorBar,
    Picture,
    Raster,
    Reading,
    Scale,
    Scenery,
    broken_word,
)
from rnnsim.ui.plots.plot import Plot
from rnnsim.ui.plots.progress import gradients_from, states_to
from rnnsim.ui.plots.ranges import Span
from rnnsim.ui.theme import DARK, Theme

FULL = 1.0
"""The size that has the full colour, where there is no larger one; as on the canvas."""


class StatesPlot(Plot):
    """h_k of the sequence shown: time steps k across, units down, in the colours of the canvas."""

    name = "states"
    quantity = noted("state hₖ")
    follows_pass = True
    follows_selection = True

    def __init__(self, theme: Theme = DARK) -> None:
        super().__init__(theme, tr("Activity: hidden states"))
        self.setWhatsThis(
            tr(
                "Each field is the state h_k of one hidden unit, down, at one time step k, across,"
                " of the sequence shown, in the colours of the network. The scale ends at 1, or at"
                " the largest state where that is larger. A state that is not finite has a colour"
                " of its own. During a forward pass only what has been reached is drawn. Where"
                " there are more fields than pixels, of each few the one farthest from 0 is shown."
            )
            + " "
            + tr(
                "A unit is saturated at a time step where the slope |φ′| is less than γ/10, a tenth"
                " of the largest slope of φ: there it hardly passes a gradient. The share is of all"
                " units, time steps and sequences of the batch; of an LSTM or GRU, φ is that of the"
                " candidate g or n."
            )
        )
        self._kept: Kept[Picture] = Kept()

    @property
    def aside(self) -> str:
        """How many units and time steps are saturated, or where a state is not finite."""
        return "" if self._frame is None else aside_of(self._frame)

    def _identity_of(self, frame: Frame) -> Hashable:
        return _scaled_from(frame), frame.passed.saturation

    def _compose(self, frame: Frame, have: Picture | None, columns: int) -> Picture:
        last = len(frame.passed.hidden) - 1
        reached = states_to(self._moment, last)
        whole = self._kept.get((_scaled_from(frame), reached), lambda: compose(frame, reached))
        cursor = cursor_of(self._moment, self._step, last)
        return whole if cursor is None else replace(whole, cursor=float(cursor))

    def _reading_at(self, frame: Frame, x: float, next_x: float, y: float) -> Reading | None:
        hidden = frame.passed.hidden
        k = min(max(round(x), 0), len(hidden) - 1)
        if k > states_to(self._moment, len(hidden) - 1):
            return None
        unit = min(max(round(y), 1), hidden.shape[1])
        value = short(float(hidden[k, unit - 1]), 3)
        text = tr("k = {k}, unit {unit}: {value}").format(k=k, unit=unit, value=value)
        return Reading(float(k), float(unit), "accent", text)

    def _summary(self, frame: Frame) -> str:
        return summary(frame)

    def _table(self, frame: Frame) -> Table:
        hidden = frame.passed.hidden
        units = (tr("h of unit {unit}").format(unit=j + 1) for j in range(hidden.shape[1]))
        return Table((tr("time step k"), *units), Columns(range(len(hidden)), *hidden.T))


def compose(frame: Frame, reached: int) -> Picture:
    """Make the picture of h_0 … h_reached, in a plot with room for h_0 … h_T."""
    hidden = np.asarray(frame.passed.hidden, dtype=float)
    steps, units = hidden.shape
    bar = bar_of(hidden, frame.settings.activation)
    with np.errstate(invalid="ignore"):
        shares = hidden[: reached + 1] / bar.span.high
    broken = ~np.isfinite(shares.T)
    raster = Raster(
        shares=shares.T,
        zero=np.zeros_like(broken),
        broken=broken,
        x=Span(-0.5, reached + 0.5),
        y=Span(0.5, units + 0.5),
        signed=True,
    )
    return Picture(
        x=Span(-0.5, steps - 0.5),
        y=Span(units + 0.5, 0.5),
        scale=Scale.COUNTS,
        x_label=tr("time step k"),
        y_label=tr("unit"),
        color_bar=bar,
        scenery=Scenery(raster),
    )


def bar_of(hidden: FloatArray, activation: str) -> ColorBar:
    """The scale of (T+1, N) states: up to 1, or to the largest; down to 0 or as far."""
    finite = hidden[np.isfinite(hidden)]
    full = max(FULL, float(np.abs(finite).max(initial=0.0)))
    signed = ACTIVATIONS[activation].lowest < 0.0 or bool((finite < 0.0).any())
    span = Span(-full if signed else 0.0, full)
    return ColorBar(span, broken=broken_word(hidden), scale=Scale.AMOUNTS)


def cursor_of(moment: Moment | None, step: int | None, last: int) -> int | None:
    """Where a pass is, forward or back; else the time step selected, of k = 0 … last."""
    if moment is not None:
        forward = moment.stage is Stage.FORWARD
        return states_to(moment, last) if forward else gradients_from(moment, last)
    return step if step is not None and 0 <= step <= last else None


def percent(share: float) -> str:
    """A share as a whole number of per cent; neither 0 nor 100 unless it is that exactly."""
    if 0.0 < share < 0.01:
        return "< 1"
    return "> 99" if 0.99 < share < 1.0 else f"{100 * share:.0f}"


def aside_of(frame: Frame) -> str:
    """How many units and time steps are saturated; where a state is not finite, from when on.

    Then there is no such share: of a NaN there is no slope.
    """
    broken = np.flatnonzero(~np.isfinite(frame.passed.hidden).all(axis=1))
    if len(broken):
        return tr("not finite from k = {k}").format(k=int(broken[0]))
    return tr("{share}% saturated").format(share=percent(frame.passed.saturation))


def summary(frame: Frame) -> str:
    """The activity in one sentence."""
    hidden = np.asarray(frame.passed.hidden, dtype=float)
    finite = hidden[np.isfinite(hidden)]
    words = tr("Hidden states of {units} units at time steps 0 to {steps}").format(
        units=hidden.shape[1], steps=len(hidden) - 1
    )
    if len(finite):
        words += tr(", from {low} to {high}").format(
            low=short(float(finite.min()), 3), high=short(float(finite.max()), 3)
        )
    if len(finite) < hidden.size:
        words += tr("; {some} of {all} states are not finite").format(
            some=hidden.size - len(finite), all=hidden.size
        )
    else:
        words += tr("; {share}% of units and time steps are saturated").format(
            share=percent(frame.passed.saturation)
        )
    return words + "."


def _scaled_from(frame: Frame) -> Hashable:
    return Held(frame.passed.hidden), frame.settings.activation
