"""Every control of the real window says what it is, is reached by Tab, and shows the focus."""

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QRadioButton,
    QScrollBar,
    QWidget,
)

from rnnsim.ui.help import open_help
from rnnsim.ui.theme import THEMES

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

CONTROLS = (QAbstractButton, QAbstractSlider, QAbstractItemView, QComboBox, QLineEdit)
MOST_STOPS = 400


def is_own(widget):
    """Whether it is rnnsim's to explain: no scroll bar, no part of a box or of a menu bar."""
    parent = widget.parentWidget()
    inside = isinstance(parent, (QComboBox, QLineEdit)) or widget.objectName().startswith("qt_")
    return not isinstance(widget, QScrollBar) and not inside


def takes_focus(widget):
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None


def controls(root):
    """What can be worked with, as far as it is to be seen."""
    return [
        each
        for each in root.findChildren(QWidget)
        if each.isVisible() and is_own(each) and (isinstance(each, CONTROLS) or takes_focus(each))
    ]


def described(widget):
    """A widget for a report."""
    text = widget.text() if hasattr(widget, "text") else ""
    return f"{type(widget).__name__} {widget.accessibleName() or text or widget.objectName()!r}"


def dumb(widgets):
    """What each of the widgets fails to say."""
    found = []
    for each in widgets:
        name = each.accessibleName() or (each.text() if isinstance(each, QAbstractButton) else "")
        told = {"name": name, "tooltip": each.toolTip(), "what's this": each.whatsThis()}
        missing = [what for what, text in told.items() if not text]
        if missing:
            found.append(f"{described(each)}: no {', no '.join(missing)}")
    return found


def stops(window, qtbot):
    """What Tab visits, once round."""
    visited = []
    for _ in range(MOST_STOPS):
        focus = QApplication.focusWidget()
        if focus is not None and focus in visited:
            return visited
        if focus is not None:
            visited.append(focus)
        qtbot.keyClick(focus or window, Qt.Key.Key_Tab)
    raise AssertionError("Tab goes round and round")


def reachable(widget):
    """Whether Tab is to find it; in a group of radio buttons it finds the one that is checked."""
    alone = not isinstance(widget, QRadioButton) or widget.isChecked()
    return widget.isEnabled() and takes_focus(widget) and alone


def picture(widget):
    """The widget and a little round it, where a ring may be drawn."""
    return widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


@pytest.fixture
def opened(open_window):
    """Opens a window with as many controls as there are."""

    def make(theme="dark"):
        window = open_window("vanishing", theme=theme, cell="lstm", truncation=3)
        window.resize(1280, 720)
        if not window.panel.column.fold.head.opened:
            window.panel.column.fold.head.click()
        QCoreApplication.processEvents()
        QApplication.setCursorFlashTime(0)
        return window

    return make


@pytest.fixture
def window(opened):
    return opened()


def test_every_control_of_the_panel_says_what_it_is(window):
    there = controls(window.panel)
    assert len(there) > 30
    assert dumb(there) == []


def test_every_control_of_the_window_says_what_it_is(window):
    window.banner.say("Something is wrong.")
    QCoreApplication.processEvents()
    there = [each for each in controls(window) if each is not window.canvas]
    assert len(there) > 60
    assert dumb(there) == []


def test_the_network_says_what_it_is(window):
    canvas = window.canvas
    assert canvas.accessibleName()
    assert canvas.accessibleDescription()
    assert canvas.whatsThis()
    # a tooltip over it would cover what is pointed at
    title = next(each for each in window.canvas_card.findChildren(QLabel) if each.toolTip())
    assert title.text() == canvas.accessibleName()


def test_a_button_is_called_what_it_would_do_now(window):
    called = [each.accessibleName() for each in controls(window.transport)]
    assert "Train" in called
    window.toggle_training()
    called = [each.accessibleName() for each in controls(window.transport)]
    assert "Stop" in called
    assert "Train" not in called


def test_every_control_of_a_lecture_says_what_it_is(open_window):
    window = open_window("vanishing")
    window.toggle_lecture()
    QCoreApplication.processEvents()
    there = [each for each in controls(window) if each is not window.canvas]
    assert len(there) > 8
    assert dumb(there) == []
    window.leave_lecture()


def test_every_control_of_the_help_says_what_it_is(window):
    shown = open_help(window, "start")
    assert dumb(controls(shown)) == []


def test_every_control_is_reached_by_tab(window, qtbot):
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    visited = stops(window, qtbot)
    missed = [
        described(each) for each in controls(window) if reachable(each) and each not in visited
    ]
    assert missed == []


@pytest.mark.parametrize("theme", THEMES)
def test_the_focus_is_seen_wherever_tab_goes(opened, qtbot, theme):
    window = opened(theme)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    unseen = []
    for each in filter(takes_focus, stops(window, qtbot)):
        each.setFocus(Qt.FocusReason.TabFocusReason)
        with_focus = picture(each)
        each.clearFocus()
        if with_focus == picture(each):
            unseen.append(described(each))
    assert unseen == []
