"""Gradient clipping (Pascanu, Mikolov, Bengio 2013, Algorithm 1, and by value)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from rnnsim.engine.norms import HIGHEST_FLOAT32, LOWEST_FLOAT32, norm
from rnnsim.model.arrays import FloatArray


@dataclass(frozen=True, slots=True)
class ClippingRecord:
    """What clipping has done to the passes of a run.

    Attributes
    ----------
    passes : int
        How many there were.
    clipped : int
        How many of them clipping changed.
    mean_norm : float
        Of their gradients' norms before clipping, those that are finite; NaN of none.
    """

    passes: int = 0
    clipped: int = 0
    mean_norm: float = math.nan
    _finite: int = 0

    def including(self, norm_before: float, norm_after: float) -> ClippingRecord:
        """The record with one more pass, whose gradient had these norms."""
        same = norm_before == norm_after or (math.isnan(norm_before) and math.isnan(norm_after))
        clipped = self.clipped + (not same)
        if not math.isfinite(norm_before):
            return replace(self, passes=self.passes + 1, clipped=clipped)
        before = self.mean_norm if self._finite else 0.0
        mean = before + (norm_before - before) / (self._finite + 1)
        return ClippingRecord(self.passes + 1, clipped, mean, self._finite + 1)


def joint_norm(gradients: Sequence[FloatArray]) -> float:
    """Norm of all gradients taken as one vector; over- and underflows only where it must."""
    squares = sum(float(np.vdot(g, g)) for g in map(_summable, gradients))
    if LOWEST_FLOAT32 < squares < HIGHEST_FLOAT32:
        return math.sqrt(squares)
    return norm(np.array([norm(g) for g in gradients]))


def _summable(gradient: FloatArray) -> FloatArray:
    """`gradient` in a format that holds its squares, as float32 does those of every float16."""
    return gradient.astype(np.float32) if gradient.dtype == np.float16 else gradient


@np.errstate(all="ignore")
def clip(gradients: Sequence[FloatArray], mode: str, threshold: float) -> list[FloatArray]:
    """Return the gradients with which the weights are changed; inf and NaN are results.

    Parameters
    ----------
    gradients : sequence of arrays
        The gradient of each weight; not changed.
    mode : str
        ``norm``: where ‖g‖ ≥ τ, g ← τ g/‖g‖ over all weights jointly; ``value``: each component
        held within ±τ; ``off``, and ``backward``, which acts within the pass: as they are.
    threshold : float
        τ > 0.

    Returns
    -------
    list of arrays
        In the gradients' own format.
    """
    if mode == "norm":
        length = joint_norm(gradients)
        if length >= threshold:
            return [_shortened(g, np.float64(length), threshold) for g in gradients]
    elif mode == "value":
        return [np.clip(g, -threshold, threshold) for g in gradients]
    return list(gradients)


def _shortened(gradient: FloatArray, length: np.float64, threshold: float) -> FloatArray:
    # by way of float64, since ‖g‖ may exceed the largest float16 although no component does
    return (gradient / length * threshold).astype(gradient.dtype, copy=False)


@np.errstate(all="ignore")
def cosine(before: Sequence[FloatArray], after: Sequence[FloatArray]) -> float:
    """Cosine of the angle between two lists of gradients, each taken as one vector.

    Returns
    -------
    float
        From −1 to 1; NaN where one is zero or not finite, and so has no direction.
    """
    u, v = _scaled(before), _scaled(after)
    # √(‖u‖² ‖v‖²) rather than ‖u‖ ‖v‖, so that u against u is exactly 1
    return float(np.clip(np.vdot(u, v) / np.sqrt(np.vdot(u, u) * np.vdot(v, v)), -1.0, 1.0))


def _scaled(gradients: Sequence[FloatArray]) -> FloatArray:
    """All gradients as one vector whose largest component is ±1; NaN where there is none."""
    vector = np.concatenate([g.ravel() for g in gradients], dtype=float)
    scaled: FloatArray = vector / np.max(np.abs(vector))
    return scaled
