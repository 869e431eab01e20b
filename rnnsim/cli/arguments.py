"""Arguments that several commands take."""

from __future__ import annotations

import argparse
import os
import re
from pathlib import Path

from rnnsim.model.iterations import ALLOWED, checked_iterations
from rnnsim.model.lesson import DEFAULT_LESSON, Lesson, LessonError, find_lesson, read_lesson
from rnnsim.model.session import Session
from rnnsim.model.settings import shown

SIZE = re.compile(r"(\d{1,4})[xX](\d{1,4})")

LESSON_HELP = "name or number of a lesson, or a file"


def add_lesson(parser: argparse.ArgumentParser) -> None:
    """Add the lesson, by default the first."""
    parser.add_argument("lesson", nargs="?", default=DEFAULT_LESSON, help=LESSON_HELP)


def lesson_of(name: str) -> Lesson:
    """The lesson of that name or number, otherwise in that file; raises `LessonError`."""
    try:
        return find_lesson(name)
    except LessonError:
        path = Path(name)
        if path.suffix or {os.sep, os.altsep} & {*name} or path.exists():
            return read_lesson(path)
        raise


def session_of(name: str) -> Session:
    """The session of a lesson, or in a file; raises `LessonError`."""
    return Session.of(lesson_of(name))


def size(text: str) -> tuple[int, int]:
    """Read a size such as ``1600x960``."""
    match = SIZE.fullmatch(text)
    width, height = map(int, match.groups()) if match else (0, 0)
    if not (0 < width <= 8000 and 0 < height <= 8000):
        raise argparse.ArgumentTypeError(f"{shown(text)} is not a size such as 1600x960")
    return width, height


def count(text: str) -> int:
    """Read a number of iterations."""
    try:
        return checked_iterations(float(text))
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{shown(text)} is not {ALLOWED}") from error


def output(text: str) -> Path:
    """Read where to write."""
    if not text:
        raise argparse.ArgumentTypeError("the name is empty; give that of what to write")
    return Path(text)
