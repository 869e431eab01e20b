"""The result of a run, gathered from its simulation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from rnnsim.engine.diagnostics import each_jacobian
from rnnsim.engine.lyapunov import lyapunov_spectrum
from rnnsim.engine.measures import direct_path, fitted_slope, saturation_share
from rnnsim.engine.network import Network
from rnnsim.engine.norms import norms
from rnnsim.engine.pictures import bound_factor, clipping_picture, spectrum_picture
from rnnsim.engine.simulation import Simulation
from rnnsim.model.arrays import FloatArray
from rnnsim.model.course import Course
from rnnsim.model.diagnosis import Diagnosis, diagnose
from rnnsim.model.frame import Curves, Spectrum
from rnnsim.run.diagnostics import diagnostics_of
from rnnsim.run.result import Result
from rnnsim.version import __version__

Array = TypeVar("Array", bound=NDArray[Any])


@np.errstate(all="ignore")
def result_of(
    simulation: Simulation,
    curves: Curves,
    course: Course,
    *,
    diagnostics: bool = False,
    checkpoint: Callable[[], None] = lambda: None,
) -> Result:
    """The numbers of the present pass, and of the iterations so far.

    Parameters
    ----------
    simulation : Simulation
    curves : Curves
        One value for each iteration made.
    course : Course
        What led there.
    diagnostics : bool
        Whether `diagnostics_of` the pass, and all Lyapunov exponents, are wanted too.
    checkpoint : callable, optional
        Called before each time step of what takes long; may raise to abandon it.
    """
    network = simulation.network
    magnitude = norms(network.cell.dloss_dh)
    spectrum = spectrum_picture(simulation)
    exponents = lyapunov_spectrum(each_jacobian(network.cell), checkpoint)
    diagnosis = diagnosis_of(simulation, spectrum, magnitude, exponents)
    arrays = {
        **network.named_weights(),
        **_gradients(network),
        **_states(network),
        **_read(simulation),
        **_direct_path(network),
        "gradient_magnitude": magnitude,
        "contribution_norms": network.contribution_norms,
        "losses": curves.losses,
        "gradient_norms": curves.gradient_norms,
        "clipped_gradient_norms": curves.clipped_gradient_norms,
    }
    if diagnostics:
        arrays |= diagnostics_of(network, checkpoint)
        arrays["lyapunov_exponents"] = exponents
    kept: dict[str, Any] = {name: _kept(array) for name, array in arrays.items()}
    return Result(
        settings=simulation.settings,
        course=course,
        version=__version__,
        loss=simulation.loss,
        saturation=saturation_share(network.cell.slopes, spectrum.slope_bound),
        chance_loss=simulation.task.chance_loss,
        spectrum=spectrum,
        clipping=clipping_picture(simulation),
        diagnosis=diagnosis,
        **kept,
    )


def diagnosis_of(
    simulation: Simulation,
    spectrum: Spectrum,
    gradient_magnitude: FloatArray,
    exponents: FloatArray,
) -> Diagnosis:
    """The verdict on the present pass; λ₁ is the first of the `exponents`."""
    return diagnose(
        divergence=simulation.non_finite,
        bound_factor=bound_factor(simulation, spectrum),
        spectral_radius=spectrum.spectral_radius,
        fitted_slope=fitted_slope(gradient_magnitude),
        lyapunov_exponent=float(exponents[0]),
    )


def _gradients(network: Network) -> dict[str, FloatArray]:
    """The raw gradients, also of a readout that is not trained."""
    return {f"grad_{name}": gradient for name, gradient in network.gradients.items()}


def _states(network: Network) -> dict[str, FloatArray]:
    cell = network.cell
    named = {"hidden": cell.hidden, "dloss_dh": cell.dloss_dh}
    if cell.memory is not None and cell.dloss_dc is not None:
        named |= {"cell": cell.memory, "dloss_dc": cell.dloss_dc}
    return named | {f"gate_{name}": gate for name, gate in cell.gates.items()}


def _direct_path(network: Network) -> dict[str, FloatArray]:
    """What the gate that keeps leaves of a gradient, where there is one."""
    retention = network.cell.retention
    return {} if retention is None else {"direct_path": direct_path(retention)}


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
