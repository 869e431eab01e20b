"""The part of the plane of w and b in which the cliff of a single unit is shown."""

from __future__ import annotations

import math

W_RANGE, B_RANGE = (4.0, 6.0), (-3.4, -1.6)
"""Where the wall b* = 0.5 − w σ(0.5) goes from corner to corner."""

START = (5.0, -2.33)
"""w and b on the plain above the wall, which slopes down to it.

From here descents of η = 0.01, 0.02, 0.03 and 0.1 are all thrown out of the picture within 300
iterations, however the last digits are rounded, and those clipped at τ = 1 are not.
"""


def start_at(w: float, b: float) -> tuple[float, float]:
    """Where descents start that shall start at w and b: there, or at the edge nearest to it.

    Raises
    ------
    ValueError
        If w or b is not finite.
    """
    if not (math.isfinite(w) and math.isfinite(b)):
        raise ValueError(f"descents cannot start at w = {w}, b = {b}")
    (left, right), (low, high) = W_RANGE, B_RANGE
    return min(max(w, left), right), min(max(b, low), high)
