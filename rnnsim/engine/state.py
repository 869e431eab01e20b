"""What a run hangs on between two iterations, so that one can come back to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from rnnsim.engine.clipping import ClippingRecord
from rnnsim.model.arrays import ComplexArray, FloatArray
from rnnsim.model.settings import Settings


@dataclass(frozen=True, slots=True)
class State:
    """A simulation's weights and all that its next iterations hang on.

    Attributes
    ----------
    settings : Settings
    iteration : int
        Weight updates made.
    weights : tuple of arrays
        All weights, trained or not, in the order of `Network.named_weights`.
    optimizer_memory : tuple
        As of `Optimizer.memory`.
    data : mapping
        State of the generator of batches before the present batch was drawn.
    record : ClippingRecord
        Of the passes before the present one.
    constructed : (N,) complex array
        The eigenvalues the recurrent matrix was built from.
    """

    settings: Settings
    iteration: int
    weights: tuple[FloatArray, ...]
    optimizer_memory: tuple[Any, ...]
    data: Mapping[str, Any]
    record: ClippingRecord
    constructed: ComplexArray

    @property
    def nbytes(self) -> int:
        """How much room its arrays take."""
        return sum(np.asarray(x).nbytes for x in (*self.weights, *self.optimizer_memory))
