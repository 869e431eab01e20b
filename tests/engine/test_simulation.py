import copy
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from rnnsim.engine import spectrum
from rnnsim.engine.clipping import clip, joint_norm
from rnnsim.engine.norms import norm, norms
from rnnsim.engine.optimizers import OPTIMIZERS
from rnnsim.engine.pictures import clipping_picture, pass_picture, spectrum_picture
from rnnsim.engine.simulation import Simulation
from rnnsim.engine.truncation import windows
from rnnsim.model.edits import edit
from rnnsim.model.parameters import Effect
from rnnsim.model.settings import Settings

SMALL = Settings(hidden_size=6, time_steps=5, batch_size=3)
EXPLODING = Settings(
    hidden_size=8,
    time_steps=30,
    batch_size=2,
    activation="linear",
    spectral_radius=3.0,
    task="fixed",
)
every_cell = pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])


def advanced(simulation, iterations):
    for _ in range(iterations):
        simulation.iterate()
    return simulation


def state(simulation):
    """Every bit of what a simulation shows and trains."""
    shown, matrix = pass_picture(simulation), spectrum_picture(simulation)
    batch, cell = simulation.batch, simulation.network.cell
    arrays = [
        *simulation.network.trained_weights(),
        *simulation.gradient,
        *simulation.clipped,
        simulation.weights.weight_ho,
        simulation.network.outputs,
        batch.targets,
        batch.words if batch.inputs is None else batch.inputs,
        matrix.constructed,
        matrix.measured,
        cell.hidden,
        cell.dloss_dh,
        shown.contribution_norms,
        shown.jacobian_norms,
        *cell.gates.values(),
    ]
    numbers = [simulation.iteration, shown.loss, shown.gradient_norm, shown.clipped_gradient_norm]
    said = repr((numbers, clipping_picture(simulation), shown.tokens, simulation.divergence))
    return [array.tobytes() for array in arrays], said


def weights_of(simulation):
    return [weight.copy() for weight in simulation.network.trained_weights()]


# Determinism


@settings(max_examples=50)
@given(st.from_type(Settings), st.integers(0, 4))
def test_two_runs_are_bit_identical(settings, iterations):
    one, other = (advanced(Simulation(settings), iterations) for _ in range(2))
    assert state(one) == state(other)


@settings(max_examples=40)
@given(st.from_type(Settings), st.integers(0, 4))
def test_a_restart_is_bit_identical(settings, iterations):
    fresh = state(Simulation(settings))
    used = advanced(Simulation(settings), iterations)
    used.restart(settings)
    assert state(used) == fresh


@settings(max_examples=40)
@given(st.from_type(Settings), st.from_type(Settings))
def test_a_restart_with_other_settings_keeps_nothing(settings, other):
    used = advanced(Simulation(other), 2)
    used.restart(settings)
    assert state(advanced(used, 1)) == state(advanced(Simulation(settings), 1))


@settings(max_examples=50)
@given(st.from_type(Settings), st.integers(0, 3), st.integers(0, 3))
def test_iterating_in_two_goes_is_iterating_in_one(settings, some, more):
    in_one = advanced(Simulation(settings), some + more)
    in_two = advanced(Simulation(settings), some)
    state(in_two)
    in_two.evaluate()
    assert state(advanced(in_two, more)) == state(in_one)


# Iterations


@given(st.from_type(Settings), st.integers(1, 3))
def test_an_iteration_is_an_update_with_what_clipping_leaves(settings, iterations):
    simulation = Simulation(settings)
    optimizer = OPTIMIZERS[settings.optimizer](simulation.network.trained_weights())
    expected = weights_of(simulation)
    for iteration in range(1, iterations + 1):
        if settings.clip != "backward":
            threshold = settings.clip_threshold
            clipped = clip(simulation.gradient, settings.clip, threshold)
            for one, other in zip(simulation.clipped, clipped, strict=True):
                assert_array_equal(one, other)
        optimizer.update(expected, simulation.clipped, settings.learning_rate)
        if not simulation.iterate():
            return
        assert simulation.iteration == iteration
        for one, other in zip(simulation.network.trained_weights(), expected, strict=True):
            assert_array_equal(one, other)


@settings(max_examples=60)
@given(st.from_type(Settings), st.integers(0, 3))
def test_clipping_is_counted_and_gradients_averaged(settings, iterations):
    simulation = Simulation(settings)
    lengths, clipped = [], 0
    for _ in range(iterations + 1):
        if simulation.divergence is not None:
            return
        lengths.append(simulation.gradient_norm)
        clipped += simulation.clipped_gradient_norm != simulation.gradient_norm
        assert simulation.gradient_norm == joint_norm(simulation.gradient)
        assert simulation.clipped_gradient_norm == joint_norm(simulation.clipped)
        assert simulation.record.clipped == clipped
        assert simulation.record.mean_norm == pytest.approx(np.mean(lengths), rel=1e-12)
        simulation.iterate()


def test_evaluating_again_counts_nothing_twice():
    simulation = advanced(Simulation(replace(SMALL, clip="norm", clip_threshold=1e-3)), 2)
    for _ in range(3):
        simulation.evaluate()
    assert simulation.record.clipped == 3
    simulation.change(replace(simulation.settings, clip_threshold=1e-2))
    assert simulation.record.clipped == 3


def test_the_batch_changes_with_every_iteration_and_not_without():
    simulation = Simulation(SMALL)
    first = simulation.batch
    simulation.change(replace(SMALL, spectral_radius=1.0))
    simulation.change(replace(SMALL, spectral_radius=1.0, learning_rate=0.3))
    assert simulation.batch is first
    simulation.iterate()
    assert not np.array_equal(simulation.batch.inputs, first.inputs)


@every_cell
def test_training_learns_to_recall(cell):
    settings = Settings(cell=cell, time_steps=3, optimizer="adam", learning_rate=0.02)
    simulation = advanced(Simulation(settings), 200)
    assert simulation.loss < 0.1 * simulation.task.chance_loss


def test_the_fixed_loss_vector_stays_fixed():
    simulation = Simulation(replace(SMALL, task="fixed"))
    readout = simulation.weights.weight_ho.copy()
    assert len(simulation.network.trained_weights()) == len(simulation.gradient) == 4
    for _ in range(3):
        simulation.iterate()
        assert_array_equal(simulation.weights.weight_ho, readout)
        assert_array_equal(simulation.weights.bias_o, [0.0])
        assert norm(simulation.network.cell.dloss_dh[-1]) == pytest.approx(1.0, rel=1e-14)


@pytest.mark.parametrize("activation", ["tanh", "softplus", "linear"])
@pytest.mark.parametrize("task", ["recall", "fixed", "review", "text"])
@every_cell
def test_the_smallest_network_runs(cell, task, activation):
    simulation = Simulation(
        Settings(
            cell=cell, hidden_size=1, time_steps=1, batch_size=1, activation=activation, task=task
        )
    )
    assert advanced(simulation, 3).iteration == 3
    assert pass_picture(simulation).gradient_magnitude.shape == (2,)


# Truncation and clipping on the way


@settings(max_examples=50)
@given(st.from_type(Settings), st.integers(0, 2), st.integers(0, 20))
def test_truncation_of_t_and_more_is_none_bit_for_bit(settings, iterations, more):
    full, truncated = (
        advanced(Simulation(replace(settings, truncation=length)), iterations)
        for length in (0, settings.time_steps + more)
    )
    assert state(full) == state(truncated)


@settings(max_examples=50)
@given(st.from_type(Settings))
def test_the_windows_are_those_of_the_settings(settings):
    simulation = Simulation(settings)
    reach = windows(settings.time_steps, settings.truncation, settings.truncation_stride)
    assert simulation.windows == reach


def test_truncation_shows_where_the_gradient_ends():
    simulation = Simulation(replace(SMALL, time_steps=20, truncation=4))
    magnitude = norms(simulation.network.cell.dloss_dh)
    assert_array_equal(magnitude[:17] > 0.0, False)
    assert_array_equal(magnitude[17:] > 0.0, True)


@every_cell
def test_a_single_window_shorter_than_the_sequence_truncates(cell):
    # k₁ ≥ T: one window only, which begins late
    settings = replace(SMALL, cell=cell, time_steps=20, truncation=4, truncation_stride=50)
    magnitude = norms(Simulation(settings).network.cell.dloss_dh)
    assert_array_equal(magnitude[:17] > 0.0, False)


@every_cell
def test_clipping_on_the_way_holds_what_is_handed_back(cell):
    settings = replace(SMALL, cell=cell, clip="backward", clip_threshold=1e-3)
    simulation = Simulation(settings)
    network = simulation.network
    shown = network.cell.dloss_dh.copy()
    clipped = network.backward((), 1e-3)
    assert norms(network.cell.dloss_dh)[:-1].max() == pytest.approx(1e-3, rel=1e-12)
    for one, other in zip(simulation.clipped, clipped, strict=True):
        assert_array_equal(one, other)
    # what is shown, and called the gradient, is not clipped
    unclipped = network.backward()
    assert_array_equal(network.cell.dloss_dh, shown)
    for one, other in zip(simulation.gradient, unclipped, strict=True):
        assert_array_equal(one, other)


def test_a_threshold_on_the_way_that_nothing_exceeds_counts_no_clipping():
    simulation = Simulation(replace(SMALL, clip="backward", clip_threshold=100.0))
    assert simulation.record.clipped == 0
    for one, other in zip(simulation.clipped, simulation.gradient, strict=True):
        assert_array_equal(one, other)


# Changes


NEXT_ITERATION = [
    {"learning_rate": 0.5},
    {"clip": "norm", "clip_threshold": 1e-3},
    {"clip": "value", "clip_threshold": 1e-3},
    {"clip": "backward", "clip_threshold": 1e-3},
    {"truncation": 2},
    {"truncation": 2, "truncation_stride": 1},
    {"optimizer": "momentum"},
    {"optimizer": "adam"},
    {"optimizer": "rmsprop", "learning_rate": 0.5},
]


def same_start(simulation, settings):
    """A simulation of `settings` with the weights, the batch and the data to come of another."""
    fresh = Simulation(settings)
    for weight, other in zip(
        fresh.network.trained_weights(), simulation.network.trained_weights(), strict=True
    ):
        weight[...] = other
    fresh.batch, fresh._data = simulation.batch, copy.deepcopy(simulation._data)
    fresh.evaluate()
    return fresh


@every_cell
@pytest.mark.parametrize("changes", NEXT_ITERATION, ids=str)
def test_a_change_for_the_next_iteration_is_as_if_computed_afresh(cell, changes):
    settings = replace(SMALL, cell=cell, loss_at="all")
    simulation = advanced(Simulation(settings), 2)
    target = replace(settings, **changes)
    fresh = same_start(simulation, target)
    before = weights_of(simulation)
    assert simulation.change(target) is Effect.NEXT_ITERATION
    assert simulation.settings == target
    assert simulation.iteration == 2
    for one, other in zip(before, simulation.network.trained_weights(), strict=True):
        assert_array_equal(one, other)
    for _ in range(3):
        pairs = [
            (simulation.gradient, fresh.gradient),
            (simulation.clipped, fresh.clipped),
            (weights_of(simulation), weights_of(fresh)),
        ]
        for ours, theirs in pairs:
            for one, other in zip(ours, theirs, strict=True):
                assert_array_equal(one, other)
        assert simulation.loss == fresh.loss
        assert simulation.iterate() is fresh.iterate() is True


@pytest.mark.parametrize("changes", NEXT_ITERATION, ids=str)
def test_what_changes_the_next_update_does_change_it(changes):
    settings = replace(SMALL, loss_at="all")
    one, other = (advanced(Simulation(settings), 2) for _ in range(2))
    one.change(replace(settings, **changes))
    pairs = zip(weights_of(advanced(one, 2)), weights_of(advanced(other, 2)), strict=True)
    assert not all(np.array_equal(*pair) for pair in pairs)


def test_the_same_optimizer_keeps_its_memory_and_another_begins_without():
    settings = replace(SMALL, optimizer="momentum")
    kept, again = (advanced(Simulation(settings), 3) for _ in range(2))
    kept.change(replace(settings, learning_rate=0.05))
    again.change(replace(settings, optimizer="sgd"))
    again.change(replace(settings, learning_rate=0.05))
    difference = [
        np.abs(one - other).max()
        for one, other in zip(
            weights_of(advanced(kept, 1)), weights_of(advanced(again, 1)), strict=True
        )
    ]
    assert max(difference) > 1e-4


def test_a_new_clip_threshold_shows_at_once():
    simulation = Simulation(SMALL)
    raw = simulation.gradient_norm
    assert simulation.clipped_gradient_norm == raw
    simulation.change(replace(SMALL, clip="norm", clip_threshold=0.01))
    assert simulation.clipped_gradient_norm == pytest.approx(0.01, rel=1e-14)
    assert simulation.gradient_norm == raw


@settings(max_examples=30)
@given(st.from_type(Settings))
def test_changing_nothing_changes_nothing(settings):
    simulation = advanced(Simulation(settings), 2)
    before = state(simulation)
    assert simulation.change(replace(settings)) is None
    assert state(simulation) == before


@pytest.mark.parametrize(
    "changes",
    [
        {"seed": 5},
        {"time_steps": 2},
        {"activation": "relu"},
        {"cell": "lstm"},
        {"precision": "float32"},
        {"loss_at": "all"},
        {"forget_bias": 0.0},
        {"task": "adding"},
        {"batch_size": 2, "learning_rate": 0.5},
    ],
    ids=str,
)
def test_a_change_of_the_network_starts_anew(changes):
    simulation = advanced(Simulation(SMALL), 2)
    settings = replace(SMALL, **changes)
    assert simulation.change(settings) is Effect.RESTART
    assert state(simulation) == state(Simulation(settings))


# The radius


@settings(max_examples=60)
@given(st.from_type(Settings), st.floats(0.0, 3.0))
def test_before_training_a_new_radius_is_the_same_as_starting_with_it(settings, radius):
    assume(settings.spectrum != "own")
    target = replace(settings, spectral_radius=radius)
    simulation = Simulation(settings)
    simulation.change(target)
    assert state(simulation) == state(Simulation(target))


@given(st.from_type(Settings), st.floats(1e-3, 1.5), st.floats(1e-3, 3.0))
def test_after_training_a_new_radius_is_reached_by_scaling(settings, start, radius):
    assume(settings.spectrum != "own" and start != radius)
    settings = replace(
        settings,
        clip="norm",
        clip_threshold=0.1,
        optimizer="sgd",
        non_normality=0.0,
        precision="float64",
        spectral_radius=start,
    )
    simulation = advanced(Simulation(settings), 3)
    assume(simulation.divergence is None)
    before = [array.copy() for array in simulation.weights.cell.arrays()]
    matrix = simulation.weights.cell.candidate_hh
    old = matrix.copy()
    simulation.change(replace(settings, spectral_radius=radius))
    assert simulation.settings.spectral_radius == radius
    assert simulation.iteration == 3
    assert spectrum_picture(simulation).spectral_radius == pytest.approx(radius, rel=1e-6)
    assert_allclose(matrix / norm(matrix), old / norm(old), atol=1e-14)
    # nothing else is scaled
    matrix[...] = old
    for one, other in zip(simulation.weights.cell.arrays(), before, strict=True):
        assert_array_equal(one, other)


@pytest.mark.parametrize(("start", "target"), [(0.85, 0.0), (0.0, 0.85)])
def test_a_change_from_or_to_a_radius_of_zero_starts_anew(start, target):
    simulation = advanced(Simulation(replace(SMALL, spectral_radius=start)), 3)
    settings = replace(SMALL, spectral_radius=target)
    assert simulation.change(settings) is Effect.RESTART
    assert state(simulation) == state(Simulation(settings))


@every_cell
def test_a_trained_matrix_without_a_radius_starts_anew_when_it_is_to_be_scaled(cell):
    simulation = advanced(Simulation(replace(SMALL, cell=cell)), 3)
    simulation.weights.cell.candidate_hh[...] = np.triu(np.ones((6, 6)), 1)
    settings = replace(SMALL, cell=cell, spectral_radius=1.0)
    assert simulation.change(settings) is Effect.RESTART
    assert state(simulation) == state(Simulation(settings))


def test_scaling_a_trained_matrix_leaves_the_eigenvalues_of_its_start_alone():
    simulation = Simulation(SMALL)
    start = simulation.constructed
    advanced(simulation, 3).change(replace(SMALL, spectral_radius=1.5))
    assert_array_equal(simulation.constructed, start)


@every_cell
def test_scaling_shows_in_the_pass_of_the_same_batch_at_once(cell):
    settings = replace(SMALL, cell=cell)
    simulation = advanced(Simulation(settings), 3)
    batch, loss = simulation.batch, simulation.loss
    simulation.change(replace(settings, spectral_radius=1.5))
    assert simulation.batch is batch
    assert simulation.loss != loss


@pytest.mark.parametrize("iterations", [0, 3])
def test_what_changes_with_the_radius_takes_effect_too(iterations):
    one, other = (advanced(Simulation(SMALL), iterations) for _ in range(2))
    target = replace(SMALL, spectral_radius=1.2, optimizer="adam", clip="norm", clip_threshold=0.1)
    assert one.change(target) is Effect.RESCALE
    assert other.change(replace(SMALL, spectral_radius=1.2)) is Effect.RESCALE
    assert other.change(target) is Effect.NEXT_ITERATION
    assert one.settings == other.settings == target
    assert state(advanced(one, 3)) == state(advanced(other, 3))


def test_own_eigenvalues_can_be_scaled():
    own = edit(SMALL, "eigenvalues", ((0.5, 0.5), (0.5, -0.5), (-0.2, 0.0)))
    simulation = Simulation(own)
    assert simulation.change(edit(own, "spectral_radius", 1.0)) is Effect.RESCALE
    shown = spectrum_picture(simulation)
    assert_allclose(np.abs(shown.constructed), [1, 1, 0.2 * np.sqrt(2)], rtol=1e-14)
    assert shown.ill_conditioned is None


# Divergence


def diverged(settings):
    simulation = Simulation(settings)
    for _ in range(200):
        if not simulation.iterate():
            return simulation
    raise AssertionError("it did not diverge")


@every_cell
def test_a_diverged_run_stands_still(cell):
    simulation = diverged(replace(EXPLODING, cell=cell))
    assert simulation.divergence.iteration == simulation.iteration
    before = state(simulation)
    assert simulation.iterate() is False
    assert state(simulation) == before


def test_weights_stay_finite_where_the_pass_is_not():
    simulation = diverged(EXPLODING)
    assert simulation.divergence.tensor == "h"
    assert all(np.isfinite(weight).all() for weight in simulation.network.trained_weights())
    hidden = np.isfinite(simulation.network.cell.hidden).all(axis=(1, 2))
    assert hidden[: simulation.divergence.time_step].all()
    assert not hidden[simulation.divergence.time_step]


@pytest.mark.parametrize(
    "changes", [{"learning_rate": 0.01}, {"spectral_radius": 0.5}, {"seed": 3}], ids=str
)
def test_any_change_after_divergence_starts_anew(changes):
    simulation = diverged(EXPLODING)
    settings = replace(EXPLODING, **changes)
    assert simulation.change(settings) is Effect.RESTART
    assert state(simulation) == state(Simulation(settings))


def test_a_change_that_lets_the_gradient_overflow_is_told_at_once():
    settings = replace(
        SMALL, time_steps=30, precision="float16", clip="backward", spectral_radius=3.0
    )
    simulation = Simulation(settings)
    simulation.weights.cell.weight_ih[...] = 0.0  # h stays 0, where tanh′ = 1
    simulation.weights.cell.weight_hh[...] = 3.0 * np.eye(6)
    simulation.evaluate()
    assert simulation.divergence is None
    simulation.change(replace(settings, clip="off"))
    assert simulation.divergence.tensor == "∂L/∂h"
    assert simulation.iterate() is False


# Large and slow


def test_a_long_pass_of_a_large_saturating_network_underflows_to_exactly_zero():
    simulation = Simulation(
        Settings(
            hidden_size=256,
            time_steps=500,
            batch_size=1,
            activation="sigmoid",
            task="fixed",
            clip="norm",
        )
    )
    magnitude = norms(simulation.network.cell.dloss_dh)
    assert magnitude[0] == 0.0
    assert magnitude[-1] == pytest.approx(1.0)
    assert (np.diff(magnitude) >= 0.0).all()
    assert ((magnitude > 0.0) & (magnitude < 1e-300)).any()
    assert simulation.divergence is None
    assert simulation.iterate() is True


def test_a_linear_network_far_above_radius_one_explodes_at_the_rate_of_its_radius():
    settings = Settings(
        hidden_size=64,
        time_steps=100,
        batch_size=2,
        activation="linear",
        spectrum="orthogonal",
        spectral_radius=3.0,
        task="fixed",
    )
    magnitude = norms(Simulation(settings).network.cell.dloss_dh)
    assert_allclose(magnitude, 3.0 ** np.arange(100, -1, -1.0), rtol=1e-12)


def test_the_checkpoint_is_called_and_may_abandon_the_pass():
    calls = []
    Simulation(SMALL, lambda: calls.append(None))
    assert len(calls) == 4

    def abandon():
        raise InterruptedError

    with pytest.raises(InterruptedError):
        Simulation(SMALL, abandon)


@pytest.mark.parametrize("arrangement", ["disk", "orthogonal", "gaussian"])
def test_the_checkpoint_is_called_between_any_two_decompositions(monkeypatch, arrangement):
    events = []

    def heard(name):
        function = getattr(np.linalg, name)
        return lambda *arguments: (events.append(name), function(*arguments))[1]

    for name in ("qr", "eig", "eigvals", "norm"):
        monkeypatch.setattr(np.linalg, name, heard(name))
    for cached in vars(spectrum).values():
        if hasattr(cached, "cache_clear"):
            cached.cache_clear()
    simulation = Simulation(replace(SMALL, spectrum=arrangement), lambda: events.append("|"))
    spectrum_picture(simulation)
    expected = {"disk": "qr", "orthogonal": "qr|eigvals|qr", "gaussian": "eig|qr"}[arrangement]
    assert "".join(events).startswith(expected + "|")
    assert "".join(events).endswith("|eigvals|norm")
