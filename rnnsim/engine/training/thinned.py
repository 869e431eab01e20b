"""What is kept of a run now and then: evenly, and never more than so much."""

from __future__ import annotations

from typing import Generic, TypeVar

Item = TypeVar("Item")


class Thinned(Generic[Item]):
    """Items of iterations that are multiples of a stride; when full, every second one goes.

    Parameters
    ----------
    capacity : int
        How many are kept at most.
    stride : int
        The least distance of two of them, in iterations.
    """

    def __init__(self, capacity: int, stride: int = 1) -> None:
        self.capacity = capacity
        self.stride = stride
        self._items: dict[int, Item] = {}

    def wants(self, iteration: int) -> bool:
        """Whether something is to be kept of this iteration."""
        return iteration % self.stride == 0

    def put(self, iteration: int, item: Item) -> None:
        """Keep an item of an iteration that is wanted; in place of one of the same."""
        self._items[iteration] = item
        while len(self._items) > self.capacity:
            self.stride *= 2
            self._items = {i: kept for i, kept in self._items.items() if self.wants(i)}

    def forget_from(self, iteration: int) -> None:
        """Drop what is of this iteration or a later one."""
        self._items = {i: kept for i, kept in self._items.items() if i < iteration}

    def latest_to(self, iteration: int) -> Item | None:
        """The last item that is not of a later iteration, None where there is none."""
        found = max((i for i in self._items if i <= iteration), default=None)
        return None if found is None else self._items[found]

    def items(self) -> list[tuple[int, Item]]:
        """All that are kept with their iterations, ascending."""
        return sorted(self._items.items(), key=lambda each: each[0])
