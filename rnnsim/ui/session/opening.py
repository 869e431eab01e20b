"""Whatever can be opened, as a session: its own files, lessons, and figures that carry one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rnnsim.export.carrying import MOST_BYTES, CarryError, session_text_in
from rnnsim.export.table import session_in_csv
from rnnsim.model.lesson import LessonError
from rnnsim.model.session import Session, holds_session, read_session, session_of

FIGURES = (".png", ".svg", ".pdf", ".webp", ".gif", ".csv")
TABLE = ".csv"
EXTENSION = ".rnnsim"
OWN = (EXTENSION, ".json", "")
"""How the names of sessions and lessons may end; all others are taken for figures."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What was read, before anything is done with it.

    Attributes
    ----------
    session : Session
    source : Path or None
        The file it was read from; None for a text, or a shipped lesson.
    path : Path or None
        Where saving writes to: a session's own file, never a figure's or a lesson's.
    """

    session: Session
    source: Path | None = None
    path: Path | None = None

    @property
    def is_lesson(self) -> bool:
        """Whether it is a lesson at its start, where nobody has done anything."""
        return self.path is None and self.session == Session.of(self.session.lesson)


def opened(path: Path) -> Opened:
    """Read a file; raises `LessonError` saying why it cannot be opened."""
    if _never_ends(path):
        raise LessonError(f"{path.name} cannot be opened: it is not a plain file")
    if _is_own(path):
        return read_from(path, read_session(path))
    try:
        return read_from(path, session_of(_text_in(path).encode()))
    except (OSError, ValueError) as error:  # a refusal of the figure or of its session
        if path.suffix.lower() not in FIGURES:
            return read_from(path, read_session(path))
        said = getattr(error, "strerror", None) or error
        raise LessonError(f"{path.name} cannot be opened: {said}") from error


def _text_in(path: Path) -> str:
    """The session that a figure carries, or a table."""
    if path.suffix.lower() != TABLE:
        return session_text_in(path)
    with path.open("rb") as file:
        text = session_in_csv(file.read(MOST_BYTES))
    if text is None:
        raise CarryError("there is no rnnsim session in this table")
    return text


def read_from(path: Path | None, session: Session) -> Opened:
    """A session that has been read from a file, or from none."""
    own = path is not None and _is_own(path) and holds_session(path)
    return Opened(session, path, path if own else None)


def _never_ends(path: Path) -> bool:
    """Whether it is a pipe or a device, or a folder."""
    try:
        return path.exists() and not path.is_file()
    except (OSError, ValueError):
        return False  # and reading it says why


def _is_own(path: Path) -> bool:
    return path.suffix.lower() in OWN
