"""One value an iteration, of a run however long."""

from __future__ import annotations

import numpy as np

from rnnsim.engine.simulation import Simulation
from rnnsim.model.arrays import FloatArray
from rnnsim.model.frame import Curves

MOST_ROWS = 1 << 20
"""Rows before they are thinned: 32 MiB.  Must be a multiple of 4."""


class History:
    """Loss, gradient norms and accuracy of every iteration of one run.

    Up to `most` rows every iteration has its own.  When they are full, of every four rows the least
    and the greatest value of each curve stay, in their order: no peak is lost, and the memory does
    not grow for ever.

    `curves` hands out views of what is written so far; rows that were handed out are never written
    again, so another thread may read them while this one goes on.
    """

    def __init__(self, capacity: int = 1024, most: int = MOST_ROWS) -> None:
        self._most = most
        self._values: FloatArray = np.empty((4, capacity))
        self._length = 0  # rows
        self._stride = 1
        self._group: list[tuple[float, ...]] = []  # iterations that do not fill two rows yet
        self._lost = 0  # iterations before those that belong to the same two rows

    def note(self, simulation: Simulation) -> None:
        """Add the present pass of a simulation."""
        accuracy = simulation.network.accuracy()
        self.append(
            simulation.loss,
            simulation.gradient_norm,
            simulation.clipped_gradient_norm,
            np.nan if accuracy is None else accuracy,
        )

    def append(
        self,
        loss: float,
        gradient_norm: float,
        clipped_gradient_norm: float,
        accuracy: float = np.nan,
    ) -> None:
        """Add one iteration."""
        row = loss, gradient_norm, clipped_gradient_norm, accuracy
        if self._stride == 1:
            self._put(np.array(row)[:, np.newaxis])
        else:
            self._group.append(row)
            if self._lost + len(self._group) == 2 * self._stride:
                self._put(extremes(np.array(self._group).T[:, np.newaxis]))
                self._group.clear()
                self._lost = 0
        if self._length == self._most:
            self._thin()

    def curves(self) -> Curves:
        """Return read-only views of all iterations so far."""
        written = self._values[:, : self._length]
        written.setflags(write=False)
        losses, before, after, accuracies = written
        return Curves(losses, before, after, accuracies, self._stride)

    def forget_from(self, iteration: int) -> None:
        """Keep the iterations before `iteration` only.

        Of two rows in the midst of which that is, nothing is known any more: the iterations still
        to come are all that they will tell of.
        """
        if self._stride == 1:
            keep, rest = iteration, 0
        else:
            pairs, rest = divmod(iteration, 2 * self._stride)
            keep = 2 * pairs
        if keep == self._length:
            del self._group[max(rest - self._lost, 0) :]
            self._lost = min(self._lost, rest)
        elif keep < self._length:
            room = min(self._most, max(1024, 2 * keep))
            kept = np.empty((4, room))  # what was handed out stays as it is
            kept[:, :keep] = self._values[:, :keep]
            self._values, self._length = kept, keep
            self._group.clear()
            self._lost = rest

    def _put(self, columns: FloatArray) -> None:
        after = self._length + columns.shape[1]
        if after > self._values.shape[1]:
            grown = np.empty((4, min(self._most, 2 * self._values.shape[1])))
            grown[:, : self._length] = self._values[:, : self._length]
            self._values = grown
        self._values[:, self._length : after] = columns
        self._length = after

    def _thin(self) -> None:
        thinned = np.empty_like(self._values)
        half = self._length // 2
        thinned[:, :half] = extremes(self._values[:, : self._length].reshape(4, -1, 4))
        self._values, self._length = thinned, half
        self._stride *= 2


def extremes(groups: FloatArray) -> FloatArray:
    """(n, 2m) array: of m groups of values in n rows, (n, m, g), each one's least and greatest.

    In the order in which they come.  NaN goes before the others: it is the news.
    """
    with np.errstate(invalid="ignore"):
        first, second = groups.argmin(axis=2), groups.argmax(axis=2)
    ends = np.sort(np.stack([first, second], axis=2), axis=2)
    return np.take_along_axis(groups, ends, axis=2).reshape(len(groups), -1)
