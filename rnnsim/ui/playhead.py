"""The playhead: which moment of the pass is looked at, and how it moves.  No Qt.

Positions are the indices of `moments`; one past the last is the whole pass, all of it shown.
"""

from __future__ import annotations

import math

from rnnsim.model.moment import BACKWARD_PARTS, FORWARD_PARTS, Moment, Stage, moments

SPEEDS = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0)
"""Time steps a second."""

USUAL_SPEED = 4.0

LOOP_REST = 1.0
"""Seconds that the whole pass is shown before a loop begins again."""

LAST_PART = {Stage.FORWARD: FORWARD_PARTS[-1], Stage.LOSS: None, Stage.BACKWARD: BACKWARD_PARTS[-1]}
"""The sub-step that shows as much as its time step as a whole."""


class Playhead:
    """A position in one pass, moved by hand or by the clock.

    Attributes
    ----------
    playing : bool
    looping : bool
        Whether to begin again after the end.
    speed : float
        Time steps a second, above 0, whatever the rate of the display.
    """

    def __init__(self, time_steps: int = 1, *, parts: bool = True) -> None:
        self._time_steps, self._parts = time_steps, parts
        self.playing = False
        self.looping = False
        self.speed = USUAL_SPEED
        self._moments = moments(time_steps, parts=parts)
        self._place = float(len(self._moments))
        self._rested = 0.0

    @property
    def end(self) -> int:
        """The last position: the whole pass."""
        return len(self._moments)

    @property
    def position(self) -> int:
        """0 … `end`."""
        return min(math.floor(self._place), self.end)

    @property
    def moment(self) -> Moment | None:
        """What is looked at; None for the whole pass."""
        return None if self.position == self.end else self._moments[self.position]

    @property
    def time_steps(self) -> int:
        """T."""
        return self._time_steps

    @property
    def parts(self) -> bool:
        """Whether sub-steps are told apart."""
        return self._parts

    def show_parts(self, *, parts: bool) -> None:
        """Tell sub-steps apart or not; the time step looked at stays."""
        self._renew(self._time_steps, parts)

    def set_time_steps(self, time_steps: int) -> None:
        """Follow a pass over another number of time steps; the moment stays where it can."""
        self._renew(time_steps, self._parts)

    def move_to(self, position: int) -> None:
        """Go to a position, as near as there is one."""
        self._place = float(min(max(position, 0), self.end))
        self._rested = 0.0

    def move_to_moment(self, moment: Moment | None) -> None:
        """Go to a moment, or the nearest to it that there is; None for the whole pass."""
        self.move_to(self.end if moment is None else self._nearest(moment))

    def step(self, by: int) -> None:
        """Pause, and move by so many positions."""
        self.playing = False
        self.move_to(self.position + by)

    def play(self) -> None:
        """Move by the clock, from the beginning where the end is reached."""
        if self.position == self.end:
            self.move_to(0)
        self.playing = True

    def pause(self) -> None:
        """Stay."""
        self.playing = False

    def advance(self, seconds: float) -> bool:
        """Let time pass; return whether the position has changed."""
        if not self.playing:
            return False
        before = self.position
        pace = self.speed * (3 if self._parts else 1)
        left = (self.end - self._place) / pace
        if seconds < left:
            self._place += max(seconds, 0.0) * pace
        else:
            self._finish(seconds - left)
        return self.position != before

    def _finish(self, over: float) -> None:
        """At the end since `over` seconds: rest on the whole pass, then begin again or stay."""
        self._place = float(self.end)
        self._rested += over
        if not self.looping:
            self.playing = False
        elif self._rested >= LOOP_REST:
            self.move_to(0)

    def _renew(self, time_steps: int, parts: bool) -> None:
        if (time_steps, parts) == (self._time_steps, self._parts):
            return
        moment = self.moment
        self._time_steps, self._parts = time_steps, parts
        self._moments = moments(time_steps, parts=parts)
        self.move_to_moment(moment)

    def _nearest(self, moment: Moment) -> int:
        part = moment.part or LAST_PART[moment.stage]

        def distance(position: int) -> tuple[int, int, int]:
            other = self._moments[position]
            return (
                abs(_order(other.stage) - _order(moment.stage)),
                abs(other.time_step - moment.time_step),
                other.part is not part,
            )

        return min(range(self.end), key=distance)


def _order(stage: Stage) -> int:
    return list(Stage).index(stage)
