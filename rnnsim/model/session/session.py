"""A user's work: the lesson that is open, what was done in it, and what is looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from rnnsim.model.cliff import START
from rnnsim.model.course import Course
from rnnsim.model.lesson import Lesson
from rnnsim.model.moment import Moment
from rnnsim.model.settings import Settings
from rnnsim.model.target import Target
from rnnsim.model.twin import TwinWanted
from rnnsim.version import __version__


@dataclass(frozen=True, slots=True)
class Session:
    """Everything that brings a window back to where it was.

    Attributes
    ----------
    lesson : Lesson
        The one that is open.
    course : Course
        Of the main run; its twins hang on it.
    at : int or None
        The iteration looked at; None for the newest.
    scene : int
        Index of the scene of the lesson.
    views : tuple of str
        The plots shown.
    moment : Moment or None
        Of the pass; None for the whole.
    point : Target or None
        What is selected.
    relative : bool
        Whether gradients are drawn relative to ‖∂L/∂h_T‖.
    pace : float
        Iterations a second; ∞ for as fast as can be.
    twins : tuple of TwinWanted
        The runs that are trained beside it.
    cliff_start : (float, float)
        w and b at which descents over the cliff start.
    version : str
        Of the rnnsim that wrote it.
    kept : mapping
        Fields of its file that this version does not know; written again as they are.
    """

    lesson: Lesson
    course: Course
    at: int | None = None
    scene: int = 0
    views: tuple[str, ...] = ()
    moment: Moment | None = None
    point: Target | None = None
    relative: bool = False
    pace: float = 20.0
    twins: tuple[TwinWanted, ...] = ()
    cliff_start: tuple[float, float] = START
    version: str = __version__
    kept: Mapping[str, object] = field(default_factory=dict)

    @classmethod
    def of(cls, lesson: Lesson) -> Session:
        """A lesson as it begins."""
        return cls(
            lesson,
            Course.start(lesson.settings),
            views=lesson.views,
            pace=lesson.pace,
            twins=lesson.twins,
        )

    @property
    def unknown(self) -> tuple[str, ...]:
        """What its file says that means nothing here: a newer version's, or mistyped."""
        return (*self.lesson.unknown, *(f"session: {key}" for key in self.kept))

    @property
    def settings(self) -> Settings:
        """The present settings."""
        return self.course.last
