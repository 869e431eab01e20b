"""Where number formats end."""

from __future__ import annotations

import numpy as np
from numpy.typing import DTypeLike


@np.errstate(all="ignore")
def overflow_step(w: float, dtype: DTypeLike, time_steps: int = 10_000) -> int | None:
    """First t ≤ `time_steps` at which w^t is infinite in format `dtype`; None where none is.

    h_t = w h_{t−1} from h_0 = 1, multiplied and rounded in that format at every time step.
    """
    powers = np.multiply.accumulate(np.full(time_steps, w, dtype=dtype))
    infinite = np.flatnonzero(np.isinf(powers))
    return int(infinite[0]) + 1 if infinite.size else None
