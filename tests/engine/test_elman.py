"""Backpropagation through time against two derivatives that know nothing of it.

One is the complex step, Im L(θ + iε)/ε, which has no rounding error to speak of (Squire, Trapp
1998), of a network written with loops over samples and time steps; the other a finite difference
of the real engine's own loss.
"""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from rnnsim.engine import elman
from rnnsim.engine.activations import ACTIVATIONS
from rnnsim.engine.elman import CellWeights, ElmanCell
from rnnsim.engine.norms import norm, norms
from rnnsim.engine.simulation import Simulation
from rnnsim.model.settings import Settings

PLAIN_ACTIVATIONS = {
    "tanh": np.tanh,
    "sigmoid": lambda a: 1 / (1 + np.exp(-a)),
    "relu": lambda a: np.where(a.real > 0, a, 0),
    "linear": lambda a: a,
}
STEP = 1e-30


class Case:
    """A cell run on random numbers, with immediate losses c_k·h_k at some of the time steps."""

    def __init__(self, activation, time_steps, batch_size, hidden_size, input_size, scale, seed):
        random = np.random.default_rng(seed)
        normal = random.standard_normal
        self.activation = activation
        self.weights = CellWeights(
            weight_ih=normal((hidden_size, input_size)),
            weight_hh=scale * normal((hidden_size, hidden_size)) / np.sqrt(hidden_size),
            bias_ih=normal(hidden_size),
            bias_hh=normal(hidden_size),
        )
        self.inputs = normal((time_steps, batch_size, input_size))
        self.initial = normal((batch_size, hidden_size))
        self.immediate = normal((time_steps + 1, batch_size, hidden_size))
        self.immediate *= random.integers(2, size=(time_steps + 1, 1, 1))
        self.cell = ElmanCell(time_steps, batch_size, hidden_size, input_size, activation)
        self.last = self.cell.forward(self.weights, self.inputs, self.initial)
        self.gradients = self.cell.backward(self.immediate)

    def plain_loss(self, weights, nudged=None, nudge=0.0):
        """Σ_k c_k·h_k, after adding `nudge` to the one entry `nudged` = (k, sample, unit) of h."""
        phi = PLAIN_ACTIVATIONS[self.activation]
        loss = 0.0
        for sample in range(self.inputs.shape[1]):
            h = self.initial[sample].astype(complex)
            for k in range(len(self.inputs) + 1):
                if k > 0:
                    a = weights.weight_hh @ h + weights.bias_hh
                    h = phi(a + weights.weight_ih @ self.inputs[k - 1, sample] + weights.bias_ih)
                if nudged is not None and nudged[:2] == (k, sample):
                    h[nudged[2]] += nudge
                loss += self.immediate[k, sample] @ h
        return loss

    def plain_dloss_dh(self):
        shape = self.immediate.shape
        return np.array(
            [self.plain_loss(self.weights, i, 1j * STEP).imag / STEP for i in np.ndindex(*shape)]
        ).reshape(shape)

    def plain_gradients(self):
        return [self.plain_gradient(name) for name in CellWeights.__dataclass_fields__]

    def plain_gradient(self, name):
        weight = getattr(self.weights, name)
        gradient = np.empty_like(weight)
        for index in np.ndindex(*weight.shape):
            nudged = weight.astype(complex)
            nudged[index] += 1j * STEP
            loss = self.plain_loss(replace(self.weights, **{name: nudged}))
            gradient[index] = loss.imag / STEP
        return gradient


CASES = st.builds(
    Case,
    activation=st.sampled_from(sorted(ACTIVATIONS)),
    time_steps=st.integers(1, 6),
    batch_size=st.integers(1, 3),
    hidden_size=st.integers(1, 4),
    input_size=st.integers(1, 2),
    scale=st.floats(0.0, 3.0),
    seed=st.integers(0, 2**32),
)
SOME = Case("tanh", 40, 3, 5, 2, scale=1.0, seed=1)


def assert_close(actual, expected):
    assert_allclose(actual, expected, rtol=1e-10, atol=1e-12 * np.abs(expected).max(initial=0.0))


@given(CASES)
def test_dloss_dh_counts_every_path_to_losses_at_several_time_steps(case):
    assert_close(case.cell.dloss_dh, case.plain_dloss_dh())


@given(CASES)
def test_the_gradient_of_each_weight_is_that_of_the_plain_network(case):
    for actual, expected in zip(
        case.gradients.weights.arrays(), case.plain_gradients(), strict=True
    ):
        assert_close(actual, expected)


@given(CASES)
def test_without_recurrence_the_total_derivative_is_the_immediate_one(case):
    silent = replace(case.weights, weight_hh=np.zeros_like(case.weights.weight_hh))
    case.cell.forward(silent, case.inputs, case.initial)
    case.cell.backward(case.immediate)
    assert_array_equal(case.cell.dloss_dh, case.immediate)


@given(CASES)
def test_the_hidden_states_follow_the_definition(case):
    hidden = case.cell.hidden
    assert_array_equal(hidden[0], case.initial)
    assert_array_equal(hidden[-1], case.last)
    weights = case.weights
    a = (
        hidden[:-1] @ weights.weight_hh.T
        + case.inputs @ weights.weight_ih.T
        + (weights.bias_ih + weights.bias_hh)
    )
    assert_close(hidden[1:], PLAIN_ACTIVATIONS[case.activation](a))
    assert_close(case.cell.slopes, ACTIVATIONS[case.activation].slope(a, hidden[1:]))


@given(CASES)
def test_contributions_of_the_time_steps_sum_to_the_gradient(case):
    contributions = case.cell.contributions()
    assert contributions.shape == (len(case.inputs), *case.weights.weight_hh.shape)
    assert_allclose(
        contributions.sum(axis=0),
        case.gradients.weights.weight_hh,
        rtol=1e-10,
        atol=1e-13 * norm(contributions),
    )


@given(CASES)
def test_a_contribution_is_what_the_weights_of_one_time_step_alone_would_get(case):
    slope, h = case.cell.slopes, case.cell.hidden
    for t in range(1, len(case.inputs) + 1):
        expected = np.zeros_like(case.weights.weight_hh)
        for sample in range(case.inputs.shape[1]):
            dloss_da = slope[t - 1, sample] * case.cell.dloss_dh[t, sample]
            expected += np.outer(dloss_da, h[t - 1, sample])
        assert_close(case.cell.contributions(t - 1, t)[0], expected)


@given(CASES)
def test_contribution_norms_are_the_norms_of_the_contributions(case):
    assert_allclose(case.gradients.contribution_norms, norms(case.cell.contributions()), rtol=1e-13)


@pytest.mark.parametrize("held", [1, 2, 7, 39, 40, 1000])
def test_holding_fewer_contributions_at_once_changes_nothing(monkeypatch, held):
    one = 8 * 5 * (5 + 2 + 1)
    monkeypatch.setattr(elman, "CONTRIBUTION_BYTES", held * one + one // 2)
    again = SOME.cell.backward(SOME.immediate)
    for actual, expected in zip(
        again.weights.arrays(), SOME.gradients.weights.arrays(), strict=True
    ):
        assert_allclose(actual, expected, rtol=1e-12, atol=1e-14 * np.abs(expected).max())
    assert_array_equal(again.contribution_norms, SOME.gradients.contribution_norms)


def test_room_for_less_than_one_contribution_still_gives_all(monkeypatch):
    monkeypatch.setattr(elman, "CONTRIBUTION_BYTES", 1)
    again = SOME.cell.backward(SOME.immediate)
    assert_allclose(again.weights.weight_hh, SOME.gradients.weights.weight_hh, rtol=1e-12)


@pytest.mark.parametrize("work", [1, 2000, 10**9])
def test_the_checkpoint_divides_a_pass_without_changing_it(monkeypatch, work):
    calls = []
    monkeypatch.setattr(elman, "CHECKPOINT_WORK", work)
    cell = ElmanCell(40, 3, 5, 2, "tanh", lambda: calls.append(None))
    cell.forward(SOME.weights, SOME.inputs, SOME.initial)
    forward_calls = len(calls)
    cell.backward(SOME.immediate)
    assert_array_equal(cell.hidden, SOME.cell.hidden)
    assert_array_equal(cell.dloss_dh, SOME.cell.dloss_dh)
    assert forward_calls == {1: 40, 2000: 3, 10**9: 1}[work]
    assert len(calls) == 3 * forward_calls


def test_the_checkpoint_may_abandon_a_pass():
    def abandon():
        raise InterruptedError

    cell = ElmanCell(40, 3, 5, 2, "tanh", abandon)
    with pytest.raises(InterruptedError):
        cell.forward(SOME.weights, SOME.inputs)


def test_a_second_pass_keeps_nothing_of_the_first():
    cell = ElmanCell(40, 3, 5, 2, "tanh")
    cell.forward(SOME.weights, 100 * SOME.inputs, -SOME.initial)
    cell.backward(100 * SOME.immediate)
    cell.forward(SOME.weights, SOME.inputs, SOME.initial)
    again = cell.backward(SOME.immediate)
    assert_array_equal(again.weights.weight_hh, SOME.gradients.weights.weight_hh)
    assert_array_equal(cell.dloss_dh, SOME.cell.dloss_dh)


def test_the_default_initial_state_is_zero():
    cell = ElmanCell(40, 3, 5, 2, "tanh")
    cell.forward(SOME.weights, SOME.inputs)
    assert_array_equal(cell.hidden[0], np.zeros((3, 5)))


@given(st.from_type(Settings), st.integers(0, 3), st.integers(0, 2**32))
def test_bptt_agrees_with_a_finite_difference_over_all_weights_jointly(settings, iterations, seed):
    simulation = Simulation(replace(settings, clip="norm"))
    for _ in range(iterations):
        simulation.iterate()
    gradient, weights = simulation.gradient, simulation.trained_weights()
    random = np.random.default_rng(seed)
    direction = [random.standard_normal(weight.shape) for weight in weights]
    length = np.sqrt(sum(np.square(part).sum() for part in direction))

    def loss_at(step):
        for weight, part in zip(weights, direction, strict=True):
            weight += step * part / length
        simulation.evaluate()
        loss, slopes = simulation.loss, simulation.cell.slopes.copy()
        for weight, part in zip(weights, direction, strict=True):
            weight -= step * part / length
        return loss, slopes

    epsilon = 1e-6
    ahead, slopes_ahead = loss_at(epsilon)
    behind, slopes_behind = loss_at(-epsilon)
    if settings.activation == "relu":  # no unit crosses its kink in between
        assume(np.array_equal(slopes_ahead, slopes_behind))
    difference = (ahead - behind) / (2 * epsilon)
    expected = sum((g * part).sum() for g, part in zip(gradient, direction, strict=True)) / length
    rounding = 1e-15 * (1.0 + abs(simulation.loss)) / epsilon
    assert difference == pytest.approx(expected, rel=1e-6, abs=rounding)
