"""Animated WebP files, written image by image.

Pillow writes single images; its own animations keep all images in memory and are encoded several
times over to find what is smallest.  The container is RIFF, as described by Google's “WebP
Container Specification”: VP8X says what there is, ANIM how often it is repeated, each ANMF holds
an image and where it goes, XMP what is said about it.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from rnnsim.export.stills import Change

ANIMATED, HAS_OPACITY, HAS_XMP = 0x02, 0x10, 0x04
"""Flags of VP8X."""

OVER = 0x00
"""Flags of ANMF: unchanged pixels let the image before be seen, which stays."""

FOR_EVER = 0

METHOD, QUALITY = 1, 50
"""How hard Pillow tries: more makes line art not smaller, less makes it several times larger."""

RIFF_HEAD = 12
"""Bytes before the first chunk of a file."""


def write_webp(file: BinaryIO, changes: Iterable[Change], packet: bytes) -> Iterator[float]:
    """Write an animation that is repeated for ever; yields 0 after every image.

    Parameters
    ----------
    file : binary file
        Empty; can be sought in.
    changes : iterable of Change
        At least one.
    packet : bytes
        XMP.
    """
    file.write(b"RIFF\0\0\0\0WEBP")
    for index, change in enumerate(changes):
        if index == 0:
            file.write(_chunk(b"VP8X", _features(change.size)))
            file.write(_chunk(b"ANIM", struct.pack("<IH", 0, FOR_EVER)))
        file.write(_chunk(b"ANMF", _placed(change) + _encoded(change)))
        yield 0.0
    file.write(_chunk(b"XMP ", packet))
    size = file.tell()
    file.seek(4)
    file.write(struct.pack("<I", size - 8))
    file.seek(size)


def _chunk(name: bytes, content: bytes) -> bytes:
    return name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)


def _features(size: tuple[int, int]) -> bytes:
    width, height = size
    flags = ANIMATED | HAS_OPACITY | HAS_XMP
    return struct.pack("<I", flags) + _three(width - 1) + _three(height - 1)


def _placed(change: Change) -> bytes:
    width, height = change.size
    numbers = change.left // 2, change.top // 2, width - 1, height - 1, change.milliseconds
    return b"".join(map(_three, numbers)) + bytes([OVER])


def _encoded(change: Change) -> bytes:
    """The chunk of an image, without loss."""
    from PIL import Image

    content = io.BytesIO()
    image = Image.frombytes("RGBA", change.size, change.words, "raw", "BGRA")
    image.save(content, "WEBP", lossless=True, method=METHOD, quality=QUALITY)
    return content.getvalue()[RIFF_HEAD:]


def _three(number: int) -> bytes:
    return number.to_bytes(3, "little")
