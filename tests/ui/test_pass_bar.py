"""The bar under the canvas, and the clock that moves the playhead."""

import time

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QToolButton

from rnnsim.model.moment import Moment, Part, Stage
from rnnsim.ui import playback
from rnnsim.ui.actions import action
from rnnsim.ui.pass_bar import PassBar, place_text
from rnnsim.ui.playback import Playback
from rnnsim.ui.playhead import SPEEDS
from rnnsim.ui.theme import DARK, LIGHT

# The offscreen platform says what it cannot do.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def bar(qtbot):
    made = PassBar(DARK)
    qtbot.addWidget(made)
    made.resize(640, 60)
    made.show()
    return made


@pytest.fixture
def shown():
    return []


@pytest.fixture
def play(bar, shown):
    made = Playback(bar, shown.append, bar)
    made.set_time_steps(4)
    yield made
    made.stop()


# Words


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (None, "whole pass"),
        (Moment(Stage.LOSS, 14), "the loss"),
        (Moment(Stage.FORWARD, 3), "forward · step 3 of 14"),
        (Moment(Stage.FORWARD, 3, Part.ACTIVATION), "forward · step 3 of 14 · φ"),
        (Moment(Stage.BACKWARD, 6, Part.SLOPE), "backward · step 9 of 14 · t = 6 · φ′"),
        (Moment(Stage.BACKWARD, 14), "backward · step 1 of 14 · t = 14"),
    ],
)
def test_it_says_where_the_pass_is(moment, text):
    assert place_text(moment, 14) == text


def test_every_place_has_room(bar, play):
    play.set_time_steps(120)
    width = bar.place.width()
    for position in range(play.playhead.end + 1):
        play.go_to_position(position)
        assert bar.place.fontMetrics().horizontalAdvance(bar.place.text) <= bar.place.width()
    assert bar.place.width() == width


# The slider


def test_the_slider_spans_the_pass_with_the_loss_in_the_middle(bar, play):
    assert (bar.slider.minimum(), bar.slider.maximum()) == (0, 25)
    assert bar.slider.value() == 25
    play.go_to(Moment(Stage.LOSS, 4))
    assert bar.slider.value() == 12
    assert bar.slider.accessibleDescription() == "the loss"


def test_a_click_goes_there_and_pauses(bar, play, shown, qtbot):
    play.toggle()
    slider = bar.slider
    qtbot.mouseClick(slider, LEFT, pos=QPoint(slider.width() // 2, 10))
    assert not play.playing
    assert shown[-1] == play.playhead.moment
    assert abs(play.playhead.position - 12) <= 1


def test_dragged_over_its_ends_it_stays_at_them(bar, play, qtbot):
    slider = bar.slider
    qtbot.mousePress(slider, LEFT, pos=QPoint(slider.width() // 2, 10))
    qtbot.mouseMove(slider, QPoint(-500, 10))
    assert play.playhead.position == 0
    qtbot.mouseMove(slider, QPoint(5000, 10))
    assert play.playhead.moment is None
    qtbot.mouseRelease(slider, LEFT, pos=QPoint(5000, 10))


def test_with_the_keys_it_is_stepped_through(bar, play, qtbot):
    bar.slider.setFocus()
    qtbot.keyClick(bar.slider, Qt.Key.Key_Home)
    assert play.playhead.position == 0
    qtbot.keyClick(bar.slider, Qt.Key.Key_Right)
    assert play.playhead.position == 1
    qtbot.keyClick(bar.slider, Qt.Key.Key_PageUp)
    assert play.playhead.position == 4


def row(bar, y):
    """Colours along the slider at height y."""
    image = bar.slider.grab().toImage()
    ratio = image.devicePixelRatio()
    return [
        image.pixelColor(round(x * ratio), round(y * ratio)).name()
        for x in range(bar.slider.width())
    ]


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_it_is_blue_before_the_loss_and_vermilion_after(bar, play, theme):
    bar.set_theme(theme)
    colors = row(bar, bar.slider.height() // 2)
    quarter, middle = bar.slider.width() // 4, bar.slider.width() // 2
    assert colors[quarter] == theme.color("forward").name()
    assert colors[3 * quarter] == theme.color("gradient").name()
    assert theme.color("loss").name() in colors[middle - 20 : middle + 20]
    play.go_to_position(0)
    colors = row(bar, bar.slider.height() // 2)
    assert colors[quarter] != theme.color("forward").name()  # faint: still to come


# Switches


def test_switches_and_speed_are_asked_for_and_shown(bar, play, qtbot):
    qtbot.mouseClick(bar.loop, LEFT)
    assert play.playhead.looping
    assert bar.loop.isChecked()
    assert play.playhead.parts
    qtbot.mouseClick(bar.parts, LEFT)
    assert not play.playhead.parts
    assert not bar.parts.isChecked()
    bar.change_speed(1)
    assert play.playhead.speed == 8.0
    assert bar.speed.currentData() == 8.0
    for _ in SPEEDS:
        bar.change_speed(-1)
    assert play.playhead.speed == SPEEDS[0]


def test_one_scale_of_two(bar, qtbot):
    asked = []
    bar.relative_chosen.connect(asked.append)
    bar.relative_chosen.connect(lambda relative: bar.show_relative(relative=relative))
    qtbot.mouseClick(bar.relative, LEFT)
    assert (bar.absolute.isChecked(), bar.relative.isChecked()) == (False, True)
    qtbot.mouseClick(bar.relative, LEFT)
    assert (bar.absolute.isChecked(), bar.relative.isChecked()) == (False, True)
    qtbot.mouseClick(bar.absolute, LEFT)
    assert (bar.absolute.isChecked(), bar.relative.isChecked()) == (True, False)
    assert asked == [True, True, False]


def test_every_control_is_explained(bar):
    for each in (bar.slider, bar.loop, bar.parts, bar.absolute, bar.relative, bar.speed):
        assert each.accessibleName()
        assert each.toolTip()
        assert each.whatsThis()


def test_buttons_show_actions(bar, qtbot):
    done = []
    made = action(bar, "Go", lambda: done.append(1))
    button = bar.add_action(made, primary=True)
    assert isinstance(button, QToolButton)
    qtbot.mouseClick(button, LEFT)
    assert done == [1]


# The clock


def test_playing_shows_the_moments_in_order_and_ends_on_the_whole_pass(play, shown, qtbot):
    play.set_speed(64.0)
    playing = []
    play.on_play = playing.append
    play.toggle()
    qtbot.waitUntil(lambda: not play.playing, timeout=10_000)
    assert shown[0] == Moment(Stage.FORWARD, 1, Part.RECURRENT)
    assert shown[-1] is None
    places = [play.playhead._moments.index(moment) for moment in shown[:-1]]
    assert places == sorted(set(places))
    assert playing == [True, False]
    assert not play.timer.isActive()


def test_it_goes_by_the_clock_however_late_the_timer_is(play, monkeypatch):
    now = [100.0]
    monkeypatch.setattr(playback.time, "perf_counter", lambda: now[0])
    play.show_parts(False)
    play.set_speed(2.0)
    play.toggle()
    play.timer.stop()
    for later, position in [(0.4, 0), (0.2, 1), (1.5, 4)]:
        now[0] += later
        play._tick()
        assert play.playhead.position == position


def test_while_paused_no_timer_runs(play, qtbot):
    play.toggle()
    assert play.timer.isActive()
    play.step(1)
    assert not play.timer.isActive()
    play.go_to(Moment(Stage.BACKWARD, 2), play=True)
    assert play.timer.isActive()
    play.go_to(None)
    assert not play.timer.isActive()


def test_from_the_whole_pass_it_plays_from_the_beginning(play, shown):
    play.go_to(None, play=True)
    assert shown == [Moment(Stage.FORWARD, 1, Part.RECURRENT)]


def test_the_time_spent_paused_is_not_played(play):
    play.toggle()
    play.toggle()
    here = play.playhead.position
    time.sleep(0.1)
    play.toggle()
    play._tick()
    assert play.playhead.position <= here + 1
