"""Which tensor of a pass is the first that is not finite."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from rnnsim.engine.network import Network
from rnnsim.model.arrays import FloatArray
from rnnsim.model.frame import Divergence


def first_non_finite(
    network: Network, gradient: Sequence[FloatArray], iteration: int
) -> Divergence | None:
    """Name the tensor in which the first inf or NaN arose, in the order of computing.

    Parameters
    ----------
    network : Network
        After a pass.
    gradient : sequence of arrays
        ∂L/∂θ, before clipping.
    iteration : int
        Weight updates made before.
    """
    for tensor, time_step, stage in _non_finite(network, gradient):
        before = iteration - 1 if stage == "update" else iteration  # that update was the last
        return Divergence(tensor, time_step, stage, max(before, 0))
    return None


def _non_finite(
    network: Network, gradient: Sequence[FloatArray]
) -> Iterator[tuple[str, int | None, str]]:
    if not _finite(*network.trained_weights()):
        yield "θ", None, "update"
    yield from _first_step(_states(network), "forward")
    outputs = network.outputs
    if not _finite(outputs):
        yield "y", _output_step(network, outputs), "forward"
    if not np.isfinite(network.loss):
        yield "L", None, "forward"
    if not _finite(network.dloss_doutputs):
        yield "∂L/∂y", _output_step(network, network.dloss_doutputs), "backward"
    yield from _first_step(_signals(network), "backward")
    if not _finite(*gradient):
        yield "∂L/∂θ", None, "backward"


def _states(network: Network) -> list[tuple[str, int, FloatArray]]:
    """States in the order of computing: c_t before h_t."""
    cell = network.cell
    named = [("c", cell.memory), ("h", cell.hidden)]
    steps = range(len(cell.hidden))
    return [(name, t, x[t]) for t in steps for name, x in named if x is not None]


def _signals(network: Network) -> list[tuple[str, int, FloatArray]]:
    """Gradients in the order of computing, from T back: ∂L/∂h_t before ∂L/∂c_t."""
    cell = network.cell
    named = [("∂L/∂h", cell.dloss_dh), ("∂L/∂c", cell.dloss_dc)]
    steps = reversed(range(len(cell.hidden)))
    return [(name, t, x[t]) for t in steps for name, x in named if x is not None]


def _first_step(
    arrays: list[tuple[str, int, FloatArray]], stage: str
) -> Iterator[tuple[str, int | None, str]]:
    for name, time_step, x in arrays:
        if not _finite(x):
            yield name, time_step, stage


def _output_step(network: Network, x: FloatArray) -> int:
    """The first time step at which `x`, shaped as the outputs, is not finite."""
    if x.ndim == 2:
        return network.cell.shape.time_steps
    return int(np.flatnonzero(~np.isfinite(x).all(axis=(1, 2)))[0]) + 1


def _finite(*arrays: FloatArray) -> bool:
    return all(bool(np.isfinite(x).all()) for x in arrays)
