"""One value an iteration, appended and never changed."""

from __future__ import annotations

import numpy as np

from rnnsim.model.frame import Curves, FloatArray


class History:
    """Loss and gradient norms of every iteration of one run.

    `curves` hands out views of what is written so far; since rows are only ever appended, another
    thread may read them while this one goes on.
    """

    ROWS = 3

    def __init__(self, capacity: int = 1024) -> None:
        self._values: FloatArray = np.empty((self.ROWS, capacity))
        self._length = 0

    def append(self, loss: float, gradient_norm: float, clipped_gradient_norm: float) -> None:
        """Add one iteration."""
        if self._length == self._values.shape[1]:
            grown = np.empty((self.ROWS, 2 * self._length))
            grown[:, : self._length] = self._values
            self._values = grown
        self._values[:, self._length] = loss, gradient_norm, clipped_gradient_norm
        self._length += 1

    def curves(self) -> Curves:
        """Return read-only views of all iterations so far."""
        written = self._values[:, : self._length]
        written.setflags(write=False)
        return Curves(*written)
