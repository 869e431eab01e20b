"""A scale of colours for magnitudes: lightness rises evenly, so no kind of sight is misled.

On a dark ground what is small is dark, on a light ground it is light: what vanishes fades.  Hidden
states have the colours that they have on the canvas.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

from rnnsim.model.arrays import FloatArray
from rnnsim.ui.canvas.units import unit_colors
from rnnsim.ui.plots.picture import ColorBar, Raster, Scale
from rnnsim.ui.theme import Theme

Words = NDArray[np.uint32]

ANCHORS = ("#34245e", "#3d4a8f", "#31709c", "#26958f", "#4bb774", "#a3d04f", "#fbe650")
"""Equally far apart: indigo, blue, teal, green, yellow; lightness 19, 33, 45, 56, 67, 78, 91."""

SHADES = 256


@lru_cache(maxsize=4)
def shades(*, dark: bool) -> Words:
    """(256,) array of the colours of the scale, smallest first, as Qt's ``0xAARRGGBB``."""
    colors = [QColor(name) for name in ANCHORS]
    anchors = np.array([(color.red(), color.green(), color.blue()) for color in colors])
    at, where = np.linspace(0, len(anchors) - 1, SHADES), np.arange(len(anchors))
    rgb = np.stack([np.interp(at, where, channel) for channel in anchors.T], axis=1)
    words = _words(np.round(rgb).astype(np.uint32))
    return words if dark else words[::-1].copy()


def image_of(raster: Raster, theme: Theme) -> QImage:
    """A pixel for each field; blank ones are transparent."""
    if raster.signed:
        return packed_image(unit_colors(raster.shares, theme))
    blank = ~np.isfinite(raster.shares)
    places = np.clip(np.where(blank, 0.0, raster.shares) * (SHADES - 1) + 0.5, 0, SHADES - 1)
    words = shades(dark=theme.dark)[places.astype(np.intp)]
    words[blank] = 0
    words[raster.zero] = QColor(theme.faint).rgba()
    words[raster.broken] = QColor(theme.error).rgba()
    return packed_image(words)


def ramp(bar: ColorBar, theme: Theme) -> QImage:
    """The scale itself, largest at the top."""
    if bar.scale is Scale.DECADES:
        return packed_image(shades(dark=theme.dark)[::-1, None].copy())
    low, high = bar.span.low / bar.span.high, 1.0
    return packed_image(unit_colors(np.linspace(high, low, SHADES)[:, None], theme))


def shares_of(exponents: FloatArray, low: float, high: float) -> FloatArray:
    """Places on a scale from `low` to `high`, 0 … 1."""
    return np.clip((exponents - low) / (high - low), 0.0, 1.0)


def _words(rgb: Words) -> Words:
    made: Words = (np.uint32(0xFF000000) | (rgb[:, 0] << 16) | (rgb[:, 1] << 8) | rgb[:, 2]).astype(
        np.uint32
    )
    return made


def packed_image(words: Words) -> QImage:
    """A picture of (R, C) colours."""
    height, width = words.shape
    packed = np.ascontiguousarray(words)
    return QImage(packed.data, width, height, 4 * width, QImage.Format.Format_ARGB32).copy()
