"""A simulation in training, and its past."""

from __future__ import annotations

from collections.abc import Callable

from rnnsim.engine.simulation import Simulation
from rnnsim.engine.training.history import History
from rnnsim.engine.training.past import Past
from rnnsim.engine.training.samples import Samples
from rnnsim.model.course import Course
from rnnsim.model.frame import Curves
from rnnsim.model.kinds import Effect
from rnnsim.model.samples import Trail, Waterfall
from rnnsim.model.settings import Settings


class Training:
    """One run: a simulation that goes on, and can be brought back to any iteration before.

    Whatever is made again is made bit by bit as it was.  Who goes on from an earlier iteration, or
    changes settings there, forgets what came after it.

    Parameters
    ----------
    settings : Settings
    checkpoint : callable
        As of `Simulation`.

    Attributes
    ----------
    simulation : Simulation
        At the iteration looked at.
    newest : int
        The iteration that was reached.
    """

    def __init__(self, settings: Settings, checkpoint: Callable[[], None]) -> None:
        self.simulation = Simulation(settings, checkpoint)
        self._begin()

    def _begin(self) -> None:
        """Keep nothing of a run before."""
        self.newest: int = self.iteration
        self._sought: int = self.iteration
        self._history: History = History()
        self._samples: Samples = Samples(self.settings)
        self._samples.note(self.simulation)
        self._past: Past = Past(self.simulation)

    @property
    def iteration(self) -> int:
        """The iteration looked at."""
        return self.simulation.iteration

    @property
    def settings(self) -> Settings:
        """The settings of the iteration looked at."""
        return self.simulation.settings

    @property
    def earliest(self) -> int:
        """The first iteration to which there is a way back."""
        return self._past.earliest

    @property
    def diverged(self) -> bool:
        """Whether no further iteration can be made."""
        return self.simulation.divergence is not None

    def change(self, settings: Settings) -> Effect | None:
        """Take on other settings from the present iteration on, as `Simulation.change` does."""
        if settings == self.settings:
            return None
        self.go_on()
        effect = self.simulation.change(settings)
        if effect is Effect.RESTART:
            self._begin()
        else:
            self._samples.forget_from(self.iteration)
            self._samples.note(self.simulation)
            self._past.change(self.simulation)
        return effect

    def iterate(self) -> bool:
        """Make one iteration more; False, with nothing changed, once the run has diverged."""
        self.go_on()
        if self.diverged:
            return False
        self._history.note(self.simulation)
        self.simulation.iterate()
        self.newest = self.iteration
        self._samples.note(self.simulation)
        self._past.note(self.simulation)
        return True

    def seek(self, iteration: int) -> None:
        """Come back to the last state known before an iteration; `replay` goes on to it.

        Nowhere else than between `earliest` and `newest`.
        """
        if self.iteration == self.newest:
            self._past.note_near(self.simulation)  # it is soonest come back to
        self._sought = min(max(iteration, self.earliest), self.newest)
        state = self._past.state_to(self._sought)
        if not state.iteration <= self.iteration <= self._sought:
            self.simulation.restore(state)

    @property
    def replaying(self) -> bool:
        """Whether the iteration sought is still to be reached."""
        return self.iteration < self._sought

    def replay(self) -> None:
        """Make one iteration again, towards the one sought."""
        self.simulation.iterate()
        for settings in self._past.changes_at(self.iteration):
            self.simulation.change(settings)
        self._past.note_near(self.simulation, self._sought - self.iteration)

    def go_on(self) -> None:
        """Forget what came after the iteration looked at."""
        if self.iteration < self.newest:
            self._history.forget_from(self.iteration)
            self._samples.forget_from(self.iteration + 1)
            self._past.forget_after(self.iteration)
            self.newest = self.iteration
        self._sought = self.iteration

    def settings_at(self, iteration: int) -> Settings:
        """The settings with which the update after so many iterations was made."""
        return self._past.settings_at(iteration)

    def changes_at(self, iteration: int) -> list[Settings]:
        """The settings taken on at an iteration, in their order."""
        return self._past.changes_at(iteration)

    def course(self) -> Course:
        """What led to `newest`."""
        return Course(self._past.changes, self.newest)

    def curves(self) -> Curves:
        """One value an iteration, up to `newest`."""
        return self._history.curves()

    def waterfall(self) -> Waterfall:
        """The gradient's reach over the iterations up to `newest`."""
        return self._samples.waterfall()

    def trail(self) -> Trail:
        """The eigenvalues over the iterations up to `newest`."""
        return self._samples.trail()
