"""Frames of real runs, and frames with any values put in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from rnnsim.engine.simulation import Simulation
from rnnsim.engine.theory import geometric
from rnnsim.model.frame import Frame
from rnnsim.model.settings import Settings
from rnnsim.ui.theme import DARK, apply_theme, load_fonts
from rnnsim.worker.history import History


class Run:
    """A simulation with its history, as the worker holds it."""

    def __init__(self, **settings: object) -> None:
        self.simulation = Simulation(Settings(**settings))
        self.history = History()
        self.frames = 0

    def iterate(self, times: int = 1) -> Run:
        for _ in range(times):
            s = self.simulation
            if s.divergence is None:
                self.history.append(s.loss, s.gradient_norm, s.clipped_gradient_norm)
                s.iterate()
        return self

    def frame(self) -> Frame:
        s = self.simulation
        passed, spectrum = s.pass_picture(), s.spectrum_picture()
        last, steps = float(passed.gradient_magnitude[-1]), s.settings.time_steps
        self.frames += 1
        return Frame(
            generation=self.frames,
            settings=s.settings,
            iteration=s.iteration,
            passed=passed,
            spectrum=spectrum,
            curves=self.history.curves(),
            chance_loss=s.task.chance_loss,
            bound=geometric(spectrum.slope_bound * spectrum.largest_singular_value, last, steps),
            radius_line=geometric(spectrum.spectral_radius, last, steps),
            divergence=s.divergence,
            playing=False,
            iterations_per_second=0.0,
        )


@pytest.fixture(scope="session")
def run() -> type[Run]:
    return Run


@pytest.fixture(scope="session")
def frame_with(run: type[Run]) -> Callable[..., Frame]:
    """A frame with values of the test's own; lengths follow from them."""
    base = run().frame()

    def make(
        magnitude: np.ndarray | None = None,
        losses: tuple[np.ndarray, float] | None = None,
        norms: tuple[np.ndarray, float] | None = None,
        clipped: tuple[np.ndarray, float] | None = None,
        **changes: object,
    ) -> Frame:
        passed, curves, iteration = base.passed, base.curves, base.iteration
        if magnitude is not None:
            line = np.full(len(magnitude), magnitude[-1])
            changes = {"bound": line, "radius_line": line} | changes
            passed = replace(passed, gradient_magnitude=magnitude)
        if losses is not None:
            norms = norms or losses
            clipped = clipped or norms
            curves = replace(
                curves,
                losses=losses[0],
                gradient_norms=norms[0],
                clipped_gradient_norms=clipped[0],
            )
            iteration = len(losses[0])
            passed = replace(
                passed,
                loss=losses[1],
                gradient_norm=norms[1],
                clipped_gradient_norm=clipped[1],
            )
        return replace(
            base, **{"passed": passed, "curves": curves, "iteration": iteration} | changes
        )

    return make


@pytest.fixture(autouse=True, scope="session")
def _dressed(qapp: QApplication) -> None:
    load_fonts()
    apply_theme(qapp, DARK)
