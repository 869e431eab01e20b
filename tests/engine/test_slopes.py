"""How slopes are distributed: against NumPy's histogram, Python's means and closed forms."""

import statistics

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from rnnsim.engine import slopes as module
from rnnsim.engine.activations import ACTIVATIONS
from rnnsim.engine.extras import slopes_picture
from rnnsim.engine.measures import saturation_share
from rnnsim.engine.simulation import Simulation
from rnnsim.engine.slopes import distribution
from rnnsim.model.settings import Settings
from rnnsim.model.slopes import PARTS


class Abandoned(Exception):
    pass


@given(st.sampled_from(list(ACTIVATIONS)), st.integers(0, 1000), st.floats(0.1, 20.0))
def test_it_is_what_numpy_and_statistics_make_of_the_same_slopes(activation, seed, spread):
    phi = ACTIVATIONS[activation]
    a = np.random.default_rng(seed).normal(scale=spread, size=(7, 3, 5))
    h, slopes = np.empty_like(a), np.empty_like(a)
    phi.value(a, h)
    phi.slope(a, h, slopes)
    found = distribution(slopes, h, activation)
    assert found.gamma == phi.gamma
    edges = found.edges
    assert (edges[0], edges[-1], len(edges)) == (0.0, phi.gamma, PARTS + 1)
    on_border = np.isclose(slopes[..., None], edges[1:-1], rtol=1e-12, atol=0.0).any()
    if not on_border:
        assert_array_equal(found.counts, np.histogram(slopes, edges)[0])
    assert found.total == found.counts.sum() == slopes.size
    assert found.shares.sum() == pytest.approx(1.0)
    values = slopes.ravel().tolist()
    assert found.mean == pytest.approx(statistics.fmean(values))
    assert found.zeros == values.count(0.0)
    if found.zeros:
        assert found.geometric_mean == 0.0
    else:
        assert found.geometric_mean == pytest.approx(statistics.geometric_mean(values))
    assert found.saturated / found.total == saturation_share(slopes, phi.gamma)


def test_two_bars_of_relu_one_of_linear():
    slopes = np.array([[[0.0, 1.0, 1.0, 1.0]]])
    relu = distribution(slopes, slopes, "relu")
    assert np.flatnonzero(relu.counts).tolist() == [0, PARTS - 1]
    assert (relu.counts[0], relu.counts[-1], relu.zeros, relu.saturated) == (1, 3, 1, 1)
    assert (relu.mean, relu.geometric_mean) == (0.75, 0.0)
    linear = distribution(np.ones((2, 2, 2)), np.ones((2, 2, 2)), "linear")
    assert linear.counts[-1] == linear.total == 8
    assert (linear.mean, linear.geometric_mean, linear.saturated) == (1.0, 1.0, 0)


def test_a_border_belongs_to_the_upper_part_and_a_tenth_is_not_saturated():
    slopes = np.array([[[0.1, 0.025, 0.025 - 1e-9, 1.0]]])
    found = distribution(slopes, slopes, "tanh")
    assert found.counts[[0, 1, 4, PARTS - 1]].tolist() == [1, 1, 1, 1]
    assert found.saturated == 2


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_what_is_not_finite_is_counted_apart(value):
    slopes = np.array([[[0.5, value, 0.5]]])
    found = distribution(slopes, slopes, "tanh")
    assert (found.total, found.not_finite) == (2, 1)
    assert found.mean == found.geometric_mean == 0.5
    slopes = np.full((2, 1, 1), value)
    nothing = distribution(slopes, slopes, "tanh")
    assert (nothing.total, nothing.not_finite) == (0, 2)
    assert np.isnan([nothing.mean, nothing.geometric_mean]).all()
    assert not nothing.shares.any()


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
@pytest.mark.parametrize("activation", ["relu", "linear", "tanh"])
def test_of_a_state_that_is_nan_there_is_no_slope(cell, activation):
    settings = Settings(cell=cell, activation=activation, hidden_size=4, time_steps=3, batch_size=2)
    simulation = Simulation(settings)
    simulation.weights.cell.candidate_hh[...] = np.nan
    network = simulation.network.cell
    network.forward(simulation.weights.cell, network.inputs.copy())
    found = slopes_picture(simulation, lambda: None)
    # at the first time step too: 0 times NaN is NaN
    assert (found.total, found.not_finite) == (0, 3 * 2 * 4)


def test_an_infinite_state_has_its_slope():
    found = distribution(np.ones((1, 1, 2)), np.array([[[np.inf, 2.0]]]), "relu")
    assert (found.total, found.not_finite, found.geometric_mean) == (2, 0, 1.0)


def test_means_are_in_float64_whatever_the_precision():
    slopes = np.full((300, 40, 40), 0.1, np.float16)
    found = distribution(slopes, slopes, "tanh")
    expected = pytest.approx(float(np.float16(0.1)), rel=1e-12)
    assert [found.mean, found.geometric_mean] == [expected, expected]
    assert found.total == slopes.size


def test_it_is_made_block_by_block_and_can_be_abandoned(monkeypatch):
    slopes = np.random.default_rng(0).uniform(size=(20, 3, 4))
    whole = distribution(slopes, slopes, "tanh")
    calls = []
    monkeypatch.setattr(module, "BLOCK", 3 * 12)
    pieces = distribution(slopes, slopes, "tanh", lambda: calls.append(1))
    assert len(calls) == 7
    assert_array_equal(pieces.counts, whole.counts)
    assert pieces.geometric_mean == pytest.approx(whole.geometric_mean, rel=1e-14)

    def abandon():
        raise Abandoned

    with pytest.raises(Abandoned):
        distribution(slopes, slopes, "tanh", abandon)


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
def test_of_a_gated_cell_the_slopes_are_those_of_its_candidate(cell):
    settings = Settings(cell=cell, hidden_size=5, time_steps=6, batch_size=3)
    simulation = Simulation(settings)
    found = slopes_picture(simulation, lambda: None)
    network = simulation.network.cell
    tanh = network.hidden[1:] if cell == "rnn" else network.gates["g" if cell == "lstm" else "n"]
    slopes = 1.0 - tanh**2
    assert found.activation == "tanh"
    assert_array_equal(found.counts, np.histogram(slopes, found.edges)[0])
    assert found.geometric_mean == pytest.approx(np.exp(np.log(slopes).mean()))
    assert not found.counts.flags.writeable
