"""Pictures of what is computed only while somebody looks at it, as a frame's extras carry them.

All are of the sequence of the batch that is shown, where they are not of the whole batch.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import numpy as np

from rnnsim.engine.cells import CELLS
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
from rnnsim.engine.theory import cliff, descend
from rnnsim.model.frame import CliffPicture, Detail, FloatArray, Inspection
from rnnsim.model.memory import LIMIT, memory_needed
from rnnsim.model.settings import Settings
from rnnsim.model.slopes import Slopes

OF_TRAINING = ("optimizer", "learning_rate", "clip", "clip_threshold")
"""Settings that an untrained network's gradients do not depend on."""

CLIFF_W, CLIFF_B = (4.0, 6.0, 160), (-3.4, -1.6, 120)
"""First, last and how many: where the wall b* = 0.5 − w σ(0.5) goes from corner to corner."""

CLIFF_START = (5.1, -2.45)
"""w and b on the plain above the wall, which slopes down to it.

From here descents of η = 0.01, 0.02, 0.03 and 0.1 are all thrown out of the picture within
`CLIFF_ITERATIONS`, however the last digits are rounded, and those clipped at τ = 1 are not.
"""

CLIFF_ITERATIONS = 300

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
    """‖∂L/∂h_k‖, k = 0 … T, of each cell untrained, from the same settings and seed.

    A cell that exceeds the limit of memory is left out.
    """
    start = start_of(settings)
    found = {}
    for cell in CELLS:
        own = replace(start, cell=cell)
        if memory_needed(own) <= LIMIT:
            found[cell] = read_only(norms(Simulation(own, checkpoint).network.cell.dloss_dh))
    return MappingProxyType(found)


def cliff_picture(rate: float, threshold: float, checkpoint: Checkpoint) -> CliffPicture:
    """The error surface of a single unit, and descents over it with and without clipping."""
    w, b = np.linspace(*CLIFF_W), np.linspace(*CLIFF_B)
    checkpoint()
    unclipped, clipped = (
        descend(CLIFF_START, rate, CLIFF_ITERATIONS, each, checkpoint) for each in (None, threshold)
    )
    return CliffPicture(
        w=read_only(w),
        b=read_only(b),
        error=read_only(cliff(w, b[:, None]).error),
        unclipped=read_only(unclipped),
        clipped=read_only(clipped),
        rate=rate,
        threshold=threshold,
    )
