"""The window before it is filled, and how it comes to be."""

import os
import subprocess
import sys
import threading
import time

import pytest
from PySide6.QtCore import QRect, QSettings, Qt
from PySide6.QtGui import QCloseEvent

from rnnsim.model.lesson import find_lesson, lessons
from rnnsim.ui.app import make_application, make_window
from rnnsim.ui.appearance import Appearance
from rnnsim.ui.filling import fill
from rnnsim.ui.presenter import Presenter
from rnnsim.ui.sketch import CARDS, FIRST_CARDS, FIRST_SIZE, remembered_cards
from rnnsim.ui.start_up import LONGEST, StartUp, loading, until
from rnnsim.ui.window import Window
from rnnsim.worker.runner import Runner

# The offscreen platform says what it cannot do.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

NEAR = 6
"""Pixels that a card may be elsewhere than it was drawn at first: type differs between systems."""

FIRST_PAINT = """
import sys
from PySide6.QtCore import QTimer
from rnnsim.ui import start_up
def painted(window):
    heavy = {"numpy", "pyqtgraph", "PIL", "msgspec", "rnnsim.model.lesson"} & sys.modules.keys()
    print(window.filled, sorted(heavy))
    window.close()
class Look(start_up.StartUp):
    def _begin(self):
        painted(self._window)
start_up.StartUp = Look
from rnnsim.cli import main
sys.exit(main([]))
"""


@pytest.fixture
def empty(qtbot):
    """A window that is not filled yet, shown."""
    window = Window(Appearance(make_application(), "dark"))
    qtbot.addWidget(window)
    window.show()
    yield window
    window.close()


def test_nothing_heavy_is_loaded_before_the_first_picture():
    done = subprocess.run(
        [sys.executable, "-c", FIRST_PAINT],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "False []\n", "")


def test_steps_follow_the_first_picture_one_by_one(empty, qtbot):
    done = []

    def steps():
        for number in range(3):
            done.append(number)
            yield

    StartUp(empty, steps())
    assert done == []
    qtbot.waitUntil(lambda: done == [0, 1, 2])


def test_a_window_that_is_closed_gets_no_further(empty, qtbot):
    done = []

    def steps():
        while True:
            done.append(len(done))
            if len(done) == 2:
                empty.close()
            yield

    StartUp(empty, steps())
    qtbot.waitUntil(lambda: empty.closed)
    qtbot.wait(20)
    assert done == [0, 1]


def test_what_goes_wrong_at_the_start_is_said(empty):
    empty.say("no disk")
    plain = Window(Appearance(make_application(), "dark"))
    plain.resize(empty.size())
    assert empty.sketch.grab().toImage() != plain.sketch.grab().toImage()
    plain.deleteLater()


def test_what_was_said_before_there_were_views_is_said_in_the_banner(qtbot, monkeypatch):
    from rnnsim.ui.filling import filling

    make = filling.make_views

    def told(window, theme):
        window.say("no disk")
        yield from make(window, theme)

    monkeypatch.setattr(filling, "make_views", told)
    window = make_window(make_application(), find_lesson("vanishing"), "dark")
    qtbot.addWidget(window)
    assert window.banner.accessibleName() == "no disk"
    window.close()


def test_the_sketch_stays_in_sight_until_the_views_are_in_their_places(empty, qtbot):
    lesson = find_lesson("vanishing")
    presenter = Presenter(lesson.settings, Runner(lesson.settings))
    for _ in fill(empty, presenter, lessons(), lesson):
        pass
    assert empty.childAt(empty.rect().center()) is empty.sketch
    assert empty.focusWidget() is empty.centralWidget()
    empty.resize(1500, 900)
    assert empty.sketch.size() == empty.size()
    empty.uncover()
    assert empty.centralWidget().isAncestorOf(empty.childAt(empty.rect().center()))


def test_it_waits_no_longer_than_it_may_for_the_first_frame():
    assert len(list(until(lambda: True))) == 1
    before = time.monotonic()
    for _ in until(lambda: False):
        pass
    assert LONGEST <= time.monotonic() - before < LONGEST + 0.5


def test_the_window_can_be_closed_with_the_key_before_it_has_menus(empty, qtbot):
    empty.activateWindow()
    qtbot.waitUntil(empty.isActiveWindow)
    qtbot.keyClick(empty.sketch, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
    assert empty.closed


def test_a_window_closed_before_it_is_filled_closes_without_a_question(empty):
    event = QCloseEvent()
    empty.end_unasked()
    empty.closeEvent(event)
    assert event.isAccepted()


def test_what_is_heavy_loads_on_a_thread_of_its_own():
    loaded, may = [], threading.Event()

    def load(name):
        may.wait(5)
        loaded.append((name, threading.current_thread().name))

    steps = loading(load)
    next(steps)
    next(steps)
    assert loaded == []
    may.set()
    for _ in steps:
        pass
    assert loaded == [("numpy", "rnnsim-loader"), ("pyqtgraph", "rnnsim-loader")]


# The sketch


def near(one, other):
    return all(abs(a - b) <= NEAR for a, b in zip(one, other, strict=True))


def test_the_first_sketch_is_where_the_cards_come_to_be(open_window, qtbot):
    window = open_window("vanishing")
    assert window.size().toTuple() == FIRST_SIZE
    qtbot.wait(50)
    places = []
    for card in window.gallery.cards:
        seen = card.visibleRegion().boundingRect()
        place = QRect(card.mapTo(window, seen.topLeft()), seen.size()).getRect()
        places += [place] if seen.isValid() else []
    assert len(places) == len(FIRST_CARDS)
    for drawn in FIRST_CARDS:
        assert any(near(drawn, place) for place in places), (drawn, places)


def test_the_next_sketch_is_where_the_cards_were(qtbot):
    window = make_window(make_application(), find_lesson("vanishing"), "dark")
    qtbot.addWidget(window)
    window.keep_layout()
    window.resize(1500, 900)
    window.show()
    window.start(play=False)
    qtbot.waitUntil(lambda: not window.presenter.awaiting)
    canvas = window.canvas_card
    place = (*canvas.mapTo(window, canvas.rect().topLeft()).toTuple(), *canvas.size().toTuple())
    window.close()
    assert place in remembered_cards()[1500, 900]


@pytest.mark.parametrize("junk", ["", "x", "1,2;3", "1280,720;1,2,3", ";;", "9" * 40, None])
def test_junk_in_place_of_remembered_cards_is_none(junk):
    QSettings().setValue(CARDS, junk)
    assert remembered_cards()[FIRST_SIZE] == FIRST_CARDS


def test_closing_takes_no_time_while_something_loads(empty):
    may = threading.Event()
    steps = loading(lambda name: may.wait(5))
    next(steps)
    before = time.perf_counter()
    empty.close()
    assert time.perf_counter() - before < 0.2
    may.set()
    for _ in steps:
        pass
