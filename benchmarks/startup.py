"""Process start to first paint: the real window against a bare PySide6 window, taking turns."""

from __future__ import annotations

import subprocess
import sys
import time

import numpy as np

ROUNDS = 7

BARE = """
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication([])
window = QWidget()
window.resize(1280, 760)
"""

REAL = """
from rnnsim.model.lesson import find_lesson
from rnnsim.ui.app import make_application, make_window
app = make_application()
window = make_window(app, find_lesson("vanishing"), "dark")
from PySide6.QtCore import QTimer
QTimer.singleShot(0, window.start)
"""

AFTER = """
import os, sys, time
from PySide6.QtCore import QEvent, QObject, QTimer
class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() is QEvent.Type.UpdateRequest and self.done():
            QTimer.singleShot(0, self.say)
        return False
    def done(self):
        return DONE
    def say(self):
        print(time.time(), flush=True)
        os._exit(0)
watch = Watch()
window.installEventFilter(watch)
window.show()
app.exec()
"""

ALIVE = "window.presenter.frame is not None and bool(window.plots.plots)"


def seconds(program: str, done: str = "True") -> float:
    """From starting the process to its painting."""
    start = time.time()
    code = program + AFTER.replace("DONE", done)
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    return float(result.stdout) - start


def main() -> None:
    """Print medians and ratios."""
    bare, first, alive = [], [], []
    for _ in range(ROUNDS):
        bare.append(seconds(BARE))
        first.append(seconds(REAL))
        alive.append(seconds(REAL, ALIVE))
    ratio = np.median(np.divide(first, bare))
    print(
        f"start-up    first paint        {np.median(first) * 1e3:.0f} ms,"
        f" {ratio:.2f} × a bare PySide6 window ({np.median(bare) * 1e3:.0f} ms);"
        f" alive with plots {np.median(alive) * 1e3:.0f} ms"
    )


main()
