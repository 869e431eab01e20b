"""An animation made and written to a file, beside everything else or waited for.

Beside everything else, in a window::

    maker = FilmMaker(spec, session, path, text, parent)
    maker.progress.connect(...)  # how much is done, and how much there is to do
    maker.done.connect(...)      # the path
    maker.failed.connect(...)    # why, in words; the old file is then whole
    maker.start()
    maker.cancel()               # at any time: no file is left, and no signal follows

Waited for, on the command line: `make_film`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from rnnsim.export.animation import AnimationWriter
from rnnsim.export.writing import require_writable
from rnnsim.model.animation import GIF, AnimationSpec
from rnnsim.model.session import Session
from rnnsim.ui.figure.reel import Reel
from rnnsim.ui.studio import LOOK

WAIT = 5
"""Milliseconds between two looks of a window's while there is nothing to draw."""


class Making:
    """An animation in the making: a step at a time draws, a thread writes.

    `cancel` ends all that is still at work, and does nothing where all has ended.

    Parameters
    ----------
    spec : AnimationSpec
    session : Session
        As of `Reel`.
    path : Path
        Taken as it is.
    text : str
        The session as JSON, which the file carries; empty for none.

    Raises
    ------
    SaveError
        If no file can be written there.
    CarryError
        If the session is too large to be carried.
    SettingError
        If its twins cannot be.
    """

    def __init__(self, spec: AnimationSpec, session: Session, path: Path, text: str) -> None:
        require_writable(path)
        self._spec = spec
        self._drawn = False
        self._writer = AnimationWriter(path, spec.format, text)
        try:
            self._reel = Reel(spec, session)
        except BaseException:
            self._writer.cancel()
            raise
        self._stills = self._reel.stills()

    @property
    def ended(self) -> bool:
        """Whether the file is complete."""
        return self._drawn and self._writer.ended and self._writer.error is None

    @property
    def progress(self) -> tuple[int, int]:
        """How much is done, and how much there is to do, as images made.

        A GIF is written once all its images are known, which counts as much again.
        """
        reel, times = self._reel, 2 if self._spec.format == GIF else 1
        return reel.made + round(self._writer.share * reel.all), times * reel.all

    def step(self) -> bool:
        """Draw the next image, if it can be; return whether there was anything to do.

        Raises
        ------
        StudioError
            If something goes wrong inside the run.
        SaveError
            If the file cannot be written.
        """
        if self._writer.error is not None:
            raise self._writer.error
        if self._drawn or self._writer.full:
            return False
        try:
            still = next(self._stills)
        except StopIteration:
            self._drawn = True
            self._reel.close()
            return self._writer.offer(None)
        return still is not None and self._writer.offer(still)

    def cancel(self) -> None:
        """Give up: no file is left, and an old one is as it was."""
        self._reel.close()
        self._writer.cancel()


class FilmMaker(QObject):
    """Makes an animation beside everything else, an image at a time.

    Parameters
    ----------
    spec, session, path, text
        As of `Making`.

    Signals
    -------
    progress(int, int)
        How much is done, and how much there is to do.
    done(Path)
        The file is complete.
    failed(str)
        Why there will be none; an old one is as it was.
    """

    progress = Signal(int, int)
    done = Signal(object)
    failed = Signal(str)

    def __init__(
        self,
        spec: AnimationSpec,
        session: Session,
        path: Path,
        text: str,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._wanted = spec, session, path, text
        self._path = path
        self._making: Making | None = None
        self._told = 0, 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._step)

    @property
    def running(self) -> bool:
        """Whether it is at work."""
        return self._making is not None

    def start(self) -> None:
        """Begin; what cannot be begun fails at once."""
        try:
            self._making = Making(*self._wanted)
        except (OSError, ValueError) as error:
            self.failed.emit(str(error))
        else:
            self._timer.start(0)

    def cancel(self) -> None:
        """Give up; nothing where it is not at work."""
        self._timer.stop()
        if self._making is not None:
            self._making.cancel()
            self._making = None

    def _step(self) -> None:
        making = self._making
        if making is None:
            return
        try:
            busy = making.step()
        except Exception as error:  # noqa: BLE001 - whatever it is, the user is told
            self.cancel()
            self.failed.emit(str(error) or type(error).__name__)
            return
        self._timer.setInterval(0 if busy else WAIT)
        self._tell(making.progress)
        if making.ended:
            self.cancel()
            self.done.emit(self._path)

    def _tell(self, progress: tuple[int, int]) -> None:
        if progress != self._told:
            self._told = progress
            self.progress.emit(*progress)


def make_film(
    spec: AnimationSpec,
    session: Session,
    path: Path,
    text: str,
    progress: Callable[[int, int], None] = lambda done, all_of_it: None,
) -> None:
    """Make an animation and wait for it; a QApplication is needed, but no event loop.

    Parameters
    ----------
    spec, session, path, text
        As of `Making`.
    progress : callable
        Called again and again with how much is done, and how much there is to do; may raise to give
        up.

    Raises
    ------
    SaveError, CarryError, SettingError, StudioError
        As of `Making`.
    """
    making = Making(spec, session, path, text)
    try:
        while not making.ended:
            if not making.step():
                time.sleep(LOOK)
            progress(*making.progress)
    finally:
        making.cancel()
