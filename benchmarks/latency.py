"""Slider moved → first complete repaint of canvas and plots, N=32, T=50, B=16."""

from __future__ import annotations

import time

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from benchmarks.machine import percentiles
from benchmarks.window import Repaint, open_window, spin

MOVES = 300


def main() -> None:
    """Drag the slider of the spectral radius and time each move."""
    _, window = open_window()
    slider = window.panel.fields["spectral_radius"].slider
    repaint = Repaint(window)
    middle = slider.height() // 2
    left, right = slider.width() // 4, 3 * slider.width() // 4
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(left, middle))
    spin(0.3)
    times = []
    for move in range(MOVES):
        x = left + (move * 7) % (right - left)
        start = time.perf_counter()
        QTest.mouseMove(slider, QPoint(x, middle))
        times.append((repaint.wait() - start) * 1e3)
        spin(0.02)
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(left, middle))
    window.close()
    print(
        f"latency     slider → repaint   {percentiles(times[20:])} ms"
        " (p50 · p95 · p99; aim p95 ≤ 16.7)"
    )


main()
