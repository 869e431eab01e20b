"""What a run tells of its last pass when it is asked for more; the dearest part of a result."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from rnnsim.engine.diagnostics import (
    each_jacobian,
    gradient_map,
    state_jacobian_singular_values,
)
from rnnsim.engine.measures import step_radii, step_singular_values
from rnnsim.engine.network import Network
from rnnsim.model.arrays import FloatArray


def diagnostics_of(
    network: Network, checkpoint: Callable[[], None] = lambda: None
) -> dict[str, FloatArray]:
    """Diagnostics of the present pass, by their names in `Result`.

    Parameters
    ----------
    network : Network
        After both passes.
    checkpoint : callable, optional
        Called before every time step; may raise to abandon the work.
    """
    cell = network.cell
    steps = []
    for jacobian in each_jacobian(cell):  # one at a time: all of them may not fit into memory
        checkpoint()
        alone = jacobian[np.newaxis]
        steps.append((step_singular_values(alone)[0], step_radii(alone)[0]))
    singular_values, radii = np.array(steps).T
    return {
        "gradient_map": gradient_map(cell, network.immediate),
        "state_jacobian_singular_values": state_jacobian_singular_values(cell),
        "step_singular_values": singular_values,
        "step_radii": radii,
    }
