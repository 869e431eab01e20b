"""The timeline under real events: the handle at once, and what is asked for."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest

from rnnsim.model.goal import Goal
from rnnsim.ui.theme import DARK
from rnnsim.ui.timeline import Timeline
from rnnsim.ui.timeline.timeline import Looked

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def line(qtbot, frame_of):
    """A timeline over 300 iterations, and all that it asks for."""
    made = Timeline(DARK)
    qtbot.addWidget(made)
    made.resize(900, 32)
    made.asked = []
    made.sought.connect(made.asked.append)
    made.show_frame(frame_of(losses=np.linspace(2.0, 1.0, 300), newest=300))
    with qtbot.waitExposed(made):
        made.show()
    return made


def place(line, share):
    slider = line.scrubber
    return QPoint(round(slider._x(share)), slider.height() // 2)


def test_nothing_is_there_to_scrub_at_the_start(qtbot, frame_of):
    made = Timeline(DARK)
    qtbot.addWidget(made)
    made.show_frame(frame_of(newest=0))
    assert not made.scrubber.isEnabled()
    made.seek_by(-1)
    made.seek_to(0)
    assert made.status.text() == "iteration 0"


def test_a_drag_asks_at_every_place_and_the_handle_follows_at_once(line):
    slider = line.scrubber
    QTest.mousePress(slider, LEFT, pos=place(line, 0.5))
    for share in (0.4, 0.3, 0.2):
        QTest.mouseMove(slider, place(line, share))
        assert slider.value() == pytest.approx(300 * share, abs=2)
    QTest.mouseRelease(slider, LEFT, pos=place(line, 0.2))
    assert len(line.asked) == 4
    assert line.asked == sorted(line.asked, reverse=True)


def test_while_it_is_held_no_frame_moves_the_handle(line, frame_of):
    slider = line.scrubber
    QTest.mousePress(slider, LEFT, pos=place(line, 0.5))
    held = slider.value()
    line.show_wanted(Looked(at=held - 40))
    line.show_frame(frame_of(losses=np.ones(300), iteration=held - 40, newest=300))
    assert slider.value() == held
    QTest.mouseRelease(slider, LEFT, pos=place(line, 0.5))


def test_the_right_end_is_the_newest(line):
    QTest.mouseClick(line.scrubber, LEFT, pos=place(line, 0.1))
    QTest.mouseClick(line.scrubber, LEFT, pos=place(line, 1.0))
    assert line.asked[-1] is None


@pytest.mark.parametrize(
    ("key", "asked"),
    [
        (Qt.Key.Key_Left, 149),
        (Qt.Key.Key_Right, 151),
        (Qt.Key.Key_PageUp, 165),
        (Qt.Key.Key_PageDown, 135),
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_End, None),
    ],
)
def test_keys_walk(line, key, asked):
    line.show_wanted(Looked(at=150))
    line.scrubber.setFocus()
    QTest.keyClick(line.scrubber, key)
    assert line.asked == [asked]


def test_frames_and_orders_from_elsewhere_ask_for_nothing(line, frame_of):
    line.show_wanted(Looked(at=20))
    line.show_frame(frame_of(losses=np.ones(400), iteration=20, newest=400, earliest=10))
    line.show_wanted(Looked())
    assert line.asked == []
    assert line.scrubber.value() == 400


def test_at_the_newest_the_handle_goes_along(line, frame_of):
    line.show_frame(frame_of(losses=np.ones(500), newest=500, playing=True))
    assert line.scrubber.value() == 500
    assert not line.scrubber.past


def test_the_past_says_that_training_goes_on_from_there(line):
    line.show_wanted(Looked(at=123))
    assert line.status.text() == "iteration 123 of 300 · Train goes on from here"
    assert line.status.lit
    line.show_wanted(Looked())
    assert not line.status.lit


def test_what_is_recomputed_is_told(line, frame_of):
    line.show_wanted(Looked(at=123))
    line.show_frame(frame_of(losses=np.ones(300), iteration=118, newest=300, sought=123))
    assert line.status.text() == "recomputing… 118 of 123"
    line.show_frame(frame_of(losses=np.ones(300), iteration=123, newest=300))
    assert line.status.text().startswith("iteration 123 of 300")


def test_words_of_another_length_move_nothing(line, frame_of):
    before = line.scrubber.width()
    line.show_wanted(Looked(at=123))
    line.show_frame(frame_of(losses=np.ones(300), iteration=118, newest=300, sought=123))
    QTest.qWait(0)
    assert line.scrubber.width() == before


def test_a_goal_has_a_bar_while_it_is_trained_for(line, frame_of):
    goal = Goal(iteration=500, start=300)
    line.show_wanted(Looked(goal=goal))
    running = frame_of(losses=np.ones(350), newest=350, playing=True, iterations_per_second=10.0)
    line.show_frame(running)
    assert line.status.text() == "50 of 200 · about 15 s left"
    assert line.status.share == 0.25
    line.show_wanted(Looked(reached=goal))
    line.show_frame(replace(running, playing=False))
    assert line.status.text() == "200 iterations made · stopped at iteration 350"
    assert line.status.share is None


def test_numbers_can_be_read_while_it_trains(line, frame_of, monkeypatch):
    now = [100.0]
    monkeypatch.setattr("rnnsim.ui.timeline.timeline.time.monotonic", lambda: now[0])
    for newest in (400, 401):
        line.show_frame(frame_of(losses=np.ones(newest), newest=newest, playing=True))
    assert line.status.text() == "iteration 400"
    now[0] += 1.0
    line.show_frame(frame_of(losses=np.ones(402), newest=402, playing=True))
    assert line.status.text() == "iteration 402"


def test_buttons_stand_on_both_sides(line):
    names = ("a", "b", "c", "d")
    made = [QAction(name, line) for name in names]
    line.add_actions(made[:2], made[2:])
    row = [line._row.itemAt(i).widget() for i in range(5)]
    assert row[2] is line.scrubber
    assert [each.text() for each in row if each is not line.scrubber] == list(names)


def test_past_and_newest_look_different(line):
    newest = line.grab().toImage()
    line.show_wanted(Looked(at=100))
    assert line.grab().toImage() != newest


def test_the_wheel_turns_it_only_with_the_focus(line, qtbot):
    from PySide6.QtCore import QPointF
    from PySide6.QtGui import QWheelEvent
    from PySide6.QtWidgets import QApplication

    def turn():
        none = Qt.MouseButton.NoButton
        event = QWheelEvent(
            *(QPointF(20, 10), QPointF(20, 10), QPoint(), QPoint(0, -120), none),
            *(Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False),
        )
        QApplication.sendEvent(line.scrubber, event)

    line.scrubber.clearFocus()
    turn()
    assert line.asked == []
    line.scrubber.setFocus()
    turn()
    assert len(line.asked) == 1
