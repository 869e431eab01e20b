"""The course of a run: what was set at which iteration, so that it can be made again."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rnnsim.model.settings import Settings


class CourseError(ValueError):
    """A course that cannot be followed; says why."""


@dataclass(frozen=True, slots=True)
class Course:
    """How a run got where it is: whoever follows it gets the same numbers, bit by bit.

    Attributes
    ----------
    changes : tuple of (int, Settings)
        After how many weight updates which settings were taken on, in their order; the first
        are those that the run began with.
    iteration : int
        How many weight updates have been made in all.
    """

    changes: tuple[tuple[int, Settings], ...]
    iteration: int = 0

    @classmethod
    def start(cls, settings: Settings) -> Course:
        """Of a run that has just begun."""
        return cls(((0, settings),))

    @property
    def whole(self) -> bool:
        """Whether it is known from the start on: not of a run changed many thousand times."""
        return self.changes[0][0] == 0

    def require_whole(self) -> None:
        """Refuse, with `CourseError`, to make a run again whose start is not known."""
        if not self.whole:
            raise CourseError(
                f"what was set before iteration {self.changes[0][0]} is not known any more, so the"
                " run cannot be made again from its start"
            )

    @property
    def first(self) -> Settings:
        """The settings it began with."""
        return self.changes[0][1]

    @property
    def begun(self) -> Settings:
        """The settings of its first update: what is set before it counts as set from the start."""
        return self.until(self.changes[0][0]).last

    @property
    def last(self) -> Settings:
        """The settings at its end."""
        return self.changes[-1][1]

    def until(self, iteration: int) -> Course:
        """The course up to an earlier iteration, with what was set there."""
        kept = tuple(change for change in self.changes if change[0] <= iteration)
        return Course(kept, iteration)

    def changed(self, settings: Settings) -> Course:
        """The course with other settings taken on at its end."""
        return replace(self, changes=(*self.changes, (self.iteration, settings)))
