"""Arrays compared by what they hold, and what is made of them made once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

Made = TypeVar("Made")


class Held:
    """An array that equals any other of the same values; quickly so where it is the same array."""

    def __init__(self, array: NDArray[Any] | None) -> None:
        self._array = array

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Held):
            return NotImplemented
        one, two = self._array, other._array
        if one is two or one is None or two is None:
            return one is two
        return bool(np.array_equal(one, two, equal_nan=True))

    def __hash__(self) -> int:
        return 0 if self._array is None else len(self._array)


class HeldAll:
    """Several arrays compared so.

    Of two runs that overflowed the last samples may be alike, all NaN, and no others.
    """

    def __init__(self, arrays: Sequence[NDArray[Any]]) -> None:
        self._arrays = arrays

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, HeldAll):
            return NotImplemented
        one, two = self._arrays, other._arrays
        return len(one) == len(two) and all(
            a is b or np.array_equal(a, b, equal_nan=True) for a, b in zip(one, two, strict=True)
        )

    def __hash__(self) -> int:
        return len(self._arrays)


class Kept(Generic[Made]):
    """The last thing made, and what it was made of."""

    def __init__(self) -> None:
        self._of: object = None
        self._made: Made | None = None

    def get(self, of: object, make: Callable[[], Made]) -> Made:
        """What was made of an equal thing, or is made now."""
        if self._made is None or of != self._of:
            self._of, self._made = of, make()
        return self._made
