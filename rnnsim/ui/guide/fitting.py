"""The largest type in which a text fits a box."""

from __future__ import annotations

from collections.abc import Callable


def fitted(largest: int, least: int, height_in: Callable[[int], float], room: float) -> int:
    """The largest size from `largest` down to `least` whose height is within `room`.

    `least`, where none fits.
    """
    return next((s for s in range(largest, least, -1) if height_in(s) <= room), least)
