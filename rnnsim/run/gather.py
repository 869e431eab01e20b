"""The result of a run, gathered from its simulation."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from rnnsim.engine.cells import CellWeights, LSTMCell
from rnnsim.engine.diagnostics import each_jacobian
from rnnsim.engine.lyapunov import lyapunov_spectrum
from rnnsim.engine.measures import fitted_slope
from rnnsim.engine.network import Network
from rnnsim.engine.norms import norms
from rnnsim.engine.outer import outer_sum
from rnnsim.engine.pictures import bound_factor, clipping_picture, spectrum_picture
from rnnsim.engine.simulation import Simulation
from rnnsim.model.diagnosis import Diagnosis, diagnose
from rnnsim.model.frame import Curves, FloatArray, Spectrum
from rnnsim.run.result import Result
from rnnsim.version import __version__

CELL_WEIGHTS = tuple(field.name for field in fields(CellWeights))
READOUT = ("weight_ho", "bias_o")

Array = TypeVar("Array", bound=NDArray[Any])


@np.errstate(all="ignore")
def result_of(simulation: Simulation, curves: Curves) -> Result:
    """The numbers of the present pass, and of the iterations so far.

    Parameters
    ----------
    simulation : Simulation
    curves : Curves
        One value for each iteration made.
    """
    network = simulation.network
    magnitude = norms(network.cell.dloss_dh)
    spectrum = spectrum_picture(simulation)
    diagnosis = diagnosis_of(simulation, spectrum, magnitude)
    arrays = {
        **_weights(network),
        **_gradients(simulation),
        **_states(network),
        **_read(simulation),
        "gradient_magnitude": magnitude,
        "contribution_norms": network.contribution_norms,
        "losses": curves.losses,
        "gradient_norms": curves.gradient_norms,
        "clipped_gradient_norms": curves.clipped_gradient_norms,
    }
    kept: dict[str, Any] = {name: _kept(array) for name, array in arrays.items()}
    return Result(
        settings=simulation.settings,
        version=__version__,
        loss=simulation.loss,
        chance_loss=simulation.task.chance_loss,
        spectrum=spectrum,
        clipping=clipping_picture(simulation),
        diagnosis=diagnosis,
        **kept,
    )


def diagnosis_of(
    simulation: Simulation, spectrum: Spectrum, gradient_magnitude: FloatArray
) -> Diagnosis:
    """The verdict on the present pass; λ₁ is that of the batch's first sequence."""
    exponents = lyapunov_spectrum(each_jacobian(simulation.network.cell))
    return diagnose(
        divergence=simulation.divergence,
        bound_factor=bound_factor(simulation, spectrum),
        spectral_radius=spectrum.spectral_radius,
        fitted_slope=fitted_slope(gradient_magnitude),
        lyapunov_exponent=float(exponents[0]),
    )


def _weights(network: Network) -> dict[str, FloatArray]:
    weights = network.weights
    named = dict(zip(CELL_WEIGHTS, weights.cell.arrays(), strict=True))
    named |= zip(READOUT, (weights.weight_ho, weights.bias_o), strict=True)
    if weights.embedding is not None:
        named["embedding"] = weights.embedding
    return named


def _gradients(simulation: Simulation) -> dict[str, FloatArray]:
    """The raw gradients, also of a readout that is not trained."""
    network = simulation.network
    names = [*CELL_WEIGHTS]
    if simulation.task.trains_readout:
        names += READOUT
    if network.weights.embedding is not None:
        names.append("embedding")
    named = dict(zip(names, simulation.gradient, strict=True))
    if not simulation.task.trains_readout:
        named |= zip(READOUT, _readout_gradients(network), strict=True)
    return {f"grad_{name}": gradient for name, gradient in named.items()}


def _readout_gradients(network: Network) -> tuple[FloatArray, FloatArray]:
    """∂L/∂W_ho = Σ_t ∂L/∂y_t h_tᵀ and ∂L/∂b_o = Σ_t ∂L/∂y_t, over the time steps judged."""
    signal = network.dloss_doutputs.reshape(-1, *network.dloss_doutputs.shape[-2:])
    hidden = network.cell.hidden_columns[-len(signal) :]
    return outer_sum(signal.transpose(0, 2, 1), hidden), signal.sum(axis=(0, 1))


def _states(network: Network) -> dict[str, FloatArray]:
    cell = network.cell
    named = {"hidden": cell.hidden, "dloss_dh": cell.dloss_dh}
    if isinstance(cell, LSTMCell):
        named |= {"cell": cell.memory, "dloss_dc": cell.dloss_dc}
    return named | {f"gate_{name}": gate for name, gate in cell.gates.items()}


def _read(simulation: Simulation) -> dict[str, NDArray[Any]]:
    """What the network read and said, numbers in its own precision."""
    network, batch = simulation.network, simulation.batch
    targets, dtype = batch.targets, network.cell.dtype
    if np.issubdtype(targets.dtype, np.floating):
        targets = targets.astype(dtype)
    named = {
        "inputs": network.inputs().astype(dtype),
        "targets": targets,
        "outputs": network.outputs,
    }
    return named if batch.words is None else {**named, "words": batch.words}


def _kept(array: Array) -> Array:
    """A read-only copy in the order of its axes, which holds on to no larger array."""
    copied = array.copy(order="C")
    copied.setflags(write=False)
    return copied
