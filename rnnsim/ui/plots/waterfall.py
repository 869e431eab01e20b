"""The gradient magnitude over time steps and iterations: how its reach changes while it learns."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace

import numpy as np

from rnnsim.model.arrays import FloatArray
from rnnsim.model.frame import Frame
from rnnsim.model.reach import reach
from rnnsim.model.samples import Waterfall
from rnnsim.model.table import Table
from rnnsim.translation import noted, tr
from rnnsim.ui.numbers import count, short
from rnnsim.ui.plots.columns import SCALE, Column, Rows, column_of, stride
from rnnsim.ui.plots.held import HeldAll, Kept
from rnnsim.ui.plots.labels import Label
from rnnsim.ui.plots.picture import (
    ColorBar,
    Curve,
    Entry,
    Look,
    Picture,
    Reading,
    Scale,
    Scenery,
    Shaded,
    waiting,
)
from rnnsim.ui.plots.plot import Plot
from rnnsim.ui.plots.ranges import Span, counts
from rnnsim.ui.plots.remembered import Remembered
from rnnsim.ui.plots.series import linear
from rnnsim.ui.plots.shades import Sheet
from rnnsim.ui.theme import DARK, Theme

REACH = Look("text", 1.2)

BROAD = 60
"""Up to so many columns half of one needs more room than there is beside an axis."""

LEGEND = (
    Entry(
        REACH,
        (
            Label(noted("as far back as 1% of the gradient at T reaches")),
            Label(noted("1% of the gradient at T")),
            Label("1%"),
        ),
    ),
)


class WaterfallPlot(Plot):
    """‖∂L/∂h_k‖: k down, iterations across, on the canvas's logarithmic scale."""

    name = "waterfall"
    quantity = noted("‖∂L/∂hₖ‖")

    def __init__(self, theme: Theme = DARK) -> None:
        super().__init__(theme, tr("Waterfall"))
        self.setWhatsThis(
            tr(
                "Each column is one iteration, each row a time step k, from 0 at the top down to T:"
                " the colour is the gradient magnitude ‖∂L/∂h_k‖, on the same logarithmic scale,"
                " 10⁻⁶ to 100, for every network and every iteration. What lies beyond its ends has"
                " the colours of the ends; exact zeros, and values that are not finite, have"
                " colours of their own beside it. The line is how far back the gradient stays above"
                " 1% of ‖∂L/∂h_T‖. Of a long run, iterations evenly spread are shown."
            )
        )
        self._columns = Remembered(column_of)
        self._sheet = Sheet()
        self._kept: Kept[Picture] = Kept()

    @property
    def aside(self) -> str:
        """How far back the present gradient reaches."""
        back = None if self._frame is None else reach(self._frame.passed.gradient_magnitude)
        if back is None:
            return ""
        return tr("1% back to k = {k}").format(k=back)

    def _identity_of(self, frame: Frame) -> Hashable:
        return _sampled(frame), frame.newest, frame.at, frame.iteration

    def _compose(self, frame: Frame, have: Picture | None, columns: int) -> Picture:
        waterfall = frame.waterfall
        if not waterfall.iterations:
            return waiting(tr("no iteration yet"))
        last = counts(max(frame.newest, frame.iteration)).high
        whole = self._kept.get((_sampled(frame), last), lambda: self._composed(waterfall, last))
        return replace(whole, cursor=float(frame.at)) if frame.past else whole

    def _composed(self, waterfall: Waterfall, last: float) -> Picture:
        columns = self._columns.of(waterfall.iterations, waterfall.magnitudes)
        return compose(waterfall.iterations, columns, self._sheet, last)

    def _reading_at(self, frame: Frame, x: float, next_x: float, y: float) -> Reading | None:
        iterations = frame.waterfall.iterations
        if not iterations:
            return None
        i = int(np.abs(np.array(iterations) - (x + next_x) / 2).argmin())
        magnitude = frame.waterfall.magnitudes[i]
        k = min(max(round(y), 0), len(magnitude) - 1)
        text = tr("k = {k}, iteration {iteration}: {value}").format(
            k=k, iteration=count(iterations[i]), value=short(float(magnitude[k]), 3)
        )
        return Reading(float(iterations[i]), float(k), "accent", text)

    def _summary(self, frame: Frame) -> str:
        return summary(frame)

    def _table(self, frame: Frame) -> Table:
        waterfall = frame.waterfall
        if not waterfall.iterations:
            return Table()
        steps = range(len(waterfall.magnitudes[0]))
        heads = tr("iteration"), *(f"‖∂L/∂h_k‖, k = {k}" for k in steps)
        return Table(heads, Rows(waterfall))


def compose(
    iterations: Sequence[int], columns: Sequence[Column], sheet: Sheet, last: float
) -> Picture:
    """Make the picture of the iterations sampled.

    Parameters
    ----------
    sheet : Sheet
        What the columns are written on.
    last : float
        The iteration up to which there is room.
    """
    every = stride(iterations)
    places = [(iteration - iterations[0]) // every for iteration in iterations]
    codes = sheet.hold(places, [column.codes for column in columns])
    left, steps = iterations[0] - every / 2, len(codes) - 1
    fields = Shaded(
        codes, Span(left, iterations[0] + (places[-1] + 0.5) * every), Span(-0.5, steps + 0.5)
    )
    words = ("∞" * any(c.infinite for c in columns), "NaN" * any(c.missing for c in columns))
    return Picture(
        x=_axis(iterations[0], last, every),
        y=Span(steps + 0.5, -0.5),
        scale=Scale.COUNTS,
        x_label=tr("iteration"),
        y_label=tr("time step k, down to T"),
        color_bar=ColorBar(
            SCALE,
            zero=any(column.zero for column in columns),
            broken=", ".join(filter(None, words)),
            below=any(column.below for column in columns),
            above=any(column.above for column in columns),
        ),
        scenery=Scenery(fields, threads=(_front(iterations, columns, every),)),
        legend=tuple(entry.translated() for entry in LEGEND),
        remark=_sampling(every),
    )


def _axis(first: int, last: float, every: int) -> Span:
    """From the first to the last iteration, with room for half a column where they are broad."""
    room = every / 2 if last - first < BROAD * every else 0.0
    return Span(first - room, last + room)


def summary(frame: Frame) -> str:
    """The gradient's reach, now and at the start, in one sentence."""
    magnitude, waterfall = frame.passed.gradient_magnitude, frame.waterfall
    words = tr("At iteration {iteration} {reach}").format(
        iteration=count(frame.iteration), reach=_reaching(magnitude)
    )
    if len(waterfall.iterations) > 1:
        words += tr("; at iteration {iteration} {reach}").format(
            iteration=count(waterfall.iterations[0]), reach=_reaching(waterfall.magnitudes[0])
        )
    return words + "."


def _reaching(magnitude: FloatArray) -> str:
    back, last = reach(magnitude), len(magnitude) - 1
    if back is None:
        said = tr("‖∂L/∂h_T‖ is {value}, at T = {last}")
        return said.format(value=short(float(magnitude[-1])), last=last)
    said = tr("the gradient stays above 1% of ‖∂L/∂h_T‖ from T = {last} back to k = {k}")
    return said.format(last=last, k=back)


def _front(iterations: Sequence[int], columns: Sequence[Column], every: int) -> Curve:
    """The upper edge of what is reached, as wide as each column."""
    edges = np.array(iterations, dtype=float)
    x = np.stack([edges - every / 2, edges + every / 2], axis=1).ravel()
    back = np.repeat([column.reach - 0.5 for column in columns], 2)
    return Curve(linear(x, back), REACH)


def _sampling(every: int) -> tuple[str, ...]:
    """Which iterations are shown, where not all are."""
    if every == 1:
        return ()
    long = tr("one column for every {count} iterations")
    return tuple(words.format(count=count(every)) for words in (long, tr("every {count}")))


def _sampled(frame: Frame) -> Hashable:
    """What tells one set of samples from another."""
    waterfall = frame.waterfall
    return waterfall.iterations, HeldAll(waterfall.magnitudes)
