"""Files written whole or not at all, and a reason in words where that cannot be."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

from rnnsim.model.files import hindrance, replacing, target_of


class SaveError(OSError):
    """A file that could not be written; says why."""

    def __init__(self, path: Path, reason: object) -> None:
        super().__init__(f"{path} cannot be written: {reason}")


@contextmanager
def saving(path: Path) -> Iterator[BinaryIO]:
    """A new file that takes the place of `path`, or of what it links to, once it is complete.

    Raises
    ------
    SaveError
        If it cannot be written; the old file is then as it was, and nothing else is left.
    """
    require_writable(path)
    try:
        with replacing(target_of(path)) as file:
            yield file
    except OSError as error:
        raise SaveError(path, error.strerror or error) from error


def save(path: Path, data: bytes) -> None:
    """Write a whole file, as `saving` does; raises `SaveError`."""
    with saving(path) as file:
        file.write(data)


def require_writable(path: Path) -> None:
    """Raise `SaveError` where no file can be written, so that one knows before a long run."""
    try:
        target = target_of(path)
        reason = hindrance(target)
        if not reason:
            with TemporaryFile(dir=target.parent):
                return
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        reason = getattr(error, "strerror", None) or str(error)
    raise SaveError(path, reason)
