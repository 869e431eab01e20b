"""The distribution of the slopes φ′ of a pass."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from rnnsim.engine.activations import ACTIVATIONS
from rnnsim.engine.measures import SATURATED
from rnnsim.model.arrays import FloatArray
from rnnsim.model.slopes import PARTS, Slopes

BLOCK = 2**17
"""Slopes looked at together: what is made of them stays in the cache."""


@np.errstate(all="ignore")
def distribution(
    slopes: FloatArray,
    values: FloatArray,
    activation: str,
    checkpoint: Callable[[], None] = lambda: None,
) -> Slopes:
    """How slopes are distributed between 0 and γ.

    Sums are in float64 whatever the precision of the network.

    Parameters
    ----------
    slopes, values : (T, B, N) arrays
        φ′(a) and φ(a).  Where φ(a) is NaN there is no slope, whatever a comparison has made of it:
        ReLU's would be 0.
    """
    gamma = ACTIVATIONS[activation].gamma
    counts = np.zeros(PARTS, np.int64)
    zeros = saturated = 0
    total = logarithms = 0.0
    steps = max(1, BLOCK // slopes[0].size)
    for start in range(0, len(slopes), steps):
        checkpoint()
        block = slopes[start : start + steps].astype(float)
        block[np.isnan(values[start : start + steps])] = np.nan
        block = block.ravel(order="K")
        finite = np.isfinite(block)
        if not finite.all():
            block = block[finite]
        parts = np.minimum((block * (PARTS / gamma)).astype(np.intp), PARTS - 1)
        counts += np.bincount(parts, minlength=PARTS)
        zeros += len(block) - int(np.count_nonzero(block))
        saturated += int(np.count_nonzero(block < SATURATED * gamma))
        total += float(block.sum())
        logarithms += float(np.log(block).sum())
    number = int(counts.sum())
    counts.setflags(write=False)
    return Slopes(
        activation=activation,
        gamma=gamma,
        counts=counts,
        zeros=zeros,
        not_finite=slopes.size - number,
        saturated=saturated,
        mean=total / number if number else math.nan,
        geometric_mean=math.exp(logarithms / number) if number else math.nan,
    )
