"""Work that is done between the events of the window, or beside them, and can be cancelled."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from time import monotonic

from PySide6.QtCore import QObject, QTimer, Signal

SLICE = 0.015
"""Seconds of work between two looks at the events."""

LOOK = 0.03
"""Seconds between two looks at a thread."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How much is done, and what."""

    made: int
    all: int
    waits: bool = False
    """Whether something else works meanwhile, so that nothing is gained by asking at once."""


class Job(QObject):
    """Goes through an iterator of `Progress`; what is given up is closed, as generators are.

    Parameters
    ----------
    steps : iterator of Progress
    """

    progressed = Signal(object)
    done = Signal()
    failed = Signal(object)
    """The exception."""

    def __init__(self, steps: Iterator[Progress], parent: QObject) -> None:
        super().__init__(parent)
        self._steps = steps
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._work)
        self._timer.start(0)

    @property
    def running(self) -> bool:
        """Whether it is neither done nor given up."""
        return self._timer.isActive()

    def cancel(self) -> None:
        """Give it up; nothing of it is left."""
        self._timer.stop()
        close = getattr(self._steps, "close", None)
        if close is not None:
            close()

    def _work(self) -> None:
        until = monotonic() + SLICE
        progress = None
        try:
            while monotonic() < until:
                progress = next(self._steps)
                if progress.waits:
                    break
        except StopIteration:
            self._timer.stop()
            self.done.emit()
            return
        except Exception as error:  # noqa: BLE001 - whoever waits for the work says what it was
            self._timer.stop()
            self.failed.emit(error)
            return
        if progress is not None and self.running:
            self._timer.setInterval(round(1000 * LOOK) if progress.waits else 0)
            self.progressed.emit(progress)


Tell = Callable[[int, int], None]
"""Says how much is made of how much; raises `GivenUp` to abandon the work."""


class GivenUp(Exception):
    """Nobody waits for the work any more."""


def beside(work: Callable[[Tell], object]) -> Iterator[Progress]:
    """Do work on a thread of its own, as the steps of a `Job`; closing them abandons it.

    Parameters
    ----------
    work : callable
        Gets a `Tell`, to be called often.
    """
    given_up = threading.Event()
    state, errors = [0, 0], list[Exception]()

    def tell(made: int, everything: int) -> None:
        if given_up.is_set():
            raise GivenUp
        state[:] = made, everything

    def run() -> None:
        try:
            work(tell)
        except GivenUp:
            pass
        except Exception as error:  # noqa: BLE001 - raised again where somebody waits for it
            errors.append(error)

    thread = threading.Thread(target=run, name="rnnsim-export")
    thread.start()
    try:
        while thread.is_alive():
            yield Progress(state[0], state[1], waits=True)
    finally:
        given_up.set()
        thread.join()
    if errors:
        raise errors[0]
