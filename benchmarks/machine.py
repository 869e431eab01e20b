"""What is measured on, and how noisy it is just now."""

from __future__ import annotations

import os
import platform
import time

import numpy as np


def describe_machine() -> str:
    """Processor count, load, versions, and the spread of a fixed piece of work."""
    load = "/".join(f"{value:.1f}" for value in os.getloadavg())
    times = [_fixed_work() for _ in range(200)]
    low, middle, high = np.percentile(times, [5, 50, 95])
    return (
        f"machine     {os.cpu_count()} processors, load {load}, Python {platform.python_version()},"
        f" NumPy {np.__version__}\n"
        f"noise       the same 1 ms of work took {low:.2f} · {middle:.2f} · {high:.2f} ms"
        " (p5 · p50 · p95)"
    )


def _fixed_work() -> float:
    start = time.perf_counter()
    total = 0
    for number in range(20_000):
        total += number * number
    return (time.perf_counter() - start) * 1e3


def percentiles(values: list[float]) -> str:
    """p50 · p95 · p99 of milliseconds."""
    return " · ".join(f"{value:.1f}" for value in np.percentile(values, [50, 95, 99]))
