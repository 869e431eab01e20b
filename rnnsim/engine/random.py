"""Independent random streams of one seed, so that no draw shifts another's numbers."""

from __future__ import annotations

from enum import IntEnum

import numpy as np


class Stream(IntEnum):
    """What a stream of random numbers is for."""

    BASIS = 1
    EIGENVALUES = 2
    WEIGHTS = 3
    DATA = 4


def generator(seed: int, stream: Stream) -> np.random.Generator:
    """Return the generator of `stream`, at its start."""
    return np.random.default_rng([seed, stream])
