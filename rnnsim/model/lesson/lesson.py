"""A lesson: settings, a claim, and scenes that tell it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from rnnsim.model.edits import edited
from rnnsim.model.moment import Moment
from rnnsim.model.settings import Settings
from rnnsim.model.target import Target
from rnnsim.model.twin import TwinWanted
from rnnsim.model.view import FIRST_PLOTS
from rnnsim.translation import tr


class LessonError(ValueError):
    """A lesson that is not there or cannot be read or written; says why."""


@dataclass(frozen=True, slots=True)
class Scene:
    """One stop on a lesson's path: what is said, and what is shown meanwhile.

    Attributes
    ----------
    text : str
        The narration, plain text.
    point : Target or None
        What it is about; the window draws the eye there.
    moment : Moment or None
        Where the playhead goes; None for the whole pass.
    play : bool
        Whether the pass plays on from there.
    changes : mapping of str to object
        Settings that this scene changes; they hold for the scenes after it too.
    knob : str
        The key of the setting the user is asked to move; may be empty.
    views : tuple of str or None
        The plots shown from here on; None for those of before.
    covered : tuple of str
        Plots hidden behind “predict first” until the user reveals them.
    twins : tuple of TwinWanted or None
        The runs trained beside the main one from here on; None for those of before.
    train : bool or None
        Whether to train from here on; None leaves it as it is.
    kept : mapping
        Fields of its file that this version does not know; written again as they are.
    """

    text: str
    point: Target | None = None
    moment: Moment | None = None
    play: bool = False
    changes: Mapping[str, object] = field(default_factory=dict)
    knob: str = ""
    views: tuple[str, ...] | None = None
    covered: tuple[str, ...] = ()
    twins: tuple[TwinWanted, ...] | None = None
    train: bool | None = None
    kept: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Lesson:
    """One lesson.

    Attributes
    ----------
    name : str
        Short name, as on the command line.
    number : int or None
        Its place in the course.
    claim : str
        One sentence that a run with these settings shows.
    pace : float
        Iterations a second to train at, at first; ∞ for as fast as can be.
    train : bool
        Whether training starts by itself; not where only one pass is looked at.
    views : tuple of str
        The plots shown at first.
    controls : tuple of str
        Keys of the settings that stay in sight in lecture mode.
    twins : tuple of TwinWanted
        The runs trained beside the main one at first.
    scenes : tuple of Scene
        The path through the lesson, in order.
    kept : mapping
        Fields of its file that this version does not know; written again as they are.
    """

    name: str
    number: int | None
    title: str
    claim: str
    settings: Settings
    pace: float
    train: bool
    views: tuple[str, ...] = FIRST_PLOTS
    controls: tuple[str, ...] = ()
    twins: tuple[TwinWanted, ...] = ()
    scenes: tuple[Scene, ...] = ()
    kept: Mapping[str, object] = field(default_factory=dict)

    @property
    def heading(self) -> str:
        """Number and title, in the user's language."""
        title = tr(self.title)
        return title if self.number is None else f"{self.number} · {title}"

    @property
    def unknown(self) -> tuple[str, ...]:
        """What its file says that means nothing here: a newer version's, or mistyped."""
        scenes = (f"scene {i}: {key}" for i, s in enumerate(self.scenes, start=1) for key in s.kept)
        return (*self.kept, *scenes)

    def settings_at(self, scene: int) -> Settings:
        """The settings at a scene: the lesson's with the changes of all scenes up to it."""
        settings = self.settings
        for each in self.scenes[: scene + 1]:
            settings = edited(settings, each.changes)
        return settings

    def views_at(self, scene: int) -> tuple[str, ...]:
        """The plots shown at a scene."""
        chosen = [each.views for each in self.scenes[: scene + 1] if each.views is not None]
        return chosen[-1] if chosen else self.views

    def twins_at(self, scene: int) -> tuple[TwinWanted, ...]:
        """The runs beside the main one at a scene."""
        said = [each.twins for each in self.scenes[: scene + 1] if each.twins is not None]
        return said[-1] if said else self.twins
