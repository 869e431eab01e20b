"""For how long gates keep a gradient: held against closed forms."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnsim.engine.cells import CellWeights, GRUCell, LSTMCell, Shape
from rnnsim.engine.measures import direct_path
from rnnsim.model.keeping import steps_kept, steps_kept_by_bias


def gates_of(cell, bias, time_steps):
    """The gates that keep, of two units that nothing but a bias moves."""
    kind, blocks, keeping = {"lstm": (LSTMCell, 4, 1), "gru": (GRUCell, 3, 1)}[cell]
    network = kind(Shape(time_steps, 3, 2, 2), "tanh")
    biases = np.zeros((blocks, 2))
    biases[keeping] = bias
    nothing = np.zeros((2 * blocks, 2))
    weights = CellWeights(nothing, nothing, biases.ravel(), np.zeros(2 * blocks))
    network.forward(weights, np.zeros((time_steps, 3, 2)))
    return network.retention


@pytest.mark.parametrize("cell", ["lstm", "gru"])
@pytest.mark.parametrize("bias", [-2.0, 0.0, 1.0, 3.0, math.log(99.0)])
def test_gates_that_only_a_bias_moves_keep_as_long_as_the_closed_form_says(cell, bias):
    f = 1.0 / (1.0 + math.exp(-bias))
    expected = -1.0 / math.log(f)
    path = direct_path(gates_of(cell, bias, 150))
    assert steps_kept(path) == pytest.approx(expected, rel=1e-9)
    assert steps_kept_by_bias(bias) == pytest.approx(expected, rel=1e-12)


def test_the_numbers_of_gers_2000_and_tallec_2018():
    assert steps_kept_by_bias(1.0) == pytest.approx(3.1922, abs=1e-4)  # f = 0.7310585786
    assert steps_kept_by_bias(math.log(99.0)) == pytest.approx(99.4992, abs=1e-4)  # f = 0.99
    assert steps_kept_by_bias(40.0) == pytest.approx(math.exp(40.0))  # σ(40) rounds to 1


@given(st.floats(0.01, 0.999), st.integers(2, 400))
def test_a_constant_gate_is_read_off_exactly_or_not_within(gate, time_steps):
    path = gate ** np.arange(time_steps, -1.0, -1.0)
    expected = -1.0 / math.log(gate)
    if path[0] >= math.exp(-1.0):
        assert steps_kept(path) == math.inf
    else:
        assert steps_kept(path) == pytest.approx(expected, rel=1e-9)


def test_it_is_read_off_between_two_time_steps_on_a_log_scale():
    path = np.exp([-5.0, -3.0, -0.5, 0.0])  # from ln −0.5 to −3: a fifth of the way to −1
    assert steps_kept(path) == pytest.approx(1.2)
    assert steps_kept(np.array([0.0, 1.0])) == 0.0  # as good as at once
    assert steps_kept(np.array([0.0, 1.0], np.float16)) == 0.0


def test_what_lies_before_a_nan_is_not_known():
    assert math.isnan(steps_kept(np.array([0.1, np.nan, 1.0])))
    assert steps_kept(np.array([np.nan, math.exp(-2.0), 1.0])) == pytest.approx(0.5)
