"""How long the lesson on recall takes to learn: seconds of wall time, the engine alone."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import replace

import numpy as np

from rnnsim.engine.simulation import Simulation
from rnnsim.model.lesson import find_lesson
from rnnsim.model.settings import Settings

LESSON, SCENE = "recall", 5
SEEDS = (1, 2, 3, 4, 5)
RIGHT, BATCHES = 0.95, 20
MOST = 2000
"""Iterations after which it is given up."""


def learn(settings: Settings) -> tuple[float, float, int]:
    """Seconds and seconds of processor until `RIGHT` is exceeded, and the iterations taken."""
    start, worked = time.perf_counter(), time.process_time()
    simulation = Simulation(settings)
    right: deque[float] = deque(maxlen=BATCHES)
    while simulation.iteration < MOST:
        right.append(simulation.network.accuracy() or 0.0)
        if len(right) == BATCHES and np.mean(right) > RIGHT:
            break
        simulation.iterate()
    else:
        return np.nan, np.nan, MOST
    return time.perf_counter() - start, time.process_time() - worked, simulation.iteration


def main() -> None:
    """Print the seconds of every seed."""
    settings = find_lesson(LESSON).settings_at(SCENE - 1)
    wall, processor, taken = zip(
        *(learn(replace(settings, seed=seed)) for seed in SEEDS), strict=True
    )
    print(
        f"recall      LSTM, T = {settings.time_steps}, to {RIGHT:.0%} over {BATCHES} batches:"
        f" {' · '.join(f'{seconds:.1f}' for seconds in wall)} s of wall time"
        f" ({' · '.join(f'{seconds:.1f}' for seconds in processor)} s of processor,"
        f" {' · '.join(map(str, taken))} iterations; seeds 1 to 5; aim < 60 s)"
    )


main()
