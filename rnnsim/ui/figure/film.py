"""An animation made and written to a file, a step at a time or waited for."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from rnnsim.export.animation import AnimationWriter
from rnnsim.export.writing import require_writable
from rnnsim.model.animation import GIF, AnimationSpec
from rnnsim.model.session import Session
from rnnsim.ui.figure.reel import Reel
from rnnsim.ui.studio import LOOK


class Making:
    """An animation in the making: steps draw, each an image, and a thread writes.

    It begins at once, and goes on as long as `step` is called.  `cancel` ends all that is still at
    work, and is to be called at the end, whatever the end is.

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
        """How much is done, and how much there is to do; to be told as a share.

        A GIF is put together once all its images are known, which counts as much again.
        """
        done, everything = self._reel.progress
        again = self._reel.all if self._spec.format == GIF else 0
        return done + round(self._writer.share * again), everything + again

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
