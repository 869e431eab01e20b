"""What is computed only while somebody looks: its identities, closed forms, finite differences.

PyTorch bears witness in test_pytorch.py.
"""

import math
from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from rnnsim.engine import extras
from rnnsim.engine.activations import ACTIVATIONS
from rnnsim.engine.diagnostics import gradient_map, state_jacobian_singular_values
from rnnsim.engine.extras import (
    bifurcation_picture,
    cells_picture,
    cliff_picture,
    detail_picture,
    inspection_picture,
    map_picture,
    singular_values_picture,
    start_of,
)
from rnnsim.engine.pictures import pass_picture
from rnnsim.engine.simulation import Simulation
from rnnsim.engine.theory import cliff, descend, fixed_points, ridge
from rnnsim.model.cliff import B_RANGE, START, W_RANGE
from rnnsim.model.settings import Settings

SMALL = Settings(hidden_size=5, time_steps=6, batch_size=3)
CELLS = ["rnn", "lstm", "gru"]
BLOCKS = {"rnn": 1, "lstm": 4, "gru": 3}
every_cell = pytest.mark.parametrize("cell", CELLS)
every_precision = pytest.mark.parametrize("precision", ["float16", "float32", "float64"])


class Abandoned(Exception):
    pass


def go_on():
    pass


def trained(settings, iterations=1):
    simulation = Simulation(settings)
    for _ in range(iterations):
        simulation.iterate()
    return simulation


def finite(settings, iterations=1):
    simulation = trained(settings, iterations)
    assume(simulation.non_finite is None)
    return simulation


def close(actual, expected, precision="float64", factor=64.0):
    """Within the roundings of the format, of the largest number."""
    expected = np.asarray(expected, dtype=float)
    epsilon = float(np.finfo(precision).eps)
    lost = 4.0 * float(np.finfo(precision).smallest_subnormal)
    atol = factor * epsilon * np.abs(expected).max(initial=0.0) + lost
    assert_allclose(actual.astype(float), expected, rtol=0.0, atol=atol)


def sigmoid(a):
    return 1.0 / (1.0 + np.exp(-a))


def arrays_of(picture):
    values = {field.name: getattr(picture, field.name) for field in fields(picture)}
    return {name: value for name, value in values.items() if isinstance(value, np.ndarray)}


# Within a time step


@every_cell
@every_precision
@settings(max_examples=25)
@given(drawn=st.from_type(Settings))
def test_states_and_gates_are_taken_of_the_pre_activations(cell, precision, drawn):
    simulation = finite(replace(drawn, cell=cell, precision=precision))
    shown, network = detail_picture(simulation), simulation.network
    n, phi = drawn.hidden_size, ACTIVATIONS[drawn.activation]
    a = shown.pre_activations
    assert a.shape == (drawn.time_steps, BLOCKS[cell] * n)
    assert a.dtype == np.dtype(precision)

    def value(x):
        out = np.empty_like(x, dtype=float)
        phi.value(x.astype(float), out)
        return out

    blocks = dict(
        zip(
            {"rnn": "h", "lstm": "ifgo", "gru": "rzn"}[cell],
            np.split(a, a.shape[1] // n, 1),
            strict=True,
        )
    )
    seen = {"h": network.cell.hidden[1:, 0]} | {
        name: gate[:, 0] for name, gate in network.cell.gates.items()
    }
    with np.errstate(all="ignore"):
        for name, block in blocks.items():
            expected = value(block) if name in "hgn" else sigmoid(block.astype(float))
            # a rounding of a, which may be large, moves φ(a) by up to γ of it
            close(seen[name], expected, precision, 64.0 + 64.0 * float(np.abs(block).max()))


@every_cell
@every_precision
@settings(max_examples=25)
@given(drawn=st.from_type(Settings))
def test_a_pre_activation_is_what_came_back_and_what_drove(cell, precision, drawn):
    simulation = finite(replace(drawn, cell=cell, precision=precision))
    shown, weights = detail_picture(simulation), simulation.weights.cell
    n, hidden = drawn.hidden_size, simulation.network.cell.hidden[:, 0].astype(float)
    close(shown.recurrent, hidden[:-1] @ weights.weight_hh.astype(float).T, precision)
    total = shown.recurrent.astype(float) + shown.driven
    if cell == "gru":
        inner = slice(2 * n, None)
        r = simulation.network.cell.gates["r"][:, 0]
        within = shown.recurrent[:, inner].astype(float) + weights.bias_hh[inner]
        total[:, inner] = shown.driven[:, inner] + r * within
    parts = np.abs(shown.recurrent).max() + np.abs(shown.driven).max()
    epsilon = float(np.finfo(precision).eps)
    assert_allclose(shown.pre_activations, total, rtol=0.0, atol=4.0 * epsilon * float(parts))


@every_cell
@settings(max_examples=30)
@given(drawn=st.from_type(Settings))
def test_what_drives_is_the_input_and_the_bias(cell, drawn):
    simulation = finite(replace(drawn, cell=cell, precision="float64"))
    weights, n = simulation.weights.cell, drawn.hidden_size
    bias = weights.bias_ih + weights.bias_hh
    if cell == "gru":
        bias[2 * n :] = weights.bias_ih[2 * n :]
    inputs = simulation.network.inputs()[:, 0]
    close(detail_picture(simulation).driven, inputs @ weights.weight_ih.T + bias)


@every_precision
@settings(max_examples=25)
@given(drawn=st.from_type(Settings))
def test_in_an_rnn_slopes_carry_the_gradient_of_h_to_that_of_a(precision, drawn):
    """With truncation as well: what no window carries is in neither."""
    shown = detail_picture(finite(replace(drawn, cell="rnn", precision=precision)))
    expected = shown.slopes.astype(float) * shown.dloss_dh[1:]
    close(shown.dloss_da, expected, precision)


@every_cell
@every_precision
@settings(max_examples=25)
@given(drawn=st.from_type(Settings))
def test_the_transposed_matrix_carries_the_gradient_a_time_step_back(cell, precision, drawn):
    simulation = finite(replace(drawn, cell=cell, precision=precision, truncation=0))
    shown, gates = detail_picture(simulation), simulation.network.cell.gates
    n, dloss_da = drawn.hidden_size, shown.dloss_da.astype(float)
    direct = np.zeros_like(shown.dloss_dh[:-1], dtype=float)
    if cell == "gru":
        dloss_da[:, 2 * n :] *= gates["r"][:, 0]
        direct = gates["z"][:, 0].astype(float) * shown.dloss_dh[1:]
    expected = dloss_da @ shown.weight_hh.astype(float) + direct + shown.dloss_dh_immediate[:-1]
    parts = np.abs(dloss_da).max() * np.abs(shown.weight_hh).sum(axis=0).max()
    parts += np.abs(direct).max() + np.abs(shown.dloss_dh).max()
    atol = 64.0 * float(np.finfo(precision).eps) * float(parts)
    atol += 64.0 * float(np.finfo(precision).smallest_subnormal)
    assert_allclose(shown.dloss_dh[:-1], expected, rtol=0.0, atol=atol)
    assert_array_equal(shown.dloss_dh[-1], shown.dloss_dh_immediate[-1])


@every_cell
@pytest.mark.parametrize("loss_at", ["last", "all"])
def test_only_where_the_loss_looks_does_it_reach_h_directly(cell, loss_at):
    simulation = trained(replace(SMALL, cell=cell, loss_at=loss_at))
    shown = detail_picture(simulation)
    reached = (shown.dloss_dh_immediate != 0.0).any(axis=1)
    assert reached.tolist() == [False, *[loss_at == "all"] * 5, True]
    direct = np.atleast_2d(simulation.network.immediate[..., 0, :])
    assert_array_equal(shown.dloss_dh_immediate[-len(direct) :], direct)


@every_cell
@pytest.mark.parametrize("loss_at", ["last", "all"])
@pytest.mark.parametrize("truncation", [0, 2])
def test_with_one_sequence_gradients_of_a_and_states_make_the_gradient_of_w_hh(
    cell, loss_at, truncation
):
    settings = replace(SMALL, cell=cell, batch_size=1, loss_at=loss_at, truncation=truncation)
    simulation = trained(settings)
    shown, hidden = detail_picture(simulation), simulation.network.cell.hidden[:-1, 0]
    rows = shown.dloss_da.copy()
    if cell == "gru":
        rows[:, 10:] *= simulation.network.cell.gates["r"][:, 0]
    close(rows.T @ hidden, simulation.network.gradients["weight_hh"])


@every_cell
@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "softplus", "linear"])
def test_gradients_of_h_and_a_are_finite_differences_of_the_loss(cell, activation):
    """In a sequence of one time step, b_ih moves a_1 and nothing else."""
    settings = replace(
        SMALL, cell=cell, activation=activation, time_steps=1, batch_size=1, task="fixed"
    )
    simulation = trained(settings)
    shown, bias = detail_picture(simulation), simulation.weights.cell.bias_ih
    step, found = 1e-6, []
    for i in range(len(bias)):
        losses = []
        for sign in (1.0, -1.0):
            moved = bias[i]
            bias[i] += sign * step
            simulation.evaluate()
            losses.append(simulation.loss)
            bias[i] = moved
        found.append((losses[0] - losses[1]) / (2.0 * step))
    assert_allclose(shown.dloss_da[0], found, rtol=1e-6, atol=1e-9)


def test_what_overflows_is_shown_as_it_is():
    exploding = replace(
        SMALL, activation="linear", spectral_radius=3.0, time_steps=60, precision="float16"
    )
    shown = detail_picture(Simulation(exploding))
    assert not np.isfinite(shown.pre_activations[-1]).all()
    assert np.isfinite(shown.pre_activations[0]).all()
    held = inspection_picture(trained(replace(exploding, activation="softplus"), 0), 60)
    assert held.time_step == 60


# One time step


@every_cell
def test_an_inspected_time_step_shows_its_jacobian_and_its_contribution(cell):
    simulation = trained(replace(SMALL, cell=cell))
    network, size = simulation.network, {"lstm": 10}.get(cell, 5)
    total = np.zeros((BLOCKS[cell] * 5, 5))
    for k in range(1, 7):
        shown = inspection_picture(simulation, k)
        assert shown.time_step == k
        assert shown.jacobian.shape == (size, size)
        singular = np.linalg.svd(shown.jacobian, compute_uv=False)
        assert_allclose(shown.singular_values, singular, rtol=1e-12)
        norms = pass_picture(simulation).contribution_norms
        assert np.linalg.norm(shown.contribution) == pytest.approx(norms[k - 1], rel=1e-10)
        total += shown.contribution
    close(total, network.gradients["weight_hh"])


def test_the_jacobian_of_an_rnn_is_its_slopes_times_w_hh():
    simulation = trained(SMALL)
    shown = detail_picture(simulation)
    for k in range(1, 7):
        expected = shown.slopes[k - 1][:, None] * shown.weight_hh
        assert_allclose(inspection_picture(simulation, k).jacobian, expected, rtol=1e-14)


@every_cell
def test_before_the_first_time_step_there_is_nothing_to_carry_back(cell):
    shown = inspection_picture(trained(replace(SMALL, cell=cell)), 0)
    assert (shown.time_step, shown.jacobian, shown.contribution) == (0, None, None)
    assert shown.singular_values.shape == (0,)


@pytest.mark.parametrize("k", [-1, 7, 500])
def test_a_time_step_that_is_not_there_has_no_inspection(k):
    assert inspection_picture(trained(SMALL), k) is None


def test_of_a_jacobian_that_is_not_finite_no_singular_value_is_known():
    simulation = trained(replace(SMALL, activation="softplus"))
    simulation.weights.cell.weight_hh[...] = np.inf
    simulation.evaluate()
    shown = inspection_picture(simulation, 3)
    assert not np.isfinite(shown.jacobian).all()
    assert np.isnan(shown.singular_values).all()
    assert np.isnan(singular_values_picture(simulation, go_on)[0]).all()


# Over all time steps


@every_cell
@pytest.mark.parametrize("loss_at", ["last", "all"])
def test_map_and_singular_values_are_those_of_the_diagnostics(cell, loss_at):
    simulation = trained(replace(SMALL, cell=cell, loss_at=loss_at))
    network = simulation.network
    found = map_picture(simulation, go_on)
    assert_array_equal(found, gradient_map(network.cell, network.immediate))
    if loss_at == "last":
        assert_allclose(found[-1], pass_picture(simulation).gradient_magnitude, rtol=1e-12)
    found = singular_values_picture(simulation, go_on)
    assert_array_equal(found, state_jacobian_singular_values(network.cell))
    assert_allclose(found[-1], np.ones(5))


@pytest.mark.parametrize("work", [1, 500, 10**9])
@every_cell
def test_losses_that_go_back_in_batches_give_the_same_map(monkeypatch, cell, work):
    simulation = trained(replace(SMALL, cell=cell, loss_at="all"))
    expected = map_picture(simulation, go_on)
    monkeypatch.setattr("rnnsim.engine.diagnostics.CHECKPOINT_WORK", work)
    assert_allclose(map_picture(simulation, go_on), expected, rtol=1e-12)


@pytest.mark.parametrize(
    "make",
    [
        map_picture,
        singular_values_picture,
        lambda simulation, checkpoint: cells_picture(simulation.settings, checkpoint),
    ],
    ids=["map", "singular values", "cells"],
)
def test_what_takes_long_can_be_abandoned_on_the_way(make):
    simulation, calls = trained(replace(SMALL, loss_at="all")), []

    def abandon():
        calls.append(None)
        if len(calls) == 4:
            raise Abandoned

    with pytest.raises(Abandoned):
        make(simulation, abandon)


# Cells


def test_all_cells_start_from_the_same_settings_and_seed():
    settings = replace(SMALL, cell="gru", clip="backward", learning_rate=0.5, forget_bias="chrono")
    found = cells_picture(settings, go_on)
    assert list(found) == CELLS
    for cell, magnitude in found.items():
        simulation = Simulation(replace(settings, cell=cell))
        assert_array_equal(magnitude, pass_picture(simulation).gradient_magnitude)


def test_what_only_training_depends_on_makes_no_other_start():
    other = replace(
        SMALL, cell="lstm", optimizer="adam", learning_rate=0.3, clip="norm", clip_threshold=0.2
    )
    assert start_of(other) == start_of(SMALL)
    for change in ({"seed": 2}, {"truncation": 2}, {"spectral_radius": 0.1}):
        assert start_of(replace(SMALL, **change)) != start_of(SMALL)


def test_a_cell_that_exceeds_the_limit_of_memory_is_left_out(monkeypatch):
    needs = {cell: extras.memory_needed(replace(start_of(SMALL), cell=cell)) for cell in CELLS}
    assert needs["rnn"] < needs["gru"] < needs["lstm"]
    monkeypatch.setattr(extras, "LIMIT", needs["gru"])
    assert list(cells_picture(SMALL, go_on)) == ["rnn", "gru"]


# The cliff


def inside(path):
    w, b = path[:, 0], path[:, 1]
    return (W_RANGE[0] <= w) & (w <= W_RANGE[1]) & (B_RANGE[0] <= b) & (b <= B_RANGE[1])


@pytest.mark.parametrize("rate", [0.01, 0.02, 0.03, 0.1])
def test_the_wall_throws_the_unclipped_descent_out_of_the_picture_and_not_the_clipped(rate):
    shown = cliff_picture(rate, 1.0)
    assert (shown.rate, shown.threshold) == (rate, 1.0)
    for path in (shown.unclipped, shown.clipped):
        assert path[0, :2].tolist() == list(START)
        assert inside(path[:10]).all()
    assert not inside(shown.unclipped).all()
    assert inside(shown.clipped).all()
    assert shown.clipped[:, 2].min() < 0.003


def test_the_surface_shows_the_wall_from_corner_to_corner():
    shown = cliff_picture(0.1, 1.0)
    assert shown.error.shape == (len(shown.b), len(shown.w)) == (120, 160)
    assert shown.error[7, 31] == pytest.approx(float(cliff(shown.w[31], shown.b[7]).error))
    wall = ridge(shown.w)
    unstable = shown.w > 4.5  # from there on the state on the ridge is unstable
    for column in np.flatnonzero(unstable):
        above = shown.error[shown.b > wall[column] + 0.02, column]
        below = shown.error[shown.b < wall[column] - 0.02, column]
        assert above.max() < 0.1 < 0.25 < below.min()


def test_both_descents_start_where_it_is_asked_for():
    start = (5.0, -2.612)
    shown, elsewhere = cliff_picture(0.01, 1.0, start), cliff_picture(0.01, 1.0)
    assert shown.start == start
    assert_array_equal(shown.unclipped, descend(start, 0.01, 300))
    assert_array_equal(shown.clipped, descend(start, 0.01, 300, 1.0))
    assert shown.error is elsewhere.error  # the surface depends on nothing
    # rows 7 of what must be reproduced
    assert shown.start_error == pytest.approx(8.476335e-3, rel=1e-6)
    assert shown.start_gradient_norm == pytest.approx(math.hypot(4.935583, 7.859874), rel=1e-6)
    assert cliff_picture(0.01, 1.0, (5.0, -2.613)).start_error == pytest.approx(0.3415710, rel=1e-6)


@pytest.mark.parametrize("w", [4.0, 4.2, 4.5, 5.0, 6.0])
def test_the_unit_gets_to_a_fixed_point_and_jumps_at_the_ridge(w):
    shown = bifurcation_picture((w, -2.5))
    assert (shown.w, shown.b) == (w, -2.5)
    assert (shown.biases[0], shown.biases[-1]) == B_RANGE
    assert_array_equal(shown.positions, fixed_points(w, shown.biases).position)
    assert shown.ridge == float(ridge(w))
    assert shown.ridge_stable == (w * 0.2350037122015945 < 1.0)  # σ′(0.5)
    assert (np.diff(shown.reached) > 0.0).all()
    far = np.abs(shown.biases - shown.ridge) > 0.05
    distance = np.nanmin(np.abs(shown.positions - shown.reached[:, None]), axis=1)
    jumps = np.diff(shown.reached) > 1.0
    if shown.ridge_stable:
        assert not jumps.any()
    else:
        assert distance[far].max() < 0.05
        high = shown.biases[shown.reached > 0.5]
        assert abs(high.min() - shown.ridge) < 0.004  # to a row
    if w >= 5.0:
        row = np.searchsorted(shown.biases, shown.ridge)
        assert shown.reached[row] - shown.reached[row - 1] == np.diff(shown.reached).max() > 1.0


def test_at_a_fold_two_fixed_points_meet():
    shown = bifurcation_picture((5.0, -2.5))
    assert_allclose(shown.folds[:, 1], [-2.655610, -2.344390], atol=1e-6)
    for x, b in shown.folds:
        y = 1.0 / (1.0 + math.exp(-x))
        assert 5.0 * y + b == pytest.approx(x, abs=1e-12)
        assert 5.0 * y * (1.0 - y) == pytest.approx(1.0, rel=1e-12)
    assert_allclose(shown.present, [-1.776029, 0.0, 1.776029], atol=1e-6)
    assert shown.present_reached == pytest.approx(1.776029, abs=1e-3)


def test_on_the_ridge_the_gradient_is_as_long_as_in_the_literature():
    shown = bifurcation_picture((5.0, -2.0))
    assert shown.ridge == pytest.approx(-2.612297, rel=1e-6)
    assert shown.ridge_gradient_norm == pytest.approx(779.398, rel=1e-5)


# Pictures are immutable


@every_cell
def test_no_picture_can_be_written_and_all_outlive_the_pass(cell):
    simulation = trained(replace(SMALL, cell=cell, loss_at="all"))
    arrays = {
        **arrays_of(detail_picture(simulation)),
        **arrays_of(inspection_picture(simulation, 2)),
        **arrays_of(cliff_picture(0.1, 1.0)),
        **arrays_of(bifurcation_picture()),
        **cells_picture(simulation.settings, go_on),
        "map": map_picture(simulation, go_on),
        "values": singular_values_picture(simulation, go_on),
    }
    copies = {name: array.copy() for name, array in arrays.items()}
    for _ in range(3):
        simulation.iterate()
    for name, array in arrays.items():
        assert_array_equal(array, copies[name])
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 1.0
