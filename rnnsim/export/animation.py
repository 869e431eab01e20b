"""Animations as files, written whole or not at all, on a thread of their own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from queue import Empty, Full, Queue
from types import MappingProxyType
from typing import BinaryIO

from rnnsim.export.carrying import carried_by_gif, carried_by_webp
from rnnsim.export.gif import write_gif
from rnnsim.export.stills import Change, Still, changes
from rnnsim.export.webp import write_webp
from rnnsim.export.writing import saving
from rnnsim.model.animation import GIF, WEBP

WAITING = 4
"""Images that may wait to be written: so memory stays the same however many there are."""

LAST_PATIENCE = 60.0
"""Seconds that the thread may take to end: longer than any one image takes."""


WRITERS: Mapping[str, Callable[[BinaryIO, Iterable[Change], bytes], Iterator[float]]] = (
    MappingProxyType({WEBP: write_webp, GIF: write_gif})
)
CARRIED: Mapping[str, Callable[[str], bytes]] = MappingProxyType(
    {WEBP: carried_by_webp, GIF: carried_by_gif}
)


class _Cancelled(Exception):
    """Raised on the thread to give up."""


def write_animation(
    path: Path,
    stills: Iterable[Still],
    format: str,  # noqa: A002 - so it is called everywhere
    carried: bytes,
    told: Callable[[float], None] = lambda share: None,
) -> None:
    """Write an animation that is repeated for ever.

    Parameters
    ----------
    path : Path
        Taken as it is; no suffix is added.
    stills : iterable of Still
        At least one, of equal sizes; taken one by one, none is kept.
    format : str
        One of `rnnsim.model.animation.FORMATS`.
    carried : bytes
        The session as the format carries it, of `CARRIED`.
    told : callable
        Called after every image, with the share done of what is left to do after the last one; may
        raise to give up.

    Raises
    ------
    SaveError
        If it cannot be written; the old file is then as it was, and nothing else is left.
    """
    with saving(path) as file:
        for share in WRITERS[format](file, changes(stills), carried):
            told(share)


class AnimationWriter:
    """Writes an animation on a thread of its own, while its images are still being made.

    No call waits but `cancel` and `wait`.  The thread is to be ended by one of them.

    Parameters
    ----------
    path, format
        As of `write_animation`.
    session : str
        JSON that the file carries; empty for none.

    Attributes
    ----------
    error : Exception or None
        What went wrong.
    share : float
        How much is done of what is left to do after the last image, 0…1.

    Raises
    ------
    CarryError
        If the session is too large to be carried; no thread is then begun.
    """

    def __init__(self, path: Path, format: str, session: str) -> None:  # noqa: A002
        self.error: Exception | None = None
        self.share = 0.0
        self._path, self._format, self._carried = path, format, CARRIED[format](session)
        self._queue: Queue[Still | None] = Queue(WAITING)
        self._cancelled = threading.Event()
        self._thread = threading.Thread(target=self._run, name="rnnsim-animation", daemon=True)
        self._thread.start()

    @property
    def full(self) -> bool:
        """Whether no further image would be taken at present."""
        return self._queue.full()

    @property
    def ended(self) -> bool:
        """Whether the file is complete, or something went wrong."""
        return not self._thread.is_alive()

    def offer(self, still: Still | None) -> bool:
        """Hand on an image, or None after the last; return whether it was taken."""
        try:
            self._queue.put_nowait(still)
        except Full:
            return False
        return True

    def cancel(self) -> None:
        """Give up: no file is left, and an old one is as it was.  Nothing once it has ended."""
        self._cancelled.set()
        try:
            while True:
                self._queue.get_nowait()
        except Empty:
            self.offer(None)  # wakes the thread
        self.wait()

    def wait(self) -> None:
        """Wait until it has ended."""
        self._thread.join(LAST_PATIENCE)

    def _run(self) -> None:
        try:
            write_animation(self._path, self._stills(), self._format, self._carried, self._tell)
        except _Cancelled:
            pass
        except Exception as error:  # noqa: BLE001 - whatever it is, the caller tells it
            self.error = error

    def _stills(self) -> Iterator[Still]:
        while (still := self._queue.get()) is not None:
            self._check()
            yield still
        self._check()

    def _tell(self, share: float) -> None:
        self._check()
        self.share = share

    def _check(self) -> None:
        if self._cancelled.is_set():
            raise _Cancelled
