"""The colours of a GIF, chosen from all that its images really have."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rnnsim.export.stills import UNCHANGED, Change

COLORS = 255
"""Of a palette; one more index stands for what is unchanged."""

EXACT = 64
"""Colours, the commonest, that are kept as they are: areas and lines have no other than theirs."""

ROUNDS = 4
"""In which those that stand for all others are moved to the middle of theirs."""

AT_ONCE = 4096
"""Colours whose distances to the palette are held in memory together."""


class Colors:
    """All colours of an animation, and how much of each is seen, and how long.

    Not how often it is drawn: then lines that stand still would count less than what flickers.
    """

    def __init__(self) -> None:
        self._known: NDArray[np.uint32] = np.zeros(0, np.uint32)
        self._seen: NDArray[np.float64] = np.zeros(0)
        self._image: NDArray[np.uint32] = np.zeros((0, 0), np.uint32)
        self._since: NDArray[np.float64] = np.zeros((0, 0))
        self._now = 0.0

    def count(self, change: Change) -> None:
        """Count what a change takes away; what it draws is counted when it goes."""
        if not self._image.size:
            self._image, self._since = change.pixels.copy(), np.zeros(change.pixels.shape)
        else:
            height, width = change.pixels.shape
            box = np.s_[change.top : change.top + height, change.left : change.left + width]
            image, since, drawn = self._image[box], self._since[box], change.pixels != UNCHANGED
            self._add(image[drawn], since[drawn])
            image[drawn], since[drawn] = change.pixels[drawn], self._now
        self._now += change.milliseconds

    def _add(self, colors: NDArray[np.uint32], since: NDArray[np.float64]) -> None:
        found, place = np.unique(colors, return_inverse=True)
        seen = np.bincount(place.ravel(), (self._now - since).ravel(), len(found))
        both = np.concatenate([self._known, found])
        self._known, place = np.unique(both, return_inverse=True)
        together = np.concatenate([self._seen, seen])
        self._seen = np.bincount(place, together, len(self._known)).astype(np.float64)

    def palette(self) -> Palette:
        """A palette of the commonest, and of what stands best for all others; at the end."""
        self._add(self._image, self._since)
        order = np.argsort(-self._seen, kind="stable")
        common, rare = order[:EXACT], order[EXACT:]
        chosen = _channels(self._known[common])
        if len(rare) <= COLORS - EXACT:
            others = _channels(self._known[rare])
        else:
            others = _cut(_channels(self._known[rare]), self._seen[rare], COLORS - EXACT)
        return Palette(self._known, np.concatenate([chosen, others]))


class Palette:
    """At most `COLORS` colours, and which of them stands for each that is drawn.

    Parameters
    ----------
    known : (n,) uint32 array
        All that are drawn, ascending, as of a `Change`.
    colors : (m, 3) array
        Red, green, blue.
    """

    def __init__(self, known: NDArray[np.uint32], colors: NDArray[np.uint8]) -> None:
        self._known, self._colors = known, colors
        parts = range(0, len(known), AT_ONCE)
        nearest = [_nearest(_channels(known[at : at + AT_ONCE]), colors) for at in parts]
        self._stand_in = np.concatenate(nearest).astype(np.uint8)

    @property
    def table(self) -> bytes:
        """256 colours, three bytes each."""
        return self._colors.tobytes().ljust(3 * 256, b"\0")

    def indices(self, change: Change) -> NDArray[np.uint8]:
        """(h, w) indices into the table, `COLORS` where nothing changes."""
        drawn = change.pixels != UNCHANGED
        indices = np.full(drawn.shape, COLORS, np.uint8)
        indices[drawn] = self._stand_in[np.searchsorted(self._known, change.pixels[drawn])]
        return indices


def _channels(colors: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """(n, 3) red, green, blue."""
    shifted = colors[:, np.newaxis] >> np.array([16, 8, 0], np.uint32)
    return (shifted & np.uint32(0xFF)).astype(np.uint8)


def _cut(colors: NDArray[np.uint8], seen: NDArray[np.float64], number: int) -> NDArray[np.uint8]:
    """So many colours that stand for these, by median cut and k-means; common ones weigh more."""
    from PIL import Image

    weights = 1 + np.log2(np.maximum(seen / seen.min(), 1.0)).astype(int)
    weighed = np.repeat(colors, weights, axis=0)
    image = Image.frombytes("RGB", (len(weighed), 1), weighed.tobytes())
    cut = image.quantize(number, Image.Quantize.MEDIANCUT, ROUNDS, dither=Image.Dither.NONE)
    palette = np.array(cut.getpalette() or [], np.uint8)
    return palette.reshape(-1, 3)[:number]


def _nearest(colors: NDArray[np.uint8], palette: NDArray[np.uint8]) -> NDArray[np.intp]:
    differences = colors[:, np.newaxis].astype(np.int32) - palette[np.newaxis].astype(np.int32)
    return np.argmin((differences**2).sum(axis=2), axis=1)
