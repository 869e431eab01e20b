"""How many iterations may be asked for."""

from __future__ import annotations

from rnnsim.model.scalars import whole
from rnnsim.model.settings import SettingError

MOST_ITERATIONS = 1_000_000

ALLOWED = f"a whole number from 0 to {MOST_ITERATIONS}"


def checked_iterations(value: object) -> int:
    """Return a number of iterations as an int; raises `SettingError` where it is not allowed."""
    try:
        number = whole(value)
    except (TypeError, ValueError, OverflowError):
        number = -1
    if not 0 <= number <= MOST_ITERATIONS:
        raise SettingError("iterations", value, ALLOWED)
    return number
