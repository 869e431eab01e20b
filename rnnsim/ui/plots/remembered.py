"""What was made of arrays, made once of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from numpy.typing import NDArray

Made = TypeVar("Made")


class Remembered(Generic[Made]):
    """Things made of the samples of a run, which come again with every frame.

    A sample is known by its iteration and by being the same array; those of a frame before that do
    not come again are forgotten.

    Parameters
    ----------
    make : callable
        Of one array.
    """

    def __init__(self, make: Callable[[NDArray[Any]], Made]) -> None:
        self._make = make
        self._known: dict[int, tuple[NDArray[Any], Made]] = {}

    def of(self, iterations: Sequence[int], arrays: Sequence[NDArray[Any]]) -> list[Made]:
        """What is made of each."""
        before = self._known
        self._known = {
            iteration: self._of_one(before.get(iteration), array)
            for iteration, array in zip(iterations, arrays, strict=True)
        }
        return [made for _, made in self._known.values()]

    def _of_one(
        self, known: tuple[NDArray[Any], Made] | None, array: NDArray[Any]
    ) -> tuple[NDArray[Any], Made]:
        if known is not None and known[0] is array:
            return known
        return array, self._make(array)
