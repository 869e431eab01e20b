"""The first look into a file: its bytes, its JSON, its version, and what is not known of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from rnnsim.model.lesson.content import FORMAT, LARGEST_FILE, LessonContent
from rnnsim.model.lesson.lesson import LessonError

NOTHING_READ = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
"""What JSON raises that is none, or not this."""

PLACE = re.compile(r" - at `\$\.?(?:scenes\[(\d+)\]\.?)?([^`]*)`$")
"""Where something is wrong, as msgspec says it."""

MARK = "\N{ZERO WIDTH NO-BREAK SPACE}".encode()
"""What some editors begin a file of UTF-8 with."""

Raw = dict[str, Any]
"""A file's JSON as it is."""


def _without_sessions(raw: Raw) -> Raw:
    """Format 1 knew no sessions; one that a file of it has would be of another kind."""
    return {key: value for key, value in raw.items() if key != "session"}


MIGRATIONS: Mapping[int, Callable[[Raw], Raw]] = {1: _without_sessions}
"""From each older version of the format to the next."""


def bytes_in(path: Path) -> bytes:
    """What a file holds; raises `LessonError` where it cannot be read or is too large."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        raise LessonError(getattr(error, "strerror", None) or str(error)) from error
    if len(data) > LARGEST_FILE:
        raise LessonError(f"it is larger than {LARGEST_FILE // 2**20} MiB")
    return data


def opened(data: bytes) -> tuple[LessonContent, Raw]:
    """The fields, each of its own type, and all that the file holds; raises `LessonError`."""
    data = data.removeprefix(MARK)
    if not data.lstrip().startswith(b"{"):
        raise LessonError("it is no session or lesson of rnnsim")
    try:
        raw = msgspec.json.decode(data, type=Raw)
        version = msgspec.convert(raw.get("rnnsim"), int) if "rnnsim" in raw else FORMAT
        if version > FORMAT:
            raise LessonError("it was written by a newer version of rnnsim")
        if version < 1:
            raise LessonError("rnnsim: the version of the format is a whole number from 1 on")
        for older in range(version, FORMAT):
            raw = MIGRATIONS[older](raw)
        return msgspec.convert(raw, LessonContent), raw
    except NOTHING_READ as error:
        raise LessonError(_said(error)) from error


def unknown(raw: Raw, kind: type[msgspec.Struct]) -> Raw:
    """The fields that this version does not know."""
    known = {field.encode_name for field in msgspec.structs.fields(kind)}
    return {key: value for key, value in raw.items() if key not in known}


def _said(error: Exception) -> str:
    """What JSON or msgspec says of an error, with our words for the place."""
    text = str(error)
    if not (found := PLACE.search(text)):
        return text
    scene, name = found.groups()
    where = [f"scene {int(scene) + 1}"] if scene else []
    return ": ".join([*where, *filter(None, [name]), text[: found.start()]])
