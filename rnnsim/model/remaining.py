"""How long a run still needs to its goal."""

from __future__ import annotations

import math

import numpy as np

from rnnsim.model.arrays import FloatArray
from rnnsim.model.frame import Curves
from rnnsim.model.goal import Goal

FEWEST = 8
"""Losses from which on a fall is told from chance."""

LONGEST = 100.0 * 3600.0
"""Seconds beyond which nothing can be said."""


def remaining_seconds(goal: Goal, curves: Curves, iteration: int, pace: float) -> float | None:
    """About how many seconds a run still needs to its goal; None where that cannot be said.

    Parameters
    ----------
    goal : Goal
    curves : Curves
        Of the iterations so far.
    iteration : int
        Weight updates made.
    pace : float
        Recent iterations a second.
    """
    if not pace > 0.0:
        return None
    left = [
        None if goal.iteration is None else float(max(goal.iteration - iteration, 0)),
        None if goal.loss is None else iterations_to_loss(curves.losses, goal.loss, curves.stride),
    ]
    known = [each / pace for each in left if each is not None]
    soonest = min(known, default=math.inf)
    return soonest if soonest < LONGEST else None


def iterations_to_loss(losses: FloatArray, wanted: float, stride: int = 1) -> float | None:
    """Iterations until the loss is `wanted`, should it fall on as over the recent half of the run.

    It is smoothed by taking the mean of its logarithm over either half of that half; None where
    that does not fall, or where there is no logarithm.
    """
    quarter = len(losses) // 4
    recent = losses[len(losses) - 2 * quarter :]
    if 2 * quarter < FEWEST or not (np.isfinite(recent) & (recent > 0.0)).all():
        return None
    before, after = (float(np.log(half).mean()) for half in (recent[:quarter], recent[quarter:]))
    fall = (before - after) / quarter
    if not fall > 0.0:
        return None
    present = after - fall * quarter / 2.0  # the mean is that of the middle
    return max(present - math.log(wanted), 0.0) / fall * stride


def share_done(goal: Goal, iteration: int, curves: Curves) -> float:
    """How much of the way to its goal a run has made, 0 to 1; of a loss on a logarithmic scale."""
    if goal.iteration is not None:
        whole = max(goal.iteration - goal.start, 1)
        return min(max((iteration - goal.start) / whole, 0.0), 1.0)
    since = curves.losses[goal.start // curves.stride :]
    if goal.loss is None or len(since) == 0 or not since[0] > goal.loss:
        return 0.0
    least = float(np.nanmin(since)) if np.isfinite(since).any() else math.nan
    made = math.log(since[0] / max(least, goal.loss)) / math.log(since[0] / goal.loss)
    return min(max(made, 0.0), 1.0) if math.isfinite(made) else 0.0
