"""Reading a lesson file: every field is checked, and a refusal names its place."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import msgspec

from rnnsim.model.edits import edited
from rnnsim.model.lesson.content import (
    FLAT_OUT,
    FORMAT,
    LARGEST_FILE,
    LONGEST,
    MOST_SCENES,
    LessonContent,
    SceneContent,
    TwinContent,
)
from rnnsim.model.lesson.lesson import Lesson, LessonError, Scene
from rnnsim.model.moment import Moment, moment_within, parse_moment
from rnnsim.model.parameters import PARAMETERS, parameter
from rnnsim.model.settings import SettingError, Settings, shown
from rnnsim.model.target import Target, parse_target, require_within
from rnnsim.model.twin import MOST_TWINS, Twin, TwinWanted, require_difference, require_twins
from rnnsim.model.view import PLOTS

NO_LESSON = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
"""What JSON raises that is none, or not this."""

PLACE = re.compile(r" - at `\$\.?(?:scenes\[(\d+)\]\.?)?([^`]*)`$")
"""Where something is wrong, as msgspec says it."""


def read_lesson(path: Path) -> Lesson:
    """Read a lesson file; raises `LessonError` saying what is wrong with it, and where.

    Number and name are those of the file: ``04-vanishing.rnnsim`` is lesson 4, “vanishing”.
    """
    try:
        return lesson_of(_bytes_of(path), *number_and_name(path))
    except LessonError as error:
        raise LessonError(f"{path.name} is not a lesson: {error}") from error


def number_and_name(path: Path) -> tuple[int | None, str]:
    """A lesson's place in the course and its name, by the name of its file."""
    number, _, name = path.stem.partition("-")
    numbered = number.isdecimal() and len(number) <= 3 and name != ""
    return (int(number), name) if numbered else (None, path.stem)


def lesson_of(data: bytes, number: int | None, name: str) -> Lesson:
    """The lesson that a file of these bytes holds; raises `LessonError`."""
    content = _content_of(data)
    for key in ("title", "claim"):
        _require_length(key, getattr(content, key))
    if not content.title.strip():
        raise LessonError("title: it is empty; give one")
    pace = math.inf if content.pace == FLAT_OUT else float(content.pace)
    if not pace > 0.0:
        raise LessonError(f"pace: give iterations a second, above 0, or {FLAT_OUT}")
    with _place("settings"):
        settings = edited(Settings(), _checked(content.settings))
    views = _some("views", content.views, "plots", PLOTS)
    twins = _twins(content.twins or [], settings)
    return Lesson(
        name=name,
        number=number,
        title=content.title,
        claim=content.claim,
        settings=settings,
        pace=pace,
        train=content.train,
        views=views,
        controls=_some("controls", content.controls, "settings", PARAMETERS),
        twins=twins,
        scenes=tuple(_scenes(content.scenes, settings, views, twins)),
    )


def _bytes_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        raise LessonError(getattr(error, "strerror", None) or str(error)) from error
    if len(data) > LARGEST_FILE:
        raise LessonError(f"it is larger than {LARGEST_FILE // 2**20} MiB")
    return data


def _content_of(data: bytes) -> LessonContent:
    """The fields, each of its own type."""
    try:
        content = msgspec.json.decode(data, type=LessonContent)
    except NO_LESSON as error:
        raise LessonError(_said(error)) from error
    if content.rnnsim > FORMAT:
        raise LessonError("it was written by a newer version of rnnsim")
    if content.rnnsim < 1:
        raise LessonError("rnnsim: the version of the format is a whole number from 1 on")
    return content


def _said(error: Exception) -> str:
    """What JSON or msgspec says of an error, with our words for the place."""
    text = str(error)
    if not (found := PLACE.search(text)):
        return text
    scene, name = found.groups()
    where = [f"scene {int(scene) + 1}"] if scene else []
    return ": ".join([*where, *filter(None, [name]), text[: found.start()]])


def _scenes(
    contents: list[SceneContent],
    settings: Settings,
    views: tuple[str, ...],
    twins: tuple[TwinWanted, ...],
) -> Iterator[Scene]:
    """The scenes, each checked against the settings, plots and twins that hold at it."""
    if len(contents) > MOST_SCENES:
        raise LessonError(f"scenes: there are {len(contents)}; give {MOST_SCENES} at most")
    for number, content in enumerate(contents, start=1):
        with _place(f"scene {number}"):
            with _place("set"):
                changes = _checked(content.set)
                settings = edited(settings, changes)
            if content.views is not None:
                views = _some("views", content.views, "plots", PLOTS)
            if content.twins is not None:
                twins = _twins(content.twins, settings)
            elif changes:
                _require_twins(twins, settings)
            yield _scene(content, changes, settings, views, twins)


def _scene(
    content: SceneContent,
    changes: Mapping[str, object],
    settings: Settings,
    views: tuple[str, ...],
    twins: tuple[TwinWanted, ...],
) -> Scene:
    _require_length("text", content.text)
    knob = [content.knob] if content.knob else []
    return Scene(
        text=content.text,
        point=_point(content.point, settings, views),
        moment=_moment(content.at, settings),
        play=content.play,
        changes=changes,
        knob="".join(_some("knob", knob, "settings", PARAMETERS)),
        views=None if content.views is None else views,
        covered=_some("cover", content.cover, "plots shown here", views),
        twins=None if content.twins is None else twins,
        train=content.train,
    )


def _twins(contents: list[TwinContent], settings: Settings) -> tuple[TwinWanted, ...]:
    """The runs beside the main one, each of which can be beside these settings."""
    if len(contents) > MOST_TWINS:
        raise LessonError(f"twins: there are {len(contents)}; give {MOST_TWINS} at most")
    twins = []
    for number, content in enumerate(contents, start=1):
        with _place(f"twins: {number}"):
            name = " ".join(content.name.split())
            _require_length("name", name)
            if not content.set:
                raise LessonError("set: it is empty; give the settings that differ")
            twins.append(TwinWanted(_checked(content.set), name))
    _require_twins(twins, settings)
    return tuple(twins)


def _require_twins(wanted: Iterable[TwinWanted], settings: Settings) -> None:
    """Refuse twins that cannot be beside these settings, as line-ups do."""
    twins = []
    for number, each in enumerate(wanted, start=1):
        with _place(f"twins: {number}"):
            twins.append(Twin(number, tuple(each.changes.items())))
            require_difference(settings, twins[-1])
            require_twins(settings, twins)


def _point(text: str, settings: Settings, views: tuple[str, ...]) -> Target | None:
    def read() -> Target:
        return require_within(parse_target(text), settings.time_steps, views)

    return _read("point", read) if text else None


def _moment(text: str, settings: Settings) -> Moment | None:
    def read() -> Moment:
        return moment_within(parse_moment(text), settings.time_steps)

    return _read("at", read) if text else None


Value = TypeVar("Value")


def _read(key: str, read: Callable[[], Value]) -> Value:
    """What a text of the file means."""
    try:
        return read()
    except ValueError as error:
        raise LessonError(f"{key}: {error}") from error


def _some(key: str, names: list[str], what: str, allowed: Iterable[str]) -> tuple[str, ...]:
    """Names out of those allowed, each at most once."""
    known = tuple(allowed)
    for name in names:
        if name not in known:
            raise LessonError(f"{key}: {shown(name)} is none of the {what}: {', '.join(known)}")
    if len(set(names)) < len(names):
        raise LessonError(f"{key}: one stands there twice; give each once")
    return tuple(names)


def _checked(changes: Mapping[str, object]) -> dict[str, object]:
    """Values of settings, each checked by itself and of its own type."""
    return {key: parameter(key).check(value) for key, value in changes.items()}


def _require_length(key: str, text: str) -> None:
    if len(text) > LONGEST[key]:
        raise LessonError(f"{key}: it has {len(text)} characters; give {LONGEST[key]} at most")


@contextmanager
def _place(name: str) -> Iterator[None]:
    """Name the place of what is refused within."""
    try:
        yield
    except (LessonError, SettingError) as error:
        raise LessonError(f"{name}: {error}") from error
