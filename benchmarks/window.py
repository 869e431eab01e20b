"""The real window, set up for measuring."""

from __future__ import annotations

import time
from dataclasses import replace

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QApplication

from rnnsim.model.edits import edited
from rnnsim.model.lesson import DEFAULT_LESSON, find_lesson
from rnnsim.model.settings import Settings
from rnnsim.ui.app import make_application, make_window
from rnnsim.ui.window import Window

SETTINGS = edited(Settings(), {"hidden_size": 32, "time_steps": 50, "batch_size": 16})


def open_window() -> tuple[QApplication, Window]:
    """A window of 1600 × 960 with N=32, T=50, B=16, paused and at rest."""
    app = make_application()
    lesson = replace(find_lesson(DEFAULT_LESSON), settings=SETTINGS)
    window = make_window(app, lesson, "dark")
    window.resize(1600, 960)
    window.show()
    window.start(play=False)
    spin(1.0)
    return app, window


def spin(seconds: float) -> None:
    """Let the event loop run for so long."""
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


class Repaint(QObject):
    """Waits for the painting that follows the frame of the last order."""

    def __init__(self, window: Window) -> None:
        super().__init__()
        self._window = window
        self._loop = QEventLoop()
        self._painted: set[QObject] = set()
        plots = window.plots.plots.values()
        self._views = [window.canvas, *(plot.viewport() for plot in plots)]
        for view in self._views:
            view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() is QEvent.Type.Paint and not self._window.presenter.awaiting:
            self._painted.add(watched)
            if len(self._painted) == len(self._views):
                QTimer.singleShot(
                    0, self._loop.quit
                )  # after all of this paint has reached the screen
        return False

    def wait(self) -> float:
        """Run the event loop until canvas and plots are painted; return that moment."""
        self._painted.clear()
        QTimer.singleShot(2000, self._loop.quit)
        self._loop.exec()
        return time.perf_counter()
