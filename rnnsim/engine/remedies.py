"""What would have kept a run from diverging, each tried from the same seed before it is said.

Pascanu, Mikolov and Bengio (2013) put the clip threshold at 0.5 to 10 times the average norm of the
gradient.  Of a run that diverges the last norms would decide any mean, so the median stands in.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from rnnsim.engine.simulation import Simulation
from rnnsim.model.activations import ACTIVATIONS
from rnnsim.model.arrays import FloatArray
from rnnsim.model.edits import edited
from rnnsim.model.kinds import RealParameter
from rnnsim.model.parameters import parameter
from rnnsim.model.remedy import Remedy
from rnnsim.model.settings import SettingError, Settings

MOST_ITERATIONS = 2000
"""For which a change is tried at most."""

MOST_SECONDS = 2.0
"""For which the changes of one kind are tried at most, about."""

SLICE = 0.1
"""Seconds of trying between two looks at what is known, about."""

MORE = 20
"""Iterations sought beyond twice as many as the run lived."""

MILDER = (1.0, 0.1, 0.01)
"""Thresholds tried one after another, as parts of the norm that is typical."""

SLOWER = (0.1, 0.01, 0.001)
"""The same for learning rates."""

RADII = (0.95, 0.5)
"""Spectral radii tried, of which no product of Jacobians of a linear network grows."""

Changes = tuple[tuple[str, object], ...]
Checkpoint = Callable[[], None]


def proposals(settings: Settings, lived: int, norms: FloatArray) -> list[list[Changes]]:
    """Changes that may help, of each kind the mildest first.

    Parameters
    ----------
    settings : Settings
        Of the run that diverged.
    lived : int
        Iterations it made.  Where that is none, what only acts on updates cannot help.
    norms : array
        Its gradient norms before clipping, an iteration each; may hold anything.
    """
    kinds = [] if lived == 0 else [_clippings(settings, norms), _rates(settings)]
    kinds.append([(("spectral_radius", r),) for r in RADII if r < settings.spectral_radius])
    if ACTIVATIONS[settings.activation].unbounded:
        kinds.append([(("activation", "tanh"),)])
    if settings.precision != "float64":
        kinds.append([(("precision", "float64"),)])
    allowed = ([each for each in kind if _is_allowed(settings, each)] for kind in kinds)
    return [kind for kind in allowed if kind]


def typical_norm(norms: FloatArray) -> float:
    """The median of those that are finite and not 0; 1 of none."""
    seen = norms[np.isfinite(norms) & (norms > 0.0)]
    return float(np.median(seen)) if len(seen) else 1.0


class Remedies:
    """Tries what `proposals` says, a slice of time at a time.

    Of each kind the mildest change is kept that stays finite; where none does, the last.

    Parameters
    ----------
    diverged : Simulation
        A run that diverged; nothing of it is kept but what it was.
    norms : array
        As for `proposals`.
    clock : callable
        The time in seconds.
    """

    def __init__(self, diverged: Simulation, norms: FloatArray, clock: Callable[[], float]) -> None:
        self.of = what_diverged(diverged)
        self._settings, self._clock = diverged.settings, clock
        sought = 2 * diverged.iteration + MORE
        kinds = proposals(diverged.settings, diverged.iteration, norms)
        self._found = [Remedy(kind[0], sought) for kind in kinds]
        self._work = iter(enumerate(kinds))
        self._place, self._kind = self._next()

    @property
    def found(self) -> tuple[Remedy, ...]:
        """What is known of each so far."""
        return tuple(self._found)

    @property
    def ended(self) -> bool:
        """Whether nothing more is tried."""
        return self._kind is None

    def go_on(self, checkpoint: Checkpoint) -> None:
        """Try for a slice of time more; what a checkpoint abandons is taken up the next time."""
        until = self._clock() + SLICE
        while self._kind is not None:
            start = self._clock()
            try:
                self._kind.go_on(checkpoint)
            finally:
                self._kind.seconds += self._clock() - start
            self._found[self._place] = self._kind.remedy
            if self._kind.remedy.ended:
                self._place, self._kind = self._next()
            if self._clock() >= until:
                return

    def _next(self) -> tuple[int, _Kind | None]:
        """Begin with the next kind, and say which it is."""
        for place, kind in self._work:
            return place, _Kind(self._settings, kind, self._found[place].sought)
        return 0, None


def what_diverged(simulation: Simulation) -> tuple[object, ...]:
    """What tells one divergence from another."""
    return simulation.settings, simulation.divergence


class _Kind:
    """Changes of one kind, one after the other until one stays finite."""

    def __init__(self, settings: Settings, kind: Sequence[Changes], sought: int) -> None:
        self._settings, self._left = settings, list(kind)
        self._simulation: Simulation | None = None
        self._torn = False
        self.seconds = 0.0
        self.remedy = Remedy(self._left.pop(0), sought)

    def go_on(self, checkpoint: Checkpoint) -> None:
        """Make one pass more, or begin with the next change."""
        simulation, remedy = self._simulation, self.remedy
        if simulation is None:
            self._simulation = Simulation(edited(self._settings, dict(remedy.changes)), checkpoint)
        elif self._torn:
            simulation.checkpoint = checkpoint
            simulation.evaluate()  # the pass that was abandoned
        else:
            simulation.checkpoint = checkpoint
            self._torn = True
            simulation.iterate()
        self._torn = False
        self._judge()

    def _judge(self) -> None:
        assert self._simulation is not None
        simulation, remedy = self._simulation, self.remedy
        late = self.seconds >= MOST_SECONDS
        if simulation.divergence is None:
            finite = simulation.iteration
            ended = late or finite >= min(remedy.sought, MOST_ITERATIONS)
            self.remedy = replace(remedy, finite=finite, ended=ended)
        elif self._left and not late:
            self._simulation = None
            self.remedy = Remedy(self._left.pop(0), remedy.sought)
        else:
            self.remedy = replace(remedy, divergence=simulation.divergence, ended=True)


def _clippings(settings: Settings, norms: FloatArray) -> list[Changes]:
    row = parameter("clip_threshold")
    assert isinstance(row, RealParameter)
    typical = typical_norm(norms)
    if settings.clip == "norm":  # it was not enough
        typical = min(typical, settings.clip_threshold * MILDER[1])
    values = dict.fromkeys(_within(row, typical * part) for part in MILDER)
    present = settings.clip_threshold if settings.clip == "norm" else math.inf
    return [(("clip", "norm"), ("clip_threshold", value)) for value in values if value < present]


def _rates(settings: Settings) -> list[Changes]:
    row = parameter("learning_rate")
    assert isinstance(row, RealParameter)
    present = settings.learning_rate
    values = dict.fromkeys(_within(row, present * part) for part in SLOWER)
    return [(("learning_rate", value),) for value in values if value < present]


def _within(row: RealParameter, value: float) -> float:
    """The nearest value allowed, in one figure."""
    return min(max(float(f"{value:.0e}"), row.minimum), row.maximum)


def _is_allowed(settings: Settings, changes: Changes) -> bool:
    try:
        return edited(settings, dict(changes)) != settings
    except SettingError:
        return False
