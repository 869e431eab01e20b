"""What is left of the gradient at h_1, at every point of a grid, gathered from a sweep's table."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from rnnsim.model.arrays import FloatArray
from rnnsim.model.sweep import Point, Sweep

AXES = 2
"""How many a figure has."""


def ratio_grid(
    sweep: Sweep, ratio_at: Callable[[Point], float | None]
) -> tuple[FloatArray, NDArray[np.bool_]]:
    """The ratios over the first two axes of a sweep, the median over all others.

    Parameters
    ----------
    sweep : Sweep
    ratio_at : callable
        ‖∂L/∂h_1‖/‖∂L/∂h_T‖ at a point; None where there was no run.

    Returns
    -------
    ratios : (n,) or (n, m) array
        NaN where one of those put together is, and where there is none.
    there : array of bool, of the same shape
        Where there is one.
    """
    lengths = [len(axis.values) for axis in sweep.axes]
    kept, rest = lengths[:AXES], lengths[AXES:]
    found = [ratio_at(point) for point in sweep.points()]
    runs = np.array([value is not None for value in found]).reshape(*kept, int(np.prod(rest)))
    values = np.array([np.nan if value is None else value for value in found]).reshape(runs.shape)
    ratios = np.full(kept, np.nan)
    for place in np.ndindex(*kept):
        if runs[place].any():
            ratios[place] = _median(values[place][runs[place]])
    return ratios, np.asarray(runs.any(axis=-1))


def _median(ratios: FloatArray) -> float:
    """Of an even number the geometric mean of the middle two."""
    with np.errstate(all="ignore"):
        return float(10.0 ** np.median(np.log10(ratios))) if len(ratios) > 1 else float(ratios[0])
