"""What views show, drawn without a display and written to files; loads Qt when it is asked to."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rnnsim.cli.look import format_of
from rnnsim.export.request import PictureRequest
from rnnsim.model.animation import AnimationSpec
from rnnsim.model.course import Course
from rnnsim.model.figure import WINDOW, FigureError, FigureSpec
from rnnsim.model.lesson import DEFAULT_LESSON, LessonError, find_lesson
from rnnsim.model.session import Session, bytes_of
from rnnsim.model.sweep import Point, Sweep

if TYPE_CHECKING:
    from rnnsim.ui.figure.shown import Shown

Progress = Callable[[int, int, str], None]
RatioAt = Callable[[Point], float | None]


class InsideError(OSError):
    """A run in which something went wrong; says what."""


def pictures(request: PictureRequest) -> list[Path]:
    """Write pictures of the window; return their files."""
    without_display()
    from rnnsim.ui.rendering import render

    return render(request)


def write_figure(
    spec: FigureSpec, session: Session, path: Path, size: tuple[int, int], progress: Progress
) -> str:
    """Write a figure; return a caption for it.

    Parameters
    ----------
    size : (int, int)
        Of the window, where the figure is of that; pixels of a plain screen.
    """
    without_display()
    from rnnsim.export.writing import save
    from rnnsim.ui.app import make_application
    from rnnsim.ui.figure.caption import caption
    from rnnsim.ui.figure.drawing import Drawing
    from rnnsim.ui.figure.written import figure_bytes

    app, kind = make_application(), format_of(path)
    if spec.views == (WINDOW,):
        from rnnsim.ui.rendering import showing

        with showing(app, session, spec.theme, size) as (window, shown):
            said, drawing = caption(spec, shown), Drawing(spec, shown, window)
            data = figure_bytes(drawing, kind, carried(window.session), said)
    else:
        shown = _shown(session, spec.views, progress)
        said, drawing = caption(spec, shown), Drawing(spec, shown)
        data = figure_bytes(drawing, kind, carried(session), said)
    save(path, data)
    return said


def write_reach(spec: FigureSpec, sweep: Sweep, ratio_at: RatioAt, path: Path) -> None:
    """Write the figure of a sweep: what is left of the gradient over its first two axes."""
    without_display()
    from rnnsim.export.writing import save
    from rnnsim.run.sweep_grid import AXES, ratio_grid
    from rnnsim.ui.app import make_application
    from rnnsim.ui.figure.reach import ReachDrawing
    from rnnsim.ui.figure.written import figure_bytes

    make_application()
    ratios, there = ratio_grid(sweep, ratio_at)
    drawing = ReachDrawing(spec, sweep.axes[:AXES], ratios, there, sweep.keys[AXES:])
    save(path, figure_bytes(drawing, format_of(path), carried(session_of(sweep)), drawing.said))


def write_table(view: str, session: Session, path: Path, progress: Progress) -> None:
    """Write the numbers of a view."""
    without_display()
    from rnnsim.export.table import Header, save_csv
    from rnnsim.ui.app import make_application
    from rnnsim.ui.figure.tabled import table_of, title_of

    make_application()
    shown = _shown(session, (view,), progress)
    table = table_of(view, shown)
    if not table.rows:
        raise FigureError(f"--view: {view} has no numbers of this run")
    header = Header(title_of(view), session.course, carried(session))
    save_csv(path, table, header, lambda made, all_: progress(made, all_, "rows"))


def write_film(spec: AnimationSpec, session: Session, path: Path, progress: Progress) -> None:
    """Write an animation."""
    without_display()
    from rnnsim.ui.app import make_application
    from rnnsim.ui.figure.film import make_film

    make_application()
    with _inside():
        make_film(
            spec, session, path, carried(session), lambda made, all_: progress(made, all_, "images")
        )


def session_of(sweep: Sweep) -> Session:
    """The first point of a sweep that can be, as a session."""
    return Session(find_lesson(DEFAULT_LESSON), Course(((0, sweep.possible()),), sweep.iterations))


def without_display() -> None:
    """Let Qt draw without a display; raises an OSError where a library of the system lacks."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from rnnsim.ui.display import require_qt

    require_qt()


def carried(session: Session) -> str:
    """The session as files carry it; empty, and a word about it, where it is too large."""
    try:
        return bytes_of(session).decode()
    except LessonError:
        print("rnnsim: the file cannot be opened again: its text is too long", file=sys.stderr)
        return ""


def _shown(session: Session, views: tuple[str, ...], progress: Progress) -> Shown:
    """What views show of a session, once its run is there."""
    from rnnsim.ui.studio import Studio

    last = session.course.iteration
    with _inside(), Studio(session, views) as studio:
        return studio.shown_at(checkpoint=lambda at: progress(at, last, "iterations"))


@contextmanager
def _inside() -> Iterator[None]:
    """Tell an error of a run in words."""
    from rnnsim.ui.studio import StudioError

    try:
        yield
    except StudioError as error:
        raise InsideError(f"something went wrong inside: {error}") from error
