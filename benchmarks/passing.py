"""Intervals between the pictures of a pass that plays, with all plots open: T=50 and T=500."""

from __future__ import annotations

import time

import numpy as np
from PySide6.QtCore import QEvent, QObject

from benchmarks.window import open_window, spin
from rnnsim.model.view import PLOTS

SECONDS = 8.0

CASES = ((50, 32.0, 16.7), (500, 64.0, 33.0))
"""T, time steps a second, the aim for p95 in milliseconds.

Either plays more sub-steps a second than the clock has beats, so that each beat moves it.
"""


class Pictures(QObject):
    """Notes when the window paints all that has changed."""

    def __init__(self, window: QObject) -> None:
        super().__init__(window)
        self.times: list[float] = []
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() is QEvent.Type.UpdateRequest:
            self.times.append(time.perf_counter())
        return False


def main() -> None:
    """Play each, and print how far apart the pictures are."""
    _, window = open_window()
    window.stage.show_views(list(PLOTS))
    for time_steps, speed, aim in CASES:
        window.presenter.edit("time_steps", time_steps)
        window.playback.set_looping(True)
        window.playback.set_speed(speed)
        while window.presenter.awaiting or window.presenter.extras_owed:
            spin(0.05)
        window.playback.go_to(None, play=True)
        spin(1.0)
        pictures = Pictures(window)
        moves = window.playback.playhead.speed * 3
        spin(SECONDS)
        window.playback.go_to(None)
        gaps = np.diff(pictures.times) * 1e3
        p50, p95 = np.percentile(gaps[gaps < 900.0], [50, 95])  # but for a loop's rest
        print(
            f"passing     T={time_steps:<3} {moves:.0f} sub-steps/s   {p50:.1f} · {p95:.1f} ms"
            f" between pictures (p50 · p95; aim p95 ≤ {aim}), {len(gaps) / SECONDS:.0f} a second"
        )
    window.close()


main()
