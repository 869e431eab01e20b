"""Gradient magnitude against the time step, beside what theory allows or the gates leave."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np

from rnnsim.model.frame import FloatArray, Frame, Pass
from rnnsim.ui.numbers import short
from rnnsim.ui.plots.labels import Label
from rnnsim.ui.plots.picture import Curve, Entry, Look, Picture, Reading, Reference
from rnnsim.ui.plots.plot import Plot
from rnnsim.ui.plots.ranges import Span, decades, empty_decades, reaching
from rnnsim.ui.plots.series import Series, logarithmic
from rnnsim.ui.theme import DARK, Theme

MEASURED = Look("gradient", 2.0, markers=True)
MEMORY = Look("memory", 2.0)
BOUND = Look("reference", 1.6, (3.75, 2.5))
RADIUS = Look("radius", 2.0, (1.0, 1.5), offset=1.5)
"""Where the two lines coincide, as for a normal W_hh, every other dot stands in a gap."""

GATES = Look("radius", 2.0, (1.0, 1.5))

WORDS = {
    MEASURED: (Label("measured"),),
    MEMORY: (Label("measured, of c"), Label("of c")),
    BOUND: (Label("bound (γσ₁)", "T−k"), Label("bound (γσ₁)", "T−k"), Label("bound")),
    RADIUS: (Label("radius alone ρ", "T−k"), Label("ρ", "T−k"), Label("ρ")),
    GATES: (Label("gates alone"), Label("gates alone"), Label("gates")),
}


class GradientPlot(Plot):
    """‖∂L/∂h_k‖ for k = 0 … T on a logarithmic axis, with what it is to be compared with.

    That is, of a plain RNN, its bound and the line of ρ; of a gated cell what the gates alone
    leave, and of an LSTM ‖∂L/∂c_k‖ besides.
    """

    aside = ""

    def __init__(self, theme: Theme = DARK) -> None:
        super().__init__(theme, "Gradient magnitude")
        self.setWhatsThis(
            "How much of the loss's gradient reaches each time step k: the Frobenius norm, over"
            " batch and hidden units, of the gradient of the batch's mean loss with respect to"
            " h_k, and of an LSTM with respect to c_k. The dashed line is the bound (γσ₁)^(T−k)"
            " times the gradient at T, the dotted line what the spectral radius ρ alone would"
            " give, or of an LSTM or GRU the product of its gates."
        )
        self._step: int | None = None

    def select_step(self, step: int | None) -> None:
        """Ring the point of one time step, such as the one a backward pass has reached."""
        if step != self._step:
            self._step = step
            self._outdate()

    def _identity_of(self, frame: Frame) -> Hashable:
        passed = frame.passed
        shown = (
            passed.gradient_magnitude,
            passed.memory_gradient_magnitude,
            passed.direct_path,
            frame.bound,
            frame.radius_line,
        )
        return tuple(None if values is None else values.tobytes() for values in shown)

    def _compose(self, frame: Frame, have: Picture | None, columns: int) -> Picture:
        step = self._step
        selected = None if step is None else _reading(frame.passed, step, words=False)
        self._readout.selected = selected
        return compose(frame, have)

    def _reading(self, frame: Frame, x: float, next_x: float) -> Reading | None:
        return _reading(frame.passed, round(x))

    def _summary(self, frame: Frame) -> str:
        return summary(frame)


def compose(frame: Frame, have: Picture | None = None) -> Picture:
    """Make the picture of a frame's gradient magnitude."""
    passed = frame.passed
    steps = np.arange(len(passed.gradient_magnitude), dtype=float)
    measured = _series(
        steps, {MEASURED: passed.gradient_magnitude, MEMORY: passed.memory_gradient_magnitude}
    )
    compared = _series(
        steps, {BOUND: frame.bound, RADIUS: frame.radius_line, GATES: gates_alone(passed)}
    )
    references = {look: line for look, line in compared.items() if line.extent() is not None}
    return Picture(
        x=Span(0.0, steps[-1]),
        y=_range(list(measured.values()), list(compared.values()), have.y if have else None),
        logarithmic=True,
        x_label="time step k",
        curves=tuple(Curve(series, look) for look, series in measured.items()),
        references=tuple(Reference(line.x, line.y, look) for look, line in references.items()),
        legend=tuple(Entry(look, WORDS[look]) for look in (*measured, *references)),
        note=_note(list(measured.values())),
    )


def gates_alone(passed: Pass) -> FloatArray | None:
    """(T+1,) array: what the gates alone would leave of the gradient at T; None for an RNN."""
    if passed.direct_path is None:
        return None
    along = passed.memory_gradient_magnitude
    along = passed.gradient_magnitude if along is None else along
    with np.errstate(all="ignore"):
        return np.asarray(passed.direct_path, dtype=float) * float(along[-1])


def summary(frame: Frame) -> str:
    """The gradient magnitude in one sentence."""
    magnitude, memory = frame.passed.gradient_magnitude, frame.passed.memory_gradient_magnitude
    steps = len(magnitude) - 1
    words = (
        f"Gradient magnitude {short(magnitude[-1], 3)} at the last time step, {steps},"
        f" and {short(magnitude[0], 3)} at time step 0"
    )
    if memory is not None:
        words += f"; of the cell state {short(memory[-1], 3)} and {short(memory[0], 3)}"
    if frame.passed.direct_path is not None:
        words += f"; the gates alone would leave ×{short(frame.passed.direct_path[0], 3)}"
    for name, mask in (
        ("exactly zero", magnitude == 0),
        ("infinite", np.isposinf(magnitude)),
        ("not a number", np.isnan(magnitude)),
    ):
        if mask.any():
            words += f"; {name} at {mask.sum()} of {steps + 1} time steps"
    return words + "."


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
    y = float(logarithmic(np.array([x]), magnitude[[step]]).y[0])
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
    for kind, words in (("below", "exactly 0"), ("above", "infinite"), ("missing", "NaN")):
        if all(getattr(series, kind).all() for series in measured):
            return f"{words} at every time step"
    return ""
