"""The engine held against numbers and formulas of the literature; run by ``rnnsim check``.

Each check names its source, so that anybody can look the expected value up.  The cell is
a_t = W_hh h_{t-1} + W_ih x_t + b, h_t = φ(a_t), the Jacobian J_t = diag(φ′(a_t)) W_hh; Pascanu et
al. write x_t = W σ(x_{t-1}) + …, which differs in none of the numbers below.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import product

import numpy as np

from rnnsim.engine.activations import ACTIVATIONS
from rnnsim.engine.clipping import clip, joint_norm
from rnnsim.engine.elman import CellGradients, CellWeights, ElmanCell
from rnnsim.engine.norms import norm
from rnnsim.engine.simulation import Simulation
from rnnsim.engine.tasks import TASKS
from rnnsim.engine.theory import geometric
from rnnsim.model.frame import FloatArray
from rnnsim.model.settings import Settings


@dataclass(frozen=True, slots=True)
class Check:
    """One number of the literature and how the engine's is obtained.

    Attributes
    ----------
    row : int
        Number of the claim; several checks may belong to one.
    source : str
        The paper, or where the claim is common knowledge.
    setting : str
        What is computed.
    expected : float
    obtain : callable
        Lets the engine compute it.
    rtol, atol : float
        Relative and absolute tolerance.
    at_most : bool
        Whether any smaller number agrees as well.
    """

    row: int
    source: str
    setting: str
    expected: float
    obtain: Callable[[], float]
    rtol: float = 0.0
    atol: float = 0.0
    at_most: bool = False

    def run(self) -> Outcome:
        """Let the engine compute the number."""
        return Outcome(self, float(self.obtain()))


@dataclass(frozen=True, slots=True)
class Outcome:
    """A check and what the engine gave."""

    check: Check
    obtained: float

    @property
    def agrees(self) -> bool:
        """The verdict; a NaN agrees with nothing."""
        check = self.check
        excess = self.obtained - check.expected
        tolerance = check.atol + check.rtol * abs(check.expected)
        return (excess if check.at_most else abs(excess)) <= tolerance


def run_checks(checks: Sequence[Check] | None = None) -> list[Outcome]:
    """Run `checks`, by default all."""
    return [check.run() for check in (CHECKS if checks is None else checks)]


def report(outcomes: Sequence[Outcome]) -> str:
    """A table of the outcomes under their sources, and a closing sentence."""
    rows = [_cells(outcome) for outcome in outcomes]
    head = ("", "expected", "obtained", "")
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]

    def line(cells: Sequence[str]) -> str:
        padded = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
        return ("    " + "  ".join(padded)).rstrip()

    lines, source = [line(head)], ""
    for outcome, row in zip(outcomes, rows, strict=True):
        if outcome.check.source != source:
            source = outcome.check.source
            lines.append(f"{outcome.check.row:>2}  {source}")
        lines.append(line(row))
    wrong = sum(not outcome.agrees for outcome in outcomes)
    verdict = f"{wrong} of {len(outcomes)} disagree" if wrong else f"all {len(outcomes)} agree"
    return "\n".join([*lines, "", verdict])


def _cells(outcome: Outcome) -> tuple[str, ...]:
    check = outcome.check
    return (
        check.setting,
        f"{'≤ ' if check.at_most else ''}{check.expected:.12g}",
        f"{outcome.obtained:.12g}",
        "agrees" if outcome.agrees else "DISAGREES",
    )


def main() -> int:
    """Print the report of all checks; return 0 where all agree, else 1."""
    outcomes = run_checks()
    sys.stdout.write(report(outcomes) + "\n")
    return 0 if all(outcome.agrees for outcome in outcomes) else 1


def _scalar_pass(w: float, time_steps: int, start: float) -> tuple[ElmanCell, CellGradients]:
    """The linear network h_t = w h_{t-1} with the loss h_T."""
    cell = ElmanCell(time_steps, 1, 1, 1, "linear")
    weights = CellWeights(np.zeros((1, 1)), np.array([[w]]), np.zeros(1), np.zeros(1))
    cell.forward(weights, np.zeros((time_steps, 1, 1)), start)
    immediate = np.zeros((time_steps + 1, 1, 1))
    immediate[-1] = 1.0
    return cell, cell.backward(immediate)


def _scalar_dh_dh0(w: float, time_steps: int) -> float:
    cell, _ = _scalar_pass(w, time_steps, 1.0)
    return float(cell.dloss_dh[0, 0, 0])


def _scalar_dx_dw(w: float) -> float:
    _, gradients = _scalar_pass(w, 50, 0.5)
    return float(gradients.weights.weight_hh[0, 0])


def _scalar_contribution(w: float, extreme: Callable[[FloatArray], float]) -> float:
    cell, _ = _scalar_pass(w, 50, 0.5)
    return extreme(cell.contributions())


def _simulations() -> Iterator[Simulation]:
    """One of each activation and task, with weights that training has changed."""
    for seed, (activation, task) in enumerate(product(ACTIVATIONS, TASKS)):
        simulation = Simulation(
            Settings(activation=activation, task=task, seed=seed, non_normality=0.3, clip="norm")
        )
        for _ in range(3):
            simulation.iterate()
        yield simulation


def _worst_sum_of_contributions() -> float:
    """‖Σ_t contribution_t − ∂L/∂W_hh‖ / ‖∂L/∂W_hh‖, the largest of all activations and tasks."""
    deviations = []
    for simulation in _simulations():
        _, gradient, *_ = simulation.gradient
        total = simulation.cell.contributions().sum(axis=0)
        deviations.append(norm(total - gradient) / norm(gradient))
    return max(deviations)


def _worst_finite_difference(epsilon: float = 1e-6) -> float:
    """Relative deviation of v·∂L/∂θ from (L(θ+εv) − L(θ−εv)) / 2ε, the largest.

    v is a random unit vector; the draws lie clear of the ReLU's kink.
    """
    random = np.random.default_rng(0)
    deviations = []
    for simulation in _simulations():
        weights = simulation.trained_weights()
        v = [random.standard_normal(weight.shape) for weight in weights]
        length = joint_norm(v)
        pairs = zip(simulation.gradient, v, strict=True)
        exact = sum(float(np.vdot(gradient, part)) for gradient, part in pairs) / length
        losses = []
        for step in (epsilon, -2.0 * epsilon):  # to θ+εv and on to θ−εv
            for weight, part in zip(weights, v, strict=True):
                weight += step * part / length
            simulation.evaluate()
            losses.append(simulation.loss)
        difference = (losses[0] - losses[1]) / (2.0 * epsilon)
        deviations.append(abs(exact - difference) / abs(difference))
    return max(deviations)


def _worst_ratio_to_bound(settings: int = 200) -> float:
    """‖∂L/∂h_k‖ / (γσ₁)^(T−k) ‖∂L/∂h_T‖, the largest over k and random settings."""
    random = np.random.default_rng(0)
    ratios = []
    for seed in range(settings):
        simulation = Simulation(
            Settings(
                hidden_size=int(random.integers(1, 33)),
                time_steps=int(random.integers(1, 41)),
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
        measured = simulation.pass_picture().gradient_magnitude
        spectrum = simulation.spectrum_picture()
        factor = spectrum.slope_bound * spectrum.largest_singular_value
        bound = geometric(factor, float(measured[-1]), simulation.settings.time_steps)
        ratios.append(float(np.max(measured / np.maximum(bound, np.finfo(float).tiny))))
    return max(ratios)


def _clipped(mode: str, threshold: float) -> FloatArray:
    """The gradient g = (3, 4) of two weights, clipped."""
    return np.concatenate(clip([np.array([3.0]), np.array([4.0])], mode, threshold))


def _turned(mode: str, threshold: float) -> float:
    """Degrees between g = (3, 4) and g clipped."""
    x, y = _clipped(mode, threshold)
    return abs(math.degrees(math.atan2(4.0, 3.0) - math.atan2(y, x)))


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
    magnitude = simulation.pass_picture().gradient_magnitude
    return float(magnitude[0] / magnitude[-1])


def _worst_orthogonal_ratio() -> float:
    ratios = [_orthogonal_ratio(seed) for seed in range(5)]
    return max(ratios, key=lambda ratio: abs(ratio - 1.0))


def _relu_identity_ratio() -> float:
    """The same of a ReLU network with W_hh = I whose states stay positive."""
    n, time_steps = 8, 1000
    cell = ElmanCell(time_steps, 1, n, 1, "relu")
    weights = CellWeights(np.zeros((n, 1)), np.eye(n), np.zeros(n), np.zeros(n))
    cell.forward(weights, np.zeros((time_steps, 1, 1)), 1.0)
    immediate = np.zeros((time_steps + 1, 1, n))
    immediate[-1] = np.random.default_rng(0).standard_normal(n)
    cell.backward(immediate)
    return norm(cell.dloss_dh[0]) / norm(cell.dloss_dh[-1])


LECTURES = "lectures on RNNs, the 0.9 example"
PASCANU = "Pascanu, Mikolov, Bengio 2013"

CHECKS: tuple[Check, ...] = (
    Check(
        1,
        LECTURES,
        "h_t = 0.9 h_(t-1): ∂h_10/∂h_0",
        0.3486784401,
        partial(_scalar_dh_dh0, 0.9, 10),
        rtol=1e-12,
    ),
    Check(
        1,
        LECTURES,
        "h_t = 0.9 h_(t-1): ∂h_50/∂h_0",
        0.00515377520732011,
        partial(_scalar_dh_dh0, 0.9, 50),
        rtol=1e-12,
    ),
    Check(
        1,
        LECTURES,
        "h_t = 1.1 h_(t-1): ∂h_50/∂h_0",
        117.390852879695,
        partial(_scalar_dh_dh0, 1.1, 50),
        rtol=1e-12,
    ),
    Check(
        2,
        f"{PASCANU}, §2",
        "x_t = 0.9 x_(t-1), x_0 = 0.5: dx_50/dw",
        0.1431604224255587,
        partial(_scalar_dx_dw, 0.9),
        rtol=1e-10,
    ),
    Check(
        2,
        f"{PASCANU}, §2",
        "the same: the smallest of its 50 contributions",
        0.002863208448511174,
        partial(_scalar_contribution, 0.9, np.min),
        rtol=1e-10,
    ),
    Check(
        2,
        f"{PASCANU}, §2",
        "the same: the largest of its 50 contributions",
        0.002863208448511174,
        partial(_scalar_contribution, 0.9, np.max),
        rtol=1e-10,
    ),
    Check(
        2,
        f"{PASCANU}, §2",
        "x_t = x_(t-1), x_0 = 0.5: dx_50/dw",
        25.0,
        partial(_scalar_dx_dw, 1.0),
        rtol=1e-10,
    ),
    Check(
        3,
        "Werbos 1990",
        "Σ_t contribution − ∂L/∂W_hh, relative, worst of all φ, tasks",
        1e-10,
        _worst_sum_of_contributions,
        at_most=True,
    ),
    Check(
        4,
        "definition of the derivative",
        "BPTT − central difference, relative, worst of all φ, tasks",
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
    Check(
        6,
        f"{PASCANU}, algorithm 1",
        "(3, 4) clipped by norm at τ = 1: first component",
        0.6,
        lambda: _clipped("norm", 1.0)[0],
        rtol=1e-15,
    ),
    Check(
        6,
        f"{PASCANU}, algorithm 1",
        "(3, 4) clipped by norm at τ = 1: second component",
        0.8,
        lambda: _clipped("norm", 1.0)[1],
        rtol=1e-15,
    ),
    Check(
        6,
        f"{PASCANU}, algorithm 1",
        "(3, 4) clipped by norm at τ = 1: degrees turned",
        0.0,
        partial(_turned, "norm", 1.0),
        atol=1e-13,
    ),
    Check(
        6,
        f"{PASCANU}, algorithm 1",
        "(3, 4) clipped by norm at τ = 5: ‖g‖",
        5.0,
        lambda: norm(_clipped("norm", 5.0)),
    ),
    Check(
        6,
        f"{PASCANU}, algorithm 1",
        "(3, 4) clipped by norm at τ = 10: ‖g‖",
        5.0,
        lambda: norm(_clipped("norm", 10.0)),
    ),
    Check(
        6,
        "arithmetic",
        "(3, 4) clipped by value at τ = 1: ‖g‖",
        1.4142135623731,
        lambda: norm(_clipped("value", 1.0)),
        rtol=1e-12,
    ),
    Check(
        6,
        "arithmetic",
        "(3, 4) clipped by value at τ = 1: degrees turned",
        8.1301,
        partial(_turned, "value", 1.0),
        atol=5e-5,
    ),
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
"""The checks, by the number of their claim."""
