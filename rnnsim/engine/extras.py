"""Pictures of what is computed only while somebody looks at it, as a frame's extras carry them.

All are of the sequence of the batch that is shown, where they are not of the whole batch.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from types import MappingProxyType
from typing import Any

import numpy as np

from rnnsim.engine.diagnostics import (
    gradient_map,
    jacobian,
    singular_values,
    state_jacobian_singular_values,
)
from rnnsim.engine.norms import norms
from rnnsim.engine.pictures import SHOWN, read_only
from rnnsim.engine.simulation import Simulation
from rnnsim.engine.slopes import distribution
from rnnsim.engine.theory import (
    Cliff,
    cliff,
    descend,
    fixed_points,
    fold_states,
    folds,
    reached,
    ridge,
    ridge_is_stable,
)
from rnnsim.model.arrays import FloatArray
from rnnsim.model.cells import COMPARED
from rnnsim.model.cliff import B_RANGE, START, W_RANGE
from rnnsim.model.extras import BifurcationPicture, CliffPicture, Detail, Inspection
from rnnsim.model.memory import LIMIT, memory_needed
from rnnsim.model.settings import Settings
from rnnsim.model.slopes import Slopes

OF_TRAINING = ("optimizer", "learning_rate", "clip", "clip_threshold")
"""Settings that an untrained network's gradients do not depend on."""

CLIFF_COLUMNS, CLIFF_ROWS = 160, 120
"""How many w and b the error surface has."""

CLIFF_ITERATIONS = 300

BIASES = 481
"""How many b the bifurcation diagram has: more than it has pixels."""

Checkpoint = Callable[[], None]


@np.errstate(all="ignore")
def detail_picture(simulation: Simulation) -> Detail:
    """What happens within each time step of the present pass."""
    network = simulation.network
    cell, weights = network.cell, network.weights.cell
    recurrent, driven = cell.recurrent(weights, SHOWN), cell.driven(weights, SHOWN)
    immediate = np.zeros_like(cell.dloss_dh[:, SHOWN])
    first = len(immediate) - (1 if network.immediate.ndim == 2 else len(network.immediate))
    immediate[first:] = network.immediate[..., SHOWN, :]

    def kept(x: FloatArray) -> FloatArray:
        return read_only(x.astype(cell.dtype))

    return Detail(
        recurrent=kept(recurrent),
        driven=kept(driven),
        pre_activations=kept(cell.pre_activations(weights, recurrent, driven, SHOWN)),
        slopes=kept(cell.slopes[:, SHOWN]),
        dloss_dh=kept(cell.dloss_dh[:, SHOWN]),
        dloss_dh_immediate=kept(immediate),
        dloss_da=kept(cell.dloss_da[:, SHOWN]),
        weight_hh=kept(weights.weight_hh),
    )


@np.errstate(all="ignore")
def inspection_picture(simulation: Simulation, time_step: int) -> Inspection | None:
    """What a time step k = 0 … T of the present pass does to a gradient; None of any other."""
    cell = simulation.network.cell
    if not 0 <= time_step <= cell.shape.time_steps:
        return None
    if time_step == 0:
        return Inspection(0, None, read_only(np.zeros(0)), None)
    of_step = jacobian(cell, time_step, SHOWN)
    return Inspection(
        time_step,
        jacobian=read_only(of_step.copy()),
        singular_values=read_only(singular_values(of_step)),
        contribution=read_only(cell.contributions(time_step - 1, time_step)[0]),
    )


def map_picture(simulation: Simulation, checkpoint: Checkpoint) -> FloatArray:
    """(T, T+1) array: ‖∂L_t/∂h_k‖ in row t−1 and column k, of the present pass."""
    network = simulation.network
    return read_only(gradient_map(network.cell, network.immediate, checkpoint))


def singular_values_picture(simulation: Simulation, checkpoint: Checkpoint) -> FloatArray:
    """(T+1, N) array: the singular values of ∂h_T/∂h_k, k = 0 … T, of the present pass."""
    return read_only(state_jacobian_singular_values(simulation.network.cell, SHOWN, checkpoint))


def slopes_picture(simulation: Simulation, checkpoint: Checkpoint) -> Slopes:
    """How the slopes φ′ of the present pass are distributed, of the whole batch."""
    cell, activation = simulation.network.cell, simulation.settings.activation
    return distribution(cell.slopes, cell.candidates, activation, checkpoint)


def start_of(settings: Settings) -> Settings:
    """`settings` without what makes no difference to `cells_picture`."""
    defaults: dict[str, Any] = {key: getattr(Settings(), key) for key in ("cell", *OF_TRAINING)}
    return replace(settings, **defaults)


def cells_picture(settings: Settings, checkpoint: Checkpoint) -> Mapping[str, FloatArray]:
    """‖∂L/∂h_k‖, k = 0 … T, of each cell compared, untrained, from the same settings and seed.

    A cell that exceeds the limit of memory is left out.
    """
    start = start_of(settings)
    found = {}
    for cell in COMPARED:
        own = replace(start, cell=cell)
        if memory_needed(own) <= LIMIT:
            found[cell] = read_only(norms(Simulation(own, checkpoint).network.cell.dloss_dh))
    return MappingProxyType(found)


def cliff_picture(
    rate: float, threshold: float, start: tuple[float, float] = START
) -> CliffPicture:
    """The error surface of a single unit, and descents over it with and without clipping.

    Parameters
    ----------
    rate, threshold : float
        η of both and τ of the one that is clipped.
    start : (float, float)
        w and b at which both start.
    """
    w, b, error = _surface()
    unclipped, clipped = (
        descend(start, rate, CLIFF_ITERATIONS, each) for each in (None, threshold)
    )
    here = cliff(*start)
    return CliffPicture(
        w=w,
        b=b,
        error=error,
        unclipped=read_only(unclipped),
        clipped=read_only(clipped),
        rate=rate,
        threshold=threshold,
        start=start,
        start_error=float(here.error),
        start_gradient_norm=_steepness(here),
    )


@cache
def _surface() -> tuple[FloatArray, FloatArray, FloatArray]:
    """w, b and E of the error surface, which depends on nothing."""
    w, b = np.linspace(*W_RANGE, CLIFF_COLUMNS), np.linspace(*B_RANGE, CLIFF_ROWS)
    return read_only(w), read_only(b), read_only(cliff(w, b[:, None]).error)


def bifurcation_picture(start: tuple[float, float] = START) -> BifurcationPicture:
    """Fixed points of the unit with the w of `start`, over all b of the error surface."""
    w, b = start
    biases = np.linspace(*B_RANGE, BIASES)
    found, b_star = fixed_points(w, biases), float(ridge(w))
    return BifurcationPicture(
        w=w,
        b=b,
        biases=read_only(biases),
        positions=read_only(found.position),
        stable=read_only(found.stable),
        reached=read_only(reached(w, biases)),
        folds=read_only(np.stack([fold_states(w), folds(w)], axis=-1)),
        present=read_only(fixed_points(w, b).position),
        present_reached=float(reached(w, b)),
        ridge=b_star,
        ridge_stable=ridge_is_stable(w),
        ridge_gradient_norm=_steepness(cliff(w, b_star)),
    )


def _steepness(here: Cliff) -> float:
    """‖∇E‖."""
    return math.hypot(float(here.derror_dw), float(here.derror_db))
