"""Rows 3, 4, 5 and 11: gradients of whole networks."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle, product

import numpy as np

from rnnsim.checks.check import Check
from rnnsim.checks.sources import PASCANU
from rnnsim.engine.activations import ACTIVATIONS
from rnnsim.engine.cells import CELLS, CellWeights, ElmanCell, Shape
from rnnsim.engine.clipping import joint_norm
from rnnsim.engine.norms import norm
from rnnsim.engine.pictures import bound_factor, pass_picture, spectrum_picture
from rnnsim.engine.simulation import Simulation
from rnnsim.engine.tasks import TASKS
from rnnsim.engine.theory import geometric
from rnnsim.model.arrays import FloatArray
from rnnsim.model.settings import Settings


def _simulations() -> Iterator[Simulation]:
    """One of each cell and activation, tasks in turn, with weights that training has changed."""
    losses = cycle(product(TASKS, ("last", "all")))
    for seed, (cell, activation) in enumerate(product(CELLS, ACTIVATIONS)):
        task, loss_at = next(losses)
        simulation = Simulation(
            Settings(
                cell=cell,
                activation=activation,
                task=task,
                loss_at=loss_at,
                seed=seed,
                non_normality=0.3,
                clip="norm",
            )
        )
        for _ in range(3):
            simulation.iterate()
        yield simulation


def _worst_sum_of_contributions() -> float:
    """‖Σ_t contribution_t − ∂L/∂W_hh‖ / ‖∂L/∂W_hh‖, the largest."""
    deviations = []
    for simulation in _simulations():
        _, gradient, *_ = simulation.gradient
        total = simulation.network.cell.contributions().sum(axis=0)
        deviations.append(norm(total - gradient) / norm(gradient))
    return max(deviations)


def _worst_sum_of_projections() -> float:
    """|Σ_t ⟨contribution_t, G⟩/‖G‖ − ‖G‖| / ‖G‖ of G = ∂L/∂W_hh, the largest."""
    deviations = []
    for simulation in _simulations():
        length = norm(simulation.network.gradients["weight_hh"])
        total = float(pass_picture(simulation).contributions.sum())
        deviations.append(abs(total - length) / length)
    return max(deviations)


def _worst_finite_difference(epsilon: float = 1e-6) -> float:
    """Relative deviation of v·∂L/∂θ from (L(θ+εv) − L(θ−εv)) / 2ε, the largest.

    v is a random direction turned towards the gradient, lest the derivative along it is all
    rounding; where a slope between θ+εv and θ−εv jumps, at the kink of a ReLU, another is drawn.
    """
    random = np.random.default_rng(0)
    return max(
        next(deviation for deviation in _deviations(simulation, random, epsilon))
        for simulation in _simulations()
    )


def _deviations(
    simulation: Simulation, random: np.random.Generator, epsilon: float
) -> Iterator[float]:
    """For one random direction after another that crosses no kink."""
    weights = simulation.network.trained_weights()
    gradient = simulation.gradient
    while True:
        v = [random.standard_normal(weight.shape) for weight in weights]
        towards = joint_norm(v) / joint_norm(gradient)
        v = [part + towards * g for part, g in zip(v, gradient, strict=True)]
        length = joint_norm(v)
        pairs = zip(gradient, v, strict=True)
        exact = sum(float(np.vdot(part, along)) for part, along in pairs) / length
        losses, slopes = [], []
        for step in (epsilon, -2.0 * epsilon):  # to θ+εv and on to θ−εv
            _move(weights, v, step / length)
            simulation.evaluate()
            losses.append(simulation.loss)
            slopes.append(simulation.network.cell.slopes.copy())
        _move(weights, v, epsilon / length)
        difference = (losses[0] - losses[1]) / (2.0 * epsilon)
        if np.abs(slopes[0] - slopes[1]).max() < 0.1:
            yield abs(exact - difference) / abs(difference)


def _move(weights: list[FloatArray], along: list[FloatArray], step: float) -> None:
    for weight, part in zip(weights, along, strict=True):
        weight += step * part


def _worst_ratio_to_bound(settings: int = 200) -> float:
    """‖∂L/∂h_k‖ / (γσ₁)^(T−k) ‖∂L/∂h_T‖, the largest over k and random settings."""
    random = np.random.default_rng(0)
    ratios = []
    for seed in range(settings):
        simulation = Simulation(
            Settings(
                hidden_size=int(random.integers(1, 33)),
                time_steps=int(random.integers(4, 41)),
                batch_size=int(random.integers(1, 9)),
                activation=str(random.choice(list(ACTIVATIONS))),
                spectrum=str(
                    random.choice(["disk", "circle", "identity", "orthogonal", "gaussian"])
                ),
                spectral_radius=float(random.uniform(0.05, 2.0)),
                non_normality=float(random.uniform(0.0, 2.0)),
                task=str(random.choice(list(TASKS))),
                clip="norm",
                seed=seed,
            )
        )
        simulation.iterate()
        measured = pass_picture(simulation).gradient_magnitude
        factor = bound_factor(simulation, spectrum_picture(simulation))
        assert factor is not None
        bound = geometric(factor, float(measured[-1]), simulation.settings.time_steps)
        ratios.append(float(np.max(measured / np.maximum(bound, np.finfo(float).tiny))))
    return max(ratios)


def _orthogonal_ratio(seed: int) -> float:
    """‖∂L/∂h_0‖ / ‖∂L/∂h_1000‖ of a linear network with orthogonal W_hh."""
    simulation = Simulation(
        Settings(
            time_steps=1000,
            activation="linear",
            spectrum="orthogonal",
            spectral_radius=1.0,
            task="fixed",
            seed=seed,
        )
    )
    magnitude = pass_picture(simulation).gradient_magnitude
    return float(magnitude[0] / magnitude[-1])


def _worst_orthogonal_ratio() -> float:
    ratios = [_orthogonal_ratio(seed) for seed in range(5)]
    return max(ratios, key=lambda ratio: abs(ratio - 1.0))


def _relu_identity_ratio() -> float:
    """The same of a ReLU network with W_hh = I whose states stay positive."""
    n, time_steps = 8, 1000
    cell = ElmanCell(Shape(time_steps, 1, n, 1), "relu")
    weights = CellWeights(np.zeros((n, 1)), np.eye(n), np.zeros(n), np.zeros(n))
    cell.forward(weights, np.zeros((time_steps, 1, 1)), 1.0)
    cell.backward(np.random.default_rng(0).standard_normal((1, n)))
    return norm(cell.dloss_dh[0]) / norm(cell.dloss_dh[-1])


GRADIENTS: tuple[Check, ...] = (
    Check(
        3,
        "Werbos 1990",
        "Σ_t contribution − ∂L/∂W_hh, relative, worst of cells and φ",
        1e-10,
        _worst_sum_of_contributions,
        at_most=True,
    ),
    Check(
        3,
        "Werbos 1990",
        "Σ_t ⟨contribution, G⟩/‖G‖ − ‖G‖, G = ∂L/∂W_hh, likewise",
        1e-10,
        _worst_sum_of_projections,
        at_most=True,
    ),
    Check(
        4,
        "definition of the derivative",
        "BPTT − central difference, relative, worst of cells and φ",
        1e-6,
        _worst_finite_difference,
        at_most=True,
    ),
    Check(
        5,
        f"{PASCANU}, eq. 6–7",
        "‖∂L/∂h_k‖ / ((γσ₁)^(T−k) ‖∂L/∂h_T‖), worst of 200 settings",
        1.0,
        _worst_ratio_to_bound,
        rtol=1e-12,
        at_most=True,
    ),
)

LENGTH_KEPT: tuple[Check, ...] = (
    Check(
        11,
        "Saxe, McClelland, Ganguli 2013",
        "linear, W_hh orthogonal: ‖∂L/∂h_0‖ / ‖∂L/∂h_1000‖, 5 seeds",
        1.0,
        _worst_orthogonal_ratio,
        atol=1e-12,
    ),
    Check(
        11,
        "Le, Jaitly, Hinton 2015",
        "ReLU, W_hh = I, h > 0: ‖∂L/∂h_0‖ / ‖∂L/∂h_1000‖",
        1.0,
        _relu_identity_ratio,
        atol=1e-12,
    ),
)
