"""Runs in the real window: begun, named, hidden, pinned, removed; lessons, undo, lecture."""

import time
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QDialog

from rnnsim.model.lesson import Scene
from rnnsim.model.settings import SettingError
from rnnsim.model.twin import TwinWanted
from rnnsim.ui.numbers import READABLE, count

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

LEFT = Qt.MouseButton.LeftButton
CLIPPED = TwinWanted({"clip": "norm"}, "clipped")
SMALL = {"hidden_size": 4, "time_steps": 5, "batch_size": 2}


@pytest.fixture
def window(open_window):
    return open_window(**SMALL)


@pytest.fixture
def settle(qtbot):
    def wait(window):
        qtbot.waitUntil(lambda: not window.presenter.awaiting, timeout=30_000)

    return wait


def chosen(menu, text):
    """Trigger what a menu calls so."""
    next(each for each in menu.actions() if each.text() == text).trigger()


def names(window):
    return [chip.state.name for chip in window.runs.legend.chips.values()]


def offered(window):
    window.runs.compare.fill()
    return [each.text() for each in window.runs.compare.actions() if not each.isSeparator()]


def test_the_button_offers_twins_and_a_click_begins_one(window, qtbot, settle):
    menu = window.runs.compare
    menu.popup(window.mapToGlobal(QPoint(100, 100)))
    action = next(each for each in menu.actions() if each.text() == "LSTM")
    qtbot.mouseClick(menu, LEFT, pos=menu.actionGeometry(action).center())
    assert names(window) == ["main run", "LSTM"]
    qtbot.mouseClick(window.centralWidget(), LEFT)
    window.presenter.iterate(3)
    settle(window)
    (twin,) = window.presenter.frame.others
    assert (twin.iteration, twin.settings.cell) == (3, "lstm")
    assert "LSTM" not in offered(window)


def test_three_twins_are_the_most(window):
    for seed in (5, 6, 7):
        window.runs.add({"seed": seed})
    assert "3 twins are the most" in offered(window)[0]
    assert not window.runs.compare.actions()[0].isEnabled()
    with pytest.raises(SettingError, match="fewer twins"):
        window.runs.add({"seed": 8})


def test_an_offer_that_has_become_impossible_is_refused_in_words(window):
    menu = window.runs.compare
    menu.fill()
    late = next(each for each in menu.actions() if each.text() == "LSTM")
    for seed in (5, 6, 7):
        window.runs.add({"seed": seed})
    late.trigger()
    assert window.banner.isVisible()
    assert "LSTM" not in names(window)


def test_p_keeps_the_run_and_says_what_was_different_then(window, qtbot, settle):
    window.presenter.iterate(4)
    settle(window)
    qtbot.keyClick(window, Qt.Key.Key_P)
    window.presenter.edit("spectral_radius", 1.1)
    settle(window)
    (ghost,) = window.presenter.frame.others
    assert (ghost.ghost, ghost.newest) == (True, 4)
    assert names(window) == ["main run", "ρ = 0.65"]


def test_c_asks_for_any_settings(window, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_C)
    (dialog,) = (each for each in window.findChildren(QDialog) if each.isVisible())
    dialog.fields["seed"].edited.emit("seed", 9)
    qtbot.mouseClick(dialog.begin, LEFT)
    assert names(window) == ["main run", "seed 9"]


def test_the_menu_of_a_run_names_hides_pins_and_removes_it(window, qtbot, settle):
    runs = window.runs
    number = runs.add({"cell": "gru"})
    settle(window)
    qtbot.waitUntil(lambda: len(window.presenter.frame.others) == 1)
    chosen(runs.menu_of(number), "Rename…")
    entry = runs.legend.chips[number].entry
    qtbot.keyClicks(entry, "gated")
    qtbot.keyClick(entry, Qt.Key.Key_Return)
    assert names(window) == ["main run", "gated"]
    chosen(runs.menu_of(number), "Pin as it stands")
    assert names(window) == ["main run", "gated", "gated"]
    chosen(runs.menu_of(number), "Hide")
    assert [run.ghost for run in window.presenter.frame.others] == [True]
    chosen(runs.menu_of(number), "Show")
    assert [run.ghost for run in window.presenter.frame.others] == [False, True]
    chosen(runs.menu_of(number), "Remove")
    assert [run.ghost for run in window.presenter.frame.others] == [True]


def test_runs_pinned_and_hidden_while_all_stands_still_are_drawn_so(window, qtbot, settle):
    window.presenter.iterate(4)
    settle(window)
    qtbot.waitUntil(lambda: not window.pump._timer.isActive())
    drawn = []
    window.plots.show_frame = lambda frame: drawn.append(len(frame.others))
    window.runs.pin()
    qtbot.waitUntil(lambda: drawn[-1:] == [1])
    (member,) = window.presenter.lineup.members
    window.presenter.lineup.show(member.number, shown=False)
    qtbot.waitUntil(lambda: drawn[-1:] == [0])
    qtbot.waitUntil(lambda: not window.pump._timer.isActive())


def test_what_is_not_drawn_or_stands_still_is_not_pinned(window, settle):
    number = window.runs.add({"cell": "gru"})
    settle(window)
    window.presenter.lineup.show(number, shown=False)
    window.runs.pin()
    for each in window.presenter.lineup.members:
        pin = next(a for a in window.runs.menu_of(each.number).actions() if "Pin" in a.text())
        assert not pin.isEnabled()
    assert [a.text() for a in window.runs.menu_of(0).actions() if a.text()] == [
        "Pin as it stands",
        "Settings that differ",
    ]


def test_a_click_on_a_chip_hides_its_run(window, qtbot, settle):
    number = window.runs.add({"cell": "gru"})
    settle(window)
    qtbot.mouseClick(window.runs.legend.chips[number], LEFT)
    assert window.presenter.frame.others == ()
    qtbot.mouseClick(window.runs.legend.chips[number], LEFT)
    qtbot.waitUntil(lambda: len(window.presenter.frame.others) == 1)


def test_the_dots_open_a_menu(window, qtbot):
    number = window.runs.add({"cell": "gru"})
    qtbot.mouseClick(window.runs.legend.chips[number].more, LEFT)
    menu = QApplication.activePopupWidget()
    assert "Rename…" in [each.text() for each in menu.actions()]
    menu.close()


def test_all_others_are_removed_at_once(window):
    window.runs.add({"cell": "gru"})
    window.runs.pin()
    window.runs.compare.fill()
    chosen(window.runs.compare, "Re&move all other runs")
    assert names(window) == []


def test_the_table_tells_what_differs_when_it_is_looked_at(window, qtbot, settle):
    number = window.runs.add({"cell": "gru"})
    dock, table = window.side_docks["runs"], window.runs.view.table
    assert not dock.seen
    chosen(window.runs.menu_of(number), "Settings that differ")
    qtbot.waitUntil(lambda: dock.seen)
    window.presenter.iterate(2)
    settle(window)
    assert table.table().columns == ("main run", "GRU")
    texts = [[cell for cell in row if cell is not None] for row in table.table().rows]
    assert ["RNN", "GRU"] in texts
    assert [2, 2] in texts


def test_while_training_numbers_are_read_in_peace(window, qtbot):
    window.runs.add({"cell": "gru"})
    chip, said = window.runs.legend.chips[0], {}
    plain = chip.show_state
    chip.show_state = lambda state: (said.setdefault(state.mark, time.monotonic()), plain(state))
    window.presenter.set_pace(float("inf"))
    window.presenter.play()
    qtbot.waitUntil(lambda: len(said) >= 5, timeout=30_000)
    _, *while_training = said.values()  # the first was said as soon as training began
    window.presenter.pause()
    qtbot.waitUntil(lambda: not window.presenter.awaiting and not window.presenter.frame.playing)
    assert min(np.diff(while_training)) > 0.9 * READABLE
    assert chip.state.mark == f"at {count(window.presenter.frame.iteration)}"


def test_undo_of_settings_goes_past_runs(window, settle):
    window.presenter.edit("learning_rate", 0.5)
    settle(window)
    window.runs.add({"cell": "gru"})
    window.runs.pin()
    window.presenter.edit("clip", "norm")
    window.undo.stack.undo()
    assert window.presenter.settings.clip == "off"
    window.undo.stack.undo()
    assert window.presenter.settings.learning_rate == 0.01
    window.undo.stack.redo()
    settle(window)
    twin, ghost = window.presenter.frame.others
    assert (twin.settings.learning_rate, twin.settings.cell) == (0.5, "gru")
    assert ghost.settings.learning_rate == 0.5


def test_a_twin_that_cannot_be_beside_what_undo_brings_is_gone(window, settle):
    window.presenter.edit("truncation", 3)
    window.presenter.edit("loss_at", "all")
    window.presenter.edit("truncation", 0)
    window.runs.add({"truncation_stride": 4})
    window.undo.stack.undo()
    settle(window)
    assert window.presenter.settings.truncation == 3
    assert window.presenter.lineup.members == ()
    assert window.presenter.frame.failure is None


# Lessons


@pytest.fixture
def told(plain_lesson):
    scenes = (
        Scene("One."),
        Scene("Two.", twins=(CLIPPED, TwinWanted({"cell": "gru"}))),
        Scene("Three.", changes={"seed": 3}, twins=(CLIPPED,)),
        Scene("Four.", twins=()),
    )
    settings = replace(plain_lesson.settings, **SMALL)
    return replace(plain_lesson, settings=settings, scenes=scenes, train=False)


def test_each_scene_has_its_twins(open_window, told, settle):
    window = open_window(told)
    seen = []
    for index in (0, 1, 2, 3, 2, 0):
        window.tour.go(index)
        seen.append(names(window)[1:])
    assert seen == [[], ["clipped", "GRU"], ["clipped"], [], ["clipped"], []]


def test_what_the_user_pinned_stays_from_scene_to_scene(open_window, told, settle):
    window = open_window(told)
    window.runs.pin()
    window.tour.go(2)
    settle(window)
    assert names(window) == ["main run", "seed 1", "clipped"]
    window.open_lesson("memory")
    assert names(window) == []


def test_back_to_the_path_brings_the_scenes_twins_back(open_window, told):
    window = open_window(told)
    window.tour.go(1)
    window.runs.clear()
    window.tour.back_to_path()
    assert names(window)[1:] == ["clipped", "GRU"]


def test_a_scene_is_captured_with_its_twins(window):
    assert window.present.twins == ()
    window.runs.add({"clip": "norm"}, "clipped")
    window.runs.pin()
    assert window.present.twins == (CLIPPED,)


def test_twins_that_cannot_be_are_refused_in_the_banner(window):
    window.stage.line_up([TwinWanted({"seed": 1})])
    assert window.banner.isVisible()
    assert names(window) == []


# Lecture


def test_a_lecture_has_the_legend_of_its_runs_and_nothing_to_press_beside(window, qtbot):
    legend = window.runs.legend
    window.toggle_lecture()
    assert not legend.isVisible()
    window.runs.add({"cell": "gru"})
    assert legend.isVisible()
    assert not legend.compare.isVisible()
    assert not legend.chips[1].more.isVisible()
    window.leave_lecture()
    assert legend.compare.isVisible()
    assert legend.chips[1].more.isVisible()


def test_a_theme_reaches_the_legend(window):
    window.runs.add({"cell": "gru"})
    before = window.runs.legend.chips[1].grab().toImage()
    window.appearance.toggle()
    assert window.runs.legend.chips[1].grab().toImage() != before
