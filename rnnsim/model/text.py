"""Texts for the task “next character”: a file of the user's, or the shipped one."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from rnnsim.resources import resources_folder
from rnnsim.translation import Phrase, noted

LONGEST_TEXT = 1_000_000
"""Characters; of a longer file the first so many are read."""

ALLOWED = noted("a UTF-8 text file with at least two different characters")


class TextError(ValueError):
    """A text file that cannot be read; names the file, what is wrong, and what is allowed."""

    def __init__(self, path: Path, reason: str) -> None:
        name = path.name or path
        said = Phrase("{name} {reason}; give {allowed}", name=name, reason=reason, allowed=ALLOWED)
        super().__init__(said)


def read_text(path: Path | str) -> tuple[str, str]:
    """Read a text file of the user's.

    A byte order mark is left out, and every line ends in a line feed. No more of a large file is
    read than is needed.

    Returns
    -------
    text : str
        At most `LONGEST_TEXT` characters, at least two of them different.
    note : str
        What was left out; empty where nothing was.

    Raises
    ------
    TextError
        If there is no such file, or it is no text in UTF-8, or one without two different
        characters.
    """
    path = Path(path)
    text = _beginning(path)
    if not text:
        raise TextError(path, noted("is empty"))
    if "\0" in text:
        raise TextError(path, noted("is not a text"))
    if len(set(text)) < 2:
        raise TextError(path, Phrase("holds nothing but the character {one!r}", one=text[0]))
    if len(text) <= LONGEST_TEXT:
        return text, ""
    note = Phrase(
        "{name} is longer than {most:,} characters; the first so many are read",
        name=path.name,
        most=LONGEST_TEXT,
    )
    return text[:LONGEST_TEXT], note


@lru_cache(maxsize=1)
def shipped_text() -> str:
    """The text that is read where the user gives none."""
    text, _ = read_text(resources_folder() / "text" / "alice.txt")
    return text


def _beginning(path: Path) -> str:
    """The first characters of a file, one more than are wanted, so that a rest is noticed."""
    if path.is_dir():
        raise TextError(path, noted("is a folder"))
    if path.exists() and not path.is_file():  # a device or pipe may never end
        raise TextError(path, noted("is not a file"))
    try:
        with path.open(encoding="utf-8-sig") as file:  # in text mode any end of line becomes \n
            return file.read(LONGEST_TEXT + 1)
    except UnicodeDecodeError as error:
        raise TextError(path, noted("is not a text in UTF-8")) from error
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        reason = getattr(error, "strerror", None) or error
        raise TextError(path, Phrase("cannot be read: {reason}", reason=reason)) from error
