"""Fields of colours that are chosen as they come, so that a picture that grows is cheap.

A field holds a code instead of a share: which colour of the scale, or that it is exactly 0, not
finite, or empty.  The codes rise in the order of what must not be overlooked.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage

from rnnsim.model.arrays import FloatArray
from rnnsim.ui.plots.colors import SHADES, Words, packed_image, shades, shares_of
from rnnsim.ui.plots.picture import Codes, Shaded
from rnnsim.ui.plots.ranges import Span
from rnnsim.ui.theme import Theme

EMPTY, FIRST = 0, 1
ZERO, BROKEN = SHADES + 1, SHADES + 2
"""Of the colours of the scale, `FIRST` is the smallest."""

ROOM = 512
"""Columns for which room is made at first."""


def coded(values: NDArray[np.floating], span: Span) -> Codes:
    """The codes of magnitudes on a scale of exponents of ten; beyond its ends those of its ends."""
    magnitudes = np.asarray(values, dtype=float)
    positive = np.isfinite(magnitudes) & (magnitudes > 0.0)
    exponents = np.log10(magnitudes, out=np.zeros(magnitudes.shape), where=positive)
    places = shares_of(exponents, span.low, span.high) * (SHADES - 1) + 0.5
    codes = np.where(positive, FIRST + places.astype(np.uint16), BROKEN)
    codes[magnitudes == 0.0] = ZERO
    return codes.astype(np.uint16)


class Sheet:
    """Columns of codes side by side; those that are there are not written again."""

    def __init__(self) -> None:
        self._columns: list[Codes] = []
        self._places: list[int] = []
        self._codes: Codes = np.empty((0, 0), np.uint16)

    def hold(self, places: Sequence[int], columns: Sequence[Codes]) -> Codes:
        """All columns at their places, ascending; columns between them are empty.

        Returns
        -------
        (R, C) array
            What it holds never changes: only what lies beyond is written later.
        """
        places, columns = list(places), list(columns)
        known, rows, count = len(self._columns), len(columns[0]), places[-1] + 1
        if not self._continued_by(places, columns) or count > self._codes.shape[1]:
            self._codes = np.full((rows, max(ROOM, 2 * count)), EMPTY, np.uint16)
            known = 0
        for place, column in zip(places[known:], columns[known:], strict=True):
            self._codes[:, place] = column
        self._places, self._columns = places, columns
        return self._codes[:, :count]

    def _continued_by(self, places: list[int], columns: list[Codes]) -> bool:
        known = len(self._columns)
        return (
            0 < known <= len(columns)
            and places[:known] == self._places
            and all(one is other for one, other in zip(self._columns, columns, strict=False))
        )


def image_of(fields: Shaded, place: QRectF, theme: Theme) -> tuple[QImage, QRectF]:
    """The picture of fields that fill `place`, and the place that it fills itself.

    Where there are more fields than pixels, the strongest in each is shown, or what is marked.
    """
    rows, columns = fields.codes.shape
    codes = pooled(fields.codes, place.width() / columns, axis=1)
    codes = pooled(codes, place.height() / rows, axis=0)
    place = QRectF(place)
    if codes.shape[1] < columns:
        place.setWidth(codes.shape[1])  # so that no column moves when one is added
    return packed_image(_palette(theme)[codes]), place


def pooled(codes: Codes, pitch: float, axis: int) -> Codes:
    """Of fields `pitch` pixels apart those that share a pixel made one: the highest code."""
    if pitch >= 1.0:
        return codes
    pixels = np.floor(np.arange(codes.shape[axis]) * pitch)
    starts = np.flatnonzero(np.diff(pixels, prepend=-1.0))
    ends = np.append(starts[1:], len(pixels)) - 1
    made = codes.take(starts, axis=axis)
    for further in range(1, int((ends - starts).max()) + 1):  # ten times as fast as reduceat
        np.maximum(made, codes.take(np.minimum(starts + further, ends), axis=axis), out=made)
    return made


def beyond(values: FloatArray, span: Span) -> tuple[bool, bool]:
    """Whether some of the positive finite magnitudes lie below a scale, and above it."""
    there = values[np.isfinite(values) & (values > 0.0)]
    if not len(there):
        return False, False
    return bool(there.min() < 10.0**span.low), bool(there.max() > 10.0**span.high)


def _palette(theme: Theme) -> Words:
    own = [QColor(theme.faint).rgba(), QColor(theme.error).rgba()]
    words = [np.zeros(1, np.uint32), shades(dark=theme.dark), np.array(own, np.uint32)]
    return np.concatenate(words)
