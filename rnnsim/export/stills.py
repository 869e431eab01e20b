"""The still images of an animation, and what changes from each to the next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from rnnsim.model.animation import LONGEST

UNCHANGED = 0
"""What a pixel of a change is that stays as it was: no opaque one is."""


@dataclass(frozen=True, slots=True)
class Still:
    """One image, and how long it is shown.

    Attributes
    ----------
    image : QImage
        Opaque.
    milliseconds : int
    """

    image: QImage
    milliseconds: int


@dataclass(frozen=True, slots=True)
class Change:
    """What is drawn over the image before.

    Attributes
    ----------
    left, top : int
        Where, in pixels; even, as WebP wants it.
    pixels : (h, w) uint32 array
        ``0xffrrggbb``, or `UNCHANGED`.
    milliseconds : int
        How long it is shown.
    """

    left: int
    top: int
    pixels: NDArray[np.uint32]
    milliseconds: int

    @property
    def size(self) -> tuple[int, int]:
        """Width and height, pixels."""
        height, width = self.pixels.shape
        return width, height

    @property
    def words(self) -> bytes:
        """The pixels row by row, four bytes each: blue, green, red, opacity."""
        return self.pixels.astype("<u4").tobytes()


def changes(stills: Iterable[Still]) -> Iterator[Change]:
    """What is drawn for each image; where nothing changes, the one before is shown longer.

    The first is the whole image.
    """
    before: NDArray[np.uint32] | None = None
    pending: Change | None = None
    for still in stills:
        pixels = _pixels(still.image)
        change = _change(before, pixels, still.milliseconds)
        if pending is not None:
            together = pending.milliseconds + still.milliseconds
            if not change.pixels.any() and together <= LONGEST:
                pending = Change(pending.left, pending.top, pending.pixels, together)
                continue
            yield pending
        before, pending = pixels, change
    if pending is not None:
        yield pending


def _pixels(image: QImage) -> NDArray[np.uint32]:
    """(H, W) array of ``0xffrrggbb``."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    rows = np.frombuffer(plain.constBits(), np.uint32).reshape(plain.height(), -1)
    return rows[:, : plain.width()] | np.uint32(0xFF000000)


def _change(
    before: NDArray[np.uint32] | None, pixels: NDArray[np.uint32], milliseconds: int
) -> Change:
    if before is None:
        return Change(0, 0, pixels, milliseconds)
    changed = pixels != before
    top, bottom = _extent(changed.any(axis=1))
    left, right = _extent(changed.any(axis=0))
    box = slice(top, bottom), slice(left, right)
    drawn = np.where(changed[box], pixels[box], np.uint32(UNCHANGED))
    return Change(left, top, drawn, milliseconds)


def _extent(marks: NDArray[np.bool_]) -> tuple[int, int]:
    """From an even place at or before the first mark to just after the last; never empty."""
    places = np.flatnonzero(marks)
    if not len(places):
        return 0, 1
    return int(places[0]) & ~1, int(places[-1]) + 1
