"""The loss in as many points as there are pixels, for a line that is only to be recognized."""

from __future__ import annotations

import numpy as np

from rnnsim.model.arrays import FloatArray

STEEP = 10.0
"""Ratio of the largest to the least loss from which on the line is logarithmic."""


def spark(losses: FloatArray, columns: int) -> tuple[FloatArray, FloatArray]:
    """Places and heights of a line, each 0 to 1; of every column its least and greatest loss.

    What is not finite is left out.
    """
    count = len(losses)
    width = max(1, -(-count // max(columns, 1)))
    starts = np.arange(0, count, width)
    if count < 2:
        return np.zeros(0), np.zeros(0)
    usable = np.isfinite(losses)
    low = np.minimum.reduceat(np.where(usable, losses, np.inf), starts)
    high = np.maximum.reduceat(np.where(usable, losses, -np.inf), starts)
    some = low <= high
    x = np.repeat((starts + (np.minimum(starts + width, count) - starts - 1) / 2.0)[some], 2)
    y = np.stack([low, high], axis=1)[some].ravel()
    if len(y) == 0:
        return x, y
    if y.min() > 0.0 and y.max() > STEEP * y.min():
        y = np.log(y)
    span = float(y.max() - y.min())
    heights = (y - y.min()) / span if span > 0.0 else np.full(len(y), 0.5)
    return x / (count - 1), heights
