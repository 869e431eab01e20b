"""Arguments that several commands take."""

from __future__ import annotations

import argparse
from pathlib import Path

from rnnsim.model.iterations import ALLOWED, MOST_ITERATIONS
from rnnsim.model.lesson import DEFAULT_LESSON, Lesson, find_lesson, read_lesson

LESSON_HELP = "name or number of a lesson, or a file"


def add_lesson(parser: argparse.ArgumentParser) -> None:
    """Add the lesson, by default the first."""
    parser.add_argument("lesson", nargs="?", default=DEFAULT_LESSON, help=LESSON_HELP)


def lesson_of(name: str) -> Lesson:
    """The lesson of that name or number, or in that file; raises `LessonError`."""
    path = Path(name)
    return read_lesson(path) if path.suffix else find_lesson(name)


def size(text: str) -> tuple[int, int]:
    """Read a size such as ``1600x960``."""
    width, _, height = text.lower().partition("x")
    if not (width.isdecimal() and height.isdecimal() and 0 < int(width) <= 8000 >= int(height) > 0):
        raise argparse.ArgumentTypeError(f"“{text}” is not a size such as 1600x960")
    return int(width), int(height)


def count(text: str) -> int:
    """Read a number of iterations."""
    if not text.isdecimal() or int(text) > MOST_ITERATIONS:
        raise argparse.ArgumentTypeError(f"“{text}” is not {ALLOWED}")
    return int(text)
