"""How the slopes φ′ of a pass are distributed, with their means and where saturation begins."""

from __future__ import annotations

import math
from collections.abc import Hashable

import numpy as np

from rnnsim.model.activations import ACTIVATIONS
from rnnsim.model.cells import CELLS
from rnnsim.model.frame import Frame
from rnnsim.model.slopes import PARTS, Slopes
from rnnsim.model.table import Columns, Table
from rnnsim.translation import noted, tr
from rnnsim.ui.numbers import short
from rnnsim.ui.plots.held import Held
from rnnsim.ui.plots.labels import Label
from rnnsim.ui.plots.picture import (
    Bars,
    Entry,
    Look,
    Picture,
    Reading,
    Reference,
    Scale,
    waiting,
)
from rnnsim.ui.plots.plot import Plot
from rnnsim.ui.plots.ranges import Span, amounts
from rnnsim.ui.plots.states import percent
from rnnsim.ui.theme import DARK, Theme

ROLE = "gradient"
"""Of the bars: a slope is what the gradient is multiplied by."""

GEOMETRIC = Look("text", 2.4)
ARITHMETIC = Look("text", 2.0, (1.0, 1.5))
SATURATED = Look("reference", 1.6, (3.75, 2.5))

WORDS = {
    GEOMETRIC: (Label(noted("geometric mean")), Label(noted("geometric"))),
    ARITHMETIC: (Label(noted("arithmetic mean")), Label(noted("arithmetic"))),
    SATURATED: (Label(noted("γ/10: saturated below")), Label("γ/10")),
}

SATURATED_SHARE = 0.1
"""Of γ, below which a slope hardly passes a gradient."""


class SlopesPlot(Plot):
    """A histogram of φ′ between 0 and γ, of all units, time steps and sequences of the batch."""

    name = "slopes"

    def __init__(self, theme: Theme = DARK) -> None:
        super().__init__(theme, tr("Slopes of the activation"))
        self.setWhatsThis(
            tr(
                "How the slopes φ′ of the pre-activations are distributed, of all hidden units,"
                " time steps and sequences of the batch: every bar is the share that lies in one of"
                " {parts} equal parts of 0 … γ, with γ the largest slope of φ. Of an LSTM it is φ"
                " of the candidate g, of a GRU of the candidate n; the slopes of their gates are"
                " not among them."
            ).format(parts=PARTS)
            + " "
            + tr(
                "On its way back the gradient is multiplied by one slope after the other, so it is"
                " the geometric mean, exp of the mean of ln φ′, that tells by what factor a step"
                " back shrinks it here. A single slope of exactly 0 makes that mean exactly 0."
                " Below the dashed line, γ/10, a unit counts as saturated."
            )
        )

    @property
    def aside(self) -> str:
        """What the slopes multiply a gradient by, in the geometric mean."""
        slopes = None if self._frame is None else self._frame.extras.slopes
        if slopes is None:
            return ""
        return tr("geometric mean {mean}").format(mean=short(slopes.geometric_mean, 3))

    def _identity_of(self, frame: Frame) -> Hashable:
        slopes = frame.extras.slopes
        if slopes is None:
            return ()  # unlike what there was before the first frame
        means = slopes.mean, slopes.geometric_mean, slopes.zeros, slopes.saturated
        return Held(slopes.counts), means, slopes.not_finite, slopes.activation, frame.settings.cell

    def _compose(self, frame: Frame, have: Picture | None, columns: int) -> Picture:
        slopes = frame.extras.slopes
        if slopes is None:
            return waiting(tr("computing…"))
        return compose(slopes, frame.settings.cell, have)

    def _reading(self, frame: Frame, x: float, next_x: float) -> Reading | None:
        slopes = frame.extras.slopes
        return None if slopes is None else reading_at(slopes, x)

    def _summary(self, frame: Frame) -> str:
        slopes = frame.extras.slopes
        if slopes is None:
            return tr("The slopes are being computed.")
        return summary(slopes)

    def _table(self, frame: Frame) -> Table:
        slopes = frame.extras.slopes
        if slopes is None:
            return Table()
        heads = (tr("φ′ from"), tr("φ′ to"), tr("number of slopes"), tr("share in %"))
        edges, shares = slopes.edges, 100.0 * slopes.shares
        return Table(heads, Columns(edges[:-1], edges[1:], slopes.counts, shares))


def compose(slopes: Slopes, cell: str = "rnn", have: Picture | None = None) -> Picture:
    """Make the picture of a distribution of slopes."""
    edges, shares = slopes.edges, 100.0 * slopes.shares
    span = amounts(0.0, float(shares.max()), have.y if have and not have.bare else None)
    references = _references(slopes, span)
    return Picture(
        x=Span(0.0, slopes.gamma),
        y=span,
        scale=Scale.AMOUNTS,
        x_scale=Scale.AMOUNTS,
        x_label=_of_what(slopes, cell),
        y_label=tr("share in %"),
        bars=Bars(
            (edges[:-1] + edges[1:]) / 2,
            np.where(slopes.counts > 0, shares, np.nan),
            ROLE,
            np.full(PARTS, fill_value=True),
            slopes.gamma / PARTS,
        ),
        references=references,
        legend=tuple(Entry(line.look, WORDS[line.look]).translated() for line in references),
        remark=_remark(slopes),
        note="" if slopes.total else tr("no slope is finite"),
    )


def reading_at(slopes: Slopes, x: float) -> Reading:
    """The bar at x."""
    part = min(max(int(x / slopes.gamma * PARTS), 0), PARTS - 1)
    low, high = slopes.edges[part], slopes.edges[part + 1]
    share = 100.0 * float(slopes.shares[part])
    text = tr("φ′ {low} … {high}: {share}% ({number})").format(
        low=short(float(low), 3),
        high=short(float(high), 3),
        share=short(share, 3),
        number=int(slopes.counts[part]),
    )
    return Reading(float(low + high) / 2, share, ROLE, text)


def summary(slopes: Slopes) -> str:
    """The distribution in one sentence."""
    words = tr(
        "Of {total} slopes of {activation} the geometric mean is {geometric}, the arithmetic"
        " {mean}, the largest possible {gamma}; {saturated}% are below a tenth of that"
    ).format(
        total=slopes.total,
        activation=_name(slopes.activation),
        geometric=short(slopes.geometric_mean, 3),
        mean=short(slopes.mean, 3),
        gamma=short(slopes.gamma, 3),
        saturated=_percent_of(slopes.saturated, slopes),
    )
    if slopes.zeros:
        words += tr("; {share}% are exactly 0").format(share=_percent_of(slopes.zeros, slopes))
    if slopes.not_finite:
        words += tr("; {number} more are not finite").format(number=slopes.not_finite)
    return words + "."


def _references(slopes: Slopes, span: Span) -> tuple[Reference, ...]:
    """Upright lines at both means, where there are any, and where saturation begins."""
    places = {
        GEOMETRIC: slopes.geometric_mean,
        ARITHMETIC: slopes.mean,
        SATURATED: SATURATED_SHARE * slopes.gamma,
    }
    upright = np.array([span.low, span.high])
    return tuple(
        Reference(np.full(2, x), upright, look) for look, x in places.items() if math.isfinite(x)
    )


def _remark(slopes: Slopes) -> tuple[str, ...]:
    """The means in numbers, and why the geometric one is 0 where it is."""
    if not slopes.total:
        return ()
    mean, geometric = short(slopes.mean, 3), short(slopes.geometric_mean, 3)
    saturated = _percent_of(slopes.saturated, slopes)
    if slopes.zeros:
        share = _percent_of(slopes.zeros, slopes)
        whole = tr("{share}% are exactly 0, so the geometric mean is; arithmetic {mean}")
        brief = tr("{share}% are exactly 0; arithmetic mean {mean}")
        tiny = tr("{share}% exactly 0")
        return tuple(words.format(share=share, mean=mean) for words in (whole, brief, tiny))
    whole = tr("geometric mean {geometric}, arithmetic {mean}; {share}% are saturated")
    brief = tr("geometric {geometric}, arithmetic {mean}")
    return tuple(
        words.format(geometric=geometric, mean=mean, share=saturated) for words in (whole, brief)
    )


def _of_what(slopes: Slopes, cell: str) -> str:
    activation, gamma = _name(slopes.activation), f"{slopes.gamma:g}"
    if CELLS[cell].words:
        words = tr("slope φ′ of the candidate {gate}, φ = {activation}, γ = {gamma}")
        return words.format(gate=CELLS[cell].candidate, activation=activation, gamma=gamma)
    return tr("slope φ′, φ = {activation}, γ = {gamma}").format(activation=activation, gamma=gamma)


def _name(activation: str) -> str:
    """What the panel calls an activation."""
    return tr(ACTIVATIONS[activation].label)


def _percent_of(number: int, slopes: Slopes) -> str:
    return percent(number / max(slopes.total, 1))
