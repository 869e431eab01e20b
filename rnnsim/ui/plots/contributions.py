"""What each time step adds to the gradient of W_hh, and the sum of it all."""

from __future__ import annotations

import math
from collections.abc import Hashable
from dataclasses import replace

import numpy as np

from rnnsim.model.arrays import FloatArray
from rnnsim.model.frame import Frame
from rnnsim.model.moment import Moment
from rnnsim.model.table import Table
from rnnsim.translation import noted, tr
from rnnsim.ui import tips
from rnnsim.ui.numbers import short
from rnnsim.ui.plots.beside import (
    THIN,
    Beside,
    axis_name,
    identity,
    nearest,
    start_of,
)
from rnnsim.ui.plots.contributions_words import others_of, running_sum, said_of, summary, table
from rnnsim.ui.plots.labels import Label
from rnnsim.ui.plots.picture import (
    Bars,
    Curve,
    Dot,
    Entry,
    Level,
    Look,
    Picture,
    Reading,
    Scale,
    Tag,
    waiting,
)
from rnnsim.ui.plots.plot import Plot
from rnnsim.ui.plots.progress import contributions_from
from rnnsim.ui.plots.ranges import Span, amounts
from rnnsim.ui.plots.series import linear
from rnnsim.ui.run_words import MAIN_NAME
from rnnsim.ui.theme import DARK, Theme

BAR = Look("gradient", 9.0)
SUM = Look("text", 2.4)
TOTAL = Look("text", 1.4, (4.5, 3.0))

LEGEND = (
    Entry(BAR, (Label(noted("contribution of t")), Label(noted("contribution")), Label("Cₜ"))),
    Entry(
        SUM,
        (Label(noted("running sum, from T back to 1")), Label(noted("running sum")), Label("Σ")),
    ),
)

TOTAL_NAME = "‖∂L/∂Wₕₕ‖"

HARDLY, MARGIN = 0.12, 0.15
"""Bars that reach hardly below 0, as a share of the range above it, and the room they get."""

HEADROOM = 0.2
"""Share of the range that is free above the total, for its words."""


class ContributionsPlot(Plot):
    """⟨C_t, G⟩/‖G‖ of every time step as bars, and their running sum, which ends on ‖G‖.

    G = ∂L/∂W_hh is the sum of the contributions C_t; so these are numbers that sum to its norm.
    """

    name = "contributions"
    quantity = noted("contribution to ‖∂L/∂Wₕₕ‖")
    follows_pass = True
    follows_selection = True

    def __init__(self, theme: Theme = DARK) -> None:
        super().__init__(theme, tr("Contributions to ∂L/∂W_hh"))
        self.setWhatsThis(
            tr(
                "The gradient of W_hh is the sum of what all time steps contribute. A bar is the"
                " part of time step t's contribution that points along that sum. A bar below 0,"
                " hatched, points the other way: it takes away from the gradient. The line adds the"
                " bars in the order in which backpropagation makes them, from T back to 1, and"
                " ends on the norm of the whole gradient. The axis is linear, because this is a"
                " sum: bars too small to be seen hardly count in it. Where h₀ is 0, time step 1"
                " contributes exactly 0. Of other runs the line of the sum is drawn, in their own"
                " colours; where they differ in T they are aligned at the end of the sequence."
            )
        )
        told = tr(
            "Above 0: the time step's contribution points the gradient's way. Below 0, hatched:"
            " it points the other way and takes away from the sum. Where h₀ is 0, time step 1"
            " contributes exactly 0."
        )
        self.setToolTip(tips.line(told))

    @property
    def aside(self) -> str:
        """The total."""
        if self._frame is None or not len(self._frame.passed.contributions):
            return ""
        total = running_sum(self._frame.passed.contributions)[0]
        return tr("sum {total}").format(total=short(float(total), 3))

    def _identity_of(self, frame: Frame) -> Hashable:
        return frame.passed.contributions.tobytes(), identity(others_of(frame))

    def _compose(self, frame: Frame, have: Picture | None, columns: int) -> Picture:
        self._readout.rings = self._rings(frame)
        return compose(frame, have, self._moment)

    def _rings(self, frame: Frame) -> tuple[Reading, ...]:
        selected = None if self._step is None else self._reading(frame, self._step, 0.0)
        if selected is None:
            return ()
        return (Reading(selected.x, selected.y, selected.role, ""),)

    def _reading_at(self, frame: Frame, x: float, next_x: float, y: float) -> Reading | None:
        own = self._reading(frame, x, next_x)
        others = others_of(frame)
        return own if not others else reading(frame, round(x), y, own)

    def _reading(self, frame: Frame, x: float, next_x: float) -> Reading | None:
        values, t = np.asarray(frame.passed.contributions, dtype=float), round(x)
        if not 1 <= t <= len(values):
            return None
        value = float(values[t - 1])
        text = said_of(t, values)
        return Reading(float(t), value if math.isfinite(value) else math.nan, BAR.role, text)

    def _summary(self, frame: Frame) -> str:
        return summary(frame)

    def _table(self, frame: Frame) -> Table:
        return table(frame)


def reading(frame: Frame, step: int, y: float, own: Reading | None) -> Reading | None:
    """What is read off the nearest of several runs at a height; `own` is the main run's."""
    found = []
    if own is not None:
        values = np.asarray(frame.passed.contributions, dtype=float)
        value, total = float(values[step - 1]), float(running_sum(values)[step - 1])
        in_bar = min(value, 0.0) <= y <= max(value, 0.0)
        away = 0.0 if in_bar else min(abs(value - y), abs(total - y))
        found.append((away, replace(own, text=f"{tr(MAIN_NAME)} · {own.text}")))
    for run in others_of(frame):
        index = run.index(step)
        if index is not None:
            total = float(running_sum(run.values)[index])
            text = f"{run.name} · {said_of(index + 1, run.values)}"
            height = total if math.isfinite(total) else math.nan
            found.append((abs(height - y), Reading(float(step), height, run.look.role, text)))
    return nearest(found)


def compose(frame: Frame, have: Picture | None = None, moment: Moment | None = None) -> Picture:
    """Make the picture of a frame's contributions, as far as a pass has come."""
    values = np.asarray(frame.passed.contributions, dtype=float)
    count = len(values)
    if not count:
        return waiting(tr("computing…"))
    steps = np.arange(1.0, count + 1)
    sums = running_sum(values)
    first = contributions_from(moment, count)
    bars = linear(steps, values)
    curve = Curve(linear(*staircase(sums, first)), SUM)
    dots, tags = _reached(sums, first) if moment is not None else _ended(sums)
    others = others_of(frame)
    lines = [_line(run) for run in others]
    return Picture(
        x=Span(start_of(others, 1) - 0.5, count + 0.5),
        y=_range(
            np.concatenate([values, *(line.series.y for line in lines)]),
            sums,
            have.y if have and not have.bare else None,
        ),
        scale=Scale.AMOUNTS,
        x_label=axis_name(tr("time step t"), others),
        bars=Bars(steps, bars.y, BAR.role, steps >= first),
        curves=(*lines, curve),
        levels=_total(sums),
        dots=dots,
        tags=tags,
        legend=tuple(entry.translated() for entry in LEGEND),
        remark=_smallest(values, sums),
        note="" if others else _note(values),
    )


def _line(run: Beside) -> Curve:
    """The running sum of another run, thin over the main one's bars."""
    x, y = staircase(running_sum(run.values), 1)
    return Curve(linear(x + run.shift, y), replace(run.look, width=THIN), beside=True)


def staircase(sums: FloatArray, first: int) -> tuple[FloatArray, FloatArray]:
    """The running sum as steps, each as high as its bar, from 0 at the right of T to `first`.

    Parameters
    ----------
    sums : (T,) array
    first : int
        The first time step reached, 1 … T + 1.
    """
    reached = np.arange(first, len(sums) + 1)
    x = np.stack([reached - 0.5, reached + 0.5], axis=1).ravel()
    y = np.repeat(sums[first - 1 :], 2)
    return np.append(x, len(sums) + 0.5), np.append(y, 0.0)


def _range(values: FloatArray, sums: FloatArray, have: Span | None) -> Span:
    all_values = np.concatenate([values, sums])
    finite = all_values[np.isfinite(all_values)]
    if not len(finite):
        return amounts(0.0, 0.0, have)
    low, high = float(finite.min()), float(finite.max())
    room = HEADROOM * (high - low)
    span = amounts(low, high + room if math.isfinite(high + room) else high, have)
    if 0.0 < -low <= HARDLY * span.high:
        return Span(-MARGIN * span.high, span.high)  # a round number would leave much room unused
    return span


def _total(sums: FloatArray) -> tuple[Level, ...]:
    if not math.isfinite(sums[0]):
        return ()
    size = short(float(sums[0]), 3)
    return (Level(float(sums[0]), TOTAL, f"{TOTAL_NAME} = {size}", must=False, above=True),)


def _ended(sums: FloatArray) -> tuple[tuple[Dot, ...], tuple[Tag, ...]]:
    """The end of the line, on the total."""
    if not math.isfinite(sums[0]):
        return (), ()
    return (Dot(0.5, float(sums[0]), SUM.role, 9.0),), ()


def _reached(sums: FloatArray, first: int) -> tuple[tuple[Dot, ...], tuple[Tag, ...]]:
    """The end of the line so far, with the sum so far."""
    value = float(sums[first - 1]) if first <= len(sums) else 0.0
    if not math.isfinite(value):
        return (), ()
    at = first - 0.5, value
    text = tr("sum so far {total}").format(total=short(value, 3))
    return (Dot(*at, SUM.role, 9.0),), (Tag((at,), SUM.role, text),)


def _smallest(values: FloatArray, sums: FloatArray) -> tuple[str, ...]:
    """How small the smallest bar is, for the axis may not show it.

    Time step 1 is left out where it is exactly 0: it always is where h_0 is.
    """
    counted = np.isfinite(values)
    if not counted.any() or not values.any():
        return ()
    counted[0] &= values[0] != 0
    if not counted.any():
        return ()
    t = int(np.argmin(np.where(counted, np.abs(values), np.inf))) + 1
    value = short(float(values[t - 1]))
    brief = tr("smallest: {value} (t = {t})").format(value=value, t=t)
    if not math.isfinite(sums[0]) or sums[0] == 0:
        return (brief,)
    share = short(abs(float(values[t - 1]) / float(sums[0])))
    whole = tr("smallest: {value} at t = {t}, {share} of the sum")
    return whole.format(value=value, t=t, share=share), brief


def _note(values: FloatArray) -> str:
    if not values.any():
        return tr("every contribution is exactly 0")
    return tr("NaN at every time step") if np.isnan(values).all() else ""
