"""Which numbers that take time are looked at, which of them are known, and what each costs."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import numpy as np

from rnnsim.engine import extras as pictures
from rnnsim.engine.simulation import Simulation
from rnnsim.model.arrays import FloatArray
from rnnsim.model.cliff import START
from rnnsim.model.extras import Extras
from rnnsim.model.settings import Settings
from rnnsim.model.view import Want
from rnnsim.worker.remedies import RemedyMaker

WANTED_BY: Mapping[str, Want | None] = MappingProxyType(
    {
        "detail": Want.DETAIL,
        "inspection": None,  # a time step is named for it
        "bifurcation": Want.BIFURCATION,
        "slopes": Want.SLOPES,
        "cliff": Want.CLIFF,
        "cells": Want.CELLS,
        "singular_values": Want.SINGULAR_VALUES,
        "gradient_map": Want.MAP,
        "remedies": Want.REMEDIES,
    }
)
"""The fields of `Extras`, in the order in which they are made: the cheapest first."""

NO_NORMS: FloatArray = np.zeros(0)

Making = Callable[[Simulation], Any]


class ExtrasMaker:
    """Makes the extras of the present pass one after another, and keeps them.

    Parameters
    ----------
    checkpoint : callable
        Called between the pieces of whatever takes long; may raise to abandon it.
    clock : callable
        The time in seconds.

    Attributes
    ----------
    shown : Extras
        What a frame carries: those of the last pass that `show` was called for.
    """

    def __init__(self, checkpoint: Callable[[], None], clock: Callable[[], float]) -> None:
        self._checkpoint, self._clock = checkpoint, clock
        self._wanted: tuple[str, ...] = ()
        self._inspected: int | None = None
        self._known: dict[str, Any] = {}  # of the present pass
        self._remedies = RemedyMaker(checkpoint, clock)
        self._failed: set[str] = set()
        self._costs: dict[str, float] = {}
        self._settings = Settings()
        self._cliff_start = START
        self._kept: dict[str, tuple[object, Any]] = {}
        self._makings: Mapping[str, Making] = {
            "detail": pictures.detail_picture,
            "inspection": self._inspection,
            "bifurcation": self._bifurcation,
            "slopes": lambda simulation: pictures.slopes_picture(simulation, checkpoint),
            "cliff": self._cliff,
            "cells": self._cells,
            "singular_values": lambda simulation: pictures.singular_values_picture(
                simulation, checkpoint
            ),
            "gradient_map": lambda simulation: pictures.map_picture(simulation, checkpoint),
            "remedies": self._remedies.make,
        }
        self.shown = Extras()

    def look(self, wants: frozenset[Want], inspected: int | None) -> None:
        """Say what is looked at from now on; what is known of it stays known."""
        looked_at = {name for name, want in WANTED_BY.items() if want in wants}
        if inspected is not None:
            looked_at.add("inspection")
        wanted = tuple(name for name in WANTED_BY if name in looked_at)
        if (wanted, inspected) == (self._wanted, self._inspected):
            return
        dropped = WANTED_BY.keys() - looked_at
        if inspected != self._inspected:
            dropped |= {"inspection"}
        self._wanted, self._inspected = wanted, inspected
        self._failed.clear()
        self._drop(dropped)

    def start_cliff_at(self, start: tuple[float, float]) -> None:
        """Let the descents over the cliff start elsewhere; those shown may stand in meanwhile."""
        if start != self._cliff_start:
            self._cliff_start = start
            for name in _OF_THE_CLIFF:
                self._known.pop(name, None)
                self._failed.discard(name)

    def take_on(self, settings: Settings) -> None:
        """There is another run, or there are other settings: nothing is known of their pass."""
        before = self._settings
        self.pass_over(settings)
        self._failed.clear()
        self._remedies.forget()
        if _weight(settings) != _weight(before):
            self._costs.clear()
        self._drop(_OF_ONE_PASS if _size(settings) == _size(before) else _SIZED)

    def pass_over(self, settings: Settings) -> None:
        """There is another pass, of which nothing is known, and `settings` are those it is with."""
        self._settings = settings
        self._known.clear()

    @property
    def owed(self) -> bool:
        """Whether something that is looked at is still to be made."""
        return bool(self._missing())

    def affordable(self, patience: float) -> list[str]:
        """What is still to be made, without what is known to take `patience` seconds or more."""
        return [name for name in self._missing() if self._cost(name, 0.0) < patience]

    def expected(self) -> float:
        """Seconds that all that is still to be made will take; inf where that is not known."""
        return sum(self._cost(name, math.inf) for name in self._missing())

    def make(self, name: str, simulation: Simulation, norms: FloatArray = NO_NORMS) -> None:
        """Make one of them, or a part of it, of the present pass of `simulation`.

        `norms` are the gradient norms of its iterations.
        """
        self._checkpoint()
        self._remedies.norms = norms
        start = self._clock()
        free = self._is_kept(name)
        self._known[name] = self._makings[name](simulation)
        if not free:
            self._costs[name] = self._clock() - start

    def give_up(self, name: str, after: float) -> None:
        """Remember that so many seconds were not enough."""
        self._costs[name] = after

    def fail(self, name: str) -> None:
        """Try it no more, until other settings or something else is looked at."""
        self._failed.add(name)

    def show(self, iteration: int) -> None:
        """Let frames carry what is known of the present pass, that of iteration `iteration`.

        Of the cliff, which is of no pass, the old ones stand in until the new ones are made.
        """
        missing = _OF_THE_CLIFF.intersection(self._missing())
        old: dict[str, Any] = {name: getattr(self.shown, name) for name in missing}
        self.shown = Extras(iteration, **old | self._known)

    def _missing(self) -> list[str]:
        return [
            name for name in self._wanted if not self._is_known(name) and name not in self._failed
        ]

    def _is_known(self, name: str) -> bool:
        """Whether it is known whole."""
        return name in self._known and (name != "remedies" or self._remedies.ended)

    def _cost(self, name: str, unknown: float) -> float:
        return 0.0 if self._is_kept(name) else self._costs.get(name, unknown)

    def _drop(self, names: Iterable[str]) -> None:
        names = tuple(names)
        for name in names:
            self._known.pop(name, None)
        nothing: dict[str, Any] = dict.fromkeys(names)
        self.shown = replace(self.shown, **nothing)

    # What each is made by

    def _inspection(self, simulation: Simulation) -> object:
        assert self._inspected is not None
        return pictures.inspection_picture(simulation, self._inspected)

    def _bifurcation(self, _simulation: Simulation) -> object:
        start = self._cliff_start
        return self._keep("bifurcation", lambda: pictures.bifurcation_picture(start))

    def _cliff(self, simulation: Simulation) -> object:
        settings = simulation.settings
        rate, threshold, start = settings.learning_rate, settings.clip_threshold, self._cliff_start
        return self._keep("cliff", lambda: pictures.cliff_picture(rate, threshold, start))

    def _cells(self, simulation: Simulation) -> object:
        return self._keep(
            "cells", lambda: pictures.cells_picture(simulation.settings, self._checkpoint)
        )

    def _keep(self, name: str, make: Callable[[], object]) -> object:
        """What was made for the present settings, or is made now."""
        if not self._is_kept(name):
            self._kept[name] = (self._begun_from(name), make())
        return self._kept[name][1]

    def _is_kept(self, name: str) -> bool:
        if name not in self._kept:
            return False
        return bool(self._kept[name][0] == self._begun_from(name))

    def _begun_from(self, name: str) -> object:
        return _BEGUN_FROM[name](self._settings, self._cliff_start)


_OF_ONE_PASS = frozenset({"detail", "inspection", "remedies"})
"""Those that are held against the numbers of the very pass, or run, they are of."""

_OF_THE_CLIFF = frozenset({"bifurcation", "cliff"})
"""Those that hang on where its descents start, and on no network."""

_SIZED = WANTED_BY.keys() - _OF_THE_CLIFF
"""Those that may stand in for others of the same size only."""

_BEGUN_FROM: Mapping[str, Callable[[Settings, object], object]] = MappingProxyType(
    {
        "bifurcation": lambda _, start: start,
        "cliff": lambda settings, start: (settings.learning_rate, settings.clip_threshold, start),
        "cells": lambda settings, _: pictures.start_of(settings),
    }
)
"""What those depend on that are of no pass."""


def _size(settings: Settings) -> tuple[object, ...]:
    """What the shapes of extras depend on."""
    return settings.cell, settings.hidden_size, settings.time_steps


def _weight(settings: Settings) -> tuple[object, ...]:
    """What their costs depend on."""
    return *_size(settings), settings.batch_size, settings.loss_at, settings.precision
