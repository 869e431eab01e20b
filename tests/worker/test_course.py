"""A run that is made again is the run that was, bit by bit."""

from dataclasses import replace

import numpy as np
import pytest

from rnnsim.model.course import Course
from rnnsim.model.edits import edited
from rnnsim.model.settings import Settings
from rnnsim.model.twin import Twin
from rnnsim.run.follow import follow
from tests.worker.test_training_orders import EXPLODING, LSTM, SMALL, ask

CELLS = ("rnn", "lstm", "gru")


def lived(run, settings, changes):
    """A run that a user changes on its way, and the frame at its end."""
    running = run(settings)
    for iterations, change in changes:
        done = running.order.single_iterations
        ask(running, single_iterations=done + iterations)
        ask(running, settings=edited(running.order.settings, change))
    return running, ask(running, single_iterations=running.order.single_iterations + 7)


CHANGES = (
    (5, {"learning_rate": 0.5}),
    (4, {"spectral_radius": 1.1}),
    (0, {"clip": "norm", "clip_threshold": 0.3}),
    (6, {"optimizer": "adam", "learning_rate": 0.01}),
)


@pytest.mark.parametrize("cell", CELLS)
def test_its_course_leads_to_the_same_numbers(run, cell):
    _, frame = lived(run, replace(SMALL, cell=cell), CHANGES)
    course = frame.course
    assert [at for at, _ in course.changes] == [0, 5, 9, 9, 15]
    assert (course.iteration, course.last, course.whole) == (22, frame.settings, True)
    again = ask(run(Settings()), settings=course.last, course=course, resets=1)
    assert again.course == course
    assert again.iteration == 22
    np.testing.assert_array_equal(again.curves.losses, frame.curves.losses)
    assert again.passed.loss == frame.passed.loss
    np.testing.assert_array_equal(again.spectrum.measured, frame.spectrum.measured)


def test_what_is_changed_before_training_is_part_of_the_start(run):
    running = run(SMALL)
    ask(running, settings=edited(SMALL, {"spectral_radius": 1.3}))
    frame = ask(running, single_iterations=3)
    course = frame.course
    assert course == Course(((0, frame.settings),), 3)
    again = ask(run(SMALL), settings=course.last, course=course, resets=1)
    assert again.passed.loss == frame.passed.loss


@pytest.mark.parametrize("iterations", [0, 4])
def test_what_a_course_sets_before_its_first_update_is_set(run, iterations):
    radius = edited(SMALL, {"spectral_radius": 1.3})
    course = Course(((0, SMALL), (0, radius), (0, edited(radius, {"clip": "norm"}))), iterations)
    again = ask(run(SMALL), settings=course.last, course=course, resets=1)
    assert (again.settings, again.iteration) == (course.last, iterations)
    assert again.passed.loss == follow(course).loss


def test_twins_come_along(run):
    running, _ = lived(run, SMALL, CHANGES)
    frame = ask(running, twins=(LSTM,))
    order = {"settings": frame.settings, "course": frame.course, "resets": 1, "twins": (LSTM,)}
    again = ask(run(SMALL), **order)
    assert again.others[0].iteration == 22
    assert again.others[0].passed.loss == frame.others[0].passed.loss


def test_one_that_diverged_stands_where_it_did_while_its_twin_goes_on(run):
    settings = edited(SMALL, dict(EXPLODING.changes) | {"learning_rate": 9.0, "time_steps": 40})
    calm = Twin(1, (("activation", "tanh"), ("spectral_radius", 0.5)))
    frame = ask(run(settings), twins=(calm,), single_iterations=30)
    assert frame.divergence is not None
    assert frame.others[0].iteration == frame.course.iteration == 30
    order = {"settings": settings, "course": frame.course, "resets": 1, "twins": (calm,)}
    again = ask(run(SMALL), **order)
    assert (again.iteration, again.others[0].iteration) == (frame.iteration, 30)
    alone = ask(run(SMALL), settings=settings, course=frame.course, resets=1)
    assert alone.at == alone.iteration == frame.iteration  # nothing gets to 30


def test_an_edit_before_the_worker_has_looked_comes_after_the_course(run):
    course = Course(((0, SMALL), (3, edited(SMALL, {"learning_rate": 0.5}))), 9)
    other = edited(course.last, {"learning_rate": 0.25})
    frame = ask(run(SMALL), settings=other, course=course, resets=1)
    assert frame.course == course.changed(other)


def test_an_edit_meanwhile_goes_on_from_where_it_is(run):
    course = Course(((0, SMALL),), 500_000)
    running = run(SMALL)
    running.post(settings=SMALL, course=course, resets=1)
    frame = running.frame_where(lambda frame: frame.sought == 500_000 and frame.newest > 0)
    other = edited(SMALL, {"learning_rate": 0.25})
    frame = ask(running, settings=other)
    assert 0 < frame.iteration < 500_000
    assert frame.course == Course(((0, SMALL), (frame.iteration, other)), frame.iteration)


@pytest.mark.parametrize("iterations", [3, 9])
def test_an_edit_need_not_wait_for_thousands_of_changes(run, iterations):
    radii = [edited(SMALL, {"spectral_radius": 0.5 + 1e-4 * i}) for i in range(4000)]
    course = Course(((0, SMALL), *((3, settings) for settings in radii)), iterations)
    running = run(SMALL)
    running.post(settings=course.last, course=course, resets=1)
    running.frame_where(lambda frame: frame.sought == iterations and frame.newest == 3)
    other = edited(course.last, {"learning_rate": 0.25})
    frame = ask(running, settings=other)
    assert (frame.settings, frame.iteration) == (other, 3)
    assert 1 < len(frame.course.changes) < 4000


def test_training_goes_on_at_its_end(run):
    course = Course(((0, SMALL),), 20)
    running = run(SMALL)
    running.post(settings=SMALL, course=course, resets=1, playing=True)
    frame = running.frame_where(lambda frame: frame.iteration > 30)
    assert frame.course.iteration == frame.iteration


def test_a_course_that_would_start_anew_on_its_way_is_told_and_its_start_stands(run, capsys):
    course = Course(((0, SMALL), (3, replace(SMALL, hidden_size=5))), 9)
    frame = ask(run(SMALL), settings=course.last, course=course, resets=1)
    assert "without starting anew" in frame.failure
    assert (frame.settings, frame.iteration) == (SMALL, 0)
    assert "ArithmeticError" in capsys.readouterr().err
