"""A walk through the scenes of a lesson: what the stage is told at each.  No Qt."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import fields
from typing import Protocol

from rnnsim.model.lesson import Lesson, Scene
from rnnsim.model.moment import Moment
from rnnsim.model.settings import Settings
from rnnsim.model.target import Kind, Target
from rnnsim.model.twin import TwinWanted


class Stage(Protocol):
    """What a scene is shown on; the window."""

    def take_on(self, settings: Settings) -> None:
        """Simulate with these settings, from the start."""

    def line_up(self, twins: tuple[TwinWanted, ...]) -> None:
        """Train these runs beside the main one, in place of those asked for before."""

    def show_views(self, names: tuple[str, ...]) -> None:
        """Show these plots and no others."""

    def cover(self, names: tuple[str, ...]) -> None:
        """Hide these plots behind “predict first”, and no others."""

    def point_at(self, target: Target | None) -> None:
        """Draw the eye to something; None: to nothing."""

    def go_to(self, moment: Moment | None, *, play: bool) -> None:
        """Show a moment of the pass, None: all of it; with `play`, go on from there."""

    def train(self, *, on: bool) -> None:
        """Train, or pause training."""


class Tour:
    """Where the user is on a lesson's path.

    A lesson without scenes has one stop: its settings and its plots.

    Parameters
    ----------
    stage : Stage

    Attributes
    ----------
    index : int
        Of the scene, from 0; 0 too where there is none.
    covered : tuple of str
        The plots that wait for their prediction.
    """

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._lesson: Lesson | None = None
        self._present: Settings | None = None
        self._watchers: list[Callable[[], None]] = []
        self.index = 0
        self.covered: tuple[str, ...] = ()

    @property
    def lesson(self) -> Lesson | None:
        """The lesson walked through; None before one is opened."""
        return self._lesson

    @property
    def count(self) -> int:
        """How many scenes there are."""
        return len(self._lesson.scenes) if self._lesson else 0

    @property
    def scene(self) -> Scene | None:
        """The scene, where the lesson has one."""
        return self._lesson.scenes[self.index] if self._lesson and self._lesson.scenes else None

    @property
    def at_start(self) -> bool:
        """Whether there is no scene before this one."""
        return self.index == 0

    @property
    def at_end(self) -> bool:
        """Whether there is no scene after this one."""
        return self.index + 1 >= self.count

    @property
    def settings(self) -> Settings | None:
        """The settings of this stop."""
        return self._lesson.settings_at(self.index) if self._lesson else None

    @property
    def present(self) -> Settings | None:
        """The settings last seen; None before any were."""
        return self._present

    @property
    def views(self) -> tuple[str, ...]:
        """The plots of this stop."""
        return self._lesson.views_at(self.index) if self._lesson else ()

    @property
    def twins(self) -> tuple[TwinWanted, ...]:
        """The runs beside the main one of this stop."""
        return self._lesson.twins_at(self.index) if self._lesson else ()

    @property
    def strayed(self) -> tuple[str, ...]:
        """The keys of the settings that the user has changed on this stop."""
        return () if self._present is None else self.differences(self._present)

    @property
    def trying(self) -> bool:
        """Whether the user has done what the scene asks for, and no more: moved its knob."""
        return self.scene is not None and self.strayed == (self.scene.knob,)

    def watch(self, changed: Callable[[], None]) -> None:
        """Call `changed` whenever something said here has changed."""
        self._watchers.append(changed)

    def open(self, lesson: Lesson) -> None:
        """Begin a lesson at its first scene."""
        self._lesson = lesson
        self._enter(0, self._train_at(0))

    def resume(self, lesson: Lesson, index: int, settings: Settings) -> None:
        """Be at a scene of a lesson, with these settings, changing nothing else; all revealed."""
        self._lesson, self._present = lesson, settings
        self.index = min(max(index, 0), max(len(lesson.scenes) - 1, 0))
        self._stage.point_at(None)
        self._reveal(())

    def next(self) -> None:
        """Go to the scene after this one, if there is one."""
        if not self.at_end:
            self.go(self.index + 1)

    def back(self) -> None:
        """Go to the scene before this one, if there is one."""
        if not self.at_start:
            self.go(self.index - 1)

    def go(self, index: int) -> None:
        """Go to a scene, or the nearest there is.

        On the way forward a scene that says nothing of training leaves it as it is; after a jump
        it is as the scenes before say.
        """
        if self._lesson is None:
            return
        index = min(max(index, 0), max(self.count - 1, 0))
        onward = index == self.index + 1
        self._enter(index, self._lesson.scenes[index].train if onward else self._train_at(index))

    def see(self, settings: Settings) -> None:
        """Take note of the present settings, whoever made them."""
        if settings != self._present:
            self._present = settings
            self._tell()

    def differences(self, settings: Settings) -> tuple[str, ...]:
        """The keys in which `settings` differ from those of this stop."""
        wanted = self.settings
        if wanted is None or settings == wanted:
            return ()
        names = (field.name for field in fields(Settings))
        return tuple(key for key in names if getattr(settings, key) != getattr(wanted, key))

    def on_path(self, settings: Settings) -> bool:
        """Whether `settings` are those of this stop."""
        return not self.differences(settings)

    def back_to_path(self) -> None:
        """Bring back the settings and the plots of this stop; what is revealed stays so."""
        if self._lesson is not None:
            self._show(self.covered)
            self._tell()

    def reveal(self, name: str) -> None:
        """Take the cover from a plot."""
        self._reveal(each for each in self.covered if each != name)

    def reveal_all(self) -> None:
        """Take the cover from every plot."""
        self._reveal(())

    def point_at_knob(self) -> None:
        """Draw the eye to the knob that the scene asks for."""
        if self.scene is not None and self.scene.knob:
            self._stage.point_at(Target(Kind.KNOB, name=self.scene.knob))

    def _reveal(self, left: Iterable[str]) -> None:
        self.covered = tuple(left)
        self._stage.cover(self.covered)
        self._tell()

    def _enter(self, index: int, train: bool | None) -> None:
        self.index = index
        scene = self.scene
        if train is False:
            self._stage.train(on=False)  # first, or the new start would be trained for a moment
        self._show(() if scene is None else scene.covered)
        if train:
            self._stage.train(on=True)
        self._tell()

    def _show(self, covered: tuple[str, ...]) -> None:
        """Tell the stage what this stop shows: the covers before the numbers they hide."""
        self.covered = covered
        scene, settings = self.scene, self.settings
        assert settings is not None
        self._stage.show_views(self.views)
        self._stage.cover(covered)
        if settings != self._present:
            self._present = settings
            self._stage.take_on(settings)
        self._stage.line_up(self.twins)  # which may hang on the settings
        self._stage.point_at(None if scene is None else scene.point)
        self._stage.go_to(
            None if scene is None else scene.moment, play=scene is not None and scene.play
        )

    def _train_at(self, index: int) -> bool:
        """Whether one trains at a scene that is come to by no path."""
        assert self._lesson is not None
        said = [scene.train for scene in self._lesson.scenes[: index + 1]]
        return next((each for each in reversed(said) if each is not None), self._lesson.train)

    def _tell(self) -> None:
        for changed in self._watchers:
            changed()
