"""What counts as the user's work: what was set, not where the window happens to be."""

from __future__ import annotations

from rnnsim.model.cliff import START
from rnnsim.model.session import Session


def same_work(one: Session, other: Session, *, trained: bool) -> bool:
    """Whether nothing was done between two sessions.

    With `trained`, iterations count and when what was set; without, training that went on by
    itself is no work.
    """
    if trained and one.course != other.course:
        return False
    return (one.settings, one.twins, one.cliff_start, one.lesson) == (
        *(other.settings, other.twins, other.cliff_start, other.lesson),
    )


def is_the_lessons(session: Session) -> bool:
    """Whether nothing was done but to walk through the lesson, which undoes and redoes itself."""
    lesson = session.lesson
    settings = {lesson.settings, lesson.settings_at(session.scene)}
    twins = {_told(lesson.twins), _told(lesson.twins_at(session.scene))}
    own = session.settings not in settings or _told(session.twins) not in twins
    return not own and session.cliff_start == START
