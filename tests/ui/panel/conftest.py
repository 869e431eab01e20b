"""A panel on a screen of its own, with an `edit` that does what the presenter's does."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from rnnsim.engine.simulation import Simulation
from rnnsim.model.edits import edit
from rnnsim.model.frame import Curves, Frame
from rnnsim.model.settings import Settings
from rnnsim.ui.panel import Panel
from rnnsim.ui.theme import DARK, apply_theme, load_fonts


class Desk:
    """A panel, the settings it stands for, and every edit that it asked for."""

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()
        self.asked: list[tuple[str, object]] = []
        self.panel = Panel(self._edit, DARK)
        self.panel.show_settings(self.settings)

    def _edit(self, key: str, value: object) -> None:
        self.asked.append((key, value))
        self.settings = edit(self.settings, key, value)
        self.panel.show_settings(self.settings)


@pytest.fixture(autouse=True)
def _dressed(qapp: QApplication) -> None:
    load_fonts()
    apply_theme(qapp, DARK)


@pytest.fixture(autouse=True)
def _nothing_left(qapp: QApplication) -> Iterator[None]:
    """No panel outlives its test; with it its timers would."""
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert [w for w in QApplication.allWidgets() if isinstance(w, Panel)] == []


@pytest.fixture
def desk_of(qtbot: QtBot) -> Callable[..., Desk]:
    """Makes a desk with these settings, shown and active, of this size."""

    def make(settings: Settings | None = None, size: tuple[int, int] = (300, 620)) -> Desk:
        desk = Desk(settings)
        qtbot.addWidget(desk.panel)
        desk.panel.resize(*size)
        with qtbot.waitActive(desk.panel):
            desk.panel.show()
            desk.panel.activateWindow()
        return desk

    return make


@pytest.fixture
def desk(desk_of: Callable[..., Desk]) -> Desk:
    return desk_of()


@pytest.fixture
def frame_of() -> Callable[..., Frame]:
    """Makes the frame of a simulation after some iterations."""

    def make(settings: Settings, iterations: int = 0, *, playing: bool = False) -> Frame:
        simulation = Simulation(settings)
        for _ in range(iterations):
            simulation.iterate()
        nothing = np.zeros(0)
        return Frame(
            generation=0,
            settings=settings,
            iteration=simulation.iteration,
            passed=simulation.pass_picture(),
            spectrum=simulation.spectrum_picture(),
            curves=Curves(nothing, nothing, nothing),
            chance_loss=None,
            bound=nothing,
            radius_line=nothing,
            divergence=None,
            playing=playing,
            iterations_per_second=0.0,
        )

    return make
