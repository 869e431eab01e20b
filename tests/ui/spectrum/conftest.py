"""Frames of simulations, and an editor whose edits are done as the presenter does them."""

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
from rnnsim.ui.spectrum import SpectrumEditor
from rnnsim.ui.theme import DARK, apply_theme, load_fonts


def frame_of(settings: Settings, iterations: int = 0) -> Frame:
    """The frame of a simulation after some iterations."""
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
        playing=False,
        iterations_per_second=0.0,
    )


class Desk:
    """An editor, the settings it stands for, and every edit that it asked for."""

    def __init__(self, settings: Settings, iterations: int = 0) -> None:
        self.settings = settings
        self.asked: list[tuple[str, object]] = []
        self.editor = SpectrumEditor(DARK)
        self.editor.edited.connect(self._edit)
        self.editor.show_settings(settings)
        self.show(frame_of(settings, iterations))

    def show(self, frame: Frame) -> None:
        self.frame = frame
        self.editor.show_frame(frame)

    def _edit(self, key: str, value: object) -> None:
        self.asked.append((key, value))
        self.settings = edit(self.settings, key, value)
        self.editor.show_settings(self.settings)


@pytest.fixture(autouse=True)
def _dressed(qapp: QApplication) -> None:
    load_fonts()
    apply_theme(qapp, DARK)


@pytest.fixture(autouse=True)
def _nothing_left(qapp: QApplication) -> Iterator[None]:
    """No editor outlives its test."""
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert [w for w in QApplication.allWidgets() if isinstance(w, SpectrumEditor)] == []


@pytest.fixture
def desk_of(qtbot: QtBot) -> Callable[..., Desk]:
    """Makes a desk with these settings, shown and active."""

    def make(
        settings: Settings | None = None, iterations: int = 0, size: tuple[int, int] = (276, 296)
    ) -> Desk:
        desk = Desk(settings or Settings(), iterations)
        qtbot.addWidget(desk.editor)
        desk.editor.resize(*size)
        with qtbot.waitActive(desk.editor):
            desk.editor.show()
            desk.editor.activateWindow()
        if (focused := QApplication.focusWidget()) is not None:
            focused.clearFocus()
        return desk

    return make


@pytest.fixture
def desk(desk_of: Callable[..., Desk]) -> Desk:
    return desk_of()


@pytest.fixture
def frames() -> Callable[..., Frame]:
    return frame_of
