"""Gradient clipping (Pascanu, Mikolov, Bengio 2013, Algorithm 1, and by value)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rnnsim.engine.norms import norm
from rnnsim.model.frame import FloatArray


def joint_norm(gradients: Sequence[FloatArray]) -> float:
    """Norm of all gradients taken as one vector."""
    return norm(np.concatenate([g.ravel() for g in gradients]))


def clip(gradients: Sequence[FloatArray], mode: str, threshold: float) -> list[FloatArray]:
    """Return the gradients with which the weights are changed.

    Parameters
    ----------
    gradients : sequence of arrays
        The gradient of each weight; not changed.
    mode : str
        ``off``; ``norm``: where ‖g‖ ≥ τ, g ← τ g/‖g‖ over all weights jointly; ``value``: each
        component held within ±τ.
    threshold : float
        τ > 0.
    """
    if mode == "norm":
        length = joint_norm(gradients)
        if length >= threshold:
            return [g / length * threshold for g in gradients]
    elif mode == "value":
        return [np.clip(g, -threshold, threshold) for g in gradients]
    return list(gradients)
