"""A window's single-key shortcuts and the widgets that need the same keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from rnnsim.ui.keys import KeyGuard

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


class KeyCounter(QPushButton):
    def __init__(self):
        super().__init__()
        self.pressed_keys = []

    def keyPressEvent(self, event):
        self.pressed_keys.append(event.key())


@pytest.fixture
def window(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.button, window.line, window.fired = KeyCounter(), QLineEdit(), []
    layout = QVBoxLayout(window)
    layout.addWidget(window.button)
    layout.addWidget(window.line)
    for key in ("Space", "Right", "Shift+Right", "R", "1", "Ctrl+R"):
        shortcut = QShortcut(QKeySequence(key), window)
        shortcut.activated.connect(lambda key=key: window.fired.append(key))
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    window.button.setFocus()
    return window


def test_without_a_guard_the_window_has_the_key(window):
    QTest.keyClick(window.button, Qt.Key.Key_Right)
    assert (window.fired, window.button.pressed_keys) == (["Right"], [])


def test_a_guarded_key_reaches_the_widget(window):
    KeyGuard(window.button, (Qt.Key.Key_Right,))
    QTest.keyClick(window.button, Qt.Key.Key_Right)
    assert (window.fired, window.button.pressed_keys) == ([], [Qt.Key.Key_Right])


def test_shift_is_the_widgets_too(window):
    KeyGuard(window.button, (Qt.Key.Key_Right,))
    QTest.keyClick(window.button, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert window.button.pressed_keys == [Qt.Key.Key_Shift, Qt.Key.Key_Right]


def test_other_keys_stay_the_windows(window):
    KeyGuard(window.button, (Qt.Key.Key_Right,))
    QTest.keyClick(window.button, Qt.Key.Key_Space)
    assert window.fired == ["Space"]


def test_keys_with_control_stay_the_windows(window):
    KeyGuard(window.button, (Qt.Key.Key_R,), text=True)
    QTest.keyClick(window.button, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert window.fired == ["Ctrl+R"]


def test_escape_is_the_widgets_only_while_it_has_something_to_take_back(window):
    escape = QShortcut(QKeySequence("Esc"), window)
    escape.activated.connect(lambda: window.fired.append("Esc"))
    moves = [1]
    KeyGuard(window.button, (Qt.Key.Key_Escape,), escapes=lambda: bool(moves))
    QTest.keyClick(window.button, Qt.Key.Key_Escape)
    assert (window.fired, window.button.pressed_keys) == ([], [Qt.Key.Key_Escape])
    moves.clear()
    QTest.keyClick(window.button, Qt.Key.Key_Escape)
    assert window.fired == ["Esc"]


def test_a_guard_of_text_claims_what_types_a_character(window):
    KeyGuard(window.button, text=True)
    for key in (Qt.Key.Key_Space, Qt.Key.Key_R, Qt.Key.Key_1):
        QTest.keyClick(window.button, key)
    assert window.fired == []
    QTest.keyClick(window.button, Qt.Key.Key_Right)
    assert window.fired == ["Right"]
