"""The Elman cell in closed form."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from rnnsim.engine.cells import CellWeights, ElmanCell, Shape


def unit(w, time_steps, initial):
    """h_t = w h_{t-1}, after both passes of the loss h_T."""
    cell = ElmanCell(Shape(time_steps, 1, 1, 1), "linear")
    zero = np.zeros(1)
    cell.forward(
        CellWeights(np.zeros((1, 1)), np.full((1, 1), w), zero, zero),
        np.zeros((time_steps, 1, 1)),
        initial,
    )
    cell.backward(np.ones((1, 1)))
    return cell


@pytest.mark.parametrize(
    ("w", "n", "power"),
    [(0.9, 10, 0.3486784401), (0.9, 50, 0.00515377520732), (1.1, 50, 117.390852880)],
)
def test_the_gradient_of_one_linear_unit_is_a_power(w, n, power):
    cell = unit(w, n, 1.0)
    assert_allclose(cell.dloss_dh[0], power, rtol=1e-11)
    assert_allclose(cell.dloss_dh[:, 0, 0], w ** np.arange(n, -1, -1.0), rtol=1e-13)


@pytest.mark.parametrize(("w", "expected"), [(0.9, 0.1431604224255589), (1.0, 25.0)])
def test_each_time_step_contributes_alike_to_the_gradient_of_a_linear_unit(w, expected):
    # Pascanu, Mikolov, Bengio 2013, §2: h_t = w^t h_0, so dh_t/dw = t h_0 w^(t-1)
    cell = unit(w, 50, 0.5)
    assert_allclose(cell.gradients().weights.weight_hh, expected, rtol=1e-12)
    assert_allclose(cell.gradients().contribution_norms, expected / 50, rtol=1e-12)


def test_an_orthogonal_linear_network_keeps_the_length_of_the_gradient():
    random = np.random.default_rng(1)
    orthogonal, _ = np.linalg.qr(random.standard_normal((8, 8)))
    cell = ElmanCell(Shape(1000, 2, 8, 1), "linear")
    cell.forward(
        CellWeights(np.zeros((8, 1)), orthogonal, np.zeros(8), np.zeros(8)),
        np.zeros((1000, 2, 1)),
    )
    cell.backward(random.standard_normal((2, 8)))
    lengths = np.linalg.norm(cell.dloss_dh, axis=(1, 2))
    assert_allclose(lengths, lengths[-1], rtol=1e-12)


def test_without_recurrence_the_total_derivative_is_the_immediate_one():
    random = np.random.default_rng(1)
    cell = ElmanCell(Shape(7, 2, 3, 4), "tanh")
    bias = random.standard_normal(3)
    cell.forward(
        CellWeights(random.standard_normal((3, 4)), np.zeros((3, 3)), bias, bias),
        random.standard_normal((7, 2, 4)),
    )
    immediate = random.standard_normal((7, 2, 3))
    cell.backward(immediate)
    assert_array_equal(cell.dloss_dh[1:], immediate)
    assert_array_equal(cell.dloss_dh[0], 0.0)
