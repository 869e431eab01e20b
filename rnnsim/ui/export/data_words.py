"""What is in a file of arrays, and how it is read."""

from __future__ import annotations

from textwrap import wrap

from rnnsim.model.cells import CELLS
from rnnsim.model.settings import Settings
from rnnsim.translation import tr

OF_RUN = """\
import numpy as np

with np.load("{name}", allow_pickle=False) as run:
    print(run.files)
    magnitude = run["gradient_magnitude"]  # ‖∂L/∂h_k‖, k = 0 … T
    losses = run["losses"]  # one an iteration
"""

READ_WEIGHTS = """\
import numpy as np
import torch

with np.load("{name}", allow_pickle=False) as file:
    weights = {{name: torch.from_numpy(file[name]) for name in file.files}}
"""

LOAD_WEIGHTS = """\

network = torch.nn.Module()
network.rnn = torch.nn.{cell}(weights["rnn.weight_ih_l0"].shape[1], {units}{more})
network.readout = torch.nn.Linear({units}, len(weights["readout.bias"]))
if "embedding.weight" in weights:
    network.embedding = torch.nn.Embedding(*weights["embedding.weight"].shape)
network.load_state_dict(weights)
"""


def told_of_run(settings: Settings, name: str) -> str:
    """What the file of a run holds."""
    del settings
    said = tr(
        "The run is made again from its seed and written whole: settings, weights, the curves of"
        " training, and one pass with all its gradients. To read it:"
    )
    return f"{_comment(said)}\n{OF_RUN.format(name=name)}"


def told_of_weights(settings: Settings, name: str) -> str:
    """What the file of the weights holds."""
    said = tr(
        "The run is made again from its seed, and its weights are written as a module of PyTorch"
        " names them. To read them:"
    )
    return f"{_comment(said)}\n{READ_WEIGHTS.format(name=name)}{_loaded(settings)}"


def _loaded(settings: Settings) -> str:
    """The lines that load them; none where PyTorch has no such cell."""
    cell = CELLS[settings.cell].torch
    if not cell:
        return ""
    rectified = settings.cell == "rnn" and settings.activation == "relu"
    more = ', nonlinearity="relu"' if rectified else ""
    return LOAD_WEIGHTS.format(cell=cell, units=settings.hidden_size, more=more)


def _comment(text: str) -> str:
    return "".join(f"# {line}\n" for line in wrap(text, 78))
