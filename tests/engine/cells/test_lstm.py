"""The LSTM in closed form."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from rnnsim.engine.cells import CellWeights, ElmanCell, LSTMCell, Shape

OPEN, SHUT = 1000.0, -1000.0
"""Pre-activations at which a gate is exactly 1 and 0."""


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def only_biases(size, inputs=1, **gates):
    """Weights 0, and for each gate named its bias."""
    bias = np.repeat([gates.get(letter, 0.0) for letter in "ifgo"], size)
    weight_ih, weight_hh = np.zeros((4 * size, inputs)), np.zeros((4 * size, size))
    return CellWeights(weight_ih, weight_hh, bias, np.zeros(4 * size))


@pytest.mark.parametrize("forget_bias", [-2.0, 0.0, 1.0, 3.0])
def test_along_c_the_gradient_is_a_power_of_the_forget_gate(forget_bias):
    cell = LSTMCell(Shape(50, 1, 3, 1), "tanh")
    cell.forward(only_biases(3, f=forget_bias), np.zeros((50, 1, 1)))
    cell.backward(np.ones((1, 3)))
    # c stays 0, where φ′ = 1, and o = 1/2
    powers = 0.5 * sigmoid(forget_bias) ** np.arange(50, -1, -1.0)
    assert_allclose(cell.dloss_dc[:, 0], powers[:, None] * np.ones(3), rtol=1e-12)
    assert_array_equal(cell.dloss_dh[:-1], 0.0)


def test_a_forget_bias_of_one_leaves_little_after_50_time_steps():
    cell = LSTMCell(Shape(50, 1, 1, 1), "tanh")
    cell.forward(only_biases(1, f=1.0), np.zeros((50, 1, 1)))
    cell.backward(np.ones((1, 1)))
    ratio = cell.dloss_dc[0] / cell.dloss_dc[-1]
    assert_allclose(ratio, 1.576191e-7, rtol=1e-6)


def test_an_open_forget_gate_adds_up_what_comes_in_and_hands_everything_back():
    cell = LSTMCell(Shape(9, 2, 3, 3), "linear")
    weights = only_biases(3, inputs=3, i=OPEN, f=OPEN, o=OPEN)
    weights.weight_ih[6:9] = np.eye(3)
    inputs = np.random.default_rng(1).standard_normal((9, 2, 3))
    cell.forward(weights, inputs)
    assert_allclose(cell.memory[1:], np.cumsum(inputs, axis=0), rtol=1e-13)
    assert_array_equal(cell.hidden, cell.memory)
    cell.backward(np.ones((2, 3)))
    assert_array_equal(cell.dloss_dc, 1.0)
    assert_array_equal(cell.input_gradients(weights.weight_ih), 1.0)


def test_a_shut_forget_gate_lets_nothing_through():
    cell = LSTMCell(Shape(5, 1, 2, 1), "tanh")
    cell.forward(only_biases(2, f=SHUT, g=1.0), np.zeros((5, 1, 1)))
    cell.backward(np.ones((1, 2)))
    assert_array_equal(cell.dloss_dc[:-1], 0.0)
    assert_allclose(cell.memory[1:], 0.5 * np.tanh(1.0), rtol=1e-15)


def test_with_gates_open_and_nothing_kept_it_is_an_elman_cell():
    random = np.random.default_rng(1)
    shape = Shape(8, 2, 3, 4)
    inputs, immediate = random.standard_normal((8, 2, 4)), random.standard_normal((8, 2, 3))
    inner = CellWeights(*(random.standard_normal(size) for size in ((3, 4), (3, 3), 3, 3)))
    elman, lstm = ElmanCell(shape, "linear"), LSTMCell(shape, "linear")
    weights = only_biases(3, inputs=4, i=OPEN, f=SHUT, o=OPEN)
    candidate = slice(6, 9)
    for of_lstm, of_elman in zip(weights.arrays(), inner.arrays(), strict=True):
        of_lstm[candidate] = of_elman
    for cell, used in ((elman, inner), (lstm, weights)):
        cell.forward(used, inputs)
        cell.backward(immediate)
    assert_allclose(lstm.hidden, elman.hidden, rtol=1e-12)
    assert_allclose(lstm.dloss_dh, elman.dloss_dh, rtol=1e-12)
    assert_allclose(
        lstm.gradients().contribution_norms, elman.gradients().contribution_norms, rtol=1e-12
    )
    for of_lstm, of_elman in zip(
        lstm.gradients().weights.arrays(), elman.gradients().weights.arrays(), strict=True
    ):
        assert_allclose(of_lstm[candidate], of_elman, rtol=1e-12)
