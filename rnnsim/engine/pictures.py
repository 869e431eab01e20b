"""Immutable pictures of a simulation, as a frame carries them."""

from __future__ import annotations

from types import MappingProxyType
from typing import TypeVar

import numpy as np

from rnnsim.engine.activations import ACTIVATIONS
from rnnsim.engine.clipping import cosine
from rnnsim.engine.diagnostics import jacobian_norms
from rnnsim.engine.measures import direct_path, saturation_share
from rnnsim.engine.norms import norms
from rnnsim.engine.simulation import Simulation
from rnnsim.engine.spectrum import (
    AGREEMENT,
    largest_singular_value,
    measured_eigenvalues,
    mismatch,
)
from rnnsim.model.frame import Clipping, Pass, Spectrum

SHOWN = 0
"""The sequence of the batch that is shown."""

SUGGESTED = (0.5, 10.0)
"""Times the mean gradient norm, thresholds found to work (Pascanu, Mikolov, Bengio 2013, §3.2)."""


def pass_picture(simulation: Simulation) -> Pass:
    """The present pass."""
    cell = simulation.network.cell
    gamma = ACTIVATIONS[simulation.settings.activation].gamma
    gradient_hh = simulation.network.gradients["weight_hh"]
    memory, dloss_dc, retention = cell.memory, cell.dloss_dc, cell.retention
    return Pass(
        tokens=simulation.batch.tokens,
        hidden=read_only(cell.hidden[:, SHOWN].copy()),
        loss=simulation.loss,
        gradient_magnitude=read_only(norms(cell.dloss_dh)),
        contribution_norms=read_only(simulation.network.contribution_norms),
        contributions=read_only(cell.contributions_along(gradient_hh)),
        jacobian_norms=read_only(jacobian_norms(cell)),
        gradient_norm=simulation.gradient_norm,
        clipped_gradient_norm=simulation.clipped_gradient_norm,
        accuracy=simulation.network.accuracy(),
        gates=MappingProxyType(
            {name: read_only(gate[:, SHOWN].copy()) for name, gate in cell.gates.items()}
        ),
        memory=None if memory is None else read_only(memory[:, SHOWN].copy()),
        memory_gradient_magnitude=None if dloss_dc is None else read_only(norms(dloss_dc)),
        direct_path=None if retention is None else read_only(direct_path(retention)),
        saturation=saturation_share(cell.slopes, gamma),
    )


def clipping_picture(simulation: Simulation) -> Clipping:
    """What clipping has done so far."""
    record = simulation.record
    mean, (low, high) = record.mean_norm, SUGGESTED
    return Clipping(
        share=record.clipped / record.passes,
        cosine=cosine(simulation.gradient, simulation.clipped),
        suggested=(low * mean, high * mean),
    )


def spectrum_picture(simulation: Simulation) -> Spectrum:
    """The recurrent matrix's eigenvalues and singular value, constructed and measured."""
    matrix = simulation.weights.cell.candidate_hh
    measured = measured_eigenvalues(matrix)
    simulation.checkpoint()
    miss = mismatch(simulation.constructed, measured) if simulation.iteration == 0 else 0.0
    return Spectrum(
        constructed=read_only(simulation.constructed),
        measured=read_only(measured),
        spectral_radius=float(np.max(np.abs(measured))),
        largest_singular_value=largest_singular_value(matrix),
        slope_bound=ACTIVATIONS[simulation.settings.activation].gamma,
        ill_conditioned=miss if miss > AGREEMENT[matrix.dtype.name] else None,
    )


def bound_factor(simulation: Simulation, spectrum: Spectrum) -> float | None:
    """γσ₁, by which a gradient grows at most in a step back.

    None where there is no such bound: of LSTM and GRU, and of a loss at all time steps.
    """
    settings = simulation.settings
    if settings.cell != "rnn" or settings.loss_at != "last":
        return None
    return spectrum.slope_bound * spectrum.largest_singular_value


Array = TypeVar("Array", bound=np.ndarray)


def read_only(x: Array) -> Array:
    """`x` itself, which can no longer be written."""
    x.setflags(write=False)
    return x
