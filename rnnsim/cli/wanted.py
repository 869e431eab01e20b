"""What is to be drawn: sessions, figures and animations as the command line asks for them."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import replace

from rnnsim.cli.look import spec_of
from rnnsim.model.animation import DPI as SCREEN_DPI
from rnnsim.model.animation import (
    MM_PER_INCH,
    PASS,
    TRAINING,
    USUAL_RATES,
    AnimationError,
    AnimationSpec,
)
from rnnsim.model.course import Course
from rnnsim.model.edits import edited
from rnnsim.model.figure import MOST_VIEWS, PRINT, WINDOW, FigureError, FigureSpec
from rnnsim.model.lesson import Lesson, LessonError
from rnnsim.model.moment import Moment, moment_within
from rnnsim.model.session import Session
from rnnsim.model.view import CANVAS
from rnnsim.translation import tr

USUAL_ITERATIONS = 240
"""Those of a lesson that trains."""

OF_TRAINING = frozenset({"loss", "norm", "accuracy", "waterfall", "radius"})
"""Views that have nothing to show of a run that was not trained."""

SIZE = (1440, 900)
"""Of the window, in pixels of a plain screen."""

WINDOW_DPI = 2 * SCREEN_DPI
"""Of pictures of the window, so that they stand enlarging."""


OPTIONS = {
    "width": "--width-mm, in pixels",
    "font": "--font, at this --dpi",
    "last": "--iterations",
    "every": "--every",
    "views": "--view",
}
"""By the fields of an animation, what is typed for them."""


def at_scene(lesson: Lesson, number: int) -> Session:
    """The session of a scene that is counted from 1, as it begins; raises `LessonError`."""
    if not 1 <= number <= len(lesson.scenes):
        last = len(lesson.scenes)
        raise LessonError(f"there is no scene {number}; {lesson.name} has {last} of them")
    index = number - 1
    return replace(
        Session.of(lesson),
        course=Course.start(lesson.settings_at(index)),
        scene=index,
        views=lesson.views_at(index),
        twins=lesson.twins_at(index),
        moment=lesson.scenes[index].moment,
        point=lesson.scenes[index].point,
    )


def changed(session: Session, changes: Mapping[str, object]) -> Session:
    """A session whose run begins with changed settings; it looks at the same iteration.

    In a sequence of another length nothing is pointed at, and all of the pass is shown.
    """
    if not changes:
        return session
    settings = edited(session.settings, changes)
    if settings.time_steps != session.settings.time_steps:
        session = replace(session, moment=None, point=None)
    return replace(session, course=Course(((0, settings),), session.course.iteration))


def at_moment(session: Session, moment: Moment) -> Session:
    """A session at a moment of its pass; raises `LessonError` where there is no such one."""
    try:
        return replace(session, moment=moment_within(moment, session.settings.time_steps))
    except ValueError as error:
        raise LessonError(f"--moment: {error}") from error


def at_iteration(session: Session, iteration: int) -> Session:
    """A session that looks at an iteration: one that was made, or one it is trained on to."""
    course = session.course
    if iteration < course.iteration:
        return replace(session, at=iteration)
    return replace(session, course=Course(course.changes, iteration), at=None)


def looked_at(
    options: argparse.Namespace, session: Session, views: tuple[str, ...] = ()
) -> Session:
    """The session at the iteration that is to be shown by some views."""
    if options.iterations is not None:
        return at_iteration(session, options.iterations)
    if session.course.iteration or not _trains(options, session, views):
        return session
    return at_iteration(session, USUAL_ITERATIONS)


def _trains(options: argparse.Namespace, session: Session, views: tuple[str, ...]) -> bool:
    """Whether a run at its start is trained unasked; never on a fixed loss vector."""
    if session.settings.task == "fixed":
        return False
    by_itself = session.lesson.train and options.scene is None
    return by_itself or not OF_TRAINING.isdisjoint(views)


def views_of(options: argparse.Namespace, session: Session) -> tuple[str, ...]:
    """The views that are to be drawn: those given, otherwise those that are open."""
    views = tuple(options.view or (CANVAS.name, *session.views)[:MOST_VIEWS])
    if len(set(views)) < len(views):
        raise FigureError("--view: give every view once")
    if len(views) > MOST_VIEWS:
        raise FigureError(f"--view: give {MOST_VIEWS} views at most")
    if WINDOW in views and len(views) > 1:
        raise FigureError("--view: the window stands alone; give it without other views")
    return views


def figure_of(options: argparse.Namespace, views: tuple[str, ...]) -> FigureSpec:
    """The figure that is wanted; the window is as large as on a plain screen."""
    if WINDOW not in views:
        return spec_of(options, views)
    width, _ = options.size if isinstance(options.size, tuple) else SIZE
    spec = spec_of(options, views, dpi=WINDOW_DPI)
    return spec if options.width_mm else replace(spec, width=width / SCREEN_DPI * MM_PER_INCH)


def film_of(
    options: argparse.Namespace, session: Session, views: tuple[str, ...], kind: str
) -> AnimationSpec:
    """The animation that is wanted; raises `FigureError` where there can be no such one."""
    try:
        return _film_of(options, session, views, kind)
    except AnimationError as error:
        said = OPTIONS.get(error.key, error.key)
        raise FigureError(f"{said}: give {tr(error.allowed)}") from error


def _film_of(
    options: argparse.Namespace, session: Session, views: tuple[str, ...], kind: str
) -> AnimationSpec:
    of = options.film or PASS
    spec = AnimationSpec(
        views=views,
        of=of,
        format=kind,
        rate=options.fps or USUAL_RATES[of],
        theme=options.theme or PRINT,
    )
    if of == TRAINING:
        last = options.iterations
        last = (session.course.iteration or USUAL_ITERATIONS) if last is None else last
        spec = replace(spec, last=last, every=options.every)
    dense = (options.dpi or SCREEN_DPI) / SCREEN_DPI
    if options.width_mm or options.size:
        figure = spec_of(options, views)
        pixels = round(figure.width / MM_PER_INCH * SCREEN_DPI * dense)
        return replace(spec, width=pixels, font=figure.font * dense)
    return replace(spec, font=(options.font or spec.font) * dense, width=round(spec.width * dense))


def session_of_film(options: argparse.Namespace, session: Session) -> Session:
    """The session whose run is animated; of a pass it looks at the iteration of that."""
    return session if options.film == TRAINING else looked_at(options, session, options.view or ())
