"""What is sampled of a run: the gradient's reach, and the eigenvalues of W_hh."""

from __future__ import annotations

import numpy as np

from rnnsim.engine.norms import norms
from rnnsim.engine.pictures import read_only
from rnnsim.engine.simulation import Simulation
from rnnsim.engine.spectrum import largest_singular_value, measured_eigenvalues
from rnnsim.engine.training.thinned import Thinned
from rnnsim.model.arrays import ComplexArray, FloatArray
from rnnsim.model.cells import CELLS
from rnnsim.model.samples import Trail, Waterfall
from rnnsim.model.settings import Settings

COLUMNS = 512
"""Iterations sampled at most."""

EIGENVALUE_WORK = 125.0
"""Multiplications that N³ stands for, decompositions being slower than products."""

SHARE = 0.1
"""Largest share of the time of training that eigenvalues may take, about."""


class Samples:
    """Gradient magnitudes and eigenvalues of some iterations of a run, evenly spread.

    Which iterations depends on the settings alone, so that equal runs have equal samples.
    """

    def __init__(self, settings: Settings) -> None:
        self._magnitudes: Thinned[FloatArray] = Thinned(COLUMNS)
        self._spectra: Thinned[tuple[ComplexArray, float]] = Thinned(
            COLUMNS, _spectrum_stride(settings)
        )

    def note(self, simulation: Simulation) -> None:
        """Sample the present pass where it is one of those."""
        iteration = simulation.iteration
        if self._magnitudes.wants(iteration):
            magnitude = norms(simulation.network.cell.dloss_dh)
            self._magnitudes.put(iteration, read_only(magnitude))
        if self._spectra.wants(iteration):
            matrix = simulation.weights.cell.candidate_hh
            values = read_only(measured_eigenvalues(matrix))
            self._spectra.put(iteration, (values, largest_singular_value(matrix)))

    def forget_from(self, iteration: int) -> None:
        """Keep those of earlier iterations only."""
        self._magnitudes.forget_from(iteration)
        self._spectra.forget_from(iteration)

    def waterfall(self) -> Waterfall:
        """The gradient magnitudes sampled."""
        kept = self._magnitudes.items()
        return Waterfall(tuple(i for i, _ in kept), tuple(x for _, x in kept))

    def trail(self) -> Trail:
        """The eigenvalues sampled, and what follows from them."""
        kept = self._spectra.items()
        return Trail(
            iterations=tuple(i for i, _ in kept),
            eigenvalues=tuple(values for _, (values, _) in kept),
            largest_singular_values=tuple(largest for _, (_, largest) in kept),
        )


def _spectrum_stride(settings: Settings) -> int:
    """The power of 2 iterations between two decompositions that keeps them a small share."""
    size = settings.hidden_size
    decomposing = EIGENVALUE_WORK * size**3
    gates = len(CELLS[settings.cell].blocks)
    training = 6.0 * settings.time_steps * settings.batch_size * gates * size**2
    wanted = max(1.0, decomposing / (SHARE * training))
    return 1 << int(np.ceil(np.log2(wanted)))
