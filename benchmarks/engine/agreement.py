"""Before anything is timed: all contestants compute the same."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from benchmarks.engine.case import Answer

TOLERANCE = {"float64": 1e-9, "float32": 1e-3}
"""Largest relative difference."""

LOST = {"float64": 1e-150, "float32": 1e-16}
"""Numbers below this may be lost: only the engine takes norms without squaring them away."""


def disagreements(ours: Answer, theirs: Answer, precision: str) -> list[str]:
    """Name what `theirs` says otherwise than `ours`; what it does not say is not compared."""
    return [
        name
        for name, mine, other in _pairs(ours, theirs)
        if not _alike(mine, other, TOLERANCE[precision], LOST[precision])
    ]


def _pairs(
    ours: Answer, theirs: Answer
) -> Iterator[tuple[str, NDArray[np.floating], NDArray[np.floating]]]:
    for name, gradient in theirs.gradients.items():
        yield f"∂L/∂{name}", ours.gradients[name][None], gradient[None]
    for name in ("loss", "dloss_dh", "contribution_norms"):
        other = getattr(theirs, name)
        if other is not None:
            yield name, np.atleast_1d(getattr(ours, name)), np.atleast_1d(other)


def _alike(
    ours: NDArray[np.floating], theirs: NDArray[np.floating], tolerance: float, lost: float
) -> bool:
    """Whether each x[i] differs by no more than `lost` and `tolerance` times its own norm."""
    if ours.shape != theirs.shape:
        return False
    wide, difference = (x.reshape(len(x), -1).astype(float) for x in (ours, theirs - ours))
    lengths, errors = np.linalg.norm(wide, axis=1), np.linalg.norm(difference, axis=1)
    return bool(np.all(errors <= lost + tolerance * lengths))
