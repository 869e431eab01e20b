"""How the slopes φ′ of a pass are distributed, as numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rnnsim.model.arrays import FloatArray

PARTS = 40
"""Into how many equal parts 0 … γ is divided."""


@dataclass(frozen=True, slots=True)
class Slopes:
    """The slopes φ′ of the candidate's pre-activations, of all units, time steps and sequences.

    Attributes
    ----------
    activation : str
        φ.
    gamma : float
        γ = sup |φ′|.
    counts : (PARTS,) array of int
        How many slopes lie in each part of 0 … γ; one on the border of two counts in the upper,
        γ itself in the last.
    zeros : int
        How many are exactly 0.
    not_finite : int
        How many are infinite or NaN, or of a state that is NaN; they are in no part and no mean.
    saturated : int
        How many are less than γ/10.
    mean : float
        Arithmetic mean; NaN of none.
    geometric_mean : float
        exp of the mean of ln φ′: 0 where any is exactly 0, NaN of none.
    """

    activation: str
    gamma: float
    counts: NDArray[np.int64]
    zeros: int
    not_finite: int
    saturated: int
    mean: float
    geometric_mean: float

    @property
    def total(self) -> int:
        """How many slopes there are that are finite."""
        return int(self.counts.sum())

    @property
    def edges(self) -> FloatArray:
        """(PARTS+1,) array: where the parts begin and end."""
        return np.linspace(0.0, self.gamma, PARTS + 1)

    @property
    def shares(self) -> FloatArray:
        """(PARTS,) array: share of the finite slopes in each part; 0 where there are none."""
        return self.counts / max(self.total, 1)
