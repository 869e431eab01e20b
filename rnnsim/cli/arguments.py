"""Arguments that several commands take."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from rnnsim.model.iterations import ALLOWED, checked_iterations
from rnnsim.model.lesson import DEFAULT_LESSON, LessonError, find_lesson
from rnnsim.model.session import Session
from rnnsim.model.session.share import is_share, shared_session
from rnnsim.model.settings import shown

LESSON_HELP = "name or number of a lesson, a session or figure of rnnsim, or a share text"


def add_lesson(parser: argparse.ArgumentParser) -> None:
    """Add the lesson, by default the first."""
    parser.add_argument("lesson", nargs="?", default=DEFAULT_LESSON, help=LESSON_HELP)


def session_of(name: str) -> Session:
    """What a lesson's name or number, a file or a share text stands for; raises `LessonError`."""
    return session_and_file(name)[0]


def session_and_file(name: str) -> tuple[Session, Path | None]:
    """The session of a lesson, of a file or figure, or of a share text; and the file.

    Raises
    ------
    LessonError
        If there is no such lesson, or the file or text cannot be opened; says why.
    """
    try:
        return Session.of(find_lesson(name)), None
    except LessonError:
        if is_share(name):
            return shared_session(name, find_lesson(DEFAULT_LESSON)), None
        path = Path(name)
        if not (path.suffix or {os.sep, os.altsep} & {*name} or _is_there(path)):
            raise
    from rnnsim.ui.session.opening import opened

    return opened(path).session, path


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a name that is too long for one
        return False


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
