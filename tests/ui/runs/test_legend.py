"""The legend under mouse and keyboard, and the room it takes."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMenu, QWidget

from rnnsim.ui.runs.legend import Legend
from rnnsim.ui.runs.state import RunState
from rnnsim.ui.runs.strip import widths_within
from rnnsim.ui.theme import DARK, LIGHT, PROJECTOR, apply_theme, set_type_scale

MAIN = RunState(0, "main run", "at 120")
LSTM = RunState(1, "LSTM")
CLIPPED = RunState(2, "clipping by norm, τ = 1", "overflow at 17", "Overflow.", over=True)
GHOST = RunState(3, "η = 0.1", "at 90", ghost=True)
LONG = "a name of some sixty characters, which is as many as there are"
EIGHT = (MAIN, *(RunState(i, f"{i} {LONG}"[:60], "at 12 000") for i in range(1, 8)))
LEFT = Qt.MouseButton.LeftButton

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def legend(put):
    return put(Legend(DARK, QMenu()), 900, 34)


@pytest.fixture
def shown(legend):
    legend.show_states((MAIN, LSTM, CLIPPED, GHOST))
    return legend


def told(signal):
    """What a signal tells."""
    heard = []
    signal.connect(lambda *given: heard.append(given))
    return heard


def test_where_there_is_one_run_only_more_are_offered(legend):
    legend.show_states(())
    assert legend.compare.isVisible()
    assert not legend.strip.isVisible()
    legend.set_slim(True)
    assert not legend.isVisible()
    legend.show_states((MAIN, LSTM))
    assert legend.isVisible()


def test_a_click_hides_a_run_and_the_next_shows_it(shown, qtbot):
    heard = told(shown.switched)
    qtbot.mouseClick(shown.chips[1], LEFT)
    assert heard == [(1, False)]
    shown.show_states((MAIN, RunState(1, "LSTM", shown=False), CLIPPED, GHOST))
    qtbot.mouseClick(shown.chips[1], LEFT)
    assert heard == [(1, False), (1, True)]


def test_what_is_told_is_the_state_and_not_the_click(shown, qtbot):
    qtbot.mouseClick(shown.chips[1], LEFT)
    shown.chips[1].show_state(LSTM)  # which nobody has changed
    assert shown.chips[1].isChecked()


@pytest.mark.parametrize("number", [0, 1])
def test_the_dots_open_the_menu_under_them(shown, qtbot, number):
    heard, chip = told(shown.asked), shown.chips[number]
    qtbot.mouseClick(chip.more, LEFT)
    ((asked, place),) = heard
    assert asked == number
    assert chip.more.rect().contains(chip.more.mapFromGlobal(place))


def test_the_main_run_cannot_be_hidden_and_opens_its_menu(shown, qtbot):
    switched, asked = told(shown.switched), told(shown.asked)
    qtbot.mouseClick(shown.chips[0], LEFT)
    assert switched == []
    assert [number for number, _ in asked] == [0]


def test_the_right_button_and_the_menu_key_open_the_menu(shown):
    heard, chip = told(shown.asked), shown.chips[2]
    reason = QContextMenuEvent.Reason
    for each in (reason.Mouse, reason.Keyboard):
        place = QPoint(5, 5)
        QApplication.sendEvent(chip, QContextMenuEvent(each, place, chip.mapToGlobal(place)))
    assert [number for number, _ in heard] == [2, 2]


def test_keys_rename_and_remove(shown, qtbot):
    removed, renamed, chip = told(shown.removed), told(shown.renamed), shown.chips[1]
    chip.setFocus()
    qtbot.keyClick(chip, Qt.Key.Key_F2)
    assert chip.entry.isVisible()
    assert chip.entry.selectedText() == "LSTM"
    qtbot.keyClicks(chip.entry, "gated")
    qtbot.keyClick(chip.entry, Qt.Key.Key_Return)
    assert renamed == [(1, "gated")]
    assert not chip.entry.isVisible()
    qtbot.keyClick(chip, Qt.Key.Key_Delete)
    assert removed == [(1,)]


def test_the_main_run_can_be_neither(shown, qtbot):
    removed, chip = told(shown.removed), shown.chips[0]
    qtbot.keyClick(chip, Qt.Key.Key_F2)
    qtbot.keyClick(chip, Qt.Key.Key_Delete)
    assert not chip.entry.isVisible()
    assert removed == []


@pytest.mark.parametrize("typed", ["", "x"])
def test_escape_leaves_the_name_as_it_was(shown, qtbot, typed):
    renamed, chip = told(shown.renamed), shown.chips[1]
    chip.rename()
    qtbot.keyClicks(chip.entry, typed)
    qtbot.keyClick(chip.entry, Qt.Key.Key_Escape)
    assert renamed == []
    assert not chip.entry.isVisible()


def test_leaving_takes_the_name_as_enter_does(shown, qtbot):
    renamed, chip = told(shown.renamed), shown.chips[1]
    chip.rename()
    qtbot.keyClicks(chip.entry, "gated")
    shown.compare.setFocus()
    assert renamed == [(1, "gated")]
    assert not chip.entry.isVisible()


def test_tab_goes_from_left_to_right(shown, qtbot):
    shown.chips[0].setFocus(Qt.FocusReason.TabFocusReason)
    visited = [QApplication.focusWidget()]
    while visited[-1] is not shown.compare:
        qtbot.keyClick(visited[-1], Qt.Key.Key_Tab)
        visited.append(QApplication.focusWidget())
    chips = shown.chips.values()
    assert visited == [part for chip in chips for part in (chip, chip.more)] + [shown.compare]


def test_everybody_hears_what_a_chip_is(shown):
    chip = shown.chips[2]
    assert chip.accessibleName() == CLIPPED.name
    assert "Overflow." in chip.accessibleDescription()
    assert CLIPPED.name in chip.more.accessibleName()


def test_names_are_cut_short_before_anything_scrolls(legend, qtbot):
    legend.show_states((MAIN, RunState(1, LONG), RunState(2, "LSTM")))
    qtbot.wait(1)
    assert legend.strip.more == (False, False)
    chips = legend.chips
    assert chips[2].width() == chips[2].sizeHint().width()
    legend.resize(510, 34)
    qtbot.wait(1)
    assert legend.strip.more == (False, False)
    assert chips[1].width() < chips[1].sizeHint().width()
    assert chips[2].width() == chips[2].sizeHint().width()


def test_eight_long_names_scroll_and_none_overlap(legend, qtbot):
    legend.resize(600, 34)
    legend.show_states(EIGHT)
    qtbot.wait(1)
    chips = list(legend.chips.values())
    assert all(one.geometry().right() < other.geometry().left() for one, other in pairwise(chips))
    assert all(chip.width() >= chip.least for chip in chips)
    assert legend.strip.more == (False, True)
    assert legend.after.isVisible()
    assert not legend.before.isEnabled()
    for _ in range(20):
        qtbot.mouseClick(legend.after, LEFT)
    assert legend.strip.more == (True, False)
    assert chips[-1].visibleRegion().boundingRect().width() == chips[-1].width()
    chips[0].setFocus(Qt.FocusReason.TabFocusReason)
    assert legend.strip.more == (False, True)


def test_what_it_does_not_need_is_left_to_what_stands_beside_it(put, dressed, qtbot):
    bar, beside = QWidget(), QWidget()
    row = QHBoxLayout(bar)
    row.addWidget(beside, 1)
    legend = Legend(DARK, QMenu(bar))
    row.addWidget(legend, 1)
    put(bar, 900, 40)
    assert legend.width() == legend.sizeHint().width() < 200
    legend.show_states(EIGHT)
    qtbot.wait(1)
    assert abs(legend.width() - beside.width()) <= 2


def test_the_legend_gives_way_to_what_stands_beside_it(legend):
    legend.show_states(EIGHT)
    assert legend.minimumSizeHint().width() < 300


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_larger_type_has_the_room_it_needs(legend, dressed, qtbot, scale):
    set_type_scale(scale)
    apply_theme(dressed, PROJECTOR)
    legend.set_theme(PROJECTOR)
    legend.show_states((MAIN, LSTM, CLIPPED))
    qtbot.wait(1)
    for chip in legend.chips.values():
        assert chip.height() >= chip.fontMetrics().height() + 4
        assert chip.width() >= chip.least


def test_a_run_that_is_gone_leaves_no_chip(shown, qtbot):
    shown.show_states((MAIN, GHOST))
    assert list(shown.chips) == [0, 3]
    shown.show_states(())
    assert shown.chips == {}


@pytest.mark.parametrize("slim", [False, True])
def test_a_lecture_shows_chips_without_their_dots(shown, slim):
    shown.set_slim(slim)
    assert shown.chips[1].more.isVisible() is not slim
    assert shown.compare.isVisible() is not slim


def test_a_ghost_a_hidden_run_and_other_colours_look_different(shown, qtbot):
    def look():
        return shown.chips[1].grab().toImage()

    plain = look()
    looks = []
    for state in (RunState(1, "LSTM", shown=False), RunState(1, "LSTM", ghost=True)):
        shown.show_states((MAIN, state, CLIPPED, GHOST))
        looks.append(look())
    shown.show_states((MAIN, LSTM, CLIPPED, GHOST))
    assert look() == plain
    shown.set_theme(LIGHT)
    looks.append(look())
    assert all(each != plain for each in looks)


LISTS = st.lists(st.tuples(st.integers(1, 400), st.integers(0, 60)), max_size=8)


@given(LISTS, st.integers(0, 2000))
def test_widths_give_way_from_the_widest(pairs, room):
    wanted = [want + floor for want, floor in pairs]
    least = [floor for _, floor in pairs]
    widths = widths_within(wanted, least, room)
    assert all(low <= w <= want for low, w, want in zip(least, widths, wanted, strict=True))
    assert sum(widths) <= max(room, sum(least))
    if sum(wanted) <= room:
        assert widths == wanted
    elif sum(least) < room:
        assert room - sum(widths) < len(widths)
