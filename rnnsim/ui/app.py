"""The application round the window: style, fonts, exceptions, signals."""

from __future__ import annotations

import signal
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TypeAlias

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QApplication

from rnnsim import __version__
from rnnsim.model.lesson import Lesson, lessons
from rnnsim.model.session import Session
from rnnsim.translation import tr
from rnnsim.ui.appearance import Appearance
from rnnsim.ui.languages import load_language
from rnnsim.ui.presenter import Presenter
from rnnsim.ui.session.opening import Opened, read_from
from rnnsim.ui.session.recovery import recovery_folder
from rnnsim.ui.theme import load_fonts
from rnnsim.ui.window import Window
from rnnsim.worker.runner import Runner

ExceptionHook: TypeAlias = Callable[
    [type[BaseException], BaseException, TracebackType | None], object
]

SIGNAL_WATCH = 100
"""Milliseconds between two looks for a signal; Python sees one only when it runs."""


def make_application() -> QApplication:
    """The one QApplication, in Fusion style with the shipped typeface."""
    QCoreApplication.setOrganizationName("rnnsim")
    QCoreApplication.setApplicationName("rnnsim")
    QCoreApplication.setApplicationVersion(__version__)
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setStyle("Fusion")
    load_fonts()
    load_language(app)
    return app


def make_window(app: QApplication, lesson: Lesson, theme: str | None = None) -> Window:
    """A window on `lesson`, with a worker of its own, neither shown nor started."""
    presenter = Presenter(lesson.settings, Runner(lesson.settings))
    return Window(presenter, Appearance(app, theme), lessons(), lesson)


def run(session: Session, theme: str | None = None, source: Path | None = None) -> int:
    """Open the window, train, and return the exit code once it is closed.

    Parameters
    ----------
    session : Session
        What is shown; a lesson at its start trains by itself, where it does.
    theme : str or None
        In place of that chosen in the window.
    source : Path or None
        The file that the session was read from.
    """
    app = make_application()
    window = make_window(app, session.lesson, theme)
    sys.excepthook = _report_to(window)
    _close_on_signals(window)
    window.keep_layout()
    window.show()
    # the first picture before anything else: a window at once is worth more than a curve
    QTimer.singleShot(0, window, lambda: _begin(window, read_from(source, session)))
    return app.exec()


def _begin(window: Window, found: Opened) -> None:
    """Show what was opened, and keep from now on what the user does."""
    if window.closed:
        return
    window.start(session=None if found.is_lesson else found.session)
    window.sessions.become(found)
    window.sessions.asks = True
    window.sessions.recover(recovery_folder())


def _report_to(window: Window) -> ExceptionHook:
    """An exception hook that tells the user each error once, and goes on."""
    told: set[str] = set()

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        said = tr("Something went wrong inside: {what}")
        words = said.format(what=f"{kind.__name__}: {error}")
        if words not in told:
            told.add(words)
            traceback.print_exception(kind, error, trace)
            window.banner.say(words)

    return hook


def _close_on_signals(window: Window) -> None:
    """Ctrl+C and kill close the window in good order, without a question."""
    asked = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        # a handler may run in the middle of a painting, so it closes nothing itself
        signal.signal(number, lambda *_: asked.set())

    def look() -> None:
        if asked.is_set():
            window.sessions.end_unasked()
            window.close()

    watch = QTimer(window)
    watch.timeout.connect(look)
    watch.start(SIGNAL_WATCH)
