"""How far a pass has come at a moment: what is reached, and which part is at work."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rnnsim.model.arrays import FloatArray
from rnnsim.model.moment import Moment, Part, Stage


@dataclass(frozen=True, slots=True)
class Progress:
    """What of a pass over T time steps is known.

    Attributes
    ----------
    state : int
        The last k whose h_k is known.
    inputs : int
        The last t whose input has arrived.
    loss : bool
    gradient : int
        The first k whose ∂L/∂h_k is known; T + 1 before the loss sends one.
    contribution : int
        The first t whose contribution to ∂L/∂W_hh is made; T + 1 before the first.
    moment : Moment or None
        What is at work; None where the whole pass is shown.
    """

    state: int
    inputs: int
    loss: bool
    gradient: int
    contribution: int
    moment: Moment | None = None

    @classmethod
    def at(cls, moment: Moment | None, time_steps: int) -> Progress:
        """How far a pass over so many time steps is at `moment`; None: all of it."""
        last = time_steps
        if moment is None:
            return cls(last, last, loss=True, gradient=0, contribution=1)
        moment = _within(moment, last)
        gradient, contribution = moment.gradient_reached, moment.contribution_reached
        arriving = moment.stage is Stage.FORWARD and moment.part is Part.RECURRENT
        return cls(
            state=min(moment.state_reached, last),
            inputs=moment.time_step - arriving if moment.stage is Stage.FORWARD else last,
            loss=moment.stage is not Stage.FORWARD,
            gradient=last + 1 if gradient is None else gradient,
            contribution=last + 1 if contribution is None else contribution,
            moment=moment,
        )

    def does(self, stage: Stage, *parts: Part) -> bool:
        """Whether one of these sub-steps is at work, by itself or within its whole time step."""
        moment = self.moment
        if moment is None or moment.stage is not stage:
            return False
        return moment.part is None or not parts or moment.part in parts

    @property
    def time_step(self) -> int:
        """The time step at work; 0 where the whole pass is shown."""
        return 0 if self.moment is None else self.moment.time_step


def _within(moment: Moment, last: int) -> Moment:
    """A lesson may name time steps that a shorter sequence has not; the loss is always at T."""
    step = last if moment.stage is Stage.LOSS else min(max(moment.time_step, 1), last)
    return Moment(moment.stage, step, moment.part)


def running_shares(contributions: FloatArray) -> FloatArray:
    """(T+1,) shares of the whole made by time steps T … t, t = 1 … T; at last 0, before the first.

    NaN where the whole is 0 or not finite.
    """
    values = np.append(np.asarray(contributions, dtype=float), 0.0)
    with np.errstate(all="ignore"):
        made = np.cumsum(values[::-1])[::-1]
        return made / made[0]
