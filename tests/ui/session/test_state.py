"""A session taken from a window brings another one back to the same."""

import pytest

from rnnsim.model.lesson import find_lesson
from rnnsim.model.moment import Moment, Stage
from rnnsim.model.session import bytes_of, session_of
from rnnsim.model.target import parse_target
from tests.ui.test_window import settled, wait

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def lived(qtbot, window):
    """Do what a user does."""
    window.tour.go(2)
    window.presenter.pause()
    window.presenter.iterate(5)
    settled(qtbot, window)
    window.presenter.edit("learning_rate", 0.25)
    window.presenter.iterate(4)
    settled(qtbot, window)
    window.runs.add({"cell": "gru"}, "gated")
    window.area.show_plots(("map", "norm"))
    window.playback.go_to(Moment(Stage.BACKWARD, 3))
    window.canvas.select(parse_target("gradient_2"))
    window.show_relative(True)
    window.presenter.set_pace(5.0)
    window.presenter.start_cliff_at(4.5, -2.0)
    return settled(qtbot, window)


def test_another_window_is_brought_back_to_the_same(qtbot, open_window):
    first = open_window(find_lesson("vanishing"))
    frame = lived(qtbot, first)
    session = session_of(bytes_of(first.session))
    assert session == first.session
    other = open_window(find_lesson("exploding"))
    settled(qtbot, other)
    other.restore(session)
    again = settled(qtbot, other)
    assert (again.iteration, again.passed.loss) == (9, frame.passed.loss)
    wait(qtbot, lambda: bool(other.presenter.frame.others))
    assert other.presenter.frame.others[0].passed.loss == frame.others[0].passed.loss
    assert other.session == session
    assert other.tour.index == 2
    assert other.plots.shown == ("map", "norm")
    assert not other.presenter.playing


def test_the_past_that_was_looked_at_is_looked_at_again(qtbot, open_window):
    window = open_window(find_lesson("vanishing"))
    window.presenter.iterate(9)
    settled(qtbot, window)
    window.presenter.seek(4)
    frame = settled(qtbot, window)
    session = window.session
    window.open_lesson("gates")
    settled(qtbot, window)
    window.restore(session)
    wait(qtbot, lambda: window.presenter.at == 4 and not window.presenter.awaiting)
    again = window.presenter.frame
    assert (again.at, again.newest, again.passed.loss) == (4, 9, frame.passed.loss)


def test_it_can_be_undone(qtbot, open_window):
    window = open_window(find_lesson("vanishing"))
    session = open_window(find_lesson("gates")).session
    settings = window.presenter.settings
    window.restore(session)
    assert window.lesson is session.lesson
    window.undo.stack.undo()
    assert (window.presenter.settings, window.lesson.name) == (settings, "vanishing")


def test_nothing_of_the_lesson_plays_or_trains_by_itself(qtbot, open_window):
    lesson = find_lesson("exploding")
    window = open_window(find_lesson("vanishing"))
    session = open_window(lesson).session
    window.restore(session)
    settled(qtbot, window)
    assert not window.presenter.playing
    assert not window.playback.playing
    assert window.presenter.frame.iteration == 0


def test_unknown_fields_of_its_file_are_kept(open_window):
    window = open_window(find_lesson("vanishing"))
    raw = bytes_of(window.session).replace(b'"session": {', b'"session": {"mood": "good", ')
    window.restore(session_of(raw))
    assert window.session.kept == {"mood": "good"}
    window.open_lesson("gates")
    assert window.session.kept == {}
