"""Weights of a cell, named, shaped and ordered as in ``torch.nn``."""

from __future__ import annotations

from dataclasses import dataclass, fields

from rnnsim.model.arrays import FloatArray
from rnnsim.model.cells import candidate_block


@dataclass(frozen=True, slots=True)
class CellWeights:
    """Weights of one recurrent layer, or their gradients.

    G is 1 for ``torch.nn.RNN``, 4 for ``LSTM`` (blocks i, f, g, o), 3 for ``GRU`` (r, z, n).

    Attributes
    ----------
    weight_ih : (G·N, I) array
    weight_hh : (G·N, N) array
    bias_ih, bias_hh : (G·N,) arrays
    """

    weight_ih: FloatArray
    weight_hh: FloatArray
    bias_ih: FloatArray
    bias_hh: FloatArray

    def arrays(self) -> tuple[FloatArray, ...]:
        """The arrays in the order of the fields."""
        return tuple(getattr(self, field.name) for field in fields(self))

    @property
    def candidate_hh(self) -> FloatArray:
        """(N, N) view: the block of `weight_hh` that makes the candidate state.

        All of it in an RNN, the third block of LSTM (g) and GRU (n).
        """
        n = self.weight_hh.shape[1]
        start = n * candidate_block(len(self.weight_hh) // n)
        return self.weight_hh[start : start + n]


@dataclass(frozen=True, slots=True)
class CellGradients:
    """What a backward pass yields besides ∂L/∂h.

    Attributes
    ----------
    weights : CellWeights
        The gradient of each weight.
    contribution_norms : (T,) float64 array
        Frobenius norm of each time step's term of ∂L/∂W_hh.
    """

    weights: CellWeights
    contribution_norms: FloatArray
