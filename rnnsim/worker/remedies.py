"""What would have kept a run from diverging, found slice by slice while it is looked at."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from rnnsim.engine.remedies import Remedies, what_diverged
from rnnsim.engine.simulation import Simulation
from rnnsim.model.arrays import FloatArray
from rnnsim.model.remedy import Remedy


class RemedyMaker:
    """Keeps what was found of the run that diverged last, although its past is looked at.

    Parameters
    ----------
    checkpoint : callable
        Called within the passes that are tried; may raise to abandon them for now.
    clock : callable
        The time in seconds.

    Attributes
    ----------
    norms : array
        Gradient norms of the run's iterations.
    """

    def __init__(self, checkpoint: Callable[[], None], clock: Callable[[], float]) -> None:
        self._checkpoint, self._clock = checkpoint, clock
        self._remedies: Remedies | None = None
        self.norms: FloatArray = np.zeros(0)

    def make(self, simulation: Simulation) -> tuple[Remedy, ...]:
        """What is known after a slice of time more; nothing where no run has diverged."""
        new = simulation.divergence is not None
        if new and (self._remedies is None or self._remedies.of != what_diverged(simulation)):
            self._remedies = Remedies(simulation, self.norms, self._clock)
        if self._remedies is None:
            return ()
        self._remedies.go_on(self._checkpoint)
        return self._remedies.found

    @property
    def ended(self) -> bool:
        """Whether there is nothing more to find."""
        return self._remedies is None or self._remedies.ended

    def forget(self) -> None:
        """There is another run."""
        self._remedies = None
