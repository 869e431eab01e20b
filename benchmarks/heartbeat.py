"""Lateness of a 16 ms timer while training flat out with everything drawn, N=32, T=50, B=16."""

from __future__ import annotations

import math
import time

import psutil
from PySide6.QtCore import Qt, QTimer

from benchmarks.machine import percentiles
from benchmarks.window import open_window, spin

INTERVAL = 16.0
SECONDS = 15.0


def main() -> None:
    """Count how late each beat comes."""
    _, window = open_window()
    late: list[float] = []
    last = time.perf_counter()

    def beat() -> None:
        nonlocal last
        now = time.perf_counter()
        late.append(max(0.0, (now - last) * 1e3 - INTERVAL))
        last = now

    window.presenter.set_pace(math.inf)
    window.presenter.play()
    spin(1.0)
    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(beat)
    last = time.perf_counter()
    timer.start(int(INTERVAL))
    spin(SECONDS)
    timer.stop()
    memory = psutil.Process().memory_info().rss / 2**20
    window.close()
    print(
        f"heartbeat   16 ms timer late   {percentiles(late)} ms"
        f" (p50 · p95 · p99; aim p95 ≤ 8, p99 ≤ 33); {memory:.0f} MiB resident"
    )


main()
