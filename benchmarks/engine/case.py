"""What is computed: the same network, batch and weights for every contestant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from rnnsim.engine.simulation import Simulation
from rnnsim.model.edits import edited
from rnnsim.model.settings import Settings

LEARNING_RATE = 1e-5
"""So small that thousands of iterations leave the numbers, and so the work, as they were."""


@dataclass(frozen=True, slots=True)
class Case:
    """A cell, its sizes N, T, B and its precision."""

    cell: str
    hidden_size: int
    time_steps: int
    batch_size: int
    precision: str

    def settings(self) -> Settings:
        """Recall of the first token, cross-entropy at T, plain gradient descent."""
        return edited(
            Settings(),
            {
                "cell": self.cell,
                "hidden_size": self.hidden_size,
                "time_steps": self.time_steps,
                "batch_size": self.batch_size,
                "precision": self.precision,
                "task": "recall",
                "optimizer": "sgd",
                "learning_rate": LEARNING_RATE,
            },
        )


@dataclass(frozen=True, slots=True)
class Start:
    """Copies of what an iteration begins with.

    Attributes
    ----------
    weights : mapping of str to array
        By PyTorch's names, and ``weight_ho`` (O, N), ``bias_o`` (O,).
    inputs : (T, B, I) array
    targets : (B,) integer array
    dloss_dh_last : (B, N) array
        ∂L/∂h_T.
    """

    cell: str
    weights: Mapping[str, NDArray[np.floating]]
    inputs: NDArray[np.floating]
    targets: NDArray[np.intp]
    dloss_dh_last: NDArray[np.floating]


def start(case: Case) -> Start:
    """What every contestant begins with, from the first pass of a simulation."""
    network = (simulation := Simulation(case.settings())).network
    trained = zip(NAMES, network.trained_weights(), strict=True)
    return Start(
        case.cell,
        {name: weight.copy() for name, weight in trained},
        network.inputs().astype(case.precision),
        simulation.batch.targets.copy(),
        network.immediate.copy(),
    )


NAMES = ("weight_ih", "weight_hh", "bias_ih", "bias_hh", "weight_ho", "bias_o")
"""Of the weights, in the order of `Network.trained_weights`."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a contestant computed at the start's weights; None or missing where it is not asked to.

    Attributes
    ----------
    gradients : mapping of str to array
        By the names of `Start.weights`.
    loss : float or None
    dloss_dh : (T+1, B, N) array or None
    contribution_norms : (T,) array or None
    """

    gradients: Mapping[str, NDArray[np.floating]]
    loss: float | None = None
    dloss_dh: NDArray[np.floating] | None = None
    contribution_norms: NDArray[np.floating] | None = field(default=None)


class Contestant(Protocol):
    """One way to make the iteration."""

    def answer(self) -> Answer:
        """Say what the first iteration computes; called before any other."""
        ...

    def iterate(self) -> None:
        """Make one iteration, to its end."""
        ...
