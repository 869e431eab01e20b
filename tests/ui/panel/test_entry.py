"""The text field that keeps the last good value."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rnnsim.ui.panel.entry import Entry

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def window(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.entry, window.other = Entry(20), Entry(20)
    layout = QVBoxLayout(window)
    layout.addWidget(window.entry)
    layout.addWidget(window.other)
    window.entered, window.escaped = [], []
    window.entry.entered.connect(window.entered.append)
    window.entry.show_text("0.85")
    escape = QShortcut(QKeySequence("Esc"), window)
    escape.activated.connect(lambda: window.escaped.append(True))
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    window.entry.setFocus()
    window.entry.selectAll()
    return window


def test_showing_emits_nothing(window):
    window.entry.show_text("1.5")
    assert (window.entry.text(), window.entered) == ("1.5", [])


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_commits(window, key):
    QTest.keyClicks(window.entry, "1.2")
    assert window.entered == []
    QTest.keyClick(window.entry, key)
    assert window.entered == ["1.2"]


def test_leaving_commits_once(window):
    QTest.keyClicks(window.entry, "1.2")
    QTest.keyClick(window.entry, Qt.Key.Key_Tab)
    assert window.other.hasFocus()
    assert window.entered == ["1.2"]


def test_what_was_not_changed_is_not_committed(window):
    QTest.keyClick(window.entry, Qt.Key.Key_Return)
    QTest.keyClick(window.entry, Qt.Key.Key_Tab)
    assert window.entered == []


def test_typing_survives_what_is_shown_from_outside(window):
    QTest.keyClicks(window.entry, "1.")
    window.entry.show_text("0.9")
    QTest.keyClicks(window.entry, "2")
    assert window.entry.text() == "1.2"


def test_escape_brings_back_what_was_shown_last_and_is_then_the_windows(window):
    QTest.keyClicks(window.entry, "1.2")
    window.entry.show_text("0.9")
    QTest.keyClick(window.entry, Qt.Key.Key_Escape)
    assert (window.entry.text(), window.entered, window.escaped) == ("0.9", [], [])
    QTest.keyClick(window.entry, Qt.Key.Key_Escape)
    assert window.escaped == [True]


def test_a_refused_text_stays_for_correction(window):
    window.entry.entered.connect(lambda _text: window.entry.refuse())
    QTest.keyClicks(window.entry, "abc")
    QTest.keyClick(window.entry, Qt.Key.Key_Return)
    window.entry.show_text("0.9")
    assert (window.entry.text(), window.entry.property("refused")) == ("abc", True)


def test_leaving_a_refused_text_restores(window):
    window.entry.entered.connect(lambda _text: window.entry.refuse())
    QTest.keyClicks(window.entry, "abc")
    QTest.keyClick(window.entry, Qt.Key.Key_Tab)
    assert (window.entry.text(), window.entry.property("refused")) == ("0.85", False)


def test_switching_to_another_window_leaves_the_text_alone(window, qtbot):
    other = QWidget()
    qtbot.addWidget(other)
    QTest.keyClicks(window.entry, "1.")
    with qtbot.waitActive(other):
        other.show()
        other.activateWindow()
    assert (window.entry.text(), window.entered) == ("1.", [])


def test_up_and_down_ask_for_a_step(window):
    steps = []
    window.entry.stepped.connect(steps.append)
    QTest.keyClick(window.entry, Qt.Key.Key_Up)
    QTest.keyClick(window.entry, Qt.Key.Key_Down)
    assert steps == [1, -1]
