"""A thread that does what may take time on a slow disk, one thing after the other."""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import SimpleQueue

PATIENCE = 3.0
"""Seconds that the window waits for it at its end; a drive that has vanished takes for ever."""


class Clerk:
    """Does jobs in their order, on a thread that keeps no program from ending."""

    def __init__(self) -> None:
        self._jobs: SimpleQueue[Callable[[], object] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="rnnsim-recovery", daemon=True)
        self._thread.start()

    def give(self, job: Callable[[], object]) -> None:
        """Have it done after what was given before."""
        self._jobs.put(job)

    def stop(self) -> bool:
        """End after the last job; return whether it has ended within `PATIENCE`."""
        self._jobs.put(None)
        self._thread.join(PATIENCE)
        return not self._thread.is_alive()

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            job()
