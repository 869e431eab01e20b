"""Gradient magnitude against the time step, beside what theory allows or the gates leave."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace

import numpy as np

from rnnsim.model.arrays import FloatArray
from rnnsim.model.frame import Frame, Pass
from rnnsim.model.moment import Moment
from rnnsim.model.table import Table
from rnnsim.translation import noted, tr
from rnnsim.ui.numbers import short
from rnnsim.ui.plots.beside import (
    axis_name,
    identity,
    nearest,
    start_of,
)
from rnnsim.ui.plots.gradient_words import changed, gates_alone, others_of, summary, table
from rnnsim.ui.plots.held import Kept
from rnnsim.ui.plots.labels import Label
from rnnsim.ui.plots.picture import Curve, Entry, Look, Picture, Reading, Reference, Scale
from rnnsim.ui.plots.plot import Plot
from rnnsim.ui.plots.progress import gradients_from
from rnnsim.ui.plots.ranges import Span, decades, empty_decades, reaching
from rnnsim.ui.plots.series import Series, logarithmic
from rnnsim.ui.run_words import MAIN_NAME
from rnnsim.ui.theme import DARK, Theme

MEASURED = Look("gradient", 2.0, markers=True)
MEMORY = Look("memory", 2.0)
BOUND = Look("reference", 1.6, (3.75, 2.5))
RADIUS = Look("radius", 2.0, (1.0, 1.5), offset=1.5)
"""Where the two lines coincide, as for a normal W_hh, every other dot stands in a gap."""

GATES = Look("radius", 2.0, (1.0, 1.5))

FAINT = 0.28
"""Opacity of what a pass has not reached yet."""

WORDS = {
    MEASURED: (Label(noted("measured")),),
    MEMORY: (Label(noted("measured, of c")), Label(noted("of c"))),
    BOUND: (
        Label(noted("bound (γσ₁)"), "T−k"),
        Label(noted("bound (γσ₁)"), "T−k"),
        Label(noted("bound")),
    ),
    RADIUS: (Label(noted("radius alone ρ"), "T−k"), Label("ρ", "T−k"), Label("ρ")),
    GATES: (Label(noted("gates alone")), Label(noted("gates alone")), Label(noted("gates"))),
}


class GradientPlot(Plot):
    """‖∂L/∂h_k‖ for k = 0 … T on a logarithmic axis, with what it is to be compared with.

    That is, of a plain RNN, its bound and the line of ρ; of a gated cell what the gates alone
    leave, and of an LSTM ‖∂L/∂c_k‖ besides.
    """

    name = "gradient"
    quantity = noted("‖∂L/∂hₖ‖")
    follows_pass = True
    follows_selection = True

    def __init__(self, theme: Theme = DARK) -> None:
        super().__init__(theme, tr("Gradient magnitude"))
        self.setWhatsThis(
            tr(
                "How much of the loss's gradient reaches each time step k: the Frobenius norm, over"
                " batch and hidden units, of the gradient of the batch's mean loss with respect to"
                " h_k, and of an LSTM with respect to c_k. The dashed line is the bound (γσ₁)^(T−k)"
                " times the gradient at T, the dotted line what the spectral radius ρ alone would"
                " give, or of an LSTM or GRU the product of its gates. During a pass what the"
                " gradient has not reached yet is faint, and the point it has reached is ringed."
                " Other runs are drawn in their own colours, ghosts in dashes; where they differ in"
                " T they are aligned at the end of the sequence, as far from the loss."
            )
        )
        self._lines: Kept[Lines] = Kept()

    @property
    def aside(self) -> str:
        """How much smaller or larger the gradient is at h_1 than at h_T."""
        return "" if self._frame is None else changed(self._frame.passed.gradient_magnitude)

    def _identity_of(self, frame: Frame) -> Hashable:
        passed = frame.passed
        shown = (
            passed.gradient_magnitude,
            passed.memory_gradient_magnitude,
            passed.direct_path,
            frame.bound,
            frame.radius_line,
        )
        own = tuple(None if values is None else values.tobytes() for values in shown)
        return own, identity(others_of(frame))

    def _compose(self, frame: Frame, have: Picture | None, columns: int) -> Picture:
        time_steps = len(frame.passed.gradient_magnitude) - 1
        reached = gradients_from(self._moment, time_steps)
        steps = {self._step, None if self._moment is None else reached} - {None}
        readings = [_reading(frame.passed, int(step or 0), words=False) for step in steps]
        self._readout.rings = tuple(reading for reading in readings if reading is not None)
        lines = self._lines.get(self._identity_of(frame), lambda: lines_of(frame))
        return compose(frame, have, self._moment, lines)

    def _reading_at(self, frame: Frame, x: float, next_x: float, y: float) -> Reading | None:
        return reading(frame, round(x), y)

    def _summary(self, frame: Frame) -> str:
        return summary(frame)

    def _table(self, frame: Frame) -> Table:
        return table(frame)


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a frame: what is measured, what that is compared with, and the legend."""

    measured: dict[Look, Series]
    others: tuple[Curve, ...]
    compared: dict[Look, Series]
    references: tuple[Reference, ...]
    legend: tuple[Entry, ...]


def lines_of(frame: Frame) -> Lines:
    """All that does not hang on how far a pass has come."""
    passed = frame.passed
    steps = np.arange(len(passed.gradient_magnitude), dtype=float)
    measured = _series(
        steps, {MEASURED: passed.gradient_magnitude, MEMORY: passed.memory_gradient_magnitude}
    )
    compared = _series(
        steps, {BOUND: frame.bound, RADIUS: frame.radius_line, GATES: gates_alone(passed)}
    )
    there = {look: line for look, line in compared.items() if line.extent() is not None}
    return Lines(
        measured,
        tuple(
            Curve(logarithmic(run.steps, run.values), run.look, beside=True)
            for run in others_of(frame)
        ),
        compared,
        tuple(Reference(line.x, line.y, look) for look, line in there.items()),
        tuple(Entry(look, WORDS[look]).translated() for look in (*measured, *there)),
    )


def compose(
    frame: Frame,
    have: Picture | None = None,
    moment: Moment | None = None,
    lines: Lines | None = None,
) -> Picture:
    """Make the picture of a frame's gradient magnitude, as far as a pass has come."""
    lines = lines or lines_of(frame)
    last, others = len(frame.passed.gradient_magnitude) - 1, others_of(frame)
    measured = [*lines.measured.values(), *(curve.series for curve in lines.others)]
    return Picture(
        x=Span(float(start_of(others, 0)), float(last)),
        y=_range(measured, list(lines.compared.values()), have.y if have else None),
        scale=Scale.DECADES,
        x_label=axis_name(tr("time step k"), others),
        curves=lines.others + _as_reached(lines.measured, gradients_from(moment, last)),
        references=lines.references,
        legend=lines.legend,
        note=_note(measured),
    )


def _as_reached(measured: dict[Look, Series], first: int) -> tuple[Curve, ...]:
    """Curves from time step `first` on, and before them what they will be."""
    whole = tuple(Curve(series, look) for look, series in measured.items())
    if first == 0:
        return whole
    faint = tuple(
        Curve(curve.series.part(slice(0, first + 1)), replace(curve.look, alpha=FAINT))
        for curve in whole
    )
    full = tuple(Curve(curve.series.part(slice(first, None)), curve.look) for curve in whole)
    return faint + full


def reading(frame: Frame, step: int, y: float) -> Reading | None:
    """What is read off the line nearest to a height, at a time step of the main run."""
    others = others_of(frame)
    found = []
    own = _reading(frame.passed, step)
    if own is not None:
        named = replace(own, text=f"{tr(MAIN_NAME)} · {own.text}") if others else own
        along = frame.passed.memory_gradient_magnitude
        heights = [own.y] if along is None else [own.y, _height(float(along[step]))]
        found.append((min(heights, key=lambda height: abs(height - y)), named))
    for run in others:
        index = run.index(step)
        if index is not None:
            value = float(run.values[index])
            text = f"{run.name} · k = {run.first + index}: {short(value, 3)}"
            height = _height(value)
            found.append((height, Reading(float(step), height, run.look.role, text)))
    return nearest([(abs(height - y), reading) for height, reading in found])


def _height(value: float) -> float:
    """Where a value stands on the axis; NaN where it cannot."""
    return float(logarithmic(np.zeros(1), np.array([value])).y[0])


def _series(steps: FloatArray, lines: dict[Look, FloatArray | None]) -> dict[Look, Series]:
    """The lines that there are."""
    return {
        look: logarithmic(steps, values) for look, values in lines.items() if values is not None
    }


def _reading(passed: Pass, step: int, *, words: bool = True) -> Reading | None:
    magnitude, memory = passed.gradient_magnitude, passed.memory_gradient_magnitude
    if not 0 <= step < len(magnitude):
        return None
    x, value = float(step), float(magnitude[step])
    y = _height(value)
    said = short(value, 3)
    if memory is not None:
        said = f"h {said}, c {short(float(memory[step]), 3)}"
    return Reading(x, y, MEASURED.role, f"k = {step}: {said}" if words else "")


def _range(measured: list[Series], references: list[Series], have: Span | None) -> Span:
    extents = [extent for series in measured if (extent := series.extent()) is not None]
    if not extents:
        return empty_decades(have)
    low, high = min(low for low, _ in extents), max(high for _, high in extents)
    ends = [end for line in references for end in line.extent() or ()]
    return decades(*reaching(low, high, ends), have)


def _note(measured: list[Series]) -> str:
    """What there is in place of curves."""
    for kind, words in (
        ("below", tr("exactly 0 at every time step")),
        ("above", tr("infinite at every time step")),
        ("missing", tr("NaN at every time step")),
    ):
        if all(getattr(series, kind).all() for series in measured):
            return words
    return ""
