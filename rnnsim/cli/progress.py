"""Progress of a long run, on standard error."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Self, TextIO

TERMINAL_INTERVAL = 0.1
"""Seconds between two writings of the line on a terminal."""

FILE_INTERVAL = 30.0
"""Seconds between two lines where nobody may be looking."""

FORESIGHT = 1.0
"""Seconds from which on one can say how many more there will be."""


class ProgressLine:
    """Says how far a run has come: on a terminal one line rewritten, elsewhere now and then a line.

    Nothing is said of a run that takes no longer than the interval.

    Parameters
    ----------
    stream : text file
    clock : callable, optional
        Gives seconds.
    """

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream, self._clock = stream, clock
        self._on_terminal = stream.isatty()
        self._interval = TERMINAL_INTERVAL if self._on_terminal else FILE_INTERVAL
        self._due = clock() + self._interval
        self._width = 0
        self._what, self._since, self._from = "", 0.0, 0

    def __call__(self, made: int, everything: int, what: str) -> None:
        """Say that so many are made; `what` names them."""
        now = self._clock()
        if what != self._what:
            self._what, self._since, self._from = what, now, made
        if now < self._due or not everything:
            return
        self._due = now + self._interval
        self._write(f"{made} of {everything} {what}{self._left(made, everything, now)}")

    def _left(self, made: int, everything: int, now: float) -> str:
        """How long the rest takes at the pace so far."""
        passed, done = now - self._since, made - self._from
        if passed < FORESIGHT or not done or made >= everything:
            return ""
        return f", about {_duration(passed / done * (everything - made))} left"

    def _write(self, text: str) -> None:
        if self._on_terminal:
            self._stream.write(f"\r{text:{self._width}}")
            self._width = len(text)
        else:
            self._stream.write(f"rnnsim: {text}\n")
        self._stream.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        """Take the line away."""
        if self._width:
            self._write("")
            self._stream.write("\r")
            self._stream.flush()


def _duration(seconds: float) -> str:
    """Seconds in words of the order that matters."""
    minutes = seconds / 60.0
    if seconds < 99.5:
        return f"{max(round(seconds), 1)} s"
    return f"{minutes:.0f} min" if minutes < 99.5 else f"{minutes / 60.0:.0f} h"
