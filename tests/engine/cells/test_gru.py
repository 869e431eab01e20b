"""The GRU in closed form."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from rnnsim.engine.cells import CellWeights, ElmanCell, GRUCell, Shape

OPEN, SHUT = 1000.0, -1000.0
"""Pre-activations at which a gate is exactly 1 and 0."""


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def only_biases(size, inputs=1, **gates):
    bias = np.repeat([gates.get(letter, 0.0) for letter in "rzn"], size)
    return CellWeights(
        np.zeros((3 * size, inputs)), np.zeros((3 * size, size)), bias, np.zeros(3 * size)
    )


@pytest.mark.parametrize("bias", [-2.0, 0.0, 1.0, 3.0])
def test_without_a_candidate_the_gradient_is_a_power_of_the_update_gate(bias):
    cell = GRUCell(Shape(50, 1, 3, 1), "tanh")
    cell.forward(only_biases(3, z=bias), np.zeros((50, 1, 1)), 1.0)
    cell.backward(np.ones((1, 3)))
    powers = sigmoid(bias) ** np.arange(50, -1, -1.0)
    assert_allclose(cell.dloss_dh[:, 0], powers[:, None] * np.ones(3), rtol=1e-12)
    assert_allclose(cell.hidden[-1], powers[0], rtol=1e-12)


def test_an_update_gate_of_one_keeps_the_state_and_hands_everything_back():
    cell = GRUCell(Shape(9, 2, 3, 1), "tanh")
    initial = np.random.default_rng(1).standard_normal((2, 3))
    cell.forward(only_biases(3, z=OPEN, n=0.7), np.zeros((9, 2, 1)), initial)
    cell.backward(np.ones((2, 3)))
    assert_allclose(cell.hidden, np.broadcast_to(initial, (10, 2, 3)), rtol=1e-14)
    assert_array_equal(cell.dloss_dh, 1.0)


@pytest.mark.parametrize("activation", ["tanh", "softplus"])
def test_with_the_reset_gate_open_and_the_update_gate_shut_it_is_an_elman_cell(activation):
    random = np.random.default_rng(1)
    shape = Shape(8, 2, 3, 4)
    inputs, immediate = random.standard_normal((8, 2, 4)), random.standard_normal((8, 2, 3))
    inner = CellWeights(*(random.standard_normal(size) for size in ((3, 4), (3, 3), 3, 3)))
    elman, gru = ElmanCell(shape, activation), GRUCell(shape, activation)
    weights = only_biases(3, inputs=4, r=OPEN, z=SHUT)
    for of_gru, of_elman in zip(weights.arrays(), inner.arrays(), strict=True):
        of_gru[6:] = of_elman
    for cell, used in ((elman, inner), (gru, weights)):
        cell.forward(used, inputs)
        cell.backward(immediate)
    assert_allclose(gru.hidden, elman.hidden, rtol=1e-12)
    assert_allclose(gru.dloss_dh, elman.dloss_dh, rtol=1e-12)
    for of_gru, of_elman in zip(
        gru.gradients().weights.arrays(), elman.gradients().weights.arrays(), strict=True
    ):
        assert_allclose(of_gru[6:], of_elman, rtol=1e-12)


def test_a_shut_reset_gate_cuts_the_state_off_from_the_candidate():
    random = np.random.default_rng(1)
    cell = GRUCell(Shape(6, 2, 3, 1), "tanh")
    weights = only_biases(3, r=SHUT, z=SHUT, n=0.3)
    weights.weight_hh[6:] = random.standard_normal((3, 3))
    weights.bias_hh[6:] = random.standard_normal(3)
    cell.forward(weights, np.zeros((6, 2, 1)), random.standard_normal((2, 3)))
    cell.backward(np.ones((2, 3)))
    assert_allclose(cell.hidden[1:], np.tanh(0.3), rtol=1e-14)
    assert_array_equal(cell.dloss_dh[:-1], 0.0)
    assert_array_equal(cell.gradients().weights.bias_hh[6:], 0.0)
    assert (cell.gradients().weights.bias_ih[6:] > 0.0).all()
