"""Process start to what is seen on the screen: the program as it is started against bare windows.

What is seen is read off the X server, so that nothing in the programs measured knows of it.  All
take turns, and ratios are within a turn: other work on the machine slows them alike.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
from PySide6.QtGui import QColor, QGuiApplication, QImage

ROUNDS = 5
COLD_ROUNDS = 3

DROP = Path("/proc/sys/vm/drop_caches")
"""Where root may have the system forget what it has read from the disk."""

FROZEN = Path(__file__).parent.parent / "dist/rnnsim/rnnsim"

PATIENCE = 60.0
LOOK = 0.004
"""Seconds: until a program that shows nothing has failed, and between two looks at the screen."""

EMPTY = QColor("black").rgb()
"""The screen without a window."""

COLORS = 12
"""So many colours in a strip of a view say that something is drawn there, and not only its card."""

BARE = """
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication([])
window = QWidget()
window.resize(1280, 720)
window.show()
app.exec()
"""

BARE_PLOT = """
import pyqtgraph
app = pyqtgraph.mkQApp()
window = pyqtgraph.PlotWidget(background="w")
window.plot([1, 3, 2], pen="b", antialias=True)
window.resize(1280, 720)
window.show()
app.exec()
"""

CANVAS, PLOT, WHOLE = (600, 70, 60, 270), (600, 480, 60, 180), (600, 70, 60, 600)
"""Strips of the screen: x, y, width and height in pixels."""


def painted() -> bool:
    """Whether anything is on the screen."""
    return _grab(4, 4, 1, 1).pixel(0, 0) != EMPTY


def drawn(*strips: tuple[int, int, int, int]) -> Callable[[], bool]:
    """Whether something is drawn in each of some strips."""
    return lambda: painted() and all(_colors(strip) >= COLORS for strip in strips)


def _colors(strip: tuple[int, int, int, int]) -> int:
    image = _grab(*strip).convertToFormat(QImage.Format.Format_RGB32)
    return len(np.unique(np.frombuffer(image.constBits(), np.uint32)))


def _grab(*place: int):
    return QGuiApplication.primaryScreen().grabWindow(0, *place).toImage()


def seconds(
    command: list[str], environment: Mapping[str, str], *seen: Callable[[], bool]
) -> list[tuple[float, float]]:
    """From starting a program to each of what is to be seen, one after the other.

    By the clock, and of a processor, which says more where others are at work too.
    """
    start = time.perf_counter()
    running = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        return [(_until(each, start), _worked(running.pid)) for each in seen]
    finally:
        running.kill()
        running.wait()
        while painted():
            time.sleep(LOOK)


def _until(seen: Callable[[], bool], start: float) -> float:
    while not seen():
        if time.perf_counter() - start > PATIENCE:
            raise SystemExit("startup: nothing came to be seen")
        time.sleep(LOOK)
    return time.perf_counter() - start


def _worked(process: int) -> float:
    """Seconds that all threads of a process have been at work; known on Linux alone."""
    threads = Path(f"/proc/{process}/task").glob("*/schedstat")
    return sum(int(each.read_text().split()[0]) for each in threads) / 1e9 or float("nan")


def measure(
    real: list[str], environment: Mapping[str, str], rounds: int, before: Callable[[], object]
) -> str:
    """Medians of the program's first painting and of all it shows, and of their ratios."""
    python = [sys.executable, "-c"]
    turns = []
    for _ in range(rounds):
        before()
        (bare,) = seconds([*python, BARE], environment, painted)
        before()
        (plot,) = seconds([*python, BARE_PLOT], environment, drawn(WHOLE))
        before()
        turns.append((bare, plot, *seconds(real, environment, painted, drawn(CANVAS, PLOT))))
    times = np.array(turns)  # (turns, what is seen, by the clock and of a processor)
    bare, plot, first, alive = np.median(times[..., 0], axis=0) * 1e3
    to_bare, to_plot = (np.median(times[:, i] / times[:, j], axis=0) for i, j in ((2, 0), (3, 1)))
    return (
        f"first paint {first:.0f} ms, {to_bare[0]:.2f} × a bare PySide6 window ({bare:.0f} ms;"
        f" in work {to_bare[1]:.2f} ×); all alive {alive:.0f} ms, {to_plot[0]:.2f} × a bare window"
        f" with one plot ({plot:.0f} ms; in work {to_plot[1]:.2f} ×)"
    )


def forget_files() -> None:
    """Have the system forget what it has read from the disk."""
    os.sync()
    DROP.write_text("3")


def main() -> None:
    """Print medians and ratios."""
    app = QGuiApplication(["startup"])  # noqa: F841 - the screen is looked at through it
    source = [sys.executable, "-m", "rnnsim"]
    commands = {"from source": source}
    if FROZEN.exists():
        commands["frozen"] = [str(FROZEN)]
    with tempfile.TemporaryDirectory() as folder:
        # as installed: compiled, and with no settings but those of the second start
        environment = os.environ | {
            "PYTHONPYCACHEPREFIX": folder,
            **dict.fromkeys(("XDG_CONFIG_HOME", "XDG_DATA_HOME"), folder),
        }
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        for name, command in commands.items():
            measure(command, environment, 1, lambda: None)
            print(f"start-up    {name}, warm: {measure(command, environment, ROUNDS, str)}")
            try:
                forget_files()
            except OSError:
                print(f"start-up    {name}, cold: only root can have files forgotten")
                continue
            cold = measure(command, environment, COLD_ROUNDS, forget_files)
            print(f"start-up    {name}, cold: {cold}")


if __name__ == "__main__":
    main()
