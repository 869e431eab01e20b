"""How far a pass has come, in the time steps of one plot."""

from __future__ import annotations

from rnnsim.model.moment import Moment, Stage


def states_to(moment: Moment | None, time_steps: int) -> int:
    """The last k = 0 … T whose h_k is known."""
    return time_steps if moment is None else min(max(moment.state_reached, 0), time_steps)


def gradients_from(moment: Moment | None, time_steps: int) -> int:
    """The first k = 0 … T whose ∂L/∂h_k is known; T + 1 where none is."""
    if moment is None:
        return 0
    if moment.stage is Stage.LOSS:
        return time_steps  # whatever T the moment was written for
    reached = moment.gradient_reached
    return time_steps + 1 if reached is None else min(max(reached, 0), time_steps)


def contributions_from(moment: Moment | None, time_steps: int) -> int:
    """The first t = 1 … T whose contribution is made; T + 1 where none is."""
    reached = 1 if moment is None else moment.contribution_reached
    return time_steps + 1 if reached is None else min(max(reached, 1), time_steps + 1)
