"""Pictures of the window without a screen."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication

from rnnsim.export.picture import picture_of, save_png
from rnnsim.export.request import PictureRequest
from rnnsim.model.figure import PRINT
from rnnsim.model.lesson import Lesson
from rnnsim.model.session import Session
from rnnsim.ui.app import make_application, make_window
from rnnsim.ui.figure.shown import Shown
from rnnsim.ui.window import Window

READ_OUTS = 0.25
"""Seconds after which the panel's numbers, slower than the rest, are those of the frame."""

ROUNDS = 10
"""Times that events are handled until views that were opened are seen."""

PATIENCE = 30.0
"""Seconds to wait for the iterations asked for."""


def render(request: PictureRequest) -> list[Path]:
    """Write the pictures; return their paths.

    Raises
    ------
    OSError
        If the folder or a picture cannot be written, or the iterations take too long.
    """
    request.folder.mkdir(parents=True, exist_ok=True)
    app = make_application()
    return [path for theme in request.themes for path in _render_in(app, request, theme)]


@contextmanager
def showing(
    app: QApplication, session: Session, theme: str, size: tuple[int, int]
) -> Iterator[tuple[Window, Shown]]:
    """A window that shows a session, on no screen; and what it shows.

    A lesson that was only trained is shown as it opens, at its first scene.

    Parameters
    ----------
    theme : str
        That of paper is light here.
    size : (int, int)
        In pixels of a plain screen.
    """
    with _hidden(app, session.lesson, "light" if theme == PRINT else theme, size) as window:
        if session.course.changes == Session.of(session.lesson).course.changes:
            window.start(play=False)
            window.presenter.iterate(session.course.iteration)
        else:
            window.start(session=session)
        wait_for_frame(app, window)
        frame = window.presenter.frame
        assert frame is not None
        yield window, Shown(frame, session.moment, session.point, session.relative)


@contextmanager
def _hidden(
    app: QApplication, lesson: Lesson, theme: str, size: tuple[int, int]
) -> Iterator[Window]:
    """A window on no screen, not started."""
    window = make_window(app, lesson, theme)
    window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    window.resize(QSize(*size))
    window.show()
    try:
        yield window
    finally:
        window.close()
        window.deleteLater()


def _render_in(app: QApplication, request: PictureRequest, theme: str) -> list[Path]:
    written: list[Path] = []
    with _hidden(app, request.lesson, theme, request.size) as window:
        _show(window, request)
        wait_for_frame(app, window)
        for view in _in_order(request.views):
            path = request.path(view, theme)
            if window.bring_out(view):
                wait_for_frame(app, window)
            save_png(picture_of(window.views()[view]), path)
            written.append(path)
    return written


def _show(window: Window, request: PictureRequest) -> None:
    """Show the lesson after some iterations, or the session."""
    if request.session is not None:
        window.start(session=request.session)
        return
    window.start(play=False)
    if request.scene is not None:
        show_scene(window, request.scene)
    window.presenter.iterate(request.iterations)


def _in_order(views: Iterable[str]) -> list[str]:
    """The window first: bringing out a view that is closed changes it."""
    return sorted(views, key=lambda view: view != "window")


def show_scene(window: Window, index: int) -> None:
    """Show a scene of the lesson as it begins: nothing plays on, and no update is made yet."""
    window.tour.go(index)
    window.stage.train(on=False)
    window.presenter.reset()  # whatever the worker has made of it meanwhile
    scene = window.tour.scene
    window.stage.go_to(scene.moment if scene else None, play=False)


def wait_for_frame(app: QApplication, window: Window) -> None:
    """Let the window work until it shows the frame of the last order and all that it is to show."""
    deadline = time.monotonic() + PATIENCE
    for _ in range(ROUNDS):  # views that have come to be seen say what they want
        app.processEvents()
    while window.presenter.awaiting or window.presenter.extras_owed:
        if time.monotonic() > deadline:
            raise TimeoutError(f"so many iterations take longer than {PATIENCE:g} s")
        app.processEvents()
        time.sleep(0.002)
    settled = time.monotonic() + READ_OUTS
    while time.monotonic() < settled:
        app.processEvents()
        time.sleep(0.002)
