"""Animated GIF files, written image by image, with one palette for all.

Pillow keeps all images in memory and gives each a palette of its own, so that areas flicker.
Here the images wait in a temporary file until all their colours are known.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator
from tempfile import TemporaryFile
from typing import BinaryIO

import numpy as np

from rnnsim.export.palette import COLORS, Colors, Palette
from rnnsim.export.stills import Change

WITH_256_COLORS = 0xF7
FOR_EVER = 0
STAYS = 1
"""Disposal: what is unchanged lets the image before be seen."""

FAST = 1
"""Level of zlib's."""

BLOCK = 255
"""Bytes of a block of a comment."""


def write_gif(file: BinaryIO, changes: Iterable[Change], comment: bytes) -> Iterator[float]:
    """Write an animation that is repeated for ever.

    Yields 0 after every image taken, and then what share of them is written.

    Parameters
    ----------
    file : binary file
    changes : iterable of Change
        At least one; durations in whole hundredths of a second.
    comment : bytes
        Empty for none.
    """
    with TemporaryFile() as waiting:
        heads, colors = [], Colors()
        for change in changes:
            heads.append(_put(waiting, change))
            colors.count(change)
            yield 0.0
        waiting.seek(0)
        palette = colors.palette()
        file.write(_head(heads[0], palette, comment))
        for written, head in enumerate(heads, 1):
            file.write(_drawn(_taken(waiting, head), palette))
            yield written / len(heads)
        file.write(b";")


class _Head:
    """What is remembered of a change whose pixels wait in a file."""

    __slots__ = ("left", "length", "milliseconds", "size", "top")

    def __init__(self, change: Change, length: int) -> None:
        self.left, self.top, self.size = change.left, change.top, change.size
        self.milliseconds, self.length = change.milliseconds, length


def _put(waiting: BinaryIO, change: Change) -> _Head:
    content = zlib.compress(change.pixels.tobytes(), FAST)
    waiting.write(content)
    return _Head(change, len(content))


def _taken(waiting: BinaryIO, head: _Head) -> Change:
    width, height = head.size
    pixels = np.frombuffer(zlib.decompress(waiting.read(head.length)), np.uint32)
    return Change(head.left, head.top, pixels.reshape(height, width), head.milliseconds)


def _head(first: _Head, palette: Palette, comment: bytes) -> bytes:
    screen = struct.pack("<HHBBB", *first.size, WITH_256_COLORS, 0, 0)
    repeated = b"!\xff\x0bNETSCAPE2.0\x03\x01" + struct.pack("<H", FOR_EVER) + b"\0"
    return b"GIF89a" + screen + palette.table + repeated + _comment(comment)


def _comment(content: bytes) -> bytes:
    if not content:
        return b""
    blocks = (content[at : at + BLOCK] for at in range(0, len(content), BLOCK))
    return b"!\xfe" + b"".join(bytes([len(block)]) + block for block in blocks) + b"\0"


def _drawn(change: Change, palette: Palette) -> bytes:
    """The blocks of an image."""
    from PIL import Image
    from PIL.GifImagePlugin import getdata

    image = Image.frombytes("P", change.size, palette.indices(change).tobytes())
    place = change.left, change.top
    return b"".join(
        getdata(image, place, duration=change.milliseconds, transparency=COLORS, disposal=STAYS)
    )
