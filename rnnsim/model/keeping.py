"""For how long gates keep a gradient."""

from __future__ import annotations

import math

import numpy as np

from rnnsim.model.arrays import FloatArray

LEFT = math.exp(-1.0)
"""What is left of a gradient that is as good as gone: 1/e."""


@np.errstate(all="ignore")
def steps_kept(path: FloatArray) -> float:
    """How many time steps back from T less than 1/e is left, between two of them on a log scale.

    Of a gate that is always f it is −1/ln f.

    Parameters
    ----------
    path : (T+1,) array
        What is left at k = 0 … T, 1 at T, such as `Pass.direct_path`.

    Returns
    -------
    float
        Infinite where 1/e or more is left at 0; NaN where that is not known, because a value
        before is NaN.
    """
    back = np.asarray(path, dtype=float)[::-1]
    gone = np.flatnonzero(~(back >= LEFT))  # or not a number
    if not len(gone):
        return math.inf
    after, before = math.log(back[gone[0] - 1]), float(np.log(back[gone[0]]))
    return float(gone[0] - 1 + (after + 1.0) / (after - before))


def steps_kept_by_bias(bias: float) -> float:
    """−1/ln σ(b): `steps_kept` of a gate that nothing but its bias b moves."""
    # −ln σ(b) = ln(1 + e⁻ᵇ), which a large b does not round away
    return 1.0 / math.log1p(math.exp(-bias))
