"""Frames of runs made by hand, and frames with any values put in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from rnnsim.engine.training import History
from rnnsim.model.frame import Frame
from rnnsim.model.settings import Settings
from rnnsim.ui.theme import DARK, apply_theme, load_fonts


class Run:
    """A training made by hand with its history, as the worker holds it."""

    def __init__(self, frame_after: Callable[..., Frame], **settings: object) -> None:
        self.settings = Settings(**settings)
        self.history = History()
        self.frames = self.iteration = 0
        self._frame_after = frame_after
        self._random = np.random.default_rng(1)
        self._next()

    def _next(self) -> None:
        self.loss = 1.4 * 0.99**self.iteration * self._random.uniform(0.9, 1.1)
        self.norm = float(self._random.lognormal())
        threshold = self.settings.clip_threshold if self.settings.clip == "norm" else np.inf
        self.clipped = min(self.norm, threshold)

    def iterate(self, times: int = 1) -> Run:
        for _ in range(times):
            self.history.append(self.loss, self.norm, self.clipped)
            self.iteration += 1
            self._next()
        return self

    def frame(self) -> Frame:
        self.frames += 1
        return self._frame_after(
            self.settings,
            self.iteration,
            generation=self.frames,
            loss=self.loss,
            gradient_norm=self.norm,
            clipped_gradient_norm=self.clipped,
            curves=self.history.curves(),
        )


@pytest.fixture(scope="session")
def run(frame_after: Callable[..., Frame]) -> Callable[..., Run]:
    return lambda **settings: Run(frame_after, **settings)


@pytest.fixture(scope="session")
def frame_with(run: Callable[..., Run]) -> Callable[..., Frame]:
    """A frame with values of the test's own; lengths follow from them."""
    base = run().frame()

    def make(
        magnitude: np.ndarray | None = None,
        losses: tuple[np.ndarray, float] | None = None,
        norms: tuple[np.ndarray, float] | None = None,
        clipped: tuple[np.ndarray, float] | None = None,
        accuracy: float | None = None,
        **changes: object,
    ) -> Frame:
        passed, curves, iteration = base.passed, base.curves, base.iteration
        passed = replace(passed, accuracy=accuracy)
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
