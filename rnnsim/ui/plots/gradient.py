"""Gradient magnitude against the time step, beside what theory allows."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np

from rnnsim.model.frame import FloatArray, Frame
from rnnsim.ui.numbers import short
from rnnsim.ui.plots.labels import Label
from rnnsim.ui.plots.picture import Curve, Entry, Look, Picture, Reading, Reference
from rnnsim.ui.plots.plot import Plot
from rnnsim.ui.plots.ranges import Span, decades, empty_decades, reaching
from rnnsim.ui.plots.series import Series, logarithmic
from rnnsim.ui.theme import DARK, Theme

MEASURED = Look("gradient", 2.0, markers=True)
BOUND = Look("reference", 1.6, (3.75, 2.5))
RADIUS = Look("radius", 2.0, (1.0, 1.5), offset=1.5)
"""Where the two lines coincide, as for a normal W_hh, every other dot stands in a gap."""

WORDS = {
    MEASURED: (Label("measured"),),
    BOUND: (Label("bound (γσ₁)", "T−k"), Label("bound (γσ₁)", "T−k"), Label("bound")),
    RADIUS: (Label("radius alone ρ", "T−k"), Label("ρ", "T−k"), Label("ρ")),
}


class GradientPlot(Plot):
    """‖∂L/∂h_k‖ for k = 0 … T on a logarithmic axis, with its bound and the line of ρ."""

    aside = ""

    def __init__(self, theme: Theme = DARK) -> None:
        super().__init__(theme, "Gradient magnitude")
        self.setWhatsThis(
            "How much of the loss's gradient reaches each time step k: the Frobenius norm, over"
            " batch and hidden units, of the gradient of the batch's mean loss with respect to"
            " h_k. The dashed line is the bound (γσ₁)^(T−k) times the gradient at T, the dotted"
            " line what the spectral radius ρ alone would give."
        )
        self._step: int | None = None

    def select_step(self, step: int | None) -> None:
        """Ring the point of one time step, such as the one a backward pass has reached."""
        if step != self._step:
            self._step = step
            self._outdate()

    def _identity_of(self, frame: Frame) -> Hashable:
        magnitude = frame.passed.gradient_magnitude
        return magnitude.tobytes(), frame.bound.tobytes(), frame.radius_line.tobytes()

    def _compose(self, frame: Frame, have: Picture | None, columns: int) -> Picture:
        step = self._step
        magnitude = frame.passed.gradient_magnitude
        selected = None if step is None else _reading(magnitude, step, words=False)
        self._readout.selected = selected
        return compose(frame, have)

    def _reading(self, frame: Frame, x: float, next_x: float) -> Reading | None:
        return _reading(frame.passed.gradient_magnitude, round(x))

    def _summary(self, frame: Frame) -> str:
        return summary(frame)


def compose(frame: Frame, have: Picture | None = None) -> Picture:
    """Make the picture of a frame's gradient magnitude."""
    magnitude = frame.passed.gradient_magnitude
    steps = np.arange(len(magnitude), dtype=float)
    series = logarithmic(steps, magnitude)
    bound, radius = logarithmic(steps, frame.bound), logarithmic(steps, frame.radius_line)
    references = [
        Reference(line.x, line.y, look)
        for line, look in ((bound, BOUND), (radius, RADIUS))
        if line.extent() is not None
    ]
    looks = [MEASURED, *(reference.look for reference in references)]
    return Picture(
        x=Span(0.0, steps[-1]),
        y=_range(series, [bound, radius], have.y if have else None),
        logarithmic=True,
        x_label="time step k",
        curves=(Curve(series, MEASURED),),
        references=tuple(references),
        legend=tuple(Entry(look, WORDS[look]) for look in looks),
        note=_note(series),
    )


def summary(frame: Frame) -> str:
    """The gradient magnitude in one sentence."""
    magnitude = frame.passed.gradient_magnitude
    steps = len(magnitude) - 1
    words = (
        f"Gradient magnitude {short(magnitude[-1], 3)} at the last time step, {steps},"
        f" and {short(magnitude[0], 3)} at time step 0"
    )
    if np.isfinite(magnitude).all() and (magnitude > 0).all():
        return words + "."
    for name, mask in (
        ("exactly zero", magnitude == 0),
        ("infinite", np.isposinf(magnitude)),
        ("not a number", np.isnan(magnitude)),
    ):
        if mask.any():
            words += f"; {name} at {mask.sum()} of {steps + 1} time steps"
    return words + "."


def _reading(magnitude: FloatArray, step: int, *, words: bool = True) -> Reading | None:
    if not 0 <= step < len(magnitude):
        return None
    x, value = float(step), magnitude[step]
    y = float(logarithmic(np.array([x]), magnitude[[step]]).y[0])
    return Reading(x, y, MEASURED.role, f"k = {step}: {short(value, 3)}" if words else "")


def _range(series: Series, references: list[Series], have: Span | None) -> Span:
    extent = series.extent()
    if extent is None:
        return empty_decades(have)
    ends = [end for line in references for end in line.extent() or ()]
    return decades(*reaching(*extent, ends), have)


def _note(series: Series) -> str:
    """What there is in place of a curve."""
    for mask, words in (
        (series.below, "exactly 0"),
        (series.above, "infinite"),
        (series.missing, "NaN"),
    ):
        if mask.all():
            return f"{words} at every time step"
    return ""
