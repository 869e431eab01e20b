"""A sweep made: every point of a grid run, on several processes."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool

from rnnsim.model.settings import SettingError
from rnnsim.model.sweep import Point, Sweep
from rnnsim.run.point import Measured, measured
from rnnsim.run.workers import workers

Outcome = Measured | str
"""What came of a point, or why it cannot be."""

Outcomes = Generator[tuple[Point, Outcome], None, None]

AHEAD = 2
"""Points waiting for each worker, so that none is idle."""

NO_MEMORY = "there is not enough memory for it"


class WorkerError(OSError):
    """A worker process that ended by itself."""


def outcomes(sweep: Sweep, points: Iterable[Point], jobs: int) -> Outcomes:
    """Run some points of a sweep; give what came of each as it comes.

    Close it (`contextlib.closing`) to end the runs that are being made.

    Parameters
    ----------
    sweep : Sweep
    points : iterable of tuple
    jobs : int
        Processes; 0 where there is nothing to run.

    Raises
    ------
    WorkerError
        If a worker process was ended from outside, as by a system without memory left.
    """
    if not jobs:
        return
    try:
        with workers(jobs) as pool:
            yield from _outcomes(sweep, points, pool, AHEAD * jobs)
    except BrokenProcessPool as error:
        raise WorkerError(
            "a worker process ended by itself, perhaps for want of memory; fewer --jobs need less"
        ) from error


def _outcomes(
    sweep: Sweep, points: Iterable[Point], pool: ProcessPoolExecutor, most: int
) -> Outcomes:
    running: dict[Future[Measured | None], Point] = {}
    for point in points:
        try:
            settings = sweep.settings_at(point)
        except SettingError as error:
            yield point, str(error)
            continue
        running[pool.submit(measured, settings, sweep.iterations)] = point
        while len(running) >= most:
            yield from _finished(running)
    while running:
        yield from _finished(running)


def _finished(running: dict[Future[Measured | None], Point]) -> Outcomes:
    """Wait for some, and take them out."""
    done, _ = wait(running, return_when=FIRST_COMPLETED)
    for future in [future for future in running if future in done]:
        point = running.pop(future)
        yield point, future.result() or NO_MEMORY
