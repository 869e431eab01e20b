"""Whatever its size, the window comes to rest: no layout asks for another for ever."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject

# The offscreen platform says what it cannot do.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

ROUNDS = 50
"""Times that events are handled before the window is to be at rest."""

WIDTHS = (1000, 1024, 1100, 1199, 1200, 1280, 1300)
HEIGHTS = (640, 768, 800)
UNREST = (QEvent.Type.LayoutRequest, QEvent.Type.Resize)


class Ear(QObject):
    """Hears who is laid out."""

    def __init__(self):
        super().__init__()
        self.heard = []

    def eventFilter(self, watched, event):
        if event.type() in UNREST:
            self.heard.append(type(watched).__name__)
        return False


@pytest.fixture
def ear(qapp):
    made = Ear()
    qapp.installEventFilter(made)
    yield made
    qapp.removeEventFilter(made)


def restless(window, ear):
    """Who is still laid out after a while."""
    for _ in range(ROUNDS):
        QCoreApplication.processEvents()
    ear.heard.clear()
    for _ in range(ROUNDS):
        QCoreApplication.processEvents()
    return set(ear.heard)


@pytest.mark.slow
@pytest.mark.parametrize(("lesson", "scale"), [("vanishing", 0), ("vanishing", 2), ("gates", 0)])
def test_the_window_comes_to_rest_at_every_size(open_window, qtbot, ear, lesson, scale):
    window = open_window(lesson)
    window.playback.go_to(None)
    for _ in range(scale):
        window.appearance.scale_type(1)
    qtbot.waitUntil(lambda: not window.pump._timer.isActive())
    found = {}
    for width in WIDTHS:
        for height in HEIGHTS:
            window.resize(width, height)
            if who := restless(window, ear):
                found[width, height] = who
    assert found == {}


def test_unrest_would_be_heard(open_window, ear):
    window = open_window()
    assert restless(window, ear) == set()
    window.resize(1111, 700)
    assert "Window" in ear.heard
