"""A session at work without a window: what its views show at an iteration, for films and files."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

from rnnsim.model.frame import Frame
from rnnsim.model.goal import Goal
from rnnsim.model.session import Session
from rnnsim.model.view import CANVAS, Want, wants_of
from rnnsim.ui.figure.shown import Shown
from rnnsim.ui.presenter import Presenter
from rnnsim.worker.runner import Runner

LOOK = 0.002
"""Seconds between two looks for a frame of who waits for one."""

LAST_PATIENCE = 60.0
"""Seconds that the thread may take to end: longer than any one piece of its work."""

NO_WANTS: frozenset[Want] = frozenset()


class StudioError(RuntimeError):
    """A run in which something went wrong inside; says what."""


class Studio:
    """Follows a session's course, and on beyond it, with a runner of its own.

    No Qt is needed.  Its thread runs until `close`, best called by a `with` statement.

    Parameters
    ----------
    session : Session
    views : iterable of str
        Those that are to be drawn; the numbers they need are made.
    """

    def __init__(self, session: Session, views: Iterable[str] = ()) -> None:
        self._session = session
        self._wants = _wants_of(views)
        course = session.course
        self._presenter = Presenter(course.last, Runner(course.last))
        self._presenter.lineup.line_up(course.last, session.twins)
        self._presenter.start_cliff_at(*session.cliff_start)
        self._presenter.restore(course)
        self._sought = course.iteration if session.at is None else session.at
        self._presenter.start()

    def __enter__(self) -> Studio:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def progress(self) -> int:
        """The iteration that the run is at, on its way to the one sought."""
        frame = self._presenter.frame
        return 0 if frame is None else frame.at

    @property
    def newest(self) -> int:
        """The iteration that was reached."""
        frame = self._presenter.frame
        return 0 if frame is None else frame.newest

    def look_at(self, iteration: int) -> None:
        """Seek an iteration from now on: one that was made, or one to train to."""
        self._sought = iteration

    def advance(self) -> Shown | None:
        """Take one step towards what is sought; to be called again and again.  Never blocks.

        Returns
        -------
        Shown or None
            What the views show there, complete; None while it is not.  Where all runs diverge
            before, it is their end.

        Raises
        ------
        StudioError
            If something goes wrong inside.
        """
        presenter = self._presenter
        taken = presenter.poll()
        if taken is not None and taken.failure is not None:
            raise StudioError(taken.failure)
        frame = presenter.frame
        if frame is None or presenter.awaiting or presenter.playing:
            return None
        if self._is_there(frame):
            return self._completed(frame)
        self._go_on(frame)
        return None

    def shown_at(
        self, iteration: int | None = None, checkpoint: Callable[[int], None] = lambda at: None
    ) -> Shown:
        """Wait for what the views show at an iteration.

        Parameters
        ----------
        iteration : int or None
            None for the one that the session looks at.
        checkpoint : callable
            Called some hundred times a second with the iteration that the run is at; may raise to
            abandon it.

        Raises
        ------
        StudioError
            As of `advance`.
        """
        if iteration is not None:
            self.look_at(iteration)
        while (shown := self.advance()) is None:
            checkpoint(self.progress)
            time.sleep(LOOK)
        return shown

    def close(self) -> None:
        """End the thread; may be repeated.  What it is at is abandoned."""
        deadline = time.monotonic() + LAST_PATIENCE
        while not self._presenter.stop() and time.monotonic() < deadline:
            pass

    def _is_there(self, frame: Frame) -> bool:
        if frame.at == max(self._sought, frame.earliest):
            return True
        return self._sought > frame.newest and not frame.alive and not frame.past

    def _go_on(self, frame: Frame) -> None:
        """Seek what was made; train to what was not, without numbers that nobody looks at."""
        presenter = self._presenter
        if self._sought < frame.newest:
            presenter.seek(self._sought)
        elif frame.past:
            presenter.seek(None)
        else:
            presenter.want(NO_WANTS)
            presenter.play_to(Goal(iteration=self._sought, start=frame.newest))

    def _completed(self, frame: Frame) -> Shown | None:
        """What is shown, once all its numbers are made."""
        self._presenter.want(self._wants)  # nothing where they are wanted already
        if self._presenter.awaiting or frame.extras_owed:
            return None
        session = self._session
        return Shown(frame, session.moment, session.point, session.relative)


def _wants_of(views: Iterable[str]) -> frozenset[Want]:
    """What views need; the canvas within a time step the details of it."""
    views = tuple(views)
    return wants_of(views) | ({Want.DETAIL} if CANVAS.name in views else NO_WANTS)
