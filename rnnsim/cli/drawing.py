"""What views show, drawn without a display and written to files; loads Qt when it is asked to."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from rnnsim.cli.look import format_of
from rnnsim.export.request import PictureRequest
from rnnsim.model.animation import AnimationSpec
from rnnsim.model.figure import WINDOW, FigureSpec
from rnnsim.model.lesson import LessonError
from rnnsim.model.session import Session, bytes_of

Progress = Callable[[int, int, str], None]


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

    app, text = make_application(), carried(session)
    if spec.views == (WINDOW,):
        from rnnsim.ui.rendering import showing

        with showing(app, session, spec.theme, size) as window:
            shown = window.shown
            said = caption(spec, shown)
            data = figure_bytes(Drawing(spec, shown, window), format_of(path), text, said)
    else:
        from rnnsim.ui.studio import Studio

        with Studio(session, spec.views) as studio:
            shown = studio.shown_at(checkpoint=_telling(session, progress))
        said = caption(spec, shown)
        data = figure_bytes(Drawing(spec, shown), format_of(path), text, said)
    save(path, data)
    return said


def write_table(view: str, session: Session, path: Path, progress: Progress) -> None:
    """Write the numbers of a view."""
    without_display()
    from rnnsim.export.table import Header, save_csv
    from rnnsim.ui.app import make_application
    from rnnsim.ui.figure.tabled import table_of
    from rnnsim.ui.figure.words import title_of
    from rnnsim.ui.studio import Studio

    make_application()
    with Studio(session, (view,)) as studio:
        shown = studio.shown_at(checkpoint=_telling(session, progress))
    header = Header(title_of(view), session.course, carried(session))
    save_csv(path, table_of(view, shown), header, lambda made, all_: progress(made, all_, "rows"))


def write_film(spec: AnimationSpec, session: Session, path: Path, progress: Progress) -> None:
    """Write an animation."""
    without_display()
    from rnnsim.ui.app import make_application
    from rnnsim.ui.figure.film import make_film

    make_application()
    text = carried(session)
    make_film(spec, session, path, text, lambda made, all_: progress(made, all_, "images"))


def without_display() -> None:
    """Let Qt draw without a display; raises an OSError where a library of the system lacks."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from rnnsim.ui.display import require_qt

    require_qt()


def carried(session: Session) -> str:
    """The session as files carry it; empty, and a word about it, where it is too large."""
    try:
        return bytes_of(session).decode()
    except LessonError as error:
        print(f"rnnsim: the file cannot be opened again: {error}", file=sys.stderr)
        return ""


def _telling(session: Session, progress: Progress) -> Callable[[int], None]:
    """What tells how far a run has come on its way to what is shown."""
    last = session.course.iteration
    return lambda at: progress(at, last, "iterations")
