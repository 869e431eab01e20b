"""Where a single unit stays and where it gets, over its bias: the bifurcations under the cliff."""

from __future__ import annotations

import math
from collections.abc import Hashable

import numpy as np

from rnnsim.model.arrays import FloatArray
from rnnsim.model.cliff import B_RANGE, START, W_RANGE
from rnnsim.model.extras import BifurcationPicture
from rnnsim.model.frame import Frame
from rnnsim.model.table import Columns, Table
from rnnsim.translation import noted, tr
from rnnsim.ui.numbers import short
from rnnsim.ui.plots.held import Held
from rnnsim.ui.plots.labels import Label
from rnnsim.ui.plots.picture import (
    Curve,
    Dot,
    Entry,
    Handle,
    Level,
    Look,
    Picture,
    Reading,
    Reference,
    Scale,
    Tag,
    waiting,
)
from rnnsim.ui.plots.ranges import Span
from rnnsim.ui.plots.series import linear
from rnnsim.ui.plots.start import BIAS, STEP, StartPlot, told
from rnnsim.ui.theme import DARK, Theme

STABLE = Look("text", 2.2)
UNSTABLE = Look("text", 2.0, (2.6, 2.0))
REACHED = Look("loss", 6.0, alpha=0.6)
"""Wider, so that it is seen on both sides of the branch that it follows."""

FIRST = Look("reference", 1.4, (4.5, 3.0))
WALL = Look("gradient", 1.6)

LEGEND = (
    Entry(STABLE, (Label(noted("stable fixed points")), Label(noted("stable")))),
    Entry(UNSTABLE, (Label(noted("unstable")),)),
    Entry(REACHED, (Label(noted("x₅₀, reached from x₀")), Label("x₅₀"))),
)

STATES = Span(math.floor(B_RANGE[0]), math.ceil(B_RANGE[1] + W_RANGE[1]))
"""All states of all units: a fixed point lies between b and b + w."""

FIRST_STATE = 0.5

WIDE = 250
"""Columns from which on there is room for more words."""

STEEP = 10.0
"""‖∇E‖ from which on there is a wall: x₀ drives states away the faster the larger w is."""

BRANCHES = ((1,), (0, 1), (0,))
"""Of the lower, the middle and the upper branch: the folds that it ends in."""


class BifurcationPlot(StartPlot):
    """Fixed points of the unit across, its bias b up as in the cliff, for the w of the start."""

    name = "bifurcation"

    def __init__(self, theme: Theme = DARK) -> None:
        super().__init__(theme, tr("Where a single unit stays"))
        self.setWhatsThis(
            tr(
                "The fixed points of the unit x ← w·σ(x) + b, across, for every bias b, up, and for"
                " the w of the start in the plot of the cliff, which has the same b at the same"
                " height. States run towards the stable ones and away from the unstable ones; at a"
                " fold one of each is born. The broad line is x₅₀, where the unit gets from x₀ ="
                " 0.5. It jumps from branch to branch where x₀ itself is an unstable fixed point:"
                " at b* = 0.5 − w·σ(0.5). There the error has its wall. The line of the start's b"
                " can be dragged."
            )
        )

    @property
    def aside(self) -> str:
        """The w that all is of, and the b of the wall."""
        shown = None if self._frame is None else self._frame.extras.bifurcation
        if shown is None:
            return ""
        words = f"w = {told(shown.w)}"
        if shown.ridge_stable:
            return words
        slope = short(shown.ridge_gradient_norm, 3)
        return f"{words} · b* = {short(shown.ridge, 7)} · " + tr("there ‖∇E‖ = {slope}").format(
            slope=slope
        )

    def _identity_of(self, frame: Frame) -> Hashable:
        shown = frame.extras.bifurcation
        return () if shown is None else (shown.w, shown.b, Held(shown.positions))

    def _handle_of(self, frame: Frame) -> Handle | None:
        shown = frame.extras.bifurcation
        return None if shown is None else handle_of(shown)

    def _compose(self, frame: Frame, have: Picture | None, columns: int) -> Picture:
        shown = frame.extras.bifurcation
        if shown is None:
            return waiting(tr("computing…"))
        return compose(shown, self._handle(frame), wide=columns >= WIDE)

    def _reading_at(self, frame: Frame, x: float, next_x: float, y: float) -> Reading | None:
        shown = frame.extras.bifurcation
        if shown is None:
            return None
        i = int(np.abs(shown.biases - y).argmin())
        text = tr("b = {b}: fixed points {points}; x₅₀ = {reached}").format(
            b=told(float(shown.biases[i])),
            points=_listed(shown.positions[i]),
            reached=told(float(shown.reached[i])),
        )
        return Reading(float(shown.reached[i]), float(shown.biases[i]), REACHED.role, text)

    def _summary(self, frame: Frame) -> str:
        shown = frame.extras.bifurcation
        if shown is None:
            return tr("The fixed points are being computed.")
        said = tr("With w = {w} and b = {b} the fixed points are {points}; x₅₀ is {reached}.")
        words = said.format(
            w=told(shown.w),
            b=told(shown.b),
            points=_listed(shown.present),
            reached=told(shown.present_reached),
        )
        if not np.isnan(shown.folds).any():
            low, high = (short(float(b), 5) for b in shown.folds[:, 1])
            words += " " + tr("Between b = {low} and b = {high} there are three.").format(
                low=low, high=high
            )
        if shown.ridge_stable:
            return words
        said = tr("At b* = {ridge} x₀ = 0.5 is an unstable one: there ‖∇E‖ is {slope}.")
        slope = short(shown.ridge_gradient_norm, 3)
        return words + " " + said.format(ridge=short(shown.ridge, 7), slope=slope)

    def _table(self, frame: Frame) -> Table:
        shown = frame.extras.bifurcation
        if shown is None:
            return Table()
        heads = (
            *("b", tr("lower, stable"), tr("middle, unstable"), tr("upper, stable")),
            "x₅₀",
        )
        return Table(heads, Columns(shown.biases, *shown.positions.T, shown.reached))


def handle_of(shown: BifurcationPicture) -> Handle:
    """The line at the b of the start."""
    return Handle(shown.w, shown.b, BIAS.role, line=True, home=START, step=(STEP, STEP))


def compose(
    shown: BifurcationPicture, handle: Handle | None = None, *, wide: bool = True
) -> Picture:
    """Make the picture of a unit's fixed points.

    Parameters
    ----------
    handle : Handle or None
        The line of b, where the user has put it; None for where it is.
    wide : bool
        Whether there is room for words that could be spared.
    """
    handle = handle or handle_of(shown)
    middle = float(shown.biases[0]), float(shown.biases[-1])
    reached = Curve(linear(shown.reached, shown.biases), REACHED)
    first = Reference(np.full(2, FIRST_STATE), np.array(middle), FIRST)
    return Picture(
        x=STATES,
        y=Span(*middle),
        scale=Scale.AMOUNTS,
        x_scale=Scale.AMOUNTS,
        x_label=tr("state x"),
        y_label=tr("bias b"),
        curves=(reached, *branches(shown)),
        references=(first,),
        levels=(*_wall(shown, wide), Level(handle.y, BIAS, f"b = {told(handle.y)}", must=False)),
        dots=(
            *(Dot(x, b, STABLE.role) for x, b in _folds(shown)),
            Dot(shown.present_reached, shown.b, REACHED.role, 10.0),
        ),
        tags=(*_named_folds(shown), _named_first(shown)),
        legend=tuple(entry.translated() for entry in LEGEND),
        handle=handle,
    )


def branches(shown: BifurcationPicture) -> tuple[Curve, ...]:
    """The lower, the middle and the upper branch, each with the folds that it ends in."""
    curves = []
    for column, ends in enumerate(BRANCHES):
        there = ~np.isnan(shown.positions[:, column])
        x, b = shown.positions[there, column], shown.biases[there]
        for end in shown.folds[list(ends)]:
            if len(x) and B_RANGE[0] < end[1] < B_RANGE[1]:
                x, b = np.append(x, end[0]), np.append(b, end[1])
        along = np.argsort(x)
        stable = bool(shown.stable[there, column].all())
        curves.append(Curve(linear(x[along], b[along]), STABLE if stable else UNSTABLE))
    return tuple(curves)


def _wall(shown: BifurcationPicture, wide: bool) -> tuple[Level, ...]:
    if shown.ridge_stable:
        return ()
    steep = shown.ridge_gradient_norm >= STEEP
    words = tr("the wall: b* = {ridge}") if steep and wide else "b* = {ridge}"
    return (Level(shown.ridge, WALL, words.format(ridge=short(shown.ridge, 7))),)


def _folds(shown: BifurcationPicture) -> list[tuple[float, float]]:
    """State and bias of the folds that are in the plot."""
    return [(x, b) for x, b in shown.folds.tolist() if B_RANGE[0] <= b <= B_RANGE[1]]


def _named_folds(shown: BifurcationPicture) -> tuple[Tag, ...]:
    said = tr("fold: b = {b}")
    return tuple(
        Tag(((x, b),), STABLE.role, said.format(b=short(b, 5)), must=False)
        for x, b in _folds(shown)
    )


def _named_first(shown: BifurcationPicture) -> Tag:
    low, high = B_RANGE
    points = tuple((FIRST_STATE, low + share * (high - low)) for share in (0.9, 0.1, 0.75, 0.2))
    return Tag(points, FIRST.role, f"x₀ = {told(FIRST_STATE)}", must=False)


def _listed(positions: FloatArray) -> str:
    """The fixed points that there are."""
    return ", ".join(told(float(x)) for x in positions[~np.isnan(positions)])
