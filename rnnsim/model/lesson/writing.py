"""Writing a lesson file, so that it can be read by people and `read_lesson`."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path
from typing import Any

import msgspec

from rnnsim.model.edits import edited
from rnnsim.model.files import replacing, target_of
from rnnsim.model.lesson.content import (
    FLAT_OUT,
    FORMAT,
    LARGEST_FILE,
    LessonContent,
    SceneContent,
    TwinContent,
)
from rnnsim.model.lesson.lesson import Lesson, LessonError, Scene
from rnnsim.model.lesson.reading import lesson_of
from rnnsim.model.moment import format_moment
from rnnsim.model.settings import Settings
from rnnsim.model.twin import TwinWanted

FLAT = re.compile(r"\[\n\s+((?:[^\[\]{}\n]+,\n\s+)*[^\[\]{}\n]+)\n\s+\]")
"""A list of numbers or names; within a text of JSON no line ends."""

HANGING = ("spectrum", "hidden_size", "spectral_radius")
"""What own eigenvalues set."""


def write_lesson(path: Path, lesson: Lesson) -> None:
    """Write a lesson file, which `read_lesson` then reads as the same lesson.

    It takes the place of a file that is there once it is complete.  The lesson's name and number
    are those of the file.

    Raises
    ------
    LessonError
        If the lesson could not be read again, as where a number is not finite, or the file cannot
        be written; the old file is then as it was, and nothing else is left.
    """
    try:
        data = _bytes_of(lesson)
        target = target_of(path)
        if target.exists() and not target.is_file():  # replacing would remove a device or pipe
            raise LessonError("this is not a plain file")
        with replacing(target) as file:
            file.write(data)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise LessonError(f"{path.name} cannot be written: {reason}") from error


def _bytes_of(lesson: Lesson) -> bytes:
    """What the file holds; raises ValueError where it would be read as anything else."""
    data = _json(msgspec.to_builtins(_content(lesson)))
    if len(data) > LARGEST_FILE:
        raise LessonError(f"it would be larger than {LARGEST_FILE // 2**20} MiB")
    if lesson_of(data, lesson.number, lesson.name) != lesson:
        raise LessonError("it would be read as another lesson")
    return data


def _json(content: object) -> bytes:
    """JSON with an indented line for each field."""
    try:
        text = json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False)
    except ValueError as error:
        raise LessonError("a number in it is not finite") from error
    return (FLAT.sub(_on_one_line, text) + "\n").encode()


def _content(lesson: Lesson) -> LessonContent:
    return LessonContent(
        rnnsim=FORMAT,
        title=lesson.title,
        claim=lesson.claim,
        settings=_unusual(lesson.settings),
        views=[*lesson.views],
        controls=[*lesson.controls],
        pace=FLAT_OUT if lesson.pace == math.inf else lesson.pace,
        train=lesson.train,
        twins=_twins(lesson.twins) or msgspec.UNSET,
        scenes=[_scene(scene) for scene in lesson.scenes],
    )


def _scene(scene: Scene) -> SceneContent:
    return SceneContent(
        text=scene.text,
        point="" if scene.point is None else str(scene.point),
        at="" if scene.moment is None else format_moment(scene.moment),
        play=scene.play,
        set=dict(scene.changes),
        knob=scene.knob,
        views=None if scene.views is None else [*scene.views],
        cover=[*scene.covered],
        twins=None if scene.twins is None else _twins(scene.twins),
        train=scene.train,
    )


def _twins(twins: Iterable[TwinWanted]) -> list[TwinContent]:
    return [TwinContent(set=dict(each.changes), name=each.name) for each in twins]


def _unusual(settings: Settings) -> dict[str, Any]:
    """The settings that differ from the default, but for those that hang on own eigenvalues."""
    defaults = Settings()
    values = {each.name: getattr(settings, each.name) for each in fields(Settings)}
    differing = {key: value for key, value in values.items() if value != getattr(defaults, key)}
    if settings.eigenvalues:
        alone = {key: value for key, value in differing.items() if key not in HANGING}
        return alone if edited(defaults, alone) == settings else differing
    return differing


def _on_one_line(found: re.Match[str]) -> str:
    return "[" + re.sub(r"\n\s+", " ", found[1]) + "]"
