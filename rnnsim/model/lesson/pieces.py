"""What lessons and sessions both hold, read: settings, twins, places, each with its refusals."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TypeVar

from rnnsim.model.lesson.content import FLAT_OUT, LONGEST, TwinContent
from rnnsim.model.lesson.lesson import LessonError
from rnnsim.model.lesson.opening import Raw, unknown
from rnnsim.model.moment import Moment, moment_within, parse_moment
from rnnsim.model.parameters import parameter
from rnnsim.model.settings import SettingError, Settings, shown
from rnnsim.model.target import Target, parse_target, require_within
from rnnsim.model.twin import MOST_TWINS, Twin, TwinWanted, require_difference, require_twins


def pace_of(pace: float | str) -> float:
    """Iterations a second."""
    value = math.inf if pace == FLAT_OUT else float(pace)
    if not value > 0.0:
        raise LessonError(f"pace: give iterations a second, above 0, or {FLAT_OUT}")
    return value


def twins_of(
    contents: list[TwinContent], raws: list[Raw], settings: Settings
) -> tuple[TwinWanted, ...]:
    """The runs beside the main one, each of which can be beside these settings."""
    if len(contents) > MOST_TWINS:
        raise LessonError(f"twins: there are {len(contents)}; give {MOST_TWINS} at most")
    twins = []
    for number, (content, raw) in enumerate(zip(contents, raws, strict=True), start=1):
        with place(f"twins: {number}"):
            name = " ".join(content.name.split())
            require_length("name", name)
            if not content.set:
                raise LessonError("set: it is empty; give the settings that differ")
            twins.append(TwinWanted(checked(content.set), name, unknown(raw, TwinContent)))
    require_beside(twins, settings)
    return tuple(twins)


def require_beside(wanted: Iterable[TwinWanted], settings: Settings) -> None:
    """Refuse twins that cannot be beside these settings, as line-ups do."""
    twins = []
    for number, each in enumerate(wanted, start=1):
        with place(f"twins: {number}"):
            twins.append(Twin(number, tuple(each.changes.items())))
            require_difference(settings, twins[-1])
            require_twins(settings, twins)


def point_of(text: str, settings: Settings, views: tuple[str, ...]) -> Target | None:
    """What is pointed at; nothing where the text is empty."""

    def read() -> Target:
        return require_within(parse_target(text), settings.time_steps, views)

    return _read("point", read) if text else None


def moment_of(text: str, settings: Settings) -> Moment | None:
    """A moment of the pass; none where the text is empty."""

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


def some(key: str, names: list[str], what: str, allowed: Iterable[str]) -> tuple[str, ...]:
    """Names out of those allowed, each at most once."""
    known = tuple(allowed)
    for name in names:
        if name not in known:
            raise LessonError(f"{key}: {shown(name)} is none of the {what}: {', '.join(known)}")
    if len(set(names)) < len(names):
        raise LessonError(f"{key}: one stands there twice; give each once")
    return tuple(names)


def checked(changes: Mapping[str, object]) -> dict[str, object]:
    """Values of settings, each checked by itself and of its own type."""
    return {key: parameter(key).check(value) for key, value in changes.items()}


def require_length(key: str, text: str) -> None:
    """Refuse a text that is longer than people read."""
    if len(text) > LONGEST[key]:
        raise LessonError(f"{key}: it has {len(text)} characters; give {LONGEST[key]} at most")


@contextmanager
def place(name: str) -> Iterator[None]:
    """Name the place of what is refused within."""
    try:
        yield
    except (LessonError, SettingError) as error:
        raise LessonError(f"{name}: {error}") from error
