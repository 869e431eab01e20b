"""Lines that leave a plot at its top."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from rnnsim.ui.plots.series import Series


def leaving(series: Series, top: float) -> Series:
    """A line without what lies above `top`: it goes up to there, and comes down from there.

    As many points as before; of those above, the ones beside a point that is seen lie where the
    line crosses the top, and the others are not shown.
    """
    x, y = series.x.copy(), series.y.copy()
    above, seen = y > top, np.isfinite(y) & (y <= top)
    up, down = above & _shifted(seen, 1), above & _shifted(seen, -1)
    _cross(series, x, np.flatnonzero(up & ~down), -1, top)
    _cross(series, x, np.flatnonzero(down & ~up), 1, top)
    y[above] = np.nan
    y[up | down] = top
    return replace(series, x=x, y=y)


def _shifted(mask: np.ndarray, by: int) -> np.ndarray:
    """Whether the point before (1) or after (−1) is one of a mask."""
    result = np.zeros_like(mask)
    if by > 0:
        result[1:] = mask[:-1]
    else:
        result[:-1] = mask[1:]
    return result


def _cross(series: Series, x: np.ndarray, points: np.ndarray, beside: int, top: float) -> None:
    """Move points to where the line from their neighbour crosses the top."""
    start, end = series.y[points + beside], series.y[points]
    share = (top - start) / (end - start)
    x[points] = series.x[points + beside] + share * (series.x[points] - series.x[points + beside])
