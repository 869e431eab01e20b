"""What counts as the user's work: what was set, not where the window happens to be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rnnsim.model.cliff import START
from rnnsim.model.course import Course
from rnnsim.model.session import Session
from rnnsim.model.settings import Settings
from rnnsim.model.twin import TwinWanted


def same_work(one: Session, other: Session, *, trained: bool) -> bool:
    """Whether nothing was done between two sessions.

    With `trained` it counts which iterations were made, and with which settings; without, training
    that went on by itself is no work.
    """
    if trained and _numbers(one.course) != _numbers(other.course):
        return False
    alike = (one.settings, one.cliff_start) == (other.settings, other.cliff_start)
    return alike and one.lesson == other.lesson and _told(one.twins) == _told(other.twins)


def is_the_lessons(session: Session) -> bool:
    """Whether nothing was done but to walk through the lesson and to train."""
    lesson, scene = session.lesson, session.scene
    settings = (lesson.settings, lesson.settings_at(scene))
    twins = (_told(lesson.twins), _told(lesson.twins_at(scene)))
    own = session.settings not in settings or _told(session.twins) not in twins
    return not own and session.cliff_start == START


def _numbers(course: Course) -> tuple[int, list[tuple[int, Settings]]]:
    """What decides the numbers of a run: of what was set in one place, the last."""
    last = dict(course.changes)
    kept: list[tuple[int, Settings]] = []
    for iteration, settings in last.items():
        if not kept or kept[-1][1] != settings:
            kept.append((iteration, settings))
    return course.iteration, kept


def _told(twins: Iterable[TwinWanted]) -> list[tuple[Mapping[str, object], str]]:
    """What twins differ in and are called."""
    return [(dict(each.changes), each.name) for each in twins]
