"""Courses of runs."""

from rnnsim.model.course import Course
from rnnsim.model.settings import Settings

FIRST, FASTER = Settings(), Settings(learning_rate=0.5)


def test_a_run_that_has_just_begun():
    course = Course.start(FIRST)
    assert (course.first, course.last, course.iteration) == (FIRST, FIRST, 0)
    assert course.whole


def test_up_to_an_earlier_iteration_with_what_was_set_there():
    course = Course(((0, FIRST), (3, FASTER), (8, FIRST)), 12)
    assert course.until(3) == Course(((0, FIRST), (3, FASTER)), 3)
    assert course.until(2) == Course(((0, FIRST),), 2)


def test_other_settings_are_taken_on_at_its_end():
    assert Course.start(FIRST).changed(FASTER).changes == ((0, FIRST), (0, FASTER))
    assert Course(((0, FIRST),), 5).changed(FASTER).changes[-1] == (5, FASTER)


def test_one_whose_start_is_forgotten():
    assert not Course(((3, FIRST),), 5).whole
