"""The presenter and what is beside the present: the past, goals, other runs."""

import pytest

from rnnsim.model.course import Course
from rnnsim.model.edits import edit
from rnnsim.model.goal import Goal
from rnnsim.model.settings import SettingError
from tests.ui.test_lineup import run_of
from tests.ui.test_presenter import START, Scene


@pytest.fixture
def scene(frame_of):
    return Scene(frame_of)


def test_looking_at_the_past_pauses(scene):
    scene.presenter.play()
    scene.show(newest=30)
    scene.presenter.seek(12)
    assert (scene.order.at, scene.order.playing) == (12, False)
    assert scene.presenter.at == 12
    scene.presenter.seek(None)
    assert scene.presenter.at is None


@pytest.mark.parametrize("iteration", [-1, 30, 31])
def test_an_iteration_that_was_not_made_is_the_newest(scene, iteration):
    scene.show(newest=30)
    scene.presenter.seek(5)
    scene.presenter.seek(iteration)
    assert scene.order.at is None


def test_a_frame_is_awaited_until_the_iteration_is_reached(scene):
    scene.show(newest=30)
    scene.presenter.seek(12)
    scene.show(newest=30, sought=12)
    assert scene.presenter.awaiting
    scene.show(newest=30)
    assert not scene.presenter.awaiting


@pytest.mark.parametrize("go_on", ["play", "iterate"])
def test_training_goes_on_from_there(scene, go_on):
    scene.show(newest=30)
    scene.presenter.seek(12)
    getattr(scene.presenter, go_on)()
    assert (scene.order.at, scene.order.branched) == (None, (1, 12))
    assert scene.presenter.lineup.members == ()  # the same future comes again
    scene.show(newest=40)
    scene.presenter.seek(3)
    scene.presenter.play()
    assert scene.order.branched == (2, 3)


def test_an_edit_there_pins_what_it_forgets_once(scene):
    scene.show(newest=30, losses=(3.0, 2.0, 1.0))
    scene.presenter.seek(12)
    for rate in (0.3, 0.4):
        scene.presenter.edit("learning_rate", rate)
    assert (scene.order.at, scene.order.branched) == (None, (1, 12))
    (member,) = scene.presenter.lineup.members
    assert member.ghost.newest == 30
    assert member.ghost.settings == START
    assert len(member.ghost.curves.losses) == 3


@pytest.mark.parametrize("deed", ["play", "play_to", "iterate"])
def test_a_future_that_would_not_come_again_is_kept(scene, deed):
    scene.presenter.edit("learning_rate", 0.3)
    scene.show(newest=30)
    scene.presenter.seek(12)
    scene.show(newest=30, settings=START)  # those of then
    getattr(scene.presenter, deed)(*[Goal(iteration=40)] * (deed == "play_to"))
    (member,) = scene.presenter.lineup.members
    assert member.ghost.newest == 30
    assert scene.order.branched == (1, 12)


def test_what_fails_while_the_past_is_looked_at_brings_no_settings_of_then(scene):
    scene.presenter.edit("learning_rate", 0.3)
    scene.show(newest=30)
    scene.presenter.seek(12)
    scene.show(iteration=12, at=12, newest=30, settings=START, failure="broken")
    assert scene.presenter.settings.learning_rate == 0.3


def test_an_edit_that_changes_nothing_stays_in_the_past(scene):
    scene.show(newest=30)
    scene.presenter.seek(12)
    scene.presenter.edit("learning_rate", START.learning_rate)
    assert scene.presenter.at == 12
    assert scene.presenter.lineup.members == ()


@pytest.mark.parametrize("deed", ["reset", "reset_all"])
def test_who_starts_anew_looks_at_the_start(scene, deed):
    scene.show(newest=30)
    scene.presenter.seek(12)
    getattr(scene.presenter, deed)()
    assert scene.order.at is None


def test_a_goal_is_forgotten_once_it_is_reached(scene):
    scene.presenter.play_to(Goal(iteration=10))
    scene.show(playing=True)
    assert scene.presenter.goal == Goal(iteration=10)
    scene.show(playing=False)
    assert scene.presenter.goal is None
    assert not scene.presenter.playing


@pytest.mark.parametrize("deed", ["pause", "toggle", "reset", "iterate"])
def test_a_goal_is_given_up(scene, deed):
    scene.presenter.play_to(Goal(iteration=10))
    getattr(scene.presenter, deed)()
    assert scene.presenter.goal is None


def test_twins_are_ordered_and_kept_over_a_reset(scene):
    number = scene.presenter.lineup.add_twin(START, {"cell": "lstm"})
    assert [twin.number for twin in scene.order.twins] == [number]
    scene.presenter.reset()
    assert [twin.number for twin in scene.order.twins] == [number]
    assert scene.changes == 2


def test_another_lesson_has_no_runs_beside(scene):
    scene.show()
    scene.presenter.lineup.add_twin(START, {"cell": "lstm"})
    scene.presenter.lineup.pin(scene.presenter.frame)
    scene.presenter.load(START)
    assert scene.presenter.lineup.members == ()
    assert scene.order.twins == ()


def test_a_ghost_is_shown_although_the_worker_sends_nothing(scene):
    scene.show()
    number = scene.presenter.lineup.pin(scene.presenter.frame, "kept")
    assert [run.name for run in scene.presenter.poll().others] == ["kept"]
    assert scene.presenter.poll() is None
    scene.presenter.lineup.show(number, shown=False)
    assert scene.presenter.poll().others == ()
    scene.presenter.lineup.show(number, shown=True)
    assert [run.name for run in scene.presenter.poll().others] == ["kept"]


def test_an_edit_beside_which_a_twin_cannot_be_is_refused(scene):
    scene.presenter.edit("time_steps", 30)
    scene.presenter.lineup.add_twin(scene.presenter.settings, {"time_steps": 2})
    before = scene.order
    with pytest.raises(SettingError, match="time steps for the task"):
        scene.presenter.edit("task", "copying")
    assert scene.order == before
    scene.presenter.take_on(edit(scene.presenter.settings, "task", "copying"))  # undoing does
    assert scene.presenter.lineup.members == ()


def test_of_a_run_that_starts_anew_nothing_can_be_sought_yet(scene):
    scene.show(newest=30)
    scene.presenter.reset()
    scene.presenter.seek(12)  # where the frame of the run before still is
    assert scene.order.at is None
    scene.show(newest=20)
    scene.presenter.seek(12)
    assert scene.order.at == 12


def test_what_is_forgotten_cannot_be_sought_any_more(scene):
    scene.show(newest=30)
    scene.presenter.seek(12)
    scene.presenter.play()
    scene.presenter.seek(25)
    assert scene.order.at is None
    scene.presenter.seek(5)
    assert scene.order.at == 5


def test_there_is_no_way_back_beyond_the_earliest(scene):
    scene.show(newest=30, earliest=8)
    scene.presenter.seek(3)
    assert scene.presenter.at == 8


def test_after_a_failure_the_run_is_looked_at_where_it_starts_again(scene):
    scene.show(newest=30)
    scene.presenter.seek(12)
    scene.show(newest=0, failure="ZeroDivisionError: oh")
    assert scene.presenter.at is None


def test_an_iteration_that_was_forgotten_meanwhile_is_looked_at_no_longer(scene):
    scene.show(newest=30)
    scene.presenter.seek(12)
    scene.presenter.play()
    scene.show(newest=30, sought=12)  # on the way to where it branches
    scene.presenter.seek(25)
    assert scene.presenter.at == 25
    scene.show(newest=12)
    assert scene.presenter.at is None


def test_a_twin_is_never_drawn_as_the_one_that_had_its_number_before(scene, frame_of):
    presenter = scene.presenter
    number = presenter.lineup.add_twin(START, {"seed": 7})
    before = run_of(frame_of(), number)
    scene.show(others=(before,))
    assert len(presenter.frame.others) == 1
    presenter.lineup.remove(number)
    assert presenter.lineup.add_twin(START, {"seed": 8}, "eight") == number
    assert presenter.frame.others == ()
    scene.show(others=(before,), generation=scene.order.generation - 1)  # it was under way
    assert presenter.frame.others == ()
    scene.show(others=(before,))
    assert [run.name for run in presenter.frame.others] == ["eight"]


COURSE = Course(((0, START), (4, edit(START, "learning_rate", 0.5))), 9)


def test_a_run_is_made_again_and_paused(scene):
    scene.presenter.play()
    scene.presenter.restore(COURSE)
    order = scene.order
    assert (order.course, order.settings, order.playing) == (COURSE, COURSE.last, False)
    assert order.resets == 1
    assert scene.presenter.course == COURSE  # although no frame tells of it yet


def test_the_iteration_that_was_looked_at_is_looked_at_when_it_is_there(scene):
    scene.presenter.restore(COURSE, at=3)
    scene.show(newest=2, sought=9, course=COURSE.until(2))
    assert (scene.order.at, scene.presenter.course) == (None, COURSE)
    scene.show(newest=9, course=COURSE)
    assert scene.order.at == 3


@pytest.mark.parametrize("act", ["edit", "seek", "reset"])
def test_whoever_acts_meanwhile_goes_on_from_where_it_is(scene, act):
    scene.presenter.restore(COURSE, at=3)
    scene.show(newest=2, sought=9, course=COURSE.until(2))
    if act == "edit":
        scene.presenter.edit("learning_rate", 0.25)
        expected = COURSE.until(2).changed(edit(START, "learning_rate", 0.25))
    elif act == "seek":
        scene.presenter.seek(1)
        expected = COURSE.until(2).changed(COURSE.last)
    else:
        scene.presenter.reset()
        expected = Course.start(COURSE.last)
    assert scene.presenter.course == expected
    scene.show(newest=2, course=COURSE.until(2))
    assert scene.order.at == (1 if act == "seek" else None)


def test_a_reset_is_a_new_course(scene):
    scene.show(newest=9, course=COURSE)
    scene.presenter.take_on(COURSE.last)
    assert scene.presenter.course == COURSE
    scene.presenter.reset()
    assert scene.presenter.course == Course.start(COURSE.last)
    assert scene.order.course is None


def test_a_setting_that_starts_anew_is_a_new_course(scene):
    scene.show(newest=9, course=COURSE)
    scene.presenter.edit("hidden_size", 3)
    assert scene.presenter.course == Course.start(scene.presenter.settings)


def test_a_branch_ends_the_course_where_it_begins(scene):
    scene.show(newest=9, course=COURSE)
    scene.presenter.take_on(COURSE.last)
    scene.presenter.seek(5)
    scene.presenter.play()
    assert scene.presenter.course == COURSE.until(5)


def test_before_the_first_frame_it_is_the_start(scene):
    assert scene.presenter.course == Course.start(START)
