"""What the export window needs of the main one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Protocol

from PySide6.QtWidgets import QWidget

from rnnsim.model.frame import Frame
from rnnsim.model.lesson import Lesson, LessonError
from rnnsim.model.session import Session, bytes_of
from rnnsim.model.settings import Settings
from rnnsim.model.table import Table
from rnnsim.ui.banner import Banner
from rnnsim.ui.figure.shown import Shown


class Bench(Protocol):
    """Where frames come from; the presenter."""

    @property
    def settings(self) -> Settings:
        """The present ones."""

    @property
    def extras_owed(self) -> bool:
        """Whether numbers that are wanted are still to come."""


class Room(Protocol):
    """The window, as what is exported needs it."""

    @property
    def presenter(self) -> Bench:
        """Where frames come from."""

    @property
    def banner(self) -> Banner:
        """Where refusals are said."""

    @property
    def lesson(self) -> Lesson:
        """The one that is open."""

    @property
    def shown(self) -> Shown | None:
        """What the views show; None before the first frame."""

    @property
    def views_seen(self) -> tuple[str, ...]:
        """The views that can be seen, in reading order."""

    @property
    def session(self) -> Session:
        """What every file carries."""

    def views(self) -> Mapping[str, QWidget]:
        """Where each view is, and the whole window."""

    def table(self, view: str) -> Table:
        """The numbers that a view shows."""

    def tell_wants(self) -> None:
        """Ask for the numbers that somebody looks at."""


def session_text(session: Session, frame: Frame | None = None) -> str:
    """A session as files carry it; empty where it cannot be written.

    With a frame, it is as that shows it: what was asked for since is not in it yet.
    """
    if frame is not None and frame.course is not None:
        session = replace(session, course=frame.course, at=frame.at if frame.past else None)
    try:
        return bytes_of(session).decode()
    except LessonError:
        return ""
