"""Keeping the session for after a crash, and finding what an earlier one has left."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Qt, QTimer, Signal

from rnnsim.model.lesson import LessonError
from rnnsim.model.session import Session, bytes_of
from rnnsim.ui.session.clerk import Clerk
from rnnsim.ui.session.generations import Generations, left_behind
from rnnsim.ui.session.kept import Kept, kept_bytes

EVERY = 4000
"""Milliseconds between two looks whether something has changed: with the time of writing, a crash
costs five seconds at most."""


def recovery_folder() -> Path:
    """Where sessions are kept for after a crash."""
    place = QStandardPaths.StandardLocation.AppLocalDataLocation
    return Path(QStandardPaths.writableLocation(place)) / "recovery"


class Recovery(QObject):
    """Keeps the session every few seconds, where it has changed; the clean end removes it.

    Files are written and read on a thread of their own: a slow disk never holds up the window.

    Parameters
    ----------
    folder : Path
        All processes of the user share it.
    present : callable
        The session as it is now, and its file.
    """

    found = Signal(object)
    """The `Kept` session of a process that ended unexpectedly."""
    failed = Signal(str)
    """Nothing can be kept, and why; said once."""
    _done = Signal(str)
    """The clerk has written; why not, where it could not."""
    _left_by = Signal(object)

    def __init__(
        self,
        folder: Path,
        present: Callable[[], tuple[Session, Path | None]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._folder, self._present = folder, present
        self._own = Generations.own(folder)
        self._left: Generations | None = None
        self._known: tuple[Session, Path | None] | None = None
        self._writing = self._told = self._wrote = False
        self._clerk = Clerk()
        self._timer = QTimer(self, interval=EVERY)
        self._timer.timeout.connect(self.keep)
        queued = Qt.ConnectionType.QueuedConnection  # from the clerk's thread
        self._done.connect(self._note, queued)
        self._left_by.connect(self._offer, queued)

    def start(self) -> None:
        """Keep what changes from now on, and look what there is from before."""
        self._known = self._present()
        self._timer.start()
        self._clerk.give(self._look)

    def keep(self) -> None:
        """Write the session, where it is another than that last written."""
        present = self._present()
        if not self._writing and present != self._known:
            self._write(present)

    def take_over(self) -> None:
        """What was found is the present session: keep it as this process's own, in its place."""
        left, self._left = self._left, None
        self._write(self._present(), left)

    def discard(self) -> None:
        """Remove what was found, and look whether there is more."""
        if self._left is not None:
            self._clerk.give(self._left.remove)
            self._left = None
        self._clerk.give(self._look)

    def stop(self, *, keep: bool = False) -> None:
        """Remove what was kept; with `keep`, leave it to the next start, up to date."""
        if not self._timer.isActive():
            return
        self._timer.stop()
        present = self._present()
        if keep and present != self._known:
            self._write(present)
        kept = keep and self._wrote
        self._clerk.give(self._own.release if kept else self._own.remove)
        if self._left is not None:
            self._clerk.give(self._left.release)
        self._clerk.stop()

    def _write(self, present: tuple[Session, Path | None], left: Generations | None = None) -> None:
        self._known, self._writing, self._wrote = present, True, True
        self._clerk.give(partial(self._keep, *present, left))

    def _note(self, reason: str) -> None:
        self._writing = False
        if not reason:
            return
        self._known = None  # to be tried again: a disk may have room some time
        if not self._told:
            self._told = True
            self.failed.emit(reason)

    def _offer(self, left: tuple[Generations, Kept]) -> None:
        self._left, kept = left
        self.found.emit(kept)

    # On the clerk's thread

    def _keep(self, session: Session, path: Path | None, left: Generations | None) -> None:
        reason = ""
        try:
            self._own.keep(kept_bytes(bytes_of(session), path))
            if left is not None:
                left.remove()
        except (LessonError, OSError) as error:
            reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        with suppress(RuntimeError):  # the window is gone
            self._done.emit(reason)

    def _look(self) -> None:
        left = left_behind(self._folder, self._own)
        if left is not None:
            with suppress(RuntimeError):
                self._left_by.emit(left)
