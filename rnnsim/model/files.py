"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


def target_of(path: Path) -> Path:
    """The file itself, where `path` is a link to it."""
    return Path(os.path.realpath(path))


def hindrance(target: Path) -> str:
    """Why a file must not take the place of what is there; empty where nothing is against it."""
    if target.is_dir():
        return "it is a folder"
    if target.exists() and not target.is_file():  # replacing would remove a device or pipe
        return "it is not a plain file"
    if target.exists() and not os.access(target, os.W_OK):
        return "it is read-only"
    return ""


def unfinished(folder: Path, process: int) -> list[Path]:
    """Files that `replacing` has left there in a process that was killed."""
    return [*folder.glob(f".rnnsim-{process}-*.part")]


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A new file that takes the place of `path` when it is complete; otherwise nothing is left.

    It is in the same folder, so that it takes that place in one piece.
    """
    temporary = path.with_name(f".rnnsim-{os.getpid()}-{secrets.token_hex(8)}.part")
    try:
        with temporary.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, temporary)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
