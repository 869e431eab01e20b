"""Arrays in NPZ files, written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from numpy.lib.format import write_array
from numpy.typing import NDArray

from rnnsim.model.files import replacing, target_of


class SaveError(OSError):
    """A file that could not be written; says why."""

    def __init__(self, path: Path, reason: object) -> None:
        super().__init__(f"{path} cannot be written: {reason}")


def save_arrays(path: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write `arrays` under their names; a file that is there is replaced once this is complete.

    Equal arrays give equal files, byte by byte.

    Parameters
    ----------
    path : Path
        Taken as it is; no suffix is added.
    arrays : mapping of str to array
        Numbers or texts, no objects.

    Raises
    ------
    SaveError
        If it cannot be written; the old file is then as it was, and nothing else is left.
    """
    require_writable(path)
    try:
        with replacing(target_of(path)) as file:
            _write(file, arrays)
    except OSError as error:
        raise SaveError(path, error.strerror or error) from error


def _write(file: BinaryIO, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write an NPZ file as `numpy.savez` does, but with texts compressed.

    NumPy takes 4 bytes for each of their characters.  Numbers would shrink by some 7 % and take ten
    times as long.
    """
    with ZipFile(file, "w") as archive:
        for name, array in arrays.items():
            member = ZipInfo(f"{name}.npy")  # dated 1980, always
            member.compress_type = ZIP_DEFLATED if array.dtype.kind == "U" else ZIP_STORED
            with archive.open(member, "w", force_zip64=True) as content:
                write_array(content, array, allow_pickle=False)


def require_writable(path: Path) -> None:
    """Raise `SaveError` where no file can be written, so that one knows before a long run."""
    try:
        hindrance = _hindrance(target_of(path))
    except OSError as error:
        hindrance = error.strerror or str(error)
    if hindrance:
        raise SaveError(path, hindrance)


def _hindrance(target: Path) -> str:
    """Why `target` cannot be written; empty where it can, as far as one can know."""
    if target.is_dir():
        return "it is a folder"
    if target.exists() and not target.is_file():  # replacing would remove a device or pipe
        return "it is not a plain file"
    if target.exists() and not os.access(target, os.W_OK):
        return "it is read-only"
    with TemporaryFile(dir=target.parent):
        return ""
