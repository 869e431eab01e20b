"""How fast training is."""

from __future__ import annotations

import time


class Pace:
    """Iterations a second, over the last half second or so."""

    WINDOW = 0.5

    def __init__(self) -> None:
        self._since = time.monotonic()
        self._count = 0
        self._rate = 0.0

    def count(self, now: float) -> None:
        """Count one iteration at time `now`."""
        self._count += 1
        if now - self._since >= self.WINDOW:
            self._rate = self._count / (now - self._since)
            self._since, self._count = now, 0

    def rate(self) -> float:
        """The pace of the last full window, 0 before there is one."""
        return self._rate
