"""Writing a lesson file, so that it can be read by people and `read_lesson`."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import fields
from functools import partial
from pathlib import Path
from typing import Any, Literal

import msgspec

from rnnsim.model.edits import edited
from rnnsim.model.files import hindrance, replacing, target_of
from rnnsim.model.lesson.content import (
    FLAT_OUT,
    FORMAT,
    LARGEST_FILE,
    LessonContent,
    SceneContent,
    TwinContent,
)
from rnnsim.model.lesson.layout import laid_out
from rnnsim.model.lesson.lesson import Lesson, LessonError, Scene
from rnnsim.model.lesson.opening import Raw
from rnnsim.model.lesson.reading import lesson_of
from rnnsim.model.moment import format_moment
from rnnsim.model.settings import Settings
from rnnsim.model.twin import TwinWanted

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
    write_whole(path, partial(_bytes_of, lesson))


def write_whole(path: Path, make: Callable[[], bytes]) -> None:
    """Write the bytes that `make` gives; raises `LessonError` where it or the disk refuses.

    The old file is then as it was, and nothing else is left.
    """
    try:
        data = make()
        target = target_of(path)
        if reason := hindrance(target):
            raise LessonError(reason)
        with replacing(target) as file:
            file.write(data)
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or error
        raise LessonError(f"{path.name} cannot be written: {said}") from error


def _bytes_of(lesson: Lesson) -> bytes:
    """What the file holds; raises ValueError where it would be read as anything else."""
    data = encoded(content_of(lesson))
    if lesson_of(data, lesson.number, lesson.name) != lesson:
        raise LessonError("it would be read as another lesson")
    return data


def encoded(content: Raw) -> bytes:
    """The bytes of a file; raises `LessonError` where there can be no such file."""
    try:
        data = laid_out(content).encode()
    except UnicodeEncodeError as error:
        raise LessonError(str(error)) from error
    except ValueError as error:
        raise LessonError("a number in it is not finite") from error
    except RecursionError as error:
        raise LessonError("lists in it are too deep") from error
    if len(data) > LARGEST_FILE:
        raise LessonError(f"it would be larger than {LARGEST_FILE // 2**20} MiB")
    return data


def content_of(lesson: Lesson) -> Raw:
    """What a lesson's file says, field by field."""
    content = LessonContent(
        rnnsim=FORMAT,
        title=lesson.title,
        claim=lesson.claim,
        settings=unusual(lesson.settings),
        views=[*lesson.views],
        controls=[*lesson.controls],
        pace=pace_written(lesson.pace),
        train=lesson.train,
    )
    written: Raw = msgspec.to_builtins(content)
    twins = {"twins": twins_written(lesson.twins)} if lesson.twins else {}
    scenes = [_scene(scene) for scene in lesson.scenes]
    return {**written, **twins, "scenes": scenes, **lesson.kept}


def pace_written(pace: float) -> float | Literal["flat out"]:
    """A pace as the file has it."""
    return FLAT_OUT if pace == math.inf else pace


def twins_written(twins: Iterable[TwinWanted]) -> list[Raw]:
    """Twins as the file has them."""
    return [
        {**msgspec.to_builtins(TwinContent(set=dict(each.changes), name=each.name)), **each.kept}
        for each in twins
    ]


def unusual(settings: Settings) -> dict[str, Any]:
    """The settings that differ from the default, but for those that hang on own eigenvalues."""
    defaults = Settings()
    values = {each.name: getattr(settings, each.name) for each in fields(Settings)}
    differing = {key: value for key, value in values.items() if value != getattr(defaults, key)}
    if settings.eigenvalues:
        alone = {key: value for key, value in differing.items() if key not in HANGING}
        return alone if edited(defaults, alone) == settings else differing
    return differing


def _scene(scene: Scene) -> Raw:
    content = SceneContent(
        text=scene.text,
        point="" if scene.point is None else str(scene.point),
        at="" if scene.moment is None else format_moment(scene.moment),
        play=scene.play,
        set=dict(scene.changes),
        knob=scene.knob,
        views=None if scene.views is None else [*scene.views],
        cover=[*scene.covered],
        train=scene.train,
    )
    written: Raw = msgspec.to_builtins(content)
    twins = {} if scene.twins is None else {"twins": twins_written(scene.twins)}
    return {**written, **twins, **scene.kept}
