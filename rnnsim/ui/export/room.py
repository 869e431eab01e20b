"""What the export window needs of the main one."""

from __future__ import annotations

from typing import Protocol

from rnnsim.model.lesson import Lesson
from rnnsim.model.settings import Settings
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

    def session_text(self) -> str:
        """The session that every figure carries."""

    def tell_wants(self) -> None:
        """Ask for the numbers that somebody looks at."""
