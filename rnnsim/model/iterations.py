"""How many iterations may be asked for."""

from __future__ import annotations

from operator import index

from rnnsim.model.settings import SettingError

MOST_ITERATIONS = 1_000_000

ALLOWED = f"a whole number from 0 to {MOST_ITERATIONS}"


def checked_iterations(value: object) -> int:
    """Return a number of iterations as an int; raises `SettingError` where it is not allowed."""
    try:
        number = -1 if isinstance(value, bool) else index(value)  # type: ignore[arg-type]
    except TypeError:
        number = -1
    if not 0 <= number <= MOST_ITERATIONS:
        raise SettingError("iterations", value, ALLOWED)
    return number
