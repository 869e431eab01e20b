"""Single numbers as Python and NumPy know them, made Python's."""

from __future__ import annotations

import numbers


def real(value: object) -> float:
    """A real number, NumPy's or Python's, as a float; truth values are none.

    Raises
    ------
    TypeError
        If it is none.
    OverflowError
        If it is beyond float64.
    """
    if isinstance(value, bool) or not isinstance(value, numbers.Real):
        raise TypeError(value)
    return float(value) + 0.0  # -0.0 becomes 0.0


def whole(value: object) -> int:
    """A whole number, also one that comes as a float such as 8.0, as an int.

    Raises
    ------
    TypeError, ValueError, OverflowError
        If it is none.
    """
    number = real(value)
    if isinstance(value, numbers.Integral):
        return int(value)
    if not number.is_integer():
        raise ValueError(value)
    return int(number)
