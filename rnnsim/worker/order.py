"""What is wanted of the worker."""

from __future__ import annotations

import math
from dataclasses import dataclass

from rnnsim.model.cliff import START
from rnnsim.model.course import Course
from rnnsim.model.goal import Goal
from rnnsim.model.settings import Settings
from rnnsim.model.twin import Twin
from rnnsim.model.view import Want


@dataclass(frozen=True, slots=True)
class Order:
    """The whole of what is wanted, so that an order never seen is an order not missed.

    Attributes
    ----------
    generation : int
        Rises with every order; the frame that answers bears it.
    playing : bool
        Whether to train.
    pace : float
        Iterations a second at most, inf for flat out.
    resets : int
        How many have been asked for in all.
    single_iterations : int
        How many have been asked for since the last reset; one is made at a time, and those not
        yet made are dropped when the simulation starts anew, and where the past is looked at.
    wants : frozenset of Want
        Which numbers that take time are looked at.
    inspected : int or None
        The time step whose Jacobian is looked at.
    twins : tuple of Twin
        The runs that are trained beside the main one, in step with it.
    at : int or None
        The iteration looked at; None for the newest.
    branched : (int, int)
        How often the run has been taken up at an earlier iteration, and at which the last time:
        there what is changed or trained begins, and what came after it is forgotten.  Whatever
        else is ordered waits until the runs are there; a reset does not.
    goal : Goal or None
        Where training stops by itself.
    course : Course or None
        What is made again from the start with the last reset, before all else; None for nothing.
        Whoever changes settings meanwhile, or looks at an iteration, goes on from where it is.
    cliff_start : (float, float)
        w and b at which descents over the cliff start.
    """

    generation: int
    settings: Settings
    playing: bool = False
    pace: float = math.inf
    single_iterations: int = 0
    resets: int = 0
    wants: frozenset[Want] = frozenset()
    inspected: int | None = None
    twins: tuple[Twin, ...] = ()
    at: int | None = None
    branched: tuple[int, int] = (0, 0)
    goal: Goal | None = None
    course: Course | None = None
    cliff_start: tuple[float, float] = START
