"""ρ and σ₁ of W_hh while it learns."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence

import numpy as np

from rnnsim.model.frame import ComplexArray, Frame, Run
from rnnsim.model.samples import Trail
from rnnsim.translation import noted, tr
from rnnsim.ui.numbers import count, short
from rnnsim.ui.plots.held import Held
from rnnsim.ui.plots.labels import Label
from rnnsim.ui.plots.picture import Curve, Dot, Entry, Level, Look, Picture, Reading, Scale
from rnnsim.ui.plots.plot import Plot
from rnnsim.ui.plots.ranges import Span, amounts, counts
from rnnsim.ui.plots.remembered import Remembered
from rnnsim.ui.plots.series import linear
from rnnsim.ui.run_words import name_of
from rnnsim.ui.runs_look import look_of
from rnnsim.ui.table import Columns, Table
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
        self._radii: dict[int, Remembered[float]] = {}

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
        others = tuple((run.number, run.ghost, _sampled(run.trail)) for run in frame.others)
        where = frame.iteration, frame.newest, spectrum.slope_bound, settings.cell
        return _sampled(frame.trail), others, where, present

    def _compose(self, frame: Frame, have: Picture | None, columns: int) -> Picture:
        others = tuple(
            Curve(linear(np.array(run.trail.iterations, float), np.array(radii)), _look(run))
            for run, radii in self._others(frame)
        )
        return compose(frame, self._rows(frame), others, have)

    def _rows(self, frame: Frame) -> Rows:
        return rows_of(frame, self._radii_of(0, frame.trail))

    def _others(self, frame: Frame) -> list[tuple[Run, list[float]]]:
        """The runs beside this one that have been sampled, and ρ of each sample."""
        runs = [run for run in frame.others if run.trail.iterations]
        return [(run, self._radii_of(run.number, run.trail)) for run in runs]

    def _radii_of(self, number: int, trail: Trail) -> list[float]:
        radii = self._radii.setdefault(number, Remembered(_radius))
        return radii.of(trail.iterations, trail.eigenvalues)

    def _reading(self, frame: Frame, x: float, next_x: float) -> Reading | None:
        iterations, radii, sigmas = self._rows(frame)
        i = nearest(iterations, (x + next_x) / 2)
        text = tr("iteration {iteration}: ρ {radius}, σ₁ {sigma}").format(
            iteration=count(iterations[i]), radius=short(radii[i], 3), sigma=short(sigmas[i], 3)
        )
        y = radii[i] if math.isfinite(radii[i]) else math.nan
        return Reading(float(iterations[i]), y, RADIUS.role, text)

    def _summary(self, frame: Frame) -> str:
        return summary(frame)

    def _table(self, frame: Frame) -> Table:
        main, others = self._rows(frame), self._others(frame)
        iterations = sorted(set(main[0]).union(*(run.trail.iterations for run, _ in others)))
        columns = [(main[0], main[1]), (main[0], main[2])]
        columns += [(list(run.trail.iterations), radii) for run, radii in others]
        names = (name_of(frame.settings, run) for run, _ in others)
        heads = (tr("iteration"), "ρ", "σ₁", *(f"ρ: {name}" for name in names))
        return Table(heads, Columns(iterations, *(_aligned(iterations, *each) for each in columns)))


Rows = tuple[list[int], list[float], list[float]]
"""Iterations, ρ and σ₁."""


def rows_of(frame: Frame, radii: list[float]) -> Rows:
    """What was sampled, and the present where that is not among it."""
    trail, spectrum = frame.trail, frame.spectrum
    rows = {
        iteration: (radius, sigma)
        for iteration, radius, sigma in zip(
            trail.iterations, radii, trail.largest_singular_values, strict=True
        )
    }
    rows[frame.iteration] = spectrum.spectral_radius, spectrum.largest_singular_value
    iterations = sorted(rows)
    return iterations, [rows[i][0] for i in iterations], [rows[i][1] for i in iterations]


def compose(
    frame: Frame, rows: Rows, others: tuple[Curve, ...] = (), have: Picture | None = None
) -> Picture:
    """Make the picture of ρ and σ₁ over iterations, with dots at the present one.

    Parameters
    ----------
    others : tuple of Curve
        ρ of the runs beside it.
    """
    iterations, spectrum = np.array(rows[0], float), frame.spectrum
    rho, sigma = (linear(iterations, np.array(values)) for values in rows[1:])
    present = (
        (spectrum.largest_singular_value, SIGMA, 10.0),
        (spectrum.spectral_radius, RADIUS, 6.0),
    )
    limit = limit_of(frame)
    entries = LINES if limit is None else (*LINES, LIMIT)
    return Picture(
        x=counts(max(frame.newest, frame.iteration)),
        y=_range(
            [s.extent() for s in (rho, sigma, *(c.series for c in others))],
            limit,
            have.y if have else None,
        ),
        scale=Scale.AMOUNTS,
        x_label=tr("iteration"),
        curves=(*others, Curve(sigma, SIGMA), Curve(rho, RADIUS)),
        levels=levels_of(limit),
        dots=tuple(
            Dot(frame.iteration, y, look.role, diameter)
            for y, look, diameter in present
            if math.isfinite(y)
        ),
        legend=tuple(entry.translated() for entry in entries),
    )


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
            radius=short(_radius(trail.eigenvalues[0]), 3),
            sigma=short(trail.largest_singular_values[0], 3),
        )
    limit = limit_of(frame)
    if limit is not None:
        words += tr("; 1/γ is {limit}").format(limit=short(limit, 3))
    return words + "."


def nearest(iterations: Sequence[int], x: float) -> int:
    """Index of the sample that is nearest to x."""
    return int(np.abs(np.array(iterations) - x).argmin())


def _look(run: Run) -> Look:
    look = look_of(run.number, ghost=run.ghost)
    return Look(look.role, look.width, look.dashes)


def _sampled(trail: Trail) -> Hashable:
    """What tells one set of samples from another."""
    return trail.iterations, Held(trail.eigenvalues[-1] if trail.eigenvalues else None)


def _aligned(
    rows: Sequence[int], iterations: Sequence[int], values: Sequence[float]
) -> list[float | None]:
    """The values in the rows of their iterations; None in the others."""
    known = dict(zip(iterations, values, strict=True))
    return [known.get(iteration) for iteration in rows]


def _radius(eigenvalues: ComplexArray) -> float:
    return float(np.max(np.abs(eigenvalues)))


def _range(
    extents: list[tuple[float, float] | None], limit: float | None, have: Span | None
) -> Span:
    """From 0; 1/γ is in sight where it does not squeeze what is measured."""
    highest = max([1.0, *(extent[1] for extent in extents if extent is not None)])
    if limit is not None and limit <= FAR * highest:
        highest = max(highest, limit)
    return amounts(0.0, 1.02 * highest, have)
