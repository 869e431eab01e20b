"""Lessons and their files: settings, a claim, and scenes that tell it, in JSON.

docs/lesson-format.md describes the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from rnnsim.model.edits import edited
from rnnsim.model.moment import Moment
from rnnsim.model.settings import SettingError, Settings
from rnnsim.model.target import Target
from rnnsim.model.view import FIRST_PLOTS
from rnnsim.resources import resource_paths

DEFAULT_LESSON = "vanishing"
LARGEST_FILE = 2**20
FORMAT = 1
UNREADABLE = (
    OSError,
    msgspec.MsgspecError,
    UnicodeDecodeError,
    RecursionError,
    SettingError,
)


class LessonError(ValueError):
    """A lesson that is not there or cannot be read; says why."""


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
    train : bool or None
        Whether to train from here on; None leaves it as it is.
    """

    text: str
    point: Target | None = None
    moment: Moment | None = None
    play: bool = False
    changes: Mapping[str, object] = field(default_factory=dict)
    knob: str = ""
    views: tuple[str, ...] | None = None
    covered: tuple[str, ...] = ()
    train: bool | None = None


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
        Iterations a second to train at, at first.
    train : bool
        Whether training starts by itself; not where only one pass is looked at.
    views : tuple of str
        The plots shown at first.
    controls : tuple of str
        Keys of the settings that stay in sight in lecture mode.
    scenes : tuple of Scene
        The path through the lesson, in order.
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
    scenes: tuple[Scene, ...] = ()

    @property
    def heading(self) -> str:
        """Number and title."""
        return self.title if self.number is None else f"{self.number} · {self.title}"

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


class _File(msgspec.Struct, forbid_unknown_fields=True):
    rnnsim: int
    title: str
    claim: str
    settings: dict[str, Any] = {}
    pace: float = 20.0
    train: bool = True


def lessons() -> Mapping[str, Lesson]:
    """The shipped lessons by name, in the order of the course."""
    found = (read_lesson(path) for path in resource_paths("lessons", ".rnnsim"))
    return {lesson.name: lesson for lesson in found}


def find_lesson(name: str) -> Lesson:
    """The shipped lesson called `name`, by name or number; raises `LessonError`."""
    shipped = lessons()
    for lesson in shipped.values():
        if name in (lesson.name, str(lesson.number)):
            return lesson
    raise LessonError(f"there is no lesson “{name}”; there are: {', '.join(shipped)}")


def read_lesson(path: Path) -> Lesson:
    """Read a lesson file; raises `LessonError` saying what is wrong with it."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
        if len(data) > LARGEST_FILE:
            raise LessonError(f"{path.name} is larger than {LARGEST_FILE // 2**20} MiB")
        content = msgspec.json.decode(data, type=_File)
        if content.rnnsim > FORMAT:
            raise LessonError(f"{path.name} was written by a newer version of rnnsim")
        if content.rnnsim < 1:
            raise LessonError(f"{path.name} is not a lesson: its version must be from 1 on")
        changes = {key: _tuples(value) for key, value in content.settings.items()}
        settings = edited(Settings(), changes)
    except UNREADABLE as error:
        raise LessonError(f"{path.name} is not a lesson: {error}") from error
    if not content.pace > 0.0:
        raise LessonError(f"{path.name} is not a lesson: its pace must be above 0")
    number, _, name = path.stem.partition("-")
    numbered = number.isdecimal() and name != ""
    return Lesson(
        name=name if numbered else path.stem,
        number=int(number) if numbered else None,
        title=content.title,
        claim=content.claim,
        settings=settings,
        pace=content.pace,
        train=content.train,
    )


def _tuples(value: object) -> object:
    """JSON's lists as the tuples that settings hold."""
    return tuple(_tuples(item) for item in value) if isinstance(value, list) else value
