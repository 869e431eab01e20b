"""Writing the file of a session, so that people and `read_session` can read it."""

from __future__ import annotations

import itertools
from functools import partial
from pathlib import Path

import msgspec

from rnnsim.model.edits import changes_between
from rnnsim.model.lesson.content import ChangeContent, SessionContent
from rnnsim.model.lesson.opening import Raw
from rnnsim.model.lesson.writing import (
    content_of,
    encoded,
    pace_written,
    twins_written,
    unusual,
    write_whole,
)
from rnnsim.model.moment import format_moment
from rnnsim.model.session.session import Session
from rnnsim.version import __version__


def write_session(path: Path, session: Session) -> None:
    """Write a session's file, which `read_session` then reads as the same session.

    It takes the place of a file that is there once it is complete.

    Raises
    ------
    LessonError
        If there can be no such file, or it cannot be written; the old file is then as it was, and
        nothing else is left.
    """
    write_whole(path, partial(bytes_of, session))


def bytes_of(session: Session) -> bytes:
    """What the file holds; raises `LessonError` where there can be no such file.

    A run whose course is no longer known from its start is written with its settings alone.
    """
    return encoded({**content_of(session.lesson), "session": _written(session)})


def _written(session: Session) -> Raw:
    course = session.course
    first = course.first if course.whole else course.last
    content = SessionContent(
        version=__version__,
        settings=unusual(first),
        iteration=course.iteration if course.whole else 0,
        looked_at=session.at if course.whole else None,
        scene=session.scene + 1,
        views=[*session.views],
        at="" if session.moment is None else format_moment(session.moment),
        point="" if session.point is None else str(session.point),
        relative=session.relative,
        pace=pace_written(session.pace),
        cliff_start=session.cliff_start,
    )
    written: Raw = msgspec.to_builtins(content)
    changes = {"changes": _changes(session)} if course.whole and course.changes[1:] else {}
    twins = {"twins": twins_written(session.twins)} if session.twins else {}
    return {**written, **changes, **twins, **session.kept}


def _changes(session: Session) -> list[Raw]:
    """What was changed on the way; each change's own edits lead from the settings before it."""
    changes = session.course.changes
    return [
        msgspec.to_builtins(ChangeContent(after, changes_between(before, settings)))
        for (_, before), (after, settings) in itertools.pairwise(changes)
    ]
