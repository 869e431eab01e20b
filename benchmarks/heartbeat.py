"""Lateness of a 16 ms timer while training flat out with everything drawn, N=32, T=50, B=16.

Alone, while a knob is moved with every beat, and the same with two twins beside.
"""

from __future__ import annotations

import itertools
import math
import time
from collections.abc import Callable

import psutil
from PySide6.QtCore import Qt, QTimer

from benchmarks.machine import percentiles
from benchmarks.window import open_window, spin

INTERVAL = 16.0
SECONDS = 15.0

KNOB = "learning_rate"
VALUES = (0.01, 0.011, 0.012, 0.013)

TWINS = ({"clip": "norm"}, {"cell": "lstm"})


def main() -> None:
    """Count how late each beat comes."""
    _, window = open_window()
    presenter = window.presenter
    presenter.set_pace(math.inf)
    values = itertools.cycle(VALUES)

    def move() -> None:
        presenter.edit(KNOB, next(values))

    presenter.play()
    _report("training", _lateness(lambda: None))
    _report("  and a knob moved", _lateness(move))
    for changes in TWINS:
        presenter.lineup.add_twin(presenter.settings, changes)
    presenter.reset()
    presenter.play()
    _report("  with two twins", _lateness(move))
    window.close()


def _lateness(at_each_beat: Callable[[], None]) -> list[float]:
    """Milliseconds that each beat of the timer came too late; the deed itself not counted."""
    late: list[float] = []
    last = time.perf_counter()

    def beat() -> None:
        nonlocal last
        now = time.perf_counter()
        late.append(max(0.0, (now - last) * 1e3 - INTERVAL))
        last = now
        at_each_beat()

    spin(1.0)
    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(beat)
    last = time.perf_counter()
    timer.start(int(INTERVAL))
    spin(SECONDS)
    timer.stop()
    return late


def _report(what: str, late: list[float]) -> None:
    memory = psutil.Process().memory_info().rss / 2**20
    print(
        f"heartbeat   {what:20} 16 ms timer late   {percentiles(late)} ms"
        f" (p50 · p95 · p99; aim p95 ≤ 8, p99 ≤ 33); {memory:.0f} MiB resident"
    )


main()
