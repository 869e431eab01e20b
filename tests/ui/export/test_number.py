"""Numbers to be typed: nonsense is refused where it is typed, with what is allowed."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rnnsim.ui.export.number import Number

# The offscreen platform says what it cannot do.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

ENTER, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Escape


@pytest.fixture
def desk(qtbot):
    desk = QWidget()
    desk.number = Number(20.0, 1000.0)
    desk.height_mm = Number(15.0, 1000.0, empty="as the views ask")
    desk.count = Number(1, 9, whole=True)
    column = QVBoxLayout(desk)
    for each in (desk.number, desk.height_mm, desk.count):
        column.addWidget(each)
    qtbot.addWidget(desk)
    desk.number.show_value(89.0)
    with qtbot.waitActive(desk):
        desk.show()
        desk.activateWindow()
    return desk


def typed(qtbot, field, text, *, end=ENTER):
    field.setFocus()
    field.selectAll()
    qtbot.keyClick(field, Qt.Key.Key_Backspace)
    qtbot.keyClicks(field, text)
    if end:
        qtbot.keyClick(field, end)


@pytest.mark.parametrize(
    ("text", "value"), [("120", 120.0), (" 62.5 ", 62.5), ("62,5", 62.5), ("1e2", 100.0)]
)
def test_a_number_is_taken_with_enter(desk, qtbot, text, value):
    with qtbot.waitSignal(desk.number.changed):
        typed(qtbot, desk.number, text)
    assert desk.number.value == value
    assert not desk.number.refused


@pytest.mark.parametrize(
    "text", ["", "wide", "19.9", "1001", "nan", "inf", "-89", "1e999", "8 9", "0x59", "8;9"]
)
def test_nonsense_is_refused_with_what_is_allowed_and_changes_nothing(desk, qtbot, text):
    with qtbot.assertNotEmitted(desk.number.changed):
        typed(qtbot, desk.number, text)
    assert desk.number.value == 89.0
    assert desk.number.refusal == "give a number from 20 to 1000"
    assert desk.number.text() == text


def test_what_is_refused_stays_when_the_field_is_left(desk, qtbot):
    typed(qtbot, desk.number, "wide")
    desk.count.setFocus()
    assert desk.number.text() == "wide"
    assert desk.number.refusal
    typed(qtbot, desk.number, "90")
    assert (desk.number.value, desk.number.refusal) == (90.0, "")


def test_escape_brings_the_last_one_back(desk, qtbot):
    typed(qtbot, desk.number, "wide")
    qtbot.keyClick(desk.number, ESCAPE)
    assert (desk.number.text(), desk.number.refusal) == ("89", "")


def test_empty_stands_for_none_only_where_that_is_said(desk, qtbot):
    typed(qtbot, desk.height_mm, "62")
    typed(qtbot, desk.height_mm, "")
    assert desk.height_mm.value is None
    typed(qtbot, desk.height_mm, "high")
    assert desk.height_mm.refusal == "give a number from 15 to 1000, or nothing"


def test_a_whole_number_has_no_fraction(desk, qtbot):
    typed(qtbot, desk.count, "2.5")
    assert desk.count.refusal == "give a whole number from 1 to 9"
    typed(qtbot, desk.count, "2")
    assert desk.count.value == 2


def test_arrows_walk_within_the_range(desk, qtbot):
    desk.number.setFocus()
    qtbot.keyClick(desk.number, Qt.Key.Key_Up)
    assert desk.number.value == 90.0
    desk.number.show_value(20.0)
    with qtbot.assertNotEmitted(desk.number.changed):
        qtbot.keyClick(desk.number, Qt.Key.Key_Down)


def test_leaving_takes_what_was_typed(desk, qtbot):
    typed(qtbot, desk.number, "100", end=None)
    desk.count.setFocus()
    assert desk.number.value == 100.0
