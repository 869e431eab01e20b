"""Memory of a run of more than a million iterations beside a twin, and the way back into it."""

from __future__ import annotations

import time

import numpy as np
import psutil

from rnnsim.engine.training import past
from rnnsim.engine.training.history import MOST_ROWS
from rnnsim.model.edits import edited
from rnnsim.model.settings import Settings
from rnnsim.model.twin import Twin
from rnnsim.worker.picture import picture_of
from rnnsim.worker.runs import Runs

SMALL = edited(Settings(), {"hidden_size": 2, "time_steps": 2, "batch_size": 1, "task": "fixed"})
"""The smallest network worth the name: what grows with iterations grows as with any other."""

TWIN = Twin(1, (("clip", "norm"),))

PLACES = (1_000, 100_000, 300_000, 500_000, 750_000, 1_000_000, 1_250_000, 1_500_000)
"""Iterations after which the memory is measured; rows are thinned at 2²⁰ = 1 048 576."""

SEED = 3


def main() -> None:
    """Train, and print how much memory is resident; then go back to places drawn at random."""
    runs = Runs(SMALL, lambda: None, lambda _: None)
    runs.arrange([TWIN])
    process, start = psutil.Process(), time.perf_counter()
    print("memory      iterations   MiB resident   rows a curve   s")
    for place in PLACES:
        while runs.at < place:
            runs.iterate()
        frame = picture_of(runs)
        resident = process.memory_info().rss / 2**20
        took = time.perf_counter() - start
        rows = len(frame.curves.losses)
        print(f"memory      {place:>10,}   {resident:12.0f}   {rows:>12,}   {took:.0f}")
    bound = 2 * (MOST_ROWS * 4 * 8 + past.ROOM) / 2**20
    print(f"memory      at most {bound:.0f} MiB of curves and states for a run and its twin")
    random = np.random.default_rng(SEED)
    seconds = [_seek(runs, int(place)) for place in random.integers(0, runs.newest, 20)]
    p50, p95 = np.percentile(seconds, [50, 95]) * 1e3
    print(f"memory      back to any of them: {p50:.0f} · {p95:.0f} ms (p50 · p95), two runs")


def _seek(runs: Runs, place: int) -> float:
    start = time.perf_counter()
    runs.look_at(place)
    while runs.settling:
        runs.settle()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
