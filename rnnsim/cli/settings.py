"""Settings on the command line: a lesson or a file to begin from, and what is changed of it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from rnnsim.cli.arguments import session_of
from rnnsim.model.edits import ordered
from rnnsim.model.parameters import PARAMETERS, parameter
from rnnsim.model.settings import SettingError, Settings
from rnnsim.model.text import read_text

Changes = dict[str, object]


def add_changes(parser: argparse.ArgumentParser) -> None:
    """Add what changes settings."""
    parser.add_argument(
        "--set",
        nargs="+",
        action="extend",
        default=[],
        metavar="KEY=VALUE",
        help="change settings; may be repeated, in any order, before or after the lesson",
    )
    parser.add_argument(
        "--text", type=Path, metavar="FILE", help="UTF-8 text to read; chooses task=text"
    )


def settings_described() -> str:
    """All settings, their defaults and what they may be, for the end of a help text."""
    return "\n".join(["settings and what they may be:", *map(_described, PARAMETERS)])


def _described(key: str) -> str:
    row = PARAMETERS[key]
    default = row.format(getattr(Settings(), key))
    return f"  {key}={default}\n      {row.allowed}"


def start_and_changes(options: argparse.Namespace) -> tuple[Settings, Changes]:
    """The settings of the lesson or file, otherwise the defaults; and the changes to be made.

    Raises
    ------
    LessonError, SettingError, TextError
        If there is no such lesson, or something is not allowed.
    """
    lesson, pairs = lesson_and_pairs(options.lesson, options.set)
    start = Settings() if lesson is None else session_of(lesson).settings
    return start, changes_of(pairs, options.text)


def lesson_and_pairs(lesson: str | None, words: Sequence[str]) -> tuple[str | None, list[str]]:
    """The lesson, which may stand behind the changes and so among them, and the changes."""
    pairs = [word for word in words if "=" in word]
    for word in words:
        if "=" in word:
            continue
        if lesson is not None or word in PARAMETERS:
            raise _no_pair(word)
        lesson = word
    return lesson, pairs


def changes_of(pairs: Sequence[str], text: Path | None) -> Changes:
    """The changes that ``KEY=VALUE`` and a text say, in the order in which they are made."""
    changes: Changes = {}
    for pair in pairs:
        key, _, value = pair.partition("=")
        if not key:
            raise _no_pair(pair)
        _add(changes, key, parameter(key).parse(value))
    if text is not None:
        content, note = read_text(text)
        if note:
            print(f"rnnsim: {note}", file=sys.stderr)
        _add(changes, "text", content)
        _add(changes, "task", "text")
    return ordered(changes)


def _no_pair(word: str) -> SettingError:
    return SettingError("--set", word, "a setting and its value, such as hidden_size=32")


def _add(changes: Changes, key: str, value: object) -> None:
    """Note a change; another one of the same setting would make their order matter."""
    if changes.setdefault(key, value) != value:
        raise SettingError(key, value, "one value for it; there is another")
