"""Training flat out with the window open, as a share of the same without one."""

from __future__ import annotations

import math
import time

import numpy as np

from benchmarks.window import SETTINGS, open_window, spin
from rnnsim.engine.simulation import Simulation

SECONDS = 4.0
ROUNDS = 5


def headless() -> float:
    """Iterations a second of the engine alone."""
    simulation = Simulation(SETTINGS)
    start = time.perf_counter()
    while time.perf_counter() - start < SECONDS:
        simulation.iterate()
    return simulation.iteration / (time.perf_counter() - start)


def main() -> None:
    """Take turns, so that both see the same machine."""
    _, window = open_window()
    presenter = window.presenter
    presenter.set_pace(math.inf)
    shares, alone = [], []
    for _ in range(ROUNDS):
        alone.append(headless())
        presenter.reset()
        presenter.play()
        spin(0.5)
        before, start = presenter.frame.iteration, time.perf_counter()
        spin(SECONDS)
        after, end = presenter.frame.iteration, time.perf_counter()
        presenter.pause()
        spin(0.3)
        shares.append((after - before) / (end - start) / alone[-1])
    window.close()
    print(
        f"throughput  window / headless  {np.median(shares):.0%}"
        f" ({min(shares):.0%} … {max(shares):.0%} in {ROUNDS} rounds; aim ≥ 70 %);"
        f" headless {np.median(alone):.0f} it/s"
    )


main()
