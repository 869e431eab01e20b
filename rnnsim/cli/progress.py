"""Progress of a long run, on standard error."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Self, TextIO

TERMINAL_INTERVAL = 0.1
"""Seconds between two writings of the line on a terminal."""

FILE_INTERVAL = 30.0
"""Seconds between two lines where nobody may be looking."""


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

    def __call__(self, made: int, everything: int, what: str) -> None:
        """Say that so many are made; `what` names them."""
        if self._clock() < self._due:
            return
        self._due = self._clock() + self._interval
        self._write(f"{made} of {everything} {what}")

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
