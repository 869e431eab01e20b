"""How a gradient's size is drawn: width and opacity on one absolute log scale.

The scale never adapts to the data: a gradient of 10⁻⁴ looks the same in every network, so that
vanishing can be seen and is not normalised away.  Both functions take an array or a number.
"""

from __future__ import annotations

import numpy as np

from rnnsim.model.arrays import FloatArray

LOWEST_DECADE = -6
HIGHEST_DECADE = 2
LEGEND_DECADES = (-6, -4, -2, 0, 2)

THINNEST = 0.06
FAINTEST = 0.28


def width_share(magnitude: FloatArray | float) -> FloatArray:
    """Share of the widest, linear in the decades from 10⁻⁶ to 10²; 0 for 0, NaN for NaN."""
    height = _between(magnitude, HIGHEST_DECADE)
    return np.where(np.equal(magnitude, 0.0), 0.0, THINNEST + (1.0 - THINNEST) * height)


def opacity(magnitude: FloatArray | float) -> FloatArray:
    """Opacity, linear in the decades from 10⁻⁶ to 1; 0 for 0, NaN for NaN."""
    strength = _between(magnitude, 0)
    return np.where(np.equal(magnitude, 0.0), 0.0, FAINTEST + (1.0 - FAINTEST) * strength)


def _between(magnitude: FloatArray | float, top: int) -> FloatArray:
    with np.errstate(divide="ignore"):
        decade = np.log10(np.asarray(magnitude, dtype=float))
    return np.clip((decade - LOWEST_DECADE) / (top - LOWEST_DECADE), 0.0, 1.0)
