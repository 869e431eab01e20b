"""Reading the file of a session, or of a lesson, which is a session at its start."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from rnnsim.model.cliff import start_at
from rnnsim.model.course import Course
from rnnsim.model.edits import edited, effect_of
from rnnsim.model.kinds import Effect
from rnnsim.model.lesson import Lesson, LessonError, lessons
from rnnsim.model.lesson.content import MOST_ITERATIONS, LessonContent, SessionContent
from rnnsim.model.lesson.opening import Raw, bytes_in, opened, unknown
from rnnsim.model.lesson.pieces import (
    checked,
    moment_of,
    pace_of,
    place,
    point_of,
    require_length,
    some,
    twins_of,
)
from rnnsim.model.lesson.reading import lesson_from, number_and_name
from rnnsim.model.session.session import Session
from rnnsim.model.settings import Settings
from rnnsim.model.view import PLOTS


def read_session(path: Path) -> Session:
    """Read a session's or a lesson's file; raises `LessonError` saying what is wrong, and where."""
    try:
        return session_of(bytes_in(path), *number_and_name(path))
    except LessonError as error:
        raise LessonError(f"{path.name} cannot be opened: {error}") from error


def holds_session(path: Path) -> bool:
    """Whether a file is a session's: a lesson's is opened at its start all the same."""
    try:
        return "session" in opened(bytes_in(path))[1]
    except LessonError:
        return False


def session_of(data: bytes, number: int | None = None, name: str = "own") -> Session:
    """The session that a file of these bytes holds; raises `LessonError`.

    Number and name are those of its lesson, if that is none of the shipped.
    """
    content, raw = opened(data)
    lesson = _as_shipped(lesson_from(content, raw, number, name))
    if not content.session:
        return Session.of(lesson)
    with place("session"):
        return _session(content, raw["session"], lesson)


def _as_shipped(lesson: Lesson) -> Lesson:
    """The shipped lesson that is the same but for its name, if there is one."""
    for each in lessons().values():
        if each.title == lesson.title and each == replace(
            lesson, name=each.name, number=each.number
        ):
            return each
    return lesson


def _session(content: LessonContent, raw: Raw, lesson: Lesson) -> Session:
    session = content.session
    assert isinstance(session, SessionContent)
    require_length("version", session.version)
    course = _course(session)
    settings = course.last
    last = max(len(lesson.scenes), 1)
    if not 1 <= session.scene <= last:
        raise LessonError(f"scene: there is no scene {session.scene}; give one from 1 to {last}")
    at = session.looked_at
    if at is not None and not 0 <= at <= course.iteration:
        raise LessonError(f"looked_at: give an iteration from 0 to {course.iteration}, the last")
    views = lesson.views if session.views is None else some("views", session.views, "plots", PLOTS)
    return Session(
        lesson=lesson,
        course=course,
        at=None if at == course.iteration else at,
        scene=session.scene - 1,
        views=views,
        moment=moment_of(session.at, settings),
        point=point_of(session.point, settings, views),
        relative=session.relative,
        pace=lesson.pace if session.pace is None else pace_of(session.pace),
        twins=twins_of(session.twins, raw.get("twins", []), settings),
        cliff_start=start_at(*session.cliff_start),
        version=session.version,
        kept=unknown(raw, SessionContent),
    )


def _course(session: SessionContent) -> Course:
    """The course of the run, each of its changes checked against what was set before."""
    if not 0 <= session.iteration <= MOST_ITERATIONS:
        raise LessonError(f"iteration: give a whole number from 0 to {MOST_ITERATIONS}")
    with place("settings"):
        changes = [(0, edited(Settings(), checked(session.settings)))]
    for number, change in enumerate(session.changes, start=1):
        with place(f"changes: {number}"):
            before, settings = changes[-1]
            if not before <= change.after <= session.iteration:
                raise LessonError(f"after: give an iteration from {before} to {session.iteration}")
            with place("set"):
                changed = edited(settings, checked(change.set))
            if effect_of(settings, changed) is Effect.RESTART:
                raise LessonError("set: this would start anew; only the first settings can say it")
            if changed != settings:
                changes.append((change.after, changed))
    return Course(tuple(changes), session.iteration)
