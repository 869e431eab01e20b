"""The way back to any iteration of a run: some states, and the changes of settings between."""

from __future__ import annotations

from bisect import bisect_right

from rnnsim.engine.simulation import Simulation
from rnnsim.engine.state import State
from rnnsim.engine.training.thinned import Thinned
from rnnsim.model.settings import Settings

ROOM = 48 << 20
"""Bytes that the states of a run may take, about."""

FEWEST, MOST = 8, 256
"""Between which their number is, whatever their size."""

NEAR = 16
"""States kept beside, if there is room for as many: of iterations just before the one last sought,
for steps back from there."""

MOST_CHANGES = 10_000
"""Changes of settings remembered; with one more there is no way back beyond it."""


class Past:
    """States of some iterations, and at which iterations settings were changed.

    A state of an iteration has in it all changes made at that iteration.

    Parameters
    ----------
    simulation : Simulation
        At its start.
    """

    def __init__(self, simulation: Simulation) -> None:
        self._changes: list[tuple[int, Settings]] = []
        self._begin(simulation)
        capacity = min(max(ROOM // max(self._first.nbytes, 1), FEWEST), MOST)
        self._states: Thinned[State] = Thinned(capacity)
        self._nearby = min(NEAR, capacity)
        self._near: dict[int, State] = {}

    @property
    def changes(self) -> tuple[tuple[int, Settings], ...]:
        """Which settings were taken on after how many iterations, from `earliest` on."""
        return tuple(self._changes)

    @property
    def earliest(self) -> int:
        """The first iteration to which there is a way back."""
        return self._first.iteration

    def note(self, simulation: Simulation) -> None:
        """Keep the present state if its iteration is one of those."""
        if self._states.wants(simulation.iteration):
            self._states.put(simulation.iteration, simulation.state())

    def note_near(self, simulation: Simulation, distance: int = 0) -> None:
        """Keep the present state, so many iterations before the one sought, if that is near."""
        if distance < self._nearby - 1:  # the newest is another
            self._near[simulation.iteration] = simulation.state()
        if len(self._near) > self._nearby:
            del self._near[min(self._near)]

    def change(self, simulation: Simulation) -> None:
        """Remember that other settings were taken on just now, with what they did."""
        self._changes.append((simulation.iteration, simulation.settings))
        self.note(simulation)
        self._near.pop(simulation.iteration, None)
        if simulation.iteration == self.earliest or len(self._changes) > MOST_CHANGES:
            self._begin(simulation)

    def changes_at(self, iteration: int) -> list[Settings]:
        """The settings taken on at an iteration, in their order."""
        start, stop = self._place(iteration - 1), self._place(iteration)
        return [settings for _, settings in self._changes[start:stop]]

    def settings_at(self, iteration: int) -> Settings:
        """The settings with which the update after so many iterations is made."""
        return self._changes[max(self._place(iteration) - 1, 0)][1]

    def state_to(self, iteration: int) -> State:
        """The last state known that is not of a later iteration."""
        near = [state for i, state in self._near.items() if i <= iteration]
        known = [self._first, *near]
        if (kept := self._states.latest_to(iteration)) is not None:
            known.append(kept)
        return max(known, key=lambda state: state.iteration)

    def forget_after(self, iteration: int) -> None:
        """Drop what is of later iterations."""
        self._states.forget_from(iteration + 1)
        self._near = {i: state for i, state in self._near.items() if i <= iteration}
        self._changes = self._changes[: self._place(iteration)]

    def _begin(self, simulation: Simulation) -> None:
        """There is no way back beyond the present state."""
        self._first = simulation.state()
        self._changes = [(self._first.iteration, self._first.settings)]

    def _place(self, iteration: int) -> int:
        """How many changes were made up to an iteration."""
        return bisect_right(self._changes, iteration, key=lambda change: change[0])
