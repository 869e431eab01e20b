"""The weights of a run, named as a PyTorch module names its own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol

from numpy.typing import NDArray

from rnnsim.export.data import save_arrays

NAMES: Mapping[str, str] = MappingProxyType(
    {
        "weight_ih": "rnn.weight_ih_l0",
        "weight_hh": "rnn.weight_hh_l0",
        "bias_ih": "rnn.bias_ih_l0",
        "bias_hh": "rnn.bias_hh_l0",
        "weight_ho": "readout.weight",
        "bias_o": "readout.bias",
        "embedding": "embedding.weight",
    }
)
"""Of a module whose `rnn` is one of ``torch.nn.RNN``, ``LSTM`` and ``GRU``, `readout` a ``Linear``
and `embedding`, where words are read, an ``Embedding``."""


class Weighted(Protocol):
    """What has weights, such as a result."""

    def arrays(self) -> Mapping[str, NDArray[Any]]:
        """Its arrays by name, the weights among them."""


def save_weights(path: Path, result: Weighted) -> None:
    """Write the weights to an NPZ file that loads into such a module.

    Raises
    ------
    SaveError
        If it cannot be written; the old file is then as it was.
    """
    arrays = result.arrays()
    save_arrays(path, {theirs: arrays[ours] for ours, theirs in NAMES.items() if ours in arrays})
