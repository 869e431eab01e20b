import math
import threading
from collections import Counter
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QToolButton,
)
from shiboken6 import isValid

from rnnsim.model.lesson import find_lesson, lessons, read_lesson
from rnnsim.model.moment import Moment, Part, Stage
from rnnsim.model.settings import SettingError
from rnnsim.model.target import Kind, Target
from rnnsim.model.view import FIRST_PLOTS, Want
from rnnsim.ui.about import AboutDialog
from rnnsim.ui.appearance import Appearance
from rnnsim.ui.export.dialog import ExportDialog
from rnnsim.ui.help import HelpWindow
from rnnsim.ui.lesson_editor import LessonEditor
from rnnsim.ui.playhead import SPEEDS
from rnnsim.ui.theme import DARK, LIGHT
from rnnsim.ui.transport import PACES

# The offscreen platform says what it cannot do.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

KEY = Qt.Key
CTRL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
LEFT = Qt.MouseButton.LeftButton
LONG = 60_000
"""Milliseconds before something that does not happen is a failure."""


def wait(qtbot, condition):
    qtbot.waitUntil(condition, timeout=LONG)


def settled(qtbot, window):
    """Wait until all orders are answered; return the frame."""
    wait(qtbot, lambda: not window.presenter.awaiting)
    return window.presenter.frame


def press(qtbot, window, key, modifier=Qt.KeyboardModifier.NoModifier):
    """Press a key where the focus is, which is not in the panel."""
    window.canvas.setFocus()
    qtbot.keyClick(window.canvas, key, modifier)


def button(window, text):
    """The button of the transport with so beginning a text."""
    found = [
        each
        for row in (window.transport, window.pass_bar)
        for each in row.findChildren(QToolButton)
        if each.text().replace("&", "") == text
    ]
    assert len(found) == 1, text
    return found[0]


def said(window):
    """All texts that the window shows."""
    return " | ".join(each.text() for each in window.findChildren(QLabel) if each.isVisible())


def box(window):
    return window.transport.findChild(QComboBox)


def entry(window, key):
    return window.panel.fields[key].entry


def worker_threads():
    return [each for each in threading.enumerate() if each.name == "rnnsim-worker"]


# The start and the end


def test_it_opens_on_its_lesson_and_trains(open_window, qtbot):
    window = open_window(play=True)
    assert window.windowTitle() == f"{find_lesson('vanishing').heading}[*] – rnnsim"
    assert box(window).currentText() == find_lesson("vanishing").heading
    assert find_lesson("vanishing").claim in said(window)
    assert window.presenter.playing
    wait(qtbot, lambda: window.presenter.frame.iteration >= 2)
    wait(qtbot, lambda: "it/s" in said(window))


def test_a_lesson_that_looks_at_one_pass_does_not_train(open_window, qtbot):
    window = open_window("power", play=True)
    assert not window.presenter.playing
    assert settled(qtbot, window).iteration == 0
    assert "paused · iteration 0" in said(window)


def test_training_is_offered_only_where_there_is_something_to_train(open_window, qtbot):
    window = open_window("power")
    settled(qtbot, window)
    assert not button(window, "Train").isEnabled()
    window.presenter.edit("task", "recall")
    assert button(window, "Train").isEnabled()


def test_a_lesson_that_trains_in_a_later_scene_offers_it_from_the_first(open_window, qtbot):
    window = open_window("exploding")
    settled(qtbot, window)
    assert button(window, "Train").isEnabled()


def test_the_settings_of_a_scene_are_the_lessons_and_others_are_not(open_window, qtbot):
    window = open_window("power")
    lesson = find_lesson("power")
    assert window.presenter.settings != lesson.settings
    assert box(window).currentText() == lesson.heading
    assert window.canvas_card.aside == lesson.claim
    window.presenter.edit("spectral_radius", 0.5)
    assert box(window).placeholderText() == "own settings"
    window.tour.back_to_path()
    assert box(window).currentText() == lesson.heading


def test_who_tries_what_the_next_scene_shows_is_on_the_path_there(open_window, qtbot):
    window = open_window("power")
    window.presenter.edit("time_steps", 20)
    assert box(window).currentIndex() == -1
    window.presenter.take_on(window.lesson.settings_at(2))
    window.tour.go(2)
    assert box(window).currentText() == window.lesson.heading


def test_after_an_overflow_nothing_but_a_new_start_is_offered(open_window, qtbot):
    window = open_window("exploding")
    window.presenter.iterate(30)
    assert settled(qtbot, window).divergence is not None
    wait(qtbot, lambda: not button(window, "Train").isEnabled())
    assert not button(window, "One iteration").isEnabled()
    qtbot.mouseClick(button(window, "Restart"), LEFT)
    settled(qtbot, window)
    wait(qtbot, lambda: button(window, "Train").isEnabled())


def test_closing_while_it_trains_leaves_no_thread(open_window, qtbot):
    window = open_window(play=True)
    wait(qtbot, lambda: window.presenter.frame.iteration >= 2)
    assert len(worker_threads()) == 1
    window.close()
    assert worker_threads() == []
    assert not window.isVisible()
    assert not window.pump._timer.isActive()


def test_closing_in_the_middle_of_a_long_pass_leaves_no_thread(open_window):
    window = open_window(play=True, hidden_size=128, time_steps=500, batch_size=32)
    window.close()
    assert worker_threads() == []


def test_closing_closes_what_the_window_opened(open_window, qapp, qtbot):
    window = open_window()
    chosen(window, "Keys")
    chosen(window, "About rnnsim")
    window.lesson_desk.make()
    qtbot.keyClicks(window.lesson_desk.editor.title, "begun")
    window.lesson_desk.editor.new.click()  # asks whether to lose it
    window.export_desk.open()
    window.export_desk.dialog.ask()
    opened = [each for each in window.findChildren(QDialog) if each.isVisible()]
    kinds = {
        HelpWindow: 1,
        AboutDialog: 1,
        LessonEditor: 1,
        QMessageBox: 1,
        ExportDialog: 1,
        QFileDialog: 1,
    }
    assert Counter(map(type, opened)) == kinds
    window.close()
    assert not window.isVisible()
    assert [each for each in qapp.topLevelWidgets() if each.isVisible()] == []


def test_after_closing_the_panel_reads_out_nothing(open_window, qtbot):
    window = open_window(play=True)
    wait(qtbot, window.panel._pause.isActive)
    window.close()
    assert not window.panel._pause.isActive()


def test_it_can_be_closed_before_it_was_started(qtbot):
    from rnnsim.ui.app import make_application, make_window

    window = make_window(make_application(), find_lesson("vanishing"))
    qtbot.addWidget(window)
    window.close()
    assert worker_threads() == []


def test_what_a_window_set_going_ends_with_it(open_window, qapp, qtbot):
    window = open_window()
    window.close()
    window.deleteLater()
    qtbot.waitUntil(lambda: qapp.findChild(Appearance) is None)


# Lessons


@pytest.mark.parametrize("number", [3, 5, 8])
def test_a_lesson_opens_by_the_key_of_its_number(open_window, qtbot, number):
    window = open_window()
    press(qtbot, window, getattr(KEY, f"Key_{number}"))
    lesson = find_lesson(str(number))
    assert window.presenter.settings == lesson.settings_at(0)
    assert window.presenter.pace == lesson.pace
    assert window.presenter.playing is lesson.train
    assert box(window).currentText() == lesson.heading
    assert lesson.claim in said(window)
    assert settled(qtbot, window).settings == lesson.settings_at(0)


def test_a_lesson_opens_from_the_list(open_window, qtbot):
    window = open_window()
    qtbot.mouseClick(box(window), LEFT)
    wait(qtbot, box(window).view().isVisible)
    names = list(lessons())
    down = names.index("clipping") - names.index("vanishing")
    for _ in range(down):
        qtbot.keyClick(box(window).view(), KEY.Key_Down)
    qtbot.keyClick(box(window).view(), KEY.Key_Return)
    assert window.presenter.settings == find_lesson("clipping").settings_at(0)
    assert settled(qtbot, window).settings == find_lesson("clipping").settings_at(0)


@pytest.mark.parametrize("name", list(lessons()))
def test_every_lesson_can_be_opened_and_shown(open_window, qtbot, name):
    window = open_window()
    window.open_lesson(name)
    frame = settled(qtbot, window)
    assert frame.settings == find_lesson(name).settings_at(0)
    assert frame.failure is None
    assert window.banner.isHidden()
    window.grab()


def test_other_settings_are_ones_own(open_window):
    window = open_window()
    window.presenter.edit("seed", 7)
    assert box(window).currentIndex() == -1
    assert window.canvas_card.aside == ""
    window.presenter.edit("seed", find_lesson("vanishing").settings.seed)
    assert box(window).currentText() == find_lesson("vanishing").heading


# Transport


def test_a_key_trains_and_stops(open_window, qtbot):
    window = open_window()
    press(qtbot, window, KEY.Key_T)
    assert window.presenter.playing
    assert button(window, "Stop").isVisible()
    wait(qtbot, lambda: window.presenter.frame.iteration >= 2)
    press(qtbot, window, KEY.Key_T)
    assert not window.presenter.playing
    assert button(window, "Train").isVisible()
    frame = settled(qtbot, window)
    assert f"paused · iteration {frame.iteration}" in said(window)


def test_the_training_button_does_the_same(open_window, qtbot):
    window = open_window()
    qtbot.mouseClick(button(window, "Train"), LEFT)
    assert window.presenter.playing
    qtbot.mouseClick(button(window, "Stop"), LEFT)
    assert not window.presenter.playing


def test_a_key_makes_one_iteration(open_window, qtbot):
    window = open_window()
    window.transport.setFocus()
    for count in (1, 2, 3):
        qtbot.keyClick(window, KEY.Key_Right, SHIFT)
        assert settled(qtbot, window).iteration == count
    qtbot.mouseClick(button(window, "One iteration"), LEFT)
    assert settled(qtbot, window).iteration == 4
    assert "paused · iteration 4" in said(window)


# A pass


def moment(window):
    return window.playback.playhead.moment


def test_space_plays_the_pass_and_trains_nothing(open_window, qtbot):
    window = open_window(time_steps=3)
    assert window.pass_bar.place.text == "whole pass"
    window.playback.set_speed(64.0)
    press(qtbot, window, KEY.Key_Space)
    assert window.playback.playing
    assert button(window, "Pause pass").isVisible()
    assert moment(window) == Moment(Stage.FORWARD, 1, Part.RECURRENT)
    wait(qtbot, lambda: not window.playback.playing)
    assert moment(window) is None
    assert button(window, "Play pass").isVisible()
    assert not window.playback.timer.isActive()
    assert settled(qtbot, window).iteration == 0


def test_the_button_pauses_where_it_is(open_window, qtbot):
    window = open_window()
    qtbot.mouseClick(button(window, "Play pass"), LEFT)
    wait(qtbot, lambda: window.playback.playhead.position > 0)
    qtbot.mouseClick(button(window, "Pause pass"), LEFT)
    here = window.playback.playhead.position
    qtbot.wait(60)
    assert window.playback.playhead.position == here < window.playback.playhead.end


def test_arrows_step_through_the_pass_and_back(open_window, qtbot):
    window = open_window(time_steps=3)
    window.centralWidget().setFocus()
    for key, place in [
        (KEY.Key_Home, "forward · step 1 of 3 · Wₕₕ hₜ₋₁"),
        (KEY.Key_Right, "forward · step 1 of 3 · + Wᵢₕ xₜ + b"),
        (KEY.Key_Left, "forward · step 1 of 3 · Wₕₕ hₜ₋₁"),
        (KEY.Key_Left, "forward · step 1 of 3 · Wₕₕ hₜ₋₁"),
        (KEY.Key_End, "whole pass"),
        (KEY.Key_Left, "backward · step 3 of 3 · t = 1 · → ∂L/∂Wₕₕ"),
    ]:
        qtbot.keyClick(window.centralWidget(), key)
        assert window.pass_bar.place.text == place
    assert settled(qtbot, window).iteration == 0


def test_starting_to_train_shows_the_whole_pass(open_window, qtbot):
    window = open_window()
    window.playback.go_to_position(5)
    press(qtbot, window, KEY.Key_T)
    assert moment(window) is None
    window.playback.go_to_position(5)
    window.presenter.edit("learning_rate", 0.02)
    assert window.playback.playhead.position == 5  # training goes on meanwhile
    assert window.presenter.playing


def test_a_change_of_settings_keeps_the_moment(open_window, qtbot):
    window = open_window(time_steps=12)
    here = Moment(Stage.BACKWARD, 5, Part.SLOPE)
    window.stage.go_to(here)
    window.presenter.edit("spectral_radius", 0.9)
    settled(qtbot, window)
    assert moment(window) == here
    window.presenter.edit("time_steps", 20)
    settled(qtbot, window)
    assert moment(window) == here
    window.presenter.edit("time_steps", 4)
    settled(qtbot, window)
    assert moment(window) == Moment(Stage.BACKWARD, 4, Part.SLOPE)


def test_keys_change_the_speed_of_the_pass(open_window, qtbot):
    window = open_window()
    before = SPEEDS.index(window.playback.playhead.speed)
    press(qtbot, window, KEY.Key_Plus)
    assert window.playback.playhead.speed == SPEEDS[before + 1]
    press(qtbot, window, KEY.Key_Minus)
    press(qtbot, window, KEY.Key_Minus)
    assert window.playback.playhead.speed == SPEEDS[before - 1]


def wants(window):
    return window.presenter._order.wants


def test_detail_is_asked_for_only_while_a_moment_is_shown(open_window):
    window = open_window()
    window.side_docks["inspector"].close()
    assert Want.DETAIL not in wants(window)
    window.playback.go_to_position(3)
    assert Want.DETAIL in wants(window)
    window.stage.go_to(None)
    assert Want.DETAIL not in wants(window)


def test_plots_that_are_seen_get_what_they_want_and_others_do_not(open_window, qtbot):
    window = open_window()
    window.resize(1920, 1080)
    assert not {Want.MAP, Want.CELLS} & wants(window)
    window.stage.show_views(["map", "loss"])
    wait(qtbot, lambda: Want.MAP in wants(window))
    window.stage.show_views(list(window.plots.docks))
    window.plots.docks["gradient"].raise_()
    wait(qtbot, lambda: Want.CELLS not in wants(window))
    window.plots.docks["cells"].raise_()
    wait(qtbot, lambda: Want.CELLS in wants(window))
    window.stage.show_views(["loss"])
    wait(qtbot, lambda: not {Want.MAP, Want.CELLS} & wants(window))


def test_a_time_step_is_inspected_while_the_inspector_is_seen(open_window, qtbot):
    window = open_window()
    inspector = window.side_docks["inspector"]
    inspector.raise_()
    wait(qtbot, lambda: inspector.seen)
    window.looking.hover(Target(Kind.CELL, 3))
    assert window.presenter._order.inspected == 3
    assert Want.DETAIL in wants(window)
    window.looking.hover(None)
    assert window.presenter._order.inspected is None
    window.looking.choose(Target(Kind.CELL, 4))
    assert window.presenter._order.inspected == 4
    inspector.close()
    wait(qtbot, lambda: window.presenter._order.inspected is None)


def test_restart_begins_again_with_the_same_weights(open_window, qtbot):
    window = open_window()
    start = window.presenter.frame
    window.presenter.iterate(5)
    assert settled(qtbot, window).iteration == 5
    press(qtbot, window, KEY.Key_R)
    frame = settled(qtbot, window)
    assert frame.iteration == 0
    assert frame.passed.loss == start.passed.loss
    assert (frame.passed.gradient_magnitude == start.passed.gradient_magnitude).all()


def test_reset_all_brings_back_the_lesson(open_window, qtbot):
    window = open_window()
    window.presenter.edit("activation", "relu")
    window.presenter.edit("hidden_size", 5)
    window.presenter.set_pace(math.inf)
    press(qtbot, window, KEY.Key_R, ALT)
    lesson = find_lesson("vanishing")
    assert window.presenter.settings == lesson.settings
    assert window.presenter.pace == lesson.pace
    assert box(window).currentText() == lesson.heading


def test_keys_change_the_pace(open_window, qtbot):
    window = open_window()
    before = PACES.index(window.presenter.pace)
    press(qtbot, window, KEY.Key_BracketRight)
    assert window.presenter.pace == PACES[before + 1]
    assert f"{PACES[before + 1]:g} it/s" in said(window)
    press(qtbot, window, KEY.Key_BracketLeft)
    press(qtbot, window, KEY.Key_BracketLeft)
    assert window.presenter.pace == PACES[before - 1]
    for _ in PACES:
        press(qtbot, window, KEY.Key_BracketRight)
    assert window.presenter.pace == math.inf
    assert "flat out" in said(window)


def test_the_pace_slider_shows_and_sets_the_pace(open_window, qtbot):
    window = open_window()
    slider = window.transport.findChild(QAbstractSlider)
    window.presenter.set_pace(PACES[2])
    assert slider.value() == 2
    slider.setFocus()
    qtbot.keyClick(slider, KEY.Key_Right)
    assert window.presenter.pace == PACES[3]
    qtbot.keyClick(slider, KEY.Key_End)
    assert window.presenter.pace == math.inf


@pytest.mark.parametrize("pace", [0.001, 3.0, 7.5, 1e9])
def test_a_pace_that_the_slider_does_not_offer_is_kept(open_window, pace):
    window = open_window()
    window.presenter.set_pace(pace)
    assert window.presenter.pace == pace


# Overflow and failures


def test_an_overflow_stops_and_is_told(open_window, qtbot):
    window = open_window(replace(find_lesson("exploding"), train=True, scenes=()), play=True)
    window.presenter.set_pace(math.inf)
    wait(qtbot, lambda: window.presenter.frame.divergence is not None)
    wait(qtbot, lambda: not window.presenter.playing)
    assert "overflow · iteration" in said(window)
    assert "Overflow in iteration" in window.canvas.describe()
    assert button(window, "Train").isVisible()
    press(qtbot, window, KEY.Key_R)
    assert settled(qtbot, window).divergence is None
    assert "paused · iteration 0" in said(window)


def test_a_failure_inside_is_told_until_it_is_dismissed(open_window, qtbot, frame_of):
    window = open_window()
    window.showing.show_frame(frame_of(failure="ValueError: <b>no</b>"))
    assert window.banner.isVisible()
    assert "ValueError: <b>no</b>" in said(window)
    dismiss = window.banner.findChild(QToolButton)
    dismiss.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(dismiss, KEY.Key_Space)
    assert window.banner.isHidden()
    assert not window.presenter.playing


# The panel


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("hidden_size", "0"),
        ("hidden_size", "1e9"),
        ("time_steps", "1000000000"),
        ("time_steps", "many"),
        ("spectral_radius", "nan"),
        ("learning_rate", "-1"),
        ("hidden_size", "1.5"),
    ],
)
def test_what_cannot_be_is_refused_where_it_is_typed_and_the_run_goes_on(
    open_window, qtbot, key, typed
):
    window = open_window(play=True)
    presenter = window.presenter
    before = presenter.settings
    field = entry(window, key)
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, typed)
    qtbot.keyClick(field, KEY.Key_Return)
    assert field.refused
    assert "give " in said(window)
    assert presenter.settings == before
    assert presenter.playing
    iteration = presenter.frame.iteration
    wait(qtbot, lambda: presenter.frame.iteration > iteration)
    assert presenter.frame.settings == before
    assert presenter.frame.failure is None


def test_what_is_typed_is_taken_on(open_window, qtbot):
    window = open_window()
    field = entry(window, "time_steps")
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "33")
    qtbot.keyClick(field, KEY.Key_Return)
    assert window.presenter.settings.time_steps == 33
    frame = settled(qtbot, window)
    assert len(frame.passed.gradient_magnitude) == 34
    assert window.canvas.place().time_steps == 33


def test_a_dragged_slider_is_obeyed_at_every_place(open_window, qtbot):
    window = open_window()
    field = window.panel.fields["spectral_radius"]
    slider = field.slider
    y = slider.height() // 2
    qtbot.mousePress(slider, LEFT, pos=QPoint(slider.width() // 4, y))
    seen = set()
    for share in (0.3, 0.5, 0.7, 0.9):
        qtbot.mouseMove(slider, QPoint(round(share * slider.width()), y))
        seen.add(window.presenter.settings.spectral_radius)
    qtbot.mouseRelease(slider, LEFT, pos=QPoint(round(0.9 * slider.width()), y))
    assert len(seen) == 4
    wanted = window.presenter.settings.spectral_radius
    assert settled(qtbot, window).spectrum.spectral_radius == pytest.approx(wanted)


# Keys belong to what has the focus


def test_the_first_keys_are_the_windows(open_window, qtbot):
    window = open_window()
    assert QApplication.focusWidget() is window.centralWidget()
    qtbot.keyClick(QApplication.focusWidget(), KEY.Key_Right, SHIFT)
    assert settled(qtbot, window).iteration == 1


def test_space_in_a_text_field_is_a_space(open_window, qtbot):
    window = open_window()
    field = entry(window, "time_steps")
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "1 r3")
    assert field.text() == "1 r3"
    assert not window.presenter.playing
    assert window.presenter.settings == find_lesson("vanishing").settings


def test_arrows_in_a_text_field_move_the_cursor(open_window, qtbot):
    window = open_window()
    field = entry(window, "hidden_size")
    field.setFocus()
    field.setCursorPosition(0)
    qtbot.keyClick(field, KEY.Key_Right)
    assert field.cursorPosition() == 1
    assert settled(qtbot, window).iteration == 0


def test_arrows_on_a_slider_move_it(open_window, qtbot):
    window = open_window()
    slider = window.panel.fields["spectral_radius"].slider
    before = window.presenter.settings.spectral_radius
    slider.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(slider, KEY.Key_Right)
    assert window.presenter.settings.spectral_radius > before
    assert settled(qtbot, window).iteration == 0


def test_arrows_on_the_pace_slider_move_it(open_window, qtbot):
    window = open_window()
    slider = window.transport.findChild(QAbstractSlider)
    before = window.presenter.pace
    slider.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(slider, KEY.Key_Right)
    assert window.presenter.pace > before
    assert settled(qtbot, window).iteration == 0


def test_arrows_on_the_canvas_walk_through_time(open_window, qtbot):
    window = open_window()
    press(qtbot, window, KEY.Key_Right)
    assert window.canvas.selection == Target(Kind.CELL, 1)
    press(qtbot, window, KEY.Key_Right)
    assert window.canvas.step == 2
    assert settled(qtbot, window).iteration == 0


def test_arrows_on_the_lessons_choose_one(open_window, qtbot):
    window = open_window()
    box(window).setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(box(window), KEY.Key_Down)
    names = list(lessons())
    chosen = names[names.index("vanishing") + 1]
    assert window.presenter.settings == find_lesson(chosen).settings


def test_space_on_a_focused_button_presses_that_button(open_window, qtbot):
    window = open_window()
    once = button(window, "One iteration")
    once.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(once, KEY.Key_Space)
    assert settled(qtbot, window).iteration == 1
    assert not window.presenter.playing


def test_space_on_the_lessons_opens_them(open_window, qtbot):
    window = open_window()
    box(window).setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(box(window), KEY.Key_Space)
    wait(qtbot, box(window).view().isVisible)
    assert not window.presenter.playing
    box(window).hidePopup()


def test_letters_still_reach_the_window_from_a_focused_button(open_window, qtbot):
    window = open_window()
    window.presenter.iterate(3)
    settled(qtbot, window)
    once = button(window, "One iteration")
    once.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(once, KEY.Key_R)
    assert settled(qtbot, window).iteration == 0


def test_no_key_has_two_meanings(open_window):
    window = open_window()
    keys = [key.toString() for each in window.findChildren(QAction) for key in each.shortcuts()]
    assert sorted(set(keys)) == sorted(keys)


# Looks


def test_the_theme_is_toggled_by_key_and_remembered(open_window, qtbot, qapp):
    window = open_window()
    dark = window.grab().toImage()
    press(qtbot, window, KEY.Key_L, CTRL | SHIFT)
    light = window.grab().toImage()
    assert window.appearance.theme == LIGHT
    assert light.pixelColor(2, light.height() - 2) == LIGHT.color("window")
    assert dark.pixelColor(2, dark.height() - 2) == DARK.color("window")
    assert Appearance(qapp).theme == LIGHT
    for each in qapp.findChildren(Appearance):
        each.deleteLater()


def test_zoom_and_fit_by_key(open_window, qtbot):
    window = open_window(time_steps=50)
    fitting = window.canvas.place()
    press(qtbot, window, KEY.Key_Z)
    assert window.canvas.place().pitch > fitting.pitch
    press(qtbot, window, KEY.Key_Z, SHIFT)
    press(qtbot, window, KEY.Key_Z)
    press(qtbot, window, KEY.Key_F)
    assert window.canvas.place() == fitting


def test_full_screen_and_back(open_window, qtbot):
    window = open_window()
    press(qtbot, window, KEY.Key_F11)
    assert window.isFullScreen()
    press(qtbot, window, KEY.Key_Escape)
    assert not window.isFullScreen()
    press(qtbot, window, KEY.Key_F11)
    press(qtbot, window, KEY.Key_F11)
    assert not window.isFullScreen()


def test_escape_leaves_a_maximized_window_as_it_is(open_window, qtbot):
    window = open_window()
    window.showMaximized()
    press(qtbot, window, KEY.Key_Escape)
    assert window.isMaximized()


EVERY_CELL = [
    {},
    {"cell": "lstm", "clip": "norm", "task": "review"},
    {"cell": "gru", "forget_bias": "chrono", "task": "text", "loss_at": "all"},
    {"precision": "float16", "truncation": 4, "clip": "backward", "optimizer": "adam"},
]


@pytest.mark.parametrize("changes", EVERY_CELL, ids=["rnn", "lstm", "gru", "float16"])
def test_every_cell_task_and_format_is_shown(open_window, qtbot, changes):
    window = open_window(**changes)
    window.presenter.iterate(2)
    frame = settled(qtbot, window)
    assert frame.failure is None
    assert window.banner.isHidden()
    assert (frame.passed.direct_path is None) is (frame.settings.cell == "rnn")
    assert window.canvas.describe()
    assert not window.grab().isNull()


@pytest.mark.parametrize("changes", EVERY_CELL, ids=["rnn", "lstm", "gru", "float16"])
@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080)])
def test_the_panel_need_not_be_scrolled(open_window, qtbot, size, changes):
    window = open_window(**changes)
    window.resize(*size)
    qtbot.wait(1)
    assert window.panel.verticalScrollBar().maximum() == 0


@pytest.mark.parametrize("size", [(1000, 640), (1280, 720), (1920, 1080)])
@pytest.mark.parametrize("theme", ["dark", "light"])
def test_everything_has_room(open_window, qtbot, size, theme):
    window = open_window(theme=theme)
    window.resize(*size)
    qtbot.wait(1)
    assert (window.width(), window.height()) == size
    hidden = {window.plots.docks[name] for name in set(window.plots.docks) - set(FIRST_PLOTS)}
    for view in (window.pass_bar, window.panel, *window.views().values()):
        assert view.isVisible() is (view not in hidden)
        if view in hidden or not getattr(view, "seen", True):
            continue
        corner = view.mapTo(window, QPoint(view.width(), view.height()))
        assert corner.x() <= size[0]
        assert corner.y() <= size[1] or view is window.panel.editor
    assert window.canvas_card.width() >= 640
    assert window.canvas.width() >= window.canvas.minimumWidth()
    assert window.canvas.height() >= window.canvas.minimumHeight()


# Words


def chosen(window, name):
    """Choose what a menu offers under this name."""
    next(each for each in window.actions() if each.text().replace("&", "") == name).trigger()


def test_the_help_menu_lists_the_keys(open_window):
    window = open_window()
    chosen(window, "Keys")
    assert "Space" in window.findChild(HelpWindow).page.toPlainText()


def test_the_help_menu_says_what_this_is(open_window, qtbot):
    window = open_window()
    chosen(window, "About rnnsim")
    dialog = window.findChild(AboutDialog)
    assert dialog.isVisible()
    wait(qtbot, dialog.tabs.hasFocus)
    qtbot.keyClick(dialog.tabs, KEY.Key_Escape)
    assert not isValid(dialog) or not dialog.isVisible()


def test_every_control_has_a_name_for_those_who_cannot_see_it(open_window):
    window = open_window()
    controls = [
        each
        for kind in (QAbstractButton, QAbstractSlider, QLineEdit, QComboBox)
        for each in window.findChildren(kind)
        if each.isVisible() and each.focusPolicy() != Qt.FocusPolicy.NoFocus
    ]
    assert len(controls) > 20
    for each in controls:
        text = each.text() if isinstance(each, QAbstractButton) else ""
        assert each.accessibleName() or text, each


# The pump


def test_while_nothing_can_come_nobody_looks(open_window, qtbot):
    window = open_window()
    settled(qtbot, window)
    wait(qtbot, lambda: not window.pump._timer.isActive())
    window.presenter.edit("seed", 9)
    assert window.pump._timer.isActive()
    assert settled(qtbot, window).settings.seed == 9


def test_while_numbers_are_owed_the_pump_goes_on_looking(open_window, qtbot, monkeypatch):
    window = open_window()
    settled(qtbot, window)
    wait(qtbot, lambda: not window.pump._timer.isActive())
    monkeypatch.setattr(type(window.presenter), "extras_owed", True)
    window.pump.nudge()
    qtbot.wait(100)
    assert window.pump._timer.isActive()


def test_a_refusal_reaches_who_asked(open_window):
    window = open_window()
    with pytest.raises(SettingError):
        window.presenter.edit("hidden_size", 0)


def test_keys_without_a_name_do_no_harm(open_window, qtbot):
    window = open_window()
    for key in (0x416, 0, 0x1FFFFFF):
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(
                window.canvas, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, "ж")
            )
    assert settled(qtbot, window).iteration == 0


def test_a_lesson_of_ones_own_goes_by_its_title(open_window, qtbot, tmp_path):
    path = tmp_path / "mine.rnnsim"
    path.write_text('{"rnnsim": 1, "title": "My own", "claim": "It is.", "settings": {}}')
    window = open_window(read_lesson(path))
    settled(qtbot, window)
    assert box(window).currentIndex() == -1
    assert box(window).placeholderText() == "My own"
    window.presenter.edit("seed", 7)
    assert box(window).placeholderText() == "own settings"


def test_a_scene_shows_its_moment_whatever_was_shown_before(open_window, qtbot):
    window = open_window("vanishing")  # of other time steps
    window.open_lesson("unrolling")
    window.tour.go(1)
    wanted = find_lesson("unrolling").scenes[1].moment
    assert window.playback.playhead.moment == wanted
    settled(qtbot, window)
    qtbot.wait(50)
    assert window.playback.playhead.moment == wanted
    window.open_lesson("power")
    window.tour.go(2)
    assert window.playback.playhead.moment == find_lesson("power").scenes[2].moment
    settled(qtbot, window)
    assert window.playback.playhead.moment == find_lesson("power").scenes[2].moment


def test_the_start_over_the_cliff_is_dragged_in_one_plot_and_moves_in_both(open_window, qtbot):
    window = open_window(replace(find_lesson("cliff"), views=("cliff", "bifurcation"), scenes=()))
    plots = window.plots.plots
    qtbot.waitUntil(
        lambda: bool(plots["cliff"].aside and plots["bifurcation"].aside), timeout=60_000
    )
    settings, undo = window.presenter.settings, window.undo.stack.count()

    def shown():
        return window.presenter.frame.extras

    before = shown().cliff
    plots["cliff"].settle()
    area = plots["cliff"]._layout.area
    at = QPoint(round(area.across(before.start[0])), round(area.down(before.start[1])))
    viewport = plots["cliff"].viewport()
    qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=at)
    for i in range(1, 6):
        qtbot.mouseMove(viewport, at + QPoint(6 * i, 3 * i))
    qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=at + QPoint(30, 15))
    wanted = pytest.approx((area.x_at(at.x() + 30), area.y_at(at.y() + 15)), abs=0.03)
    qtbot.waitUntil(lambda: shown().cliff.start == wanted, timeout=60_000)
    qtbot.waitUntil(lambda: (shown().bifurcation.w, shown().bifurcation.b) == wanted)
    assert tuple(shown().cliff.clipped[0, :2]) == shown().cliff.start
    assert window.presenter.settings == settings
    assert window.undo.stack.count() == undo
    plots["bifurcation"].setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(plots["bifurcation"], Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: shown().cliff.start == before.start, timeout=60_000)
