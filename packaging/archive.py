"""A folder as one ``.tar.xz``, the same byte for byte whenever it is made of the same files."""

from __future__ import annotations

import lzma
import tarfile
from pathlib import Path

DICTIONARY = 128 << 20
"""Bytes that are searched for what is alike; as much memory takes it to unpack."""


def compress(folder: Path, archive: Path, time: int, dictionary: int = DICTIONARY) -> None:
    """Write `folder` into `archive`, under its own name.

    Parameters
    ----------
    folder, archive
    time
        When every file was last changed, in seconds since 1970.
    dictionary
    """
    filters = [
        {"id": lzma.FILTER_X86},  # addresses in machine code made alike: some 5 % smaller
        {"id": lzma.FILTER_LZMA2, "preset": 9, "dict_size": dictionary},
    ]

    def plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
        member.mtime = time
        member.uid = member.gid = 0
        member.uname = member.gname = "root"
        member.mode = 0o755 if member.isdir() or member.mode & 0o100 else 0o644
        return member

    with (
        lzma.open(archive, "wb", format=lzma.FORMAT_XZ, filters=filters) as stream,
        tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as tar,
    ):
        for path in [folder, *sorted(folder.rglob("*"))]:
            name = str(Path(folder.name) / path.relative_to(folder))
            tar.add(path, name, recursive=False, filter=plain)
