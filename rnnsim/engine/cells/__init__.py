"""Cells unrolled over time, with exact backpropagation through time."""

from collections.abc import Mapping
from types import MappingProxyType

from rnnsim.engine.cells.base import Shape, Signal, UnrolledCell
from rnnsim.engine.cells.elman import ElmanCell
from rnnsim.engine.cells.gru import GRUCell
from rnnsim.engine.cells.lstm import LSTMCell
from rnnsim.engine.cells.weights import CellGradients, CellWeights

CELLS: Mapping[str, type[UnrolledCell]] = MappingProxyType(
    {"rnn": ElmanCell, "lstm": LSTMCell, "gru": GRUCell}
)

__all__ = [
    "CELLS",
    "CellGradients",
    "CellWeights",
    "ElmanCell",
    "GRUCell",
    "LSTMCell",
    "Shape",
    "Signal",
    "UnrolledCell",
]
