"""The application round the window: style, fonts, exceptions, signals."""

from __future__ import annotations

import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QApplication

from rnnsim.translation import tr
from rnnsim.ui.appearance import Appearance
from rnnsim.ui.start_up import StartUp, loading, until
from rnnsim.ui.theme import load_fonts
from rnnsim.ui.window import Window
from rnnsim.version import __version__

if TYPE_CHECKING:  # loaded when the window is to be seen already
    from rnnsim.model.lesson import Lesson
    from rnnsim.model.session import Session
    from rnnsim.ui.session.opening import Opened

ExceptionHook: TypeAlias = Callable[
    [type[BaseException], BaseException, TracebackType | None], object
]

SIGNAL_WATCH = 100
"""Milliseconds between two looks for a signal; Python sees one only when it runs."""


def make_application() -> QApplication:
    """The one QApplication, in Fusion style with the shipped typeface."""
    app = _plain_application()
    _furnish(app)
    return app


def _plain_application() -> QApplication:
    """The one QApplication, which can show what needs neither style nor type."""
    QCoreApplication.setOrganizationName("rnnsim")
    QCoreApplication.setApplicationName("rnnsim")
    QCoreApplication.setApplicationVersion(__version__)
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    return app


def _furnish(app: QApplication) -> None:
    """Give it style, type and language."""
    from rnnsim.ui.languages import load_language

    app.setStyle("Fusion")
    load_fonts()
    load_language(app)


def make_window(app: QApplication, lesson: Lesson, theme: str | None = None) -> Window:
    """A window on `lesson`, with a worker of its own, whole but neither shown nor started."""
    window = Window(Appearance(app, theme))
    for _ in _filling(window, lesson):
        pass
    window.uncover()
    return window


def run(
    session: Session | None = None, theme: str | None = None, source: Path | None = None
) -> int:
    """Open the window, train, and return the exit code once it is closed.

    Parameters
    ----------
    session : Session or None
        What is shown; a lesson at its start trains by itself, where it does.  None: the first
        lesson, which is read when the window is to be seen already.
    theme : str or None
        In place of that chosen in the window.
    source : Path or None
        The file that the session was read from.
    """
    app = _plain_application()
    window = Window(Appearance(app, theme, hasty=True))
    sys.excepthook = _report_to(window)
    _close_on_signals(window)
    window.keep_layout()
    window.show()
    StartUp(window, _starting(app, window, session, source))
    return app.exec()


def _starting(
    app: QApplication, window: Window, session: Session | None, source: Path | None
) -> Iterator[None]:
    """Fill the window and begin; between two steps events may be handled."""
    window.appearance.settle()
    _furnish(app)
    loaded = loading()
    yield next(loaded)
    from rnnsim.model.lesson import DEFAULT_LESSON, find_lesson
    from rnnsim.model.session import Session

    yield
    from rnnsim.ui.session.opening import read_from

    found = read_from(source, session or Session.of(find_lesson(DEFAULT_LESSON)))
    yield
    yield from _filling(window, found.session.lesson)
    try:
        _begin(window, found)
        yield from until(lambda: not window.presenter.awaiting)
    finally:
        window.uncover()
    yield
    yield from loaded
    window.plots.load()
    yield
    from rnnsim.ui.about.mark import window_icon

    app.setWindowIcon(window_icon())


def _filling(window: Window, lesson: Lesson) -> Iterator[None]:
    """Load and make all that is in the window, with a worker; step by step."""
    from rnnsim.worker.runner import Runner

    yield
    from rnnsim.ui.presenter import Presenter

    yield
    from rnnsim.model.lesson import lessons
    from rnnsim.ui.filling import fill

    yield
    presenter = Presenter(lesson.settings, Runner(lesson.settings))
    yield from fill(window, presenter, lessons(), lesson)


def _begin(window: Window, found: Opened) -> None:
    """Show what was opened, and keep from now on what the user does."""
    from rnnsim.ui.session.recovery import recovery_folder

    window.begin(session=None if found.is_lesson else found.session)
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
            window.say(words)

    return hook


def _close_on_signals(window: Window) -> None:
    """Ctrl+C and kill close the window in good order, without a question."""
    asked = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        # a handler may run in the middle of a painting, so it closes nothing itself
        signal.signal(number, lambda *_: asked.set())

    def look() -> None:
        if asked.is_set():
            window.end_unasked()

    watch = QTimer(window)
    watch.timeout.connect(look)
    watch.start(SIGNAL_WATCH)
