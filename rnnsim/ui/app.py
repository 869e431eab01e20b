"""The application round the window: style, fonts, exceptions, signals."""

from __future__ import annotations

import signal
import sys
import traceback
from collections.abc import Callable
from types import TracebackType
from typing import TypeAlias

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QApplication

from rnnsim import __version__
from rnnsim.model.lesson import Lesson, lessons
from rnnsim.ui.appearance import Appearance
from rnnsim.ui.presenter import Presenter
from rnnsim.ui.theme import load_fonts
from rnnsim.ui.window import Window
from rnnsim.worker.runner import Runner

ExceptionHook: TypeAlias = Callable[
    [type[BaseException], BaseException, TracebackType | None], object
]


def make_application() -> QApplication:
    """The one QApplication, in Fusion style with the shipped typeface."""
    QCoreApplication.setOrganizationName("rnnsim")
    QCoreApplication.setApplicationName("rnnsim")
    QCoreApplication.setApplicationVersion(__version__)
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setStyle("Fusion")
    load_fonts()
    return app


def make_window(app: QApplication, lesson: Lesson, theme: str | None = None) -> Window:
    """A window on `lesson`, with a worker of its own, neither shown nor started."""
    presenter = Presenter(lesson.settings, Runner(lesson.settings))
    return Window(presenter, Appearance(app, theme), lessons(), lesson)


def run(lesson: Lesson, theme: str | None = None) -> int:
    """Open the window, train, and return the exit code once it is closed."""
    app = make_application()
    window = make_window(app, lesson, theme)
    sys.excepthook = _report_to(window)
    _close_on_signals(window)
    window.show()
    # the first picture before anything else: a window at once is worth more than a curve
    QTimer.singleShot(0, window.start)
    return app.exec()


def _report_to(window: Window) -> ExceptionHook:
    """An exception hook that tells the user once and goes on."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        traceback.print_exception(kind, error, trace)
        window.banner.say(f"Something went wrong inside: {kind.__name__}: {error}")

    return hook


def _close_on_signals(window: Window) -> None:
    """Ctrl+C and kill close the window in good order."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: window.close())
    # Python sees a signal only when it runs: let it, a few times a second
    wake = QTimer(window)
    wake.timeout.connect(lambda: None)
    wake.start(100)
