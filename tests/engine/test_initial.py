import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from rnnsim.engine.initial import first_cell_weights
from rnnsim.model.cells import CELLS
from rnnsim.model.settings import Settings

gated = pytest.mark.parametrize("cell", ["lstm", "gru"])


def first(settings, inputs=3, seed=1):
    n = settings.hidden_size
    matrix = np.arange(float(n * n)).reshape(n, n)
    return first_cell_weights(settings, inputs, matrix, np.random.default_rng(seed)), matrix


@given(st.from_type(Settings), st.integers(1, 5))
def test_weights_have_pytorchs_shapes_and_range(settings, inputs):
    weights, matrix = first(settings, inputs)
    n, reach = settings.hidden_size, settings.hidden_size**-0.5
    rows = len(CELLS[settings.cell].blocks) * n
    shapes = [array.shape for array in weights.arrays()]
    assert shapes == [(rows, inputs), (rows, n), (rows,), (rows,)]
    assert np.abs(weights.weight_ih).max() <= reach
    weights.candidate_hh[...] -= matrix
    assert np.abs(weights.weight_hh).max() <= reach


@given(st.from_type(Settings))
def test_the_matrix_makes_the_candidate_state(settings):
    weights, matrix = first(settings)
    assert_array_equal(weights.candidate_hh, matrix)


def test_gates_are_drawn_evenly_over_the_range():
    weights, _ = first(Settings(cell="lstm", hidden_size=64))
    for drawn in (weights.weight_ih, weights.weight_hh[:128], weights.weight_hh[192:]):
        assert drawn.mean() == pytest.approx(0.0, abs=0.01)
        assert drawn.var() == pytest.approx(1 / (3 * 64), rel=0.1)


@given(st.from_type(Settings), st.floats(-10.0, 10.0))
def test_the_forget_bias_is_that_of_the_gate_that_keeps_and_nothing_else(settings, bias):
    settings = replace(settings, forget_bias=bias)
    weights, _ = first(settings)
    n = settings.hidden_size
    cell = CELLS[settings.cell]
    expected = np.zeros((len(cell.blocks), n))
    if cell.keeping:
        expected[cell.blocks.index(cell.keeping)] = bias
    assert_array_equal(weights.bias_ih, expected.ravel())
    assert_array_equal(weights.bias_hh, 0.0)


@gated
@pytest.mark.parametrize("steps", [1, 2, 3, 100])
def test_chrono_biases_are_logarithms_of_times_within_the_sequence(cell, steps):
    settings = Settings(cell=cell, hidden_size=200, time_steps=steps, forget_bias="chrono")
    weights, _ = first(settings)
    blocks = weights.bias_ih.reshape(-1, 200)
    times = np.exp(blocks[1])
    longest = max(1.0, steps - 1.0)
    assert (times >= 1.0 - 1e-12).all()
    assert (times <= longest * (1.0 + 1e-12)).all()
    assert times.mean() == pytest.approx((1.0 + longest) / 2, rel=0.1)
    assert_array_equal(blocks[0], -blocks[1] if cell == "lstm" else 0.0)
    assert_array_equal(blocks[2:], 0.0)
    assert_array_equal(weights.bias_hh, 0.0)


def test_the_longest_chrono_time_keeps_1_over_e_over_the_sequence():
    # b_f = ln(T−1): f = 1 − 1/T, f^T → 1/e (Tallec, Ollivier 2018)
    steps = 100
    f = 1 / (1 + math.exp(-math.log(steps - 1)))
    assert f == pytest.approx(1 - 1 / steps, rel=1e-14)
    assert f**steps == pytest.approx(0.3660323, rel=1e-6)


@gated
def test_the_bias_shifts_no_other_draw(cell):
    settings = Settings(cell=cell)
    weights = [first(replace(settings, forget_bias=bias))[0] for bias in (0.0, "chrono")]
    assert_allclose(weights[0].weight_hh, weights[1].weight_hh, rtol=0)
    assert_allclose(weights[0].weight_ih, weights[1].weight_ih, rtol=0)
