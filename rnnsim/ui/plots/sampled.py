"""ρ and σ₁ of the iterations that were sampled, of all runs."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np

from rnnsim.model.arrays import ComplexArray
from rnnsim.model.frame import Frame, Run
from rnnsim.model.samples import Trail
from rnnsim.ui.plots.held import HeldAll
from rnnsim.ui.plots.recorded import MAIN
from rnnsim.ui.plots.remembered import Remembered

Rows = tuple[list[int], list[float], list[float]]
"""Iterations, ρ and σ₁."""


class Radii:
    """The spectral radii of frame after frame, each computed once; of runs gone none is held."""

    def __init__(self) -> None:
        self._known: dict[int, Remembered[float]] = {}

    def of(self, frame: Frame) -> Rows:
        """Those of the main run, the present one with them."""
        return rows_of(frame, self._of_trail(MAIN, frame.trail))

    def of_others(self, frame: Frame) -> list[tuple[Run, list[float]]]:
        """The runs beside it that have been sampled, and ρ of each sample."""
        runs = [run for run in frame.others if run.trail.iterations]
        there = {MAIN, *(run.number for run in runs)}
        self._known = {number: known for number, known in self._known.items() if number in there}
        return [(run, self._of_trail(run.number, run.trail)) for run in runs]

    def _of_trail(self, number: int, trail: Trail) -> list[float]:
        radii = self._known.setdefault(number, Remembered(radius_of))
        return radii.of(trail.iterations, trail.eigenvalues)


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


def nearest(iterations: Sequence[int], x: float) -> int:
    """Index of the sample that is nearest to x."""
    return int(np.abs(np.array(iterations) - x).argmin())


def sampled(trail: Trail) -> Hashable:
    """What tells one set of samples from another."""
    return trail.iterations, HeldAll(trail.eigenvalues)


def aligned(
    rows: Sequence[int], iterations: Sequence[int], values: Sequence[float]
) -> list[float | None]:
    """The values in the rows of their iterations; None in the others."""
    known = dict(zip(iterations, values, strict=True))
    return [known.get(iteration) for iteration in rows]


def radius_of(eigenvalues: ComplexArray) -> float:
    """ρ; NaN where an eigenvalue is."""
    return float(np.max(np.abs(eigenvalues)))
