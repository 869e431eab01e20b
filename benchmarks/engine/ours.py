"""Our side: the engine, without and with what the program does around an iteration."""

from __future__ import annotations

from benchmarks.engine.case import NAMES, Answer, Case
from rnnsim.engine.optimizers import OPTIMIZERS
from rnnsim.engine.simulation import Simulation


class Engine:
    """Forward, backward, the norm of every time step's contribution, update; always one batch."""

    def __init__(self, case: Case) -> None:
        simulation = Simulation(case.settings())
        self._network, self._batch = simulation.network, simulation.batch
        self._learning_rate = simulation.settings.learning_rate
        self._optimizer = OPTIMIZERS["sgd"](self._network.trained_weights())

    def answer(self) -> Answer:
        network = self._network
        network.forward(self._batch)
        gradients = network.backward()
        return Answer(
            dict(zip(NAMES, gradients, strict=True)),
            network.loss,
            network.cell.dloss_dh,
            network.contribution_norms,
        )

    def iterate(self) -> None:
        network = self._network
        network.forward(self._batch)
        gradients = network.backward()
        self._optimizer.update(network.trained_weights(), gradients, self._learning_rate)


class Program:
    """The same as the program runs it: a new batch each time, norms, clipping, divergence."""

    def __init__(self, case: Case) -> None:
        self._simulation = Simulation(case.settings())

    def iterate(self) -> None:
        self._simulation.iterate()
