"""Loss against iteration."""

from __future__ import annotations

import math
import struct
from collections.abc import Hashable

from rnnsim.model.frame import Frame
from rnnsim.translation import tr
from rnnsim.ui.numbers import count, short
from rnnsim.ui.plots.decimation import place
from rnnsim.ui.plots.history import Present, Track, iterations_between, said_between
from rnnsim.ui.plots.labels import Label
from rnnsim.ui.plots.picture import Curve, Dot, Entry, Level, Look, Picture, Reading, Scale
from rnnsim.ui.plots.plot import Plot
from rnnsim.ui.plots.ranges import Span, amounts, counts
from rnnsim.ui.plots.series import Series, linear
from rnnsim.ui.table import Columns, Table
from rnnsim.ui.theme import DARK, Theme

LOSS = Look("loss", 2.0)
CHANCE = Look("reference", 1.4, (4.5, 3.0))

MOST_CLASSES = 1000


class LossPlot(Plot):
    """The loss of every iteration, the present one as a dot, and the loss of guessing."""

    name = "loss"

    def __init__(self, theme: Theme = DARK) -> None:
        super().__init__(theme, tr("Loss"))
        self.setWhatsThis(
            tr(
                "The loss of every iteration, a mean over its batch, before the weights are"
                " changed. The dot is the present pass. The dashed line is what guessing would"
                " cost."
            )
        )
        self._track = Track(linear, LOSS, positive=False)

    @property
    def aside(self) -> str:
        """The present loss, and how many answers were right where that can be said."""
        if self._frame is None:
            return ""
        passed = self._frame.passed
        loss = tr("now {loss}").format(loss=short(passed.loss, 3))
        if passed.accuracy is None:
            return loss
        right = tr("{share} right").format(share=f"{passed.accuracy:.0%}")
        return f"{loss} · {right}"

    def _identity_of(self, frame: Frame) -> Hashable:
        losses, present = frame.curves.losses, struct.pack("d", frame.passed.loss)
        return len(losses), place(losses), frame.iteration, present, frame.chance_loss

    def _compose(self, frame: Frame, have: Picture | None, columns: int) -> Picture:
        present = frame.passed.loss
        curve = self._track.curve(frame.curves.losses, frame.iteration, present, columns)
        return compose(frame, curve, have)

    def _reading(self, frame: Frame, x: float, next_x: float) -> Reading | None:
        losses = frame.curves.losses
        first, last = iterations_between(x, next_x, frame.iteration)
        text = said_between(losses, frame.passed.loss, first, last)
        value = losses[first] if first < len(losses) else frame.passed.loss
        y = float(value) if first == last and math.isfinite(value) else math.nan
        return Reading((first + last) / 2, y, LOSS.role, text)

    def _summary(self, frame: Frame) -> str:
        return summary(frame)

    def _table(self, frame: Frame) -> Table:
        losses = Present(frame.curves.losses, frame.iteration, frame.passed.loss)
        heads = tr("iteration"), tr("loss (mean over the batch)")
        return Table(heads, Columns(range(len(losses)), losses))


def compose(frame: Frame, curve: Curve, have: Picture | None = None) -> Picture:
    """Make the picture of a frame's losses, `curve`, whose last point is the present pass."""
    chance = frame.chance_loss
    present = float(curve.series.y[-1])
    return Picture(
        x=counts(max(frame.iteration, len(frame.curves.losses))),
        y=_range(curve.series, chance, have.y if have else None),
        scale=Scale.AMOUNTS,
        x_label=tr("iteration"),
        curves=(curve,),
        levels=() if chance is None else (Level(chance, CHANCE, ""),),
        legend=()
        if chance is None
        else (Entry(CHANCE, (Label(tr("guessing: {cost}").format(cost=cost(chance))),)),),
        dots=(Dot(frame.iteration, present, LOSS.role),) if math.isfinite(present) else (),
    )


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
    return words + "."


def _range(series: Series, chance: float | None, have: Span | None) -> Span:
    low, high = series.extent() or (0.0, 0.0)
    return amounts(low, high if chance is None else max(high, chance), have)
