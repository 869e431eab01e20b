"""The course of a run: how far it is known, and what it says of its parts."""

import pytest

from rnnsim.model.course import Course, CourseError
from rnnsim.model.edits import edit
from rnnsim.model.settings import Settings

FIRST = Settings()
SECOND = edit(FIRST, "learning_rate", 0.5)
COURSE = Course.start(FIRST).until(3).changed(SECOND).until(8)


def test_a_course_has_a_first_and_a_last():
    assert (COURSE.first, COURSE.last, COURSE.iteration) == (FIRST, SECOND, 8)
    assert COURSE.changes == ((0, FIRST), (3, SECOND))


def test_a_part_of_it_has_what_was_set_there():
    assert COURSE.until(2).last == FIRST
    assert COURSE.until(3) == Course(COURSE.changes, 3)


def test_a_course_without_its_start_cannot_be_followed():
    COURSE.require_whole()
    rest = Course(((3, SECOND),), 8)
    assert COURSE.whole
    assert not rest.whole
    with pytest.raises(CourseError, match="before iteration 3 is not known any more"):
        rest.require_whole()
