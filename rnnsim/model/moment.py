"""The moments of one forward and backward pass, in the order in which they happen.

Forward, t = 1 … T: W_hh h_{t−1}; + W_ih x_t + b; φ.  Then the loss.  Backward, t = T … 1: φ′ ∘;
W_hhᵀ ·; the time step's contribution to ∂L/∂W_hh.  Gated cells have the same parts, for all their
gates at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import lru_cache


class Stage(Enum):
    """Which way the signal travels."""

    FORWARD = "forward"
    LOSS = "loss"
    BACKWARD = "backward"


class Part(Enum):
    """One sub-step within a time step."""

    RECURRENT = "the product with W_hh"
    INPUT = "adding the input"
    ACTIVATION = "φ, or the gates and the new state"
    SLOPE = "φ′, or the way back through the gates"
    TRANSPOSED = "the product with W_hhᵀ"
    CONTRIBUTION = "the contribution to ∂L/∂W_hh"


FORWARD_PARTS = (Part.RECURRENT, Part.INPUT, Part.ACTIVATION)
BACKWARD_PARTS = (Part.SLOPE, Part.TRANSPOSED, Part.CONTRIBUTION)


EVERY = 2**31 - 1
"""More time steps than any pass has."""


@dataclass(frozen=True, slots=True)
class Moment:
    """Where a pass is.

    Attributes
    ----------
    stage : Stage
    time_step : int
        t = 1 … T; T at the loss, and 0 there where T is not known yet (see `moment_within`).
    part : Part or None
        The sub-step; None for the time step as a whole, and at the loss.
    """

    stage: Stage
    time_step: int
    part: Part | None = None

    @property
    def state_reached(self) -> int:
        """The last k whose h_k is known by now; `EVERY`, beyond any T, from the loss on."""
        if self.stage is not Stage.FORWARD:
            return EVERY
        return self.time_step - (self.part in (Part.RECURRENT, Part.INPUT))

    @property
    def gradient_reached(self) -> int | None:
        """The first k whose ∂L/∂h_k is known by now; None before the loss sends one.

        ∂L/∂h_T is known at the loss, ∂L/∂h_{t−1} from the product with W_hhᵀ of time step t on.
        """
        if self.stage is Stage.FORWARD:
            return None
        if self.stage is Stage.LOSS or self.part is Part.SLOPE:
            return self.time_step
        return self.time_step - 1

    @property
    def contribution_reached(self) -> int | None:
        """The first t whose contribution to ∂L/∂W_hh is made by now; None before the first is."""
        if self.stage is not Stage.BACKWARD:
            return None
        return self.time_step + (self.part in (Part.SLOPE, Part.TRANSPOSED))


@lru_cache(maxsize=4)
def moments(time_steps: int, *, parts: bool) -> tuple[Moment, ...]:
    """All moments of a pass over T time steps, sub-step by sub-step or time step by time step."""
    forward = FORWARD_PARTS if parts else (None,)
    backward = BACKWARD_PARTS if parts else (None,)
    ahead = range(1, time_steps + 1)
    return (
        *(Moment(Stage.FORWARD, t, part) for t in ahead for part in forward),
        Moment(Stage.LOSS, time_steps),
        *(Moment(Stage.BACKWARD, t, part) for t in reversed(ahead) for part in backward),
    )


_PARTS = {
    Stage.FORWARD: dict(zip(("recurrent", "input", "activation"), FORWARD_PARTS, strict=True)),
    Stage.BACKWARD: dict(zip(("slope", "transposed", "contribution"), BACKWARD_PARTS, strict=True)),
}

ALLOWED = (
    "loss, forward T or backward T with a time step, and behind it, if a sub-step is meant,"
    " recurrent, input, activation, slope, transposed or contribution"
)


def parse_moment(text: str) -> Moment:
    """Read a moment as it is written in a lesson file, such as ``backward 5 slope``.

    Raises ValueError naming what is allowed.  How many time steps there are is not known here:
    the loss's is 0, and another may be too large; see `moment_within`.
    """
    stage, *rest = text.split() or [""]
    if text == Stage.LOSS.value:
        return Moment(Stage.LOSS, 0)
    way = {"forward": Stage.FORWARD, "backward": Stage.BACKWARD}.get(stage)
    number = rest[0] if rest else ""
    part = None if way is None or len(rest) < 2 else _PARTS[way].get(rest[1])
    known = len(rest) == 1 or (len(rest) == 2 and part is not None)
    if way is None or not known or not (number.isdecimal() and len(number) <= 3):
        raise ValueError(f"“{text[:40]}” is no moment of a pass; give {ALLOWED}")
    return Moment(way, int(number), part)


def moment_within(moment: Moment, time_steps: int) -> Moment:
    """`moment` of a pass over T time steps; raises ValueError where there is no such time step."""
    if moment.stage is Stage.LOSS:
        return Moment(Stage.LOSS, time_steps)
    if not 1 <= moment.time_step <= time_steps:
        raise ValueError(
            f"there is no time step {moment.time_step} here; give one from 1 to {time_steps}"
        )
    return moment


def format_moment(moment: Moment) -> str:
    """Write a moment so that `parse_moment` reads it back."""
    if moment.stage is Stage.LOSS:
        return str(Stage.LOSS.value)
    words = [str(moment.stage.value), str(moment.time_step)]
    if moment.part is not None:
        words += [name for name, part in _PARTS[moment.stage].items() if part is moment.part]
    return " ".join(words)
