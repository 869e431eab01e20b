"""How far to train."""

from __future__ import annotations

import math
from dataclasses import dataclass

from rnnsim.model.iterations import MOST_ITERATIONS
from rnnsim.model.scalars import whole
from rnnsim.model.settings import SettingError
from rnnsim.translation import Phrase, noted


@dataclass(frozen=True, slots=True)
class Goal:
    """Where training is to stop by itself.

    Attributes
    ----------
    iteration : int or None
        When so many weight updates have been made.
    loss : float or None
        When the loss of an iteration is no larger.
    start : int
        The iteration at which it was set.
    """

    iteration: int | None = None
    loss: float | None = None
    start: int = 0

    def reached(self, iteration: int, loss: float) -> bool:
        """Whether a run is there."""
        if self.iteration is not None and iteration >= self.iteration:
            return True
        return self.loss is not None and loss <= self.loss


def iterations_more(value: object, start: int) -> Goal:
    """A goal so many iterations after `start`; raises `SettingError` where that is no number."""
    try:
        number = whole(value)
    except (TypeError, ValueError, OverflowError):
        number = 0
    if not 1 <= number <= MOST_ITERATIONS:
        allowed = Phrase("a whole number from 1 to {most}", most=MOST_ITERATIONS)
        raise SettingError("iterations", value, allowed)
    return Goal(iteration=start + number, start=start)


def until_loss(value: object, start: int, present: float) -> Goal:
    """A goal of a loss below the `present` one; raises `SettingError` where it is none."""
    try:
        loss = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        loss = math.nan
    if not 0.0 < loss < math.inf:
        raise SettingError("loss", value, noted("a number above 0"))
    if loss >= present:
        allowed = Phrase("a number below the present loss, {present}", present=f"{present:.4g}")
        raise SettingError("loss", value, allowed)
    return Goal(loss=loss, start=start)
