"""What the self-test tries without a window: the engine, alone and on several processes."""

from __future__ import annotations

import math
from contextlib import closing
from dataclasses import replace

from rnnsim.checks import run_checks
from rnnsim.model.settings import Settings
from rnnsim.model.sweep import Sweep, axis_of
from rnnsim.run.point import measured
from rnnsim.run.sweep import outcomes
from rnnsim.self_test.step import Step, TrialError, require

PROCESSES = 2

ITERATIONS = 20


def steps() -> list[Step]:
    """Its steps, in order."""
    return [
        Step("hold the engine against the literature", check_engine),
        Step(f"sweep 4 points on {PROCESSES} processes", sweep),
    ]


def check_engine() -> str:
    """Compare with every number that `rnnsim check` does."""
    made = run_checks()
    differing = [outcome.check for outcome in made if not outcome.agrees]
    for check in differing:
        raise TrialError(f"{check.setting}: not {check.expected:g}; {len(differing)} differ")
    return f"{len(made)} numbers agree"


def sweep() -> str:
    """Make four runs on worker processes, and each here again: the numbers are the same."""
    axes = (axis_of("spectral_radius=0.5,1.5"), axis_of("time_steps=5,10"))
    wanted = Sweep(Settings(), {}, axes, ITERATIONS)
    with closing(outcomes(wanted, wanted.points(), PROCESSES)) as coming:
        found = dict(coming)
    require(len(found) == len(wanted), f"{len(found)} of {len(wanted)} points came back")
    for point, outcome in found.items():
        here = measured(wanted.settings_at(point), ITERATIONS)
        if isinstance(outcome, str) or here is None:
            raise TrialError(f"{point}: {outcome}")
        require(math.isfinite(outcome.loss), f"{point}: the loss is {outcome.loss}")
        there = replace(outcome, seconds=here.seconds)
        require(there == here, f"{point}: a worker's numbers are others than those made here")
    return f"{len(found)} runs, the same as made here"
