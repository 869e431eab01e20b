from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from rnnsim.engine.cells import CellWeights, GRUCell, Shape
from rnnsim.engine.diagnostics import (
    gradient_map,
    jacobian_norms,
    jacobians,
    state_jacobian_singular_values,
)
from rnnsim.engine.norms import norm, norms
from rnnsim.engine.simulation import Simulation
from rnnsim.model.settings import Settings

SMALL = Settings(hidden_size=5, time_steps=6, batch_size=3)
every_cell = pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])


def trained(settings, iterations=0):
    simulation = Simulation(settings)
    for _ in range(iterations):
        simulation.iterate()
    return simulation


def passed(settings, iterations=0):
    simulation = trained(replace(settings, precision="float64"), iterations)
    assume(simulation.divergence is None)
    return simulation


def close(actual, expected, tolerance=1e-9):
    largest = np.abs(expected).max(initial=0.0)
    assert_allclose(actual, expected, rtol=0.0, atol=tolerance * largest)


# Jacobians


@given(st.from_type(Settings), st.integers(0, 2))
def test_norms_of_jacobians_are_root_mean_squares_over_the_sequences(settings, iterations):
    cell = passed(settings, iterations).network.cell
    n = settings.hidden_size
    of_sequences = [
        norms(jacobians(cell, sequence)[:, :n, :n]) for sequence in range(settings.batch_size)
    ]
    expected = norms(np.transpose(of_sequences)) / np.sqrt(settings.batch_size)
    atol = 1e-12 * expected.max() + 1e-300
    assert_allclose(jacobian_norms(cell), expected, rtol=1e-7, atol=atol)


@given(st.from_type(Settings), st.data())
def test_an_elman_jacobian_is_the_slopes_times_w_hh(settings, data):
    simulation = passed(replace(settings, cell="rnn"))
    sequence = data.draw(st.integers(0, settings.batch_size - 1))
    slopes = simulation.network.cell.slopes[:, sequence]
    expected = slopes[:, :, None] * simulation.weights.cell.weight_hh
    close(jacobians(simulation.network.cell, sequence), expected, 1e-14)


@given(st.from_type(Settings), st.data())
def test_along_c_an_lstm_jacobian_is_the_forget_gate(settings, data):
    cell = passed(replace(settings, cell="lstm")).network.cell
    sequence = data.draw(st.integers(0, settings.batch_size - 1))
    n = settings.hidden_size
    forget = cell.gates["f"][:, sequence]
    found = jacobians(cell, sequence)
    assert found.shape == (settings.time_steps, 2 * n, 2 * n)
    close(found[:, n:, n:], forget[:, :, None] * np.eye(n), 1e-14)


@every_cell
@pytest.mark.parametrize("precision", ["float16", "float32", "float64"])
def test_jacobians_keep_the_format_of_the_network_and_measures_are_float64(cell, precision):
    simulation = trained(replace(SMALL, cell=cell, precision=precision))
    unrolled = simulation.network.cell
    assert jacobians(unrolled).dtype == precision
    assert jacobian_norms(unrolled).dtype == np.float64
    assert state_jacobian_singular_values(unrolled).dtype == np.float64
    assert gradient_map(unrolled, simulation.network.immediate).dtype == np.float64
    wide = trained(replace(SMALL, cell=cell)).network.cell
    epsilon = float(np.finfo(precision).eps)
    assert_allclose(jacobian_norms(unrolled), jacobian_norms(wide), rtol=16 * epsilon)


@pytest.mark.parametrize("batch_size", [1, 4])
@pytest.mark.parametrize("size", [1e-200, 1e200])
def test_norms_of_extreme_elman_jacobians_are_honest(size, batch_size):
    simulation = trained(replace(SMALL, activation="linear", batch_size=batch_size))
    matrix = simulation.weights.cell.weight_hh
    matrix *= size
    simulation.evaluate()
    expected = np.linalg.norm(matrix / size) * size
    assert_allclose(jacobian_norms(simulation.network.cell), expected, rtol=1e-12)


# Products of Jacobians


@given(st.from_type(Settings), st.data())
def test_singular_values_are_those_of_the_product_of_jacobians(settings, data):
    cell = passed(settings).network.cell
    sequence = data.draw(st.integers(0, settings.batch_size - 1))
    values = state_jacobian_singular_values(cell, sequence)
    n, steps = settings.hidden_size, settings.time_steps
    assert values.shape == (steps + 1, n)
    factors = jacobians(cell, sequence)
    product = np.eye(factors.shape[1])
    for k in range(steps, -1, -1):
        close(values[k], np.linalg.svd(product[:n, :n], compute_uv=False))
        product = product @ factors[k - 1]


def test_an_orthogonal_linear_network_stretches_no_direction():
    settings = replace(SMALL, activation="linear", spectrum="orthogonal", spectral_radius=1.0)
    values = state_jacobian_singular_values(trained(settings).network.cell)
    assert_allclose(values, 1.0, rtol=1e-13)


@every_cell
def test_singular_values_of_what_is_not_finite_are_nan_and_the_others_are_there(cell):
    settings = replace(
        SMALL, cell=cell, precision="float16", activation="linear", time_steps=40, task="fixed"
    )
    simulation = trained(settings)
    weights = simulation.weights.cell
    for weight in weights.arrays():
        weight[...] = 0.0
    if cell != "rnn":
        weights.bias_ih[:] = 30.0  # open gates, but for those that would keep
        weights.bias_ih[5:10] = -30.0
        weights.bias_ih[10:15] = 0.0
    weights.candidate_hh[...] = 3.0 * np.eye(5)
    simulation.evaluate()
    values = state_jacobian_singular_values(simulation.network.cell)
    # 3^10 = 59049 is the last power within the format
    assert_allclose(values[30:], (3.0 ** np.arange(10, -1, -1))[:, None] * np.ones(5), rtol=2e-3)
    assert np.isnan(values[:30]).all()


# The gradient map


@given(st.from_type(Settings), st.integers(0, 2))
def test_the_rows_of_the_map_are_backward_passes_of_one_loss_each(settings, iterations):
    network = passed(settings, iterations).network
    cell, immediate, steps = network.cell, network.immediate, settings.time_steps
    found = gradient_map(cell, immediate)
    assert found.shape == (steps, steps + 1)
    for t in range(1, steps + 1):
        alone = np.zeros((steps, *immediate.shape[-2:]))
        if settings.loss_at == "all" or t == steps:
            alone[t - 1] = immediate[t - 1] if settings.loss_at == "all" else immediate
        cell.backward(alone)
        close(found[t - 1], norms(cell.dloss_dh))


@given(st.from_type(Settings))
def test_of_a_loss_at_the_end_the_last_row_is_the_gradient_magnitude(settings):
    simulation = passed(replace(settings, loss_at="last", truncation=0))
    network = simulation.network
    found = gradient_map(network.cell, network.immediate)
    close(found[-1], norms(network.cell.dloss_dh))
    assert_array_equal(found[:-1], 0.0)


@given(st.from_type(Settings))
def test_no_loss_reaches_a_later_time_step(settings):
    network = passed(settings).network
    found = gradient_map(network.cell, network.immediate)
    for t in range(1, settings.time_steps + 1):
        assert_array_equal(found[t - 1, t + 1 :], 0.0)


@every_cell
def test_diagnostics_of_a_pass_that_overflowed_are_results(cell):
    settings = replace(SMALL, cell=cell, activation="linear", precision="float16", loss_at="all")
    simulation = trained(settings)
    simulation.weights.cell.weight_hh[...] = 6e4
    simulation.evaluate()
    unrolled = simulation.network.cell
    assert simulation.divergence is not None
    assert not np.isfinite(gradient_map(unrolled, simulation.network.immediate)).all()
    assert jacobian_norms(unrolled).shape == (6,)
    assert jacobians(unrolled).shape[0] == 6
    assert state_jacobian_singular_values(unrolled).shape == (7, 5)


@pytest.mark.parametrize("size", [1e-170, 1.0])
def test_jacobian_norms_survive_cancellation_and_tiny_factors(size):
    cell = GRUCell(Shape(3, 2, 4, 1), "linear")
    zero = np.zeros((12, 1))
    weight_hh = np.zeros((12, 4))
    weight_hh[8:] = -(1.0 + 1e-9) * np.eye(4)
    weights = CellWeights(zero, weight_hh, np.repeat([50.0, 0.0, 0.0], 4), np.zeros(12))
    cell.forward(weights, np.zeros((3, 2, 1)))
    cell._of_h *= size
    cell._a[:, 4:8] *= size  # z, the direct way
    expected = [norm(np.stack([jacobians(cell, b)[t] for b in (0, 1)])) for t in range(3)]
    assert_allclose(jacobian_norms(cell), np.array(expected) / np.sqrt(2.0), rtol=1e-6)
