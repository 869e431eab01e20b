"""The singular values of ∂h_T/∂h_k: by how much the way back stretches each direction."""

from __future__ import annotations

import math
from collections.abc import Hashable

import numpy as np

from rnnsim.model.arrays import FloatArray
from rnnsim.model.frame import Frame
from rnnsim.model.table import Columns, Table
from rnnsim.translation import noted, tr
from rnnsim.ui.numbers import short
from rnnsim.ui.plots.held import Held, Kept
from rnnsim.ui.plots.picture import (
    Curve,
    Level,
    Look,
    Picture,
    Reading,
    Scale,
    Scenery,
    Tag,
    waiting,
)
from rnnsim.ui.plots.plot import Plot
from rnnsim.ui.plots.progress import gradients_from
from rnnsim.ui.plots.ranges import Span, decades, empty_decades, reaching
from rnnsim.ui.plots.series import Series, logarithmic
from rnnsim.ui.theme import DARK, Theme

LARGEST = Look("gradient", 2.4, markers=True)
SMALLEST = Look("forward", 2.4, markers=True)
BETWEEN = Look("muted", 0.8, alpha=0.5)
ONE = Look("reference", 1.4, (4.5, 3.0))

MOST_THREADS = 40
"""More lines would only be a patch; the table has them all."""

PLACES = (0.06, 0.15, 0.25, 0.38, 0.5, 0.62, 0.75, 0.85, 0.94)
"""Where along a line its name may stand."""


class SingularPlot(Plot):
    """All singular values of ∂h_T/∂h_k over k, the largest and the smallest standing out."""

    name = "singular"
    quantity = noted("singular value")
    follows_pass = True
    follows_selection = True

    def __init__(self, theme: Theme = DARK) -> None:
        super().__init__(theme, tr("Singular values of ∂h_T/∂h_k"))
        self.setWhatsThis(
            tr(
                "∂h_T/∂h_k is the product of the Jacobians of all time steps after k, of the"
                " sequence shown. Its singular values say by how much a gradient is stretched on"
                " its way from T to k: no direction by more than the largest, none by less than"
                " the smallest. Where all are 1 the gradient keeps its size; where they part, some"
                " directions vanish while others live. The scale is logarithmic."
            )
            + " "
            + tr(
                "In an LSTM it is the part from h to h of the product of the Jacobians of [h; c]:"
                " c_k is held."
            )
        )
        self._kept: Kept[Picture] = Kept()

    @property
    def aside(self) -> str:
        """The largest at k = 0."""
        values = None if self._frame is None else self._frame.extras.singular_values
        if values is None:
            return ""
        return f"σ₁ {short(float(values[0, 0]))}"

    def _identity_of(self, frame: Frame) -> Hashable:
        return Held(frame.extras.singular_values)

    def _compose(self, frame: Frame, have: Picture | None, columns: int) -> Picture:
        values = frame.extras.singular_values
        self._readout.rings = ()
        if values is None:
            return waiting(tr("computing…"))
        time_steps = len(values) - 1
        reached = gradients_from(self._moment, time_steps)
        at = self._step if self._moment is None or reached > time_steps else reached
        if at is not None and 0 <= at <= time_steps:
            self._readout.rings = tuple(_ring(values, at, j, look) for j, look in _ENDS)
        return self._kept.get(Held(values), lambda: compose(values, have))

    def _reading(self, frame: Frame, x: float, next_x: float) -> Reading | None:
        values, k = frame.extras.singular_values, round(x)
        if values is None or not 0 <= k < len(values):
            return None
        text = tr("k = {k}: {least} … {most}").format(
            k=k, least=short(float(values[k, -1]), 3), most=short(float(values[k, 0]), 3)
        )
        ring = _ring(values, k, 0, LARGEST)
        return Reading(ring.x, ring.y, ring.role, text)

    def _summary(self, frame: Frame) -> str:
        values = frame.extras.singular_values
        if values is None:
            return tr("The singular values are being computed.")
        return tr(
            "From time step T = {count} back to 0 the largest singular value is {most}, the"
            " smallest {least}."
        ).format(
            count=len(values) - 1,
            most=short(float(values[0, 0]), 3),
            least=short(float(values[0, -1]), 3),
        )

    def _table(self, frame: Frame) -> Table:
        values = frame.extras.singular_values
        if values is None:
            return Table()
        heads = (tr("time step k"), *(f"σ{i + 1} (∂h_T/∂h_k)" for i in range(values.shape[1])))
        return Table(heads, Columns(range(len(values)), *values.T))


_ENDS = ((0, LARGEST), (-1, SMALLEST))


def compose(values: FloatArray, have: Picture | None = None) -> Picture:
    """Make the picture of (T+1, N) singular values, largest first."""
    steps = np.arange(float(len(values)))
    ends = [(logarithmic(steps, values[:, j]), look) for j, look in _ENDS]
    extents = [extent for series, _ in ends if (extent := series.extent()) is not None]
    before = have.y if have and not have.bare else None
    span = empty_decades(before)
    if extents:
        low, high = min(e[0] for e in extents), max(e[1] for e in extents)
        span = decades(*reaching(low, high, [0.0]), before)
    names = tr("largest"), tr("smallest")
    tags = [_tag(series, look, name) for (series, look), name in zip(ends, names, strict=True)]
    count = values.shape[1]
    fewer = tr("{some} of {all} lines are drawn").format(some=MOST_THREADS, all=count)
    return Picture(
        x=Span(0.0, max(float(len(values) - 1), 1.0)),
        y=span,
        scale=Scale.DECADES,
        x_label=tr("time step k"),
        curves=tuple(Curve(series, look, len(steps)) for series, look in ends[: 1 + (count > 1)]),
        levels=(Level(0.0, ONE, tr("1: the size is kept"), must=False),) if extents else (),
        tags=tuple(tag for tag in tags[: 1 + (count > 1)] if tag.points),
        remark=(fewer,) if count > MOST_THREADS else (),
        note="" if extents else _nothing(ends[0][0]),
        scenery=Scenery(threads=threads(values)),
    )


def threads(values: FloatArray) -> tuple[Curve, ...]:
    """The singular values between the largest and the smallest, or evenly some of them."""
    steps, inner = np.arange(float(len(values))), range(1, values.shape[1] - 1)
    chosen = inner
    if len(inner) > MOST_THREADS:
        chosen = np.linspace(1, values.shape[1] - 2, MOST_THREADS - 2).round().astype(int).tolist()
    return tuple(Curve(logarithmic(steps, values[:, j]), BETWEEN) for j in chosen)


def _ring(values: FloatArray, k: int, j: int, look: Look) -> Reading:
    value = float(values[k, j])
    seen = math.isfinite(value) and value > 0
    return Reading(float(k), math.log10(value) if seen else math.nan, look.role, "")


def _tag(series: Series, look: Look, name: str) -> Tag:
    """The name of a line, somewhere along it."""
    return Tag(along(series), look.role, name)


def along(series: Series) -> tuple[tuple[float, float], ...]:
    """Some points of a line, from its first on."""
    there = np.flatnonzero(series.shown)
    if not len(there):
        return ()
    chosen = [int(there[round(share * (len(there) - 1))]) for share in PLACES]
    return tuple((float(series.x[i]), float(series.y[i])) for i in chosen)


def _nothing(series: Series) -> str:
    zero = series.below.all()
    return tr("exactly 0 at every time step") if zero else tr("NaN at every time step")
