"""A session at work without a window."""

import threading
import time
from dataclasses import replace

import numpy as np
import pytest

from rnnsim.model.course import Course
from rnnsim.model.edits import edited
from rnnsim.model.lesson import find_lesson
from rnnsim.model.moment import Moment, Stage
from rnnsim.model.session import Session
from rnnsim.model.settings import SettingError
from rnnsim.model.target import LOSS
from rnnsim.model.twin import TwinWanted
from rnnsim.ui.studio import Studio, StudioError
from rnnsim.worker.runs import Runs

SOON = 20.0
"""Seconds."""


@pytest.fixture
def session():
    lesson = find_lesson("vanishing")
    settings = edited(lesson.settings, {"time_steps": 5, "hidden_size": 6})
    return replace(Session.of(lesson), course=Course.start(settings))


def advanced(studio):
    """What a studio shows in the end, by steps that never wait."""
    deadline = time.monotonic() + SOON
    while (shown := studio.advance()) is None:
        assert time.monotonic() < deadline
        time.sleep(0.001)
    return shown


def threads():
    return {each.name for each in threading.enumerate()}


def test_it_shows_what_the_session_shows(session):
    session = replace(
        session,
        course=replace(session.course, iteration=12),
        at=7,
        moment=Moment(Stage.BACKWARD, 3),
        point=LOSS,
        relative=True,
    )
    with Studio(session) as studio:
        shown = studio.shown_at()
    assert (shown.frame.at, shown.frame.newest, shown.frame.iteration) == (7, 12, 7)
    assert (shown.moment, shown.selection, shown.relative) == (session.moment, LOSS, True)


def test_it_trains_on_and_comes_back_bit_by_bit(session):
    with Studio(session) as studio:
        before = studio.shown_at(3)
        assert studio.shown_at(20).frame.newest == studio.newest == 20
        back = studio.shown_at(3)
        assert (back.frame.at, back.frame.newest) == (3, 20)
        np.testing.assert_array_equal(back.frame.passed.hidden, before.frame.passed.hidden)
        assert len(studio.shown_at(21).frame.curves.losses) == studio.newest == 21


def test_it_follows_the_whole_course(session):
    first = session.course.first
    course = Course(((0, first), (4, edited(first, {"learning_rate": 0.2}))), 6)
    with Studio(replace(session, course=course)) as studio:
        shown = studio.shown_at()
        assert shown.frame.course == course
        assert studio.shown_at(9).frame.course == replace(course, iteration=9)
        assert studio.shown_at(2).frame.settings == first
        assert studio.shown_at(12).frame.course == replace(course, iteration=12)


def test_twins_train_beside(session):
    twins = (TwinWanted({"spectral_radius": 1.1}, "twin"),)
    with Studio(replace(session, twins=twins)) as studio:
        (twin,) = studio.shown_at(5).frame.others
    assert (twin.name, twin.iteration, twin.settings.spectral_radius) == ("twin", 5, 1.1)


def test_descents_over_the_cliff_start_where_the_session_says(session):
    with Studio(replace(session, cliff_start=(5.5, -2.5)), ["cliff"]) as studio:
        assert studio.shown_at().frame.extras.cliff.start == (5.5, -2.5)


def test_the_numbers_that_views_want_are_there(session):
    with Studio(session, ["canvas", "map", "singular"]) as studio:
        for iteration in (0, 4, 2):
            extras = studio.shown_at(iteration).frame.extras
            assert extras.iteration == iteration
            assert extras.gradient_map is not None
            assert extras.singular_values is not None
            assert extras.detail is not None
    with Studio(session, ["loss"]) as studio:
        assert studio.shown_at(4).frame.extras.detail is None


def test_stepping_never_waits_and_gets_there(session):
    with Studio(session, ["map"]) as studio:
        assert advanced(studio).frame.at == 0
        studio.look_at(300)
        assert studio.advance() is None
        shown = advanced(studio)
        assert shown.frame.at == studio.progress == 300
        assert shown.frame.extras.gradient_map is not None


def test_a_run_that_diverges_is_shown_at_its_end():
    with Studio(Session.of(find_lesson("exploding")), ["canvas", "loss"]) as studio:
        shown = studio.shown_at(1000)
        assert shown.frame.divergence is not None
        assert shown.frame.at == shown.frame.newest < 1000
        assert studio.shown_at(0).frame.at == 0
        assert studio.shown_at(1000).frame.at == shown.frame.at


def test_who_waits_may_give_up_and_no_thread_is_left(session):
    class Enough(Exception):
        pass

    def give_up(at):
        seen.append(at)
        if at > 0:
            raise Enough

    seen = []
    with pytest.raises(Enough), Studio(session) as studio:
        studio.shown_at(900_000, give_up)
    assert seen[-1] > 0
    assert "rnnsim-worker" not in threads()


def test_it_may_be_closed_again(session):
    studio = Studio(session)
    studio.close()
    studio.close()
    assert "rnnsim-worker" not in threads()


def test_twins_that_cannot_be_are_refused_and_no_thread_is_begun(session):
    with pytest.raises(SettingError):
        Studio(replace(session, twins=(TwinWanted({"time_steps": 10**6}),)))
    assert "rnnsim-worker" not in threads()


def test_what_goes_wrong_inside_is_told(session, monkeypatch, capsys):
    def fail(self):
        raise RuntimeError("a bug")

    monkeypatch.setattr(Runs, "iterate", fail)
    with Studio(session) as studio, pytest.raises(StudioError, match="a bug"):
        studio.shown_at(1)
    assert "a bug" in capsys.readouterr().err
