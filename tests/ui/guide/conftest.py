"""A stage made by hand, a lesson for it, and a place to show widgets."""

from dataclasses import replace

import pytest

from rnnsim.model.lesson import Lesson, Scene
from rnnsim.model.settings import Settings
from rnnsim.model.target import Kind, Target
from rnnsim.ui.guide.tour import Tour


class FakeStage:
    """Writes down what it is told, and answers as the window does."""

    def __init__(self):
        self.told = []
        self.seen = lambda settings: None

    def __getattr__(self, name):
        def tell(*given, **named):
            self.told.append((name, *given, *named.values()))
            if name == "take_on":
                self.seen(given[0])

        return tell

    def heard(self):
        told, self.told = self.told, []
        return told


START = Settings()
SCENES = (
    Scene("Look at <b>h_5</b> & ∂L/∂h_t.", point=Target(Kind.CELL, 5)),
    Scene("Turn W_hh up.\n\nWhat happens?", knob="spectral_radius", covered=("gradient",)),
    Scene("Longer.", changes={"time_steps": 30}),
)
LESSON = Lesson(
    "own",
    4,
    "Vanishing",
    "It vanishes.",
    START,
    20.0,
    True,
    controls=("spectral_radius",),
    scenes=SCENES,
)


@pytest.fixture
def stage():
    return FakeStage()


@pytest.fixture
def tour(stage):
    tour = Tour(stage)
    stage.seen = tour.see
    tour.open(LESSON)
    stage.heard()
    return tour


@pytest.fixture(scope="session")
def lesson():
    return LESSON


@pytest.fixture
def shown(qtbot, qapp):
    """Show a widget, dressed and active."""
    from rnnsim.ui.theme import DARK, apply_theme, load_fonts

    load_fonts()
    apply_theme(qapp, DARK)

    def show(widget, size):
        qtbot.addWidget(widget)
        widget.resize(*size)
        with qtbot.waitActive(widget):
            widget.show()
            widget.activateWindow()
        for _ in range(4):
            qapp.processEvents()
        return widget

    return show


@pytest.fixture
def changed():
    return lambda **fields: replace(START, **fields)
