"""The colours of a GIF, chosen from all that its images really have."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rnnsim.export.stills import UNCHANGED, Change

COLORS = 255
"""Of a palette; one more index stands for what is unchanged."""

EXACT = 128
"""Colours, the commonest, that are kept as they are: areas and lines have no other than theirs."""

AT_ONCE = 4096
"""Colours whose distances to the palette are held in memory together."""


class Colors:
    """All colours of an animation and how often each is drawn."""

    def __init__(self) -> None:
        self._known: NDArray[np.uint32] = np.zeros(0, np.uint32)
        self._counts: NDArray[np.int64] = np.zeros(0, np.int64)

    def count(self, change: Change) -> None:
        """Count those of a change."""
        drawn = change.pixels[change.pixels != UNCHANGED]
        found, counts = np.unique(drawn, return_counts=True)
        both = np.concatenate([self._known, found])
        weights = np.concatenate([self._counts, counts])
        self._known, place = np.unique(both, return_inverse=True)
        self._counts = np.bincount(place, weights, len(self._known)).astype(np.int64)

    def palette(self) -> Palette:
        """A palette of the commonest, and of what stands best for all others."""
        order = np.argsort(-self._counts, kind="stable")
        common, rare = order[:EXACT], order[EXACT:]
        chosen = _channels(self._known[common])
        if len(rare) <= COLORS - EXACT:
            others = _channels(self._known[rare])
        else:
            others = _cut(_channels(self._known[rare]), self._counts[rare], COLORS - EXACT)
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


def _cut(colors: NDArray[np.uint8], counts: NDArray[np.int64], number: int) -> NDArray[np.uint8]:
    """So many colours that stand for these, by median cut; common ones weigh more, if not much."""
    from PIL import Image

    weighed = np.repeat(colors, 1 + np.log2(counts).astype(int), axis=0)
    image = Image.frombytes("RGB", (len(weighed), 1), weighed.tobytes())
    cut = image.quantize(number, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    palette = np.array(cut.getpalette() or [], np.uint8)
    return palette.reshape(-1, 3)[:number]


def _nearest(colors: NDArray[np.uint8], palette: NDArray[np.uint8]) -> NDArray[np.intp]:
    differences = colors[:, np.newaxis].astype(np.int32) - palette[np.newaxis].astype(np.int32)
    return np.argmin((differences**2).sum(axis=2), axis=1)
