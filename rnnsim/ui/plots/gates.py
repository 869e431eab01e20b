"""What the gates alone keep of a gradient, beside what is measured and what an RNN keeps."""

from __future__ import annotations

import math
from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np

from rnnsim.model.arrays import FloatArray
from rnnsim.model.frame import Frame
from rnnsim.model.keeping import LEFT, steps_kept, steps_kept_by_bias
from rnnsim.model.table import Columns, Table
from rnnsim.translation import noted, tr
from rnnsim.ui.numbers import short
from rnnsim.ui.plots.held import Held, Kept
from rnnsim.ui.plots.labels import Label
from rnnsim.ui.plots.picture import (
    Curve,
    Dot,
    Entry,
    Look,
    Picture,
    Reading,
    Reference,
    Scale,
    Tag,
    waiting,
)
from rnnsim.ui.plots.plot import Plot
from rnnsim.ui.plots.ranges import Span, decades, reaching
from rnnsim.ui.plots.series import Series, logarithmic
from rnnsim.ui.plots.singular import along
from rnnsim.ui.theme import DARK, Theme

GATES = Look("radius", 3.4)
"""Broad, so that it is seen beneath what is measured where both coincide."""

MEMORY = Look("memory", 1.6)
STATE = Look("gradient", 1.6, markers=True)
RNN = Look("gradient", 1.6, (3.75, 2.5))
GONE = Look("reference", 1.4, (4.5, 3.0))

FORGET = (Label(noted("forget gates alone")), Label(noted("gates alone")), Label(noted("gates")))
UPDATE = (Label(noted("update gates alone")), Label(noted("gates alone")), Label(noted("gates")))
WORDS = {
    MEMORY: (Label(noted("measured, of c")), Label(noted("of c"))),
    STATE: (Label(noted("measured")),),
    RNN: (Label(noted("an untrained RNN")), Label("RNN")),
}

AT = math.log10(LEFT)
"""Where 1/e is on the axis."""

HEADROOM = 0.12
"""Share of the decades shown that is free above them, for words."""


class GatesPlot(Plot):
    """The product of the gates that keep, and gradients, all relative to their value at T."""

    name = "gates"
    follows_selection = True

    def __init__(self, theme: Theme = DARK) -> None:
        super().__init__(theme, tr("What gates keep"))
        self.setWhatsThis(
            tr(
                "What is left at time step k of a gradient at T, which is 1, on a logarithmic"
                " scale. Gates alone: the product of the forget gates of an LSTM, or of the update"
                " gates z of a GRU, of all time steps after k, root mean square over batch and"
                " units. Measured: the norm of the gradient with respect to the cell state c_k, of"
                " a GRU to h_k, divided by its value at T. Dashed: the same of h_k in an untrained"
                " RNN with these settings and this seed. Where the loss looks at all time steps,"
                " each adds to the measured gradients, but not to the product."
            )
            + " "
            + tr(
                "The point is where the product falls below 1/e = 0.37. Of gates that nothing but"
                " their bias b moves that is −1/ln σ(b) time steps before T; where the sequence is"
                " too short to see it, this estimate is given."
            )
        )
        self._kept: Kept[Picture] = Kept()

    @property
    def aside(self) -> str:
        """After how many time steps 1/e is left."""
        path = None if self._frame is None else self._frame.passed.direct_path
        if path is None:
            return ""
        steps = steps_kept(path)
        return tr("1/e beyond T") if math.isinf(steps) else _after(steps)

    def _identity_of(self, frame: Frame) -> Hashable:
        shares = shares_of(frame)
        if shares is None:
            return ()  # unlike what there was before the first frame
        lines = tuple(map(Held, (shares.gates, shares.measured, shares.rnn)))
        return *lines, shares.along, frame.settings.forget_bias, frame.iteration == 0

    def _compose(self, frame: Frame, have: Picture | None, columns: int) -> Picture:
        shares = shares_of(frame)
        self._readout.rings = ()
        if shares is None:
            return waiting(tr("An RNN has no gates; an LSTM and a GRU have."))
        if self._step is not None and 0 <= self._step < len(shares.gates):
            self._readout.rings = shares.rings(self._step)
        return self._kept.get(self._identity_of(frame), lambda: compose(frame, shares, have))

    def _reading(self, frame: Frame, x: float, next_x: float) -> Reading | None:
        shares, k = shares_of(frame), round(x)
        if shares is None or not 0 <= k < len(shares.gates):
            return None
        text = tr("k = {k}: gates {gates}, {along} {measured}").format(
            k=k,
            gates=short(float(shares.gates[k]), 3),
            along=shares.along,
            measured=short(float(shares.measured[k]), 3),
        )
        if shares.rnn is not None:
            text += f", RNN {short(float(shares.rnn[k]), 3)}"
        ring = shares.rings(k)[0]
        return Reading(ring.x, ring.y, ring.role, text)

    def _summary(self, frame: Frame) -> str:
        return summary(frame)

    def _table(self, frame: Frame) -> Table:
        shares = shares_of(frame)
        if shares is None:
            return Table()
        columns = {
            tr("time step k"): range(len(shares.gates)),
            tr("product of the gates after k (root mean square)"): shares.gates,
            tr("‖∂L/∂{along}_k‖, relative to T").format(along=shares.along): shares.measured,
            tr("‖∂L/∂h_k‖ of an untrained RNN, relative to T"): shares.rnn,
        }
        there = {head: values for head, values in columns.items() if values is not None}
        return Table(tuple(there), Columns(*there.values()))


@dataclass(frozen=True, slots=True, eq=False)
class Shares:
    """What is left of a gradient at k = 0 … T, of 1 at T; each a (T+1,) array.

    Attributes
    ----------
    gates, measured : arrays
    rnn : array or None
        None where it is not known yet, or would need too much memory.
    along : str
        Of which state `measured` is: ``c`` or ``h``.
    """

    gates: FloatArray
    measured: FloatArray
    rnn: FloatArray | None
    along: str

    @property
    def look(self) -> Look:
        """Of the measured line."""
        return MEMORY if self.along == "c" else STATE

    def rings(self, k: int) -> tuple[Reading, ...]:
        """The points of a time step."""
        lines = ((self.gates, GATES), (self.measured, self.look))
        return tuple(_point(values, k, look) for values, look in lines)


def shares_of(frame: Frame) -> Shares | None:
    """The lines of a frame; None for an RNN."""
    passed, cells = frame.passed, frame.extras.cells or {}
    if passed.direct_path is None:
        return None
    memory = passed.memory_gradient_magnitude
    return Shares(
        gates=np.asarray(passed.direct_path, dtype=float),
        measured=_relative(passed.gradient_magnitude if memory is None else memory),
        rnn=_relative(cells["rnn"]) if "rnn" in cells else None,
        along="h" if memory is None else "c",
    )


def compose(frame: Frame, shares: Shares, have: Picture | None = None) -> Picture:
    """Make the picture of what is left of a gradient."""
    steps = np.arange(float(len(shares.gates)))
    gates, measured = logarithmic(steps, shares.gates), logarithmic(steps, shares.measured)
    rnn = None if shares.rnn is None else logarithmic(steps, shares.rnn)
    dots, tags = _marker(frame, shares, gates)
    gone = Reference(steps[[0, -1]], np.full(2, AT), GONE)
    legend = (
        Entry(GATES, FORGET if shares.along == "c" else UPDATE),
        *(Entry(look, WORDS[look]) for look in (shares.look, *([RNN] if rnn else []))),
    )
    return Picture(
        x=Span(0.0, steps[-1]),
        y=_range([gates, measured], rnn, have.y if have and not have.bare else None),
        scale=Scale.DECADES,
        x_label=tr("time step k"),
        y_label=tr("relative to T"),
        curves=(Curve(gates, GATES), Curve(measured, shares.look)),
        references=(gone, *(() if rnn is None else (Reference(rnn.x, rnn.y, RNN),))),
        dots=dots,
        tags=tags,
        legend=tuple(entry.translated() for entry in legend),
    )


def summary(frame: Frame) -> str:
    """What the gates keep, in one sentence."""
    shares = shares_of(frame)
    if shares is None:
        return tr("An RNN has no gates; an LSTM and a GRU have.")
    words = tr(
        "Of a gradient of 1 at T = {count} the gates alone leave {gates} at time step 0; measured"
        " along {along} it is {measured}"
    ).format(
        count=len(shares.gates) - 1,
        gates=short(float(shares.gates[0]), 3),
        along=shares.along,
        measured=short(float(shares.measured[0]), 3),
    )
    if shares.rnn is not None:
        words += tr(", in an untrained RNN {rnn}").format(rnn=short(float(shares.rnn[0]), 3))
    return f"{words}; {_kept_words(frame, shares)}."


def _marker(frame: Frame, shares: Shares, gates: Series) -> tuple[tuple[Dot, ...], tuple[Tag, ...]]:
    """Where 1/e is left, with words; where it is beyond T the words alone, along the line."""
    steps, words = steps_kept(shares.gates), _kept_words(frame, shares)
    if math.isnan(steps):
        return (), ()
    if math.isinf(steps):
        return (), (Tag(along(gates), GATES.role, words),)
    at = len(shares.gates) - 1 - steps, AT
    return (Dot(*at, GATES.role, 10.0),), (Tag((at,), GATES.role, words),)


def _kept_words(frame: Frame, shares: Shares) -> str:
    """For how long the gates keep a gradient; beyond T what their first bias says of it."""
    steps, bias = steps_kept(shares.gates), frame.settings.forget_bias
    if math.isnan(steps):
        return tr("the gates are not finite")
    if math.isfinite(steps):
        return _after(steps)
    if frame.iteration == 0 and not isinstance(bias, str):
        estimate = steps_kept_by_bias(bias)
        if estimate > len(shares.gates) - 1:
            return tr("1/e beyond T: ≈ {steps} steps by bias").format(steps=short(estimate))
    return tr("1/e beyond T")


def _after(steps: float) -> str:
    return tr("1/e after {steps} steps").format(steps=short(steps))


def _point(values: FloatArray, k: int, look: Look) -> Reading:
    y = float(logarithmic(np.array([float(k)]), values[[k]]).y[0])
    return Reading(float(k), y, look.role, "")


def _relative(magnitude: FloatArray) -> FloatArray:
    """A gradient in units of what it is at T; NaN where that is 0 or not finite."""
    values = np.asarray(magnitude, dtype=float)
    with np.errstate(all="ignore"):
        return np.asarray(values / (values[-1] if values[-1] else math.nan))


def _range(measured: list[Series], rnn: Series | None, have: Span | None) -> Span:
    """All that is measured and 1/e; the RNN's line may leave the plot."""
    ends = [AT, 0.0, *(end for series in measured for end in series.extent() or ())]
    compared = [] if rnn is None else list(rnn.extent() or ())
    if have is not None:
        length = (have.high - have.low) / (1.0 + HEADROOM)
        have = Span(have.low, float(round(have.low + length)))  # whole decades, as they were chosen
    span = decades(*reaching(min(ends), max(ends), compared), have)
    return Span(span.low, span.high + HEADROOM * (span.high - span.low))
