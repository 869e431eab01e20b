"""ρ and σ₁ of W_hh while it learns."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import replace

import numpy as np

from rnnsim.model.frame import Frame
from rnnsim.model.table import Columns, Table
from rnnsim.translation import noted, tr
from rnnsim.ui.numbers import count, short
from rnnsim.ui.plots.history import FUTURE
from rnnsim.ui.plots.labels import Label
from rnnsim.ui.plots.picture import Curve, Dot, Entry, Level, Look, Picture, Reading, Scale
from rnnsim.ui.plots.plot import Plot
from rnnsim.ui.plots.ranges import Span, amounts, counts
from rnnsim.ui.plots.recorded import look_of_run
from rnnsim.ui.plots.sampled import Radii, Rows, aligned, nearest, radius_of, sampled
from rnnsim.ui.plots.series import linear
from rnnsim.ui.run_words import name_of
from rnnsim.ui.theme import DARK, Theme

RADIUS = Look("radius", 1.8)
SIGMA = Look("reference", 4.4, alpha=0.75)
"""Wider, so that it is seen on both sides where W_hh is normal and both are one."""

ONE = Look("muted", 1.2, (1.2, 2.2))
BOUND = Look("text", 1.2, (4.5, 3.0))

LINES = (Entry(RADIUS, (Label("ρ"),)), Entry(SIGMA, (Label("σ₁"),)))
LIMIT = Entry(
    BOUND,
    (
        Label(noted("1/γ: only with σ₁ above it exploding is possible")),
        Label(noted("1/γ: above it exploding is possible")),
        Label(noted("1/γ: may explode above")),
        Label("1/γ"),
    ),
)

FAR = 1.5
"""How many times higher than all that is measured 1/γ may stretch the axis."""


class RadiusPlot(Plot):
    """The spectral radius and the largest singular value of W_hh over iterations."""

    name = "radius"
    quantity = noted("ρ and σ₁ of Wₕₕ")

    def __init__(self, theme: Theme = DARK) -> None:
        super().__init__(theme, tr("ρ and σ₁ over training"))
        self.setWhatsThis(
            tr(
                "The spectral radius ρ and the largest singular value σ₁ of W_hh while it learns,"
                " at iterations evenly spread; the dots are those of the present iteration. In a"
                " linear network the gradient vanishes in the long run where ρ < 1 and explodes"
                " where ρ > 1. With σ₁ below 1/γ, γ the largest slope of φ, the gradient of an RNN"
                " must vanish; only above can it explode, and it need not. Of an LSTM or GRU, W_hh"
                " is the block that makes the candidate, and there is no such line."
            )
        )
        self._radii = Radii()

    @property
    def aside(self) -> str:
        """Both, at present."""
        if self._frame is None:
            return ""
        spectrum = self._frame.spectrum
        sigma = spectrum.largest_singular_value
        return f"ρ {short(spectrum.spectral_radius, 3)} · σ₁ {short(sigma, 3)}"

    def _identity_of(self, frame: Frame) -> Hashable:
        spectrum, settings = frame.spectrum, frame.settings
        present = str((spectrum.spectral_radius, spectrum.largest_singular_value))  # NaN is NaN
        others = tuple((run.number, run.ghost, sampled(run.trail)) for run in frame.others)
        where = frame.iteration, frame.at, frame.newest, spectrum.slope_bound, settings.cell
        return sampled(frame.trail), others, where, present

    def _compose(self, frame: Frame, have: Picture | None, columns: int) -> Picture:
        others = tuple(
            curve
            for run, radii in self._radii.of_others(frame)
            for curve in lines_of(frame, run.trail.iterations, radii, look_of_run(run))
        )
        return compose(frame, self._radii.of(frame), others, have)

    def _reading(self, frame: Frame, x: float, next_x: float) -> Reading | None:
        iterations, radii, sigmas = self._radii.of(frame)
        i = nearest(iterations, (x + next_x) / 2)
        text = tr("iteration {iteration}: ρ {radius}, σ₁ {sigma}").format(
            iteration=count(iterations[i]), radius=short(radii[i], 3), sigma=short(sigmas[i], 3)
        )
        y = radii[i] if math.isfinite(radii[i]) else math.nan
        return Reading(float(iterations[i]), y, RADIUS.role, text)

    def _summary(self, frame: Frame) -> str:
        return summary(frame)

    def _table(self, frame: Frame) -> Table:
        main, others = self._radii.of(frame), self._radii.of_others(frame)
        iterations = sorted(set(main[0]).union(*(run.trail.iterations for run, _ in others)))
        columns = [(main[0], main[1]), (main[0], main[2])]
        columns += [(list(run.trail.iterations), radii) for run, radii in others]
        names = (name_of(frame.settings, run) for run, _ in others)
        heads = (tr("iteration"), "ρ", "σ₁", *(f"ρ: {name}" for name in names))
        return Table(heads, Columns(iterations, *(aligned(iterations, *each) for each in columns)))


def compose(
    frame: Frame, rows: Rows, others: tuple[Curve, ...] = (), have: Picture | None = None
) -> Picture:
    """Make the picture of ρ and σ₁ over iterations, with dots at the present one.

    Parameters
    ----------
    others : tuple of Curve
        ρ of the runs beside it.
    """
    iterations, radii, sigmas = rows
    curves = (
        *others,
        *lines_of(frame, iterations, sigmas, SIGMA),
        *lines_of(frame, iterations, radii, RADIUS),
    )
    spectrum = frame.spectrum
    present = (
        (spectrum.largest_singular_value, SIGMA, 10.0),
        (spectrum.spectral_radius, RADIUS, 6.0),
    )
    limit = limit_of(frame)
    entries = LINES if limit is None else (*LINES, LIMIT)
    return Picture(
        x=counts(max(frame.newest, frame.iteration)),
        y=_range(
            [curve.series.extent() for curve in curves],
            limit,
            have.y if have else None,
        ),
        scale=Scale.AMOUNTS,
        x_label=tr("iteration"),
        curves=curves,
        at=frame.at if frame.past else None,
        levels=levels_of(limit),
        dots=tuple(
            Dot(frame.iteration, y, look.role, diameter)
            for y, look, diameter in present
            if math.isfinite(y)
        ),
        legend=tuple(entry.translated() for entry in entries),
    )


def lines_of(
    frame: Frame, iterations: Sequence[int], values: Sequence[float], look: Look
) -> tuple[Curve, ...]:
    """The line of some samples, pale after the iteration looked at."""
    x, y = np.array(iterations, float), np.array(values)
    past = int((x <= frame.at).sum()) if frame.past else len(x)
    curves = [Curve(linear(x[:past], y[:past]), look)] if past else []
    if past < len(x):
        rest = slice(max(past - 1, 0), None)
        pale = replace(look, alpha=FUTURE * look.alpha)
        curves.append(Curve(linear(x[rest], y[rest]), pale))
    return tuple(curves)


def limit_of(frame: Frame) -> float | None:
    """1/γ where it says something: of an RNN, whose φ has a slope."""
    slope = frame.spectrum.slope_bound
    return 1.0 / slope if frame.settings.cell == "rnn" and slope > 0.0 else None


def levels_of(limit: float | None) -> tuple[Level, ...]:
    """The lines at 1 and at 1/γ; they may be one."""
    if limit == 1.0:
        return (Level(1.0, BOUND, "1/γ = 1", must=False),)
    one = Level(1.0, ONE, "1", must=False)
    return (one,) if limit is None else (one, Level(limit, BOUND, f"1/γ = {limit:.3g}"))


def summary(frame: Frame) -> str:
    """ρ and σ₁ in one sentence."""
    spectrum, trail = frame.spectrum, frame.trail
    words = tr("At iteration {iteration} the spectral radius ρ is {radius} and σ₁ is {sigma}")
    words = words.format(
        iteration=count(frame.iteration),
        radius=short(spectrum.spectral_radius, 3),
        sigma=short(spectrum.largest_singular_value, 3),
    )
    if len(trail.iterations) > 1:
        said = tr("; at iteration {iteration} ρ was {radius} and σ₁ {sigma}")
        words += said.format(
            iteration=count(trail.iterations[0]),
            radius=short(radius_of(trail.eigenvalues[0]), 3),
            sigma=short(trail.largest_singular_values[0], 3),
        )
    limit = limit_of(frame)
    if limit is not None:
        words += tr("; 1/γ is {limit}").format(limit=short(limit, 3))
    return words + "."


def _range(
    extents: list[tuple[float, float] | None], limit: float | None, have: Span | None
) -> Span:
    """From 0; 1/γ is in sight where it does not squeeze what is measured."""
    highest = max([1.0, *(extent[1] for extent in extents if extent is not None)])
    if limit is not None and limit <= FAR * highest:
        highest = max(highest, limit)
    return amounts(0.0, 1.02 * highest, have)
