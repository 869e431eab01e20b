"""What is kept of a session for after a crash: its file, and the session read from it again."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rnnsim.model.lesson import LessonError
from rnnsim.model.session import Session, session_of

FORMAT = 1
LARGEST_FILE = 2**24
"""Bytes; far more than any session has."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A session as it was a few seconds before the end.

    Attributes
    ----------
    session : Session
    at : datetime
        When it was kept.
    path : Path or None
        The file it was opened from or saved to; None for an untitled one.
    """

    session: Session
    at: datetime
    path: Path | None


def kept_bytes(session: bytes, path: Path | None) -> bytes:
    """The file: a line that says when it was kept and of which file, then the session's own."""
    at = datetime.now().astimezone().isoformat(timespec="seconds")
    head = {"rnnsim_recovery": FORMAT, "at": at, "path": None if path is None else str(path)}
    return json.dumps(head).encode() + b"\n" + session


def read_kept(path: Path) -> Kept:
    """Read it again; raises `LessonError` where it is damaged."""
    try:
        if not path.is_file():  # a pipe would never end
            raise LessonError(f"{path.name} is not a plain file")
        with path.open("rb") as file:
            head, _, session = file.read(LARGEST_FILE).partition(b"\n")
        fields = json.loads(head)
        at = datetime.fromisoformat(fields["at"])
        named = fields["path"]
        return Kept(session_of(session), at, None if named is None else Path(named))
    except LessonError:
        raise
    except (OSError, ValueError, TypeError, KeyError, RecursionError) as error:
        raise LessonError(f"{path.name} is damaged: {error}") from error
