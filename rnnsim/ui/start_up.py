"""The steps of a start, one after the other once the window is seen, and events between them."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Callable, Iterator
from importlib import import_module

from PySide6.QtCore import QObject, QTimer

from rnnsim.ui.window import Window

UNSEEN = 500
"""Milliseconds after which a window that nothing has painted, such as a minimized one, is filled
nevertheless."""

HEAVY = ("numpy", "pyqtgraph")
"""What takes longest to load; nothing of it is needed for the first picture."""

WAIT = 0.005
"""Seconds to wait at a time for what other threads do."""

LONGEST = 0.3
"""Seconds to wait for the first frame in all: a large network takes longer, and is shown later."""

DONE = object()
"""In place of a step, where there is none left."""


class StartUp(QObject):
    """Does the steps of a start.

    Parameters
    ----------
    window : Window
        Empty, and shown; once it is closed no more steps are done.
    steps : iterator
        Does a step whenever it is asked for the next.
    """

    def __init__(self, window: Window, steps: Iterator[None]) -> None:
        super().__init__(window)
        self._window, self._steps = window, steps
        self._begun = False
        assert window.sketch is not None
        window.sketch.painted.connect(self._begin_soon)
        QTimer.singleShot(UNSEEN, self, self._begin)

    def _begin_soon(self) -> None:
        QTimer.singleShot(0, self, self._begin)  # once what is painted has reached the screen

    def _begin(self) -> None:
        if not self._begun:
            self._begun = True
            gc.disable()  # what is made now stays; and no widget may be deleted by the loader
            self._go_on()

    def _go_on(self) -> None:
        goes_on = False
        try:
            goes_on = not self._window.closed and next(self._steps, DONE) is not DONE
        finally:
            if goes_on:
                QTimer.singleShot(0, self, self._go_on)
            else:
                gc.enable()


def loading(load: Callable[[str], object] = import_module) -> Iterator[None]:
    """Load what is heavy on a thread of its own; a step is done whenever some of the wait is over.

    So the window answers meanwhile, and the disk is read while views are made.
    """
    thread = threading.Thread(target=lambda: [load(name) for name in HEAVY], name="rnnsim-loader")
    thread.start()
    yield
    while thread.is_alive():
        thread.join(WAIT)
        yield


def until(there: Callable[[], bool]) -> Iterator[None]:
    """Wait a while for something, and a step at least, in which what was moved is laid out."""
    end = time.monotonic() + LONGEST
    yield
    while not there() and time.monotonic() < end:
        time.sleep(WAIT)
        yield
