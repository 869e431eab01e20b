from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from rnnsim.engine import spectrum
from rnnsim.engine.clipping import clip
from rnnsim.engine.norms import norm
from rnnsim.engine.simulation import Simulation
from rnnsim.model.edits import edit
from rnnsim.model.frame import Divergence
from rnnsim.model.parameters import Effect
from rnnsim.model.settings import Settings

SMALL = Settings(hidden_size=6, time_steps=5, batch_size=3)


def advanced(simulation, iterations):
    for _ in range(iterations):
        simulation.iterate()
    return simulation


def state(simulation):
    """Every bit of what a simulation shows and trains."""
    shown = simulation.pass_picture()
    spectrum = simulation.spectrum_picture()
    arrays = [
        *simulation.trained_weights(),
        *simulation.gradient,
        simulation.weights.weight_ho,
        simulation.batch.inputs,
        spectrum.measured,
        shown.hidden,
        shown.gradient_magnitude,
        shown.contribution_norms,
        shown.jacobian_norms,
    ]
    numbers = [simulation.iteration, shown.loss, shown.gradient_norm, shown.clipped_gradient_norm]
    return [array.tobytes() for array in arrays], repr(numbers), simulation.divergence


def weights_of(simulation):
    return [weight.copy() for weight in simulation.trained_weights()]


@given(st.from_type(Settings), st.integers(0, 5))
def test_a_restart_is_bit_identical(settings, iterations):
    fresh = state(Simulation(settings))
    used = advanced(Simulation(settings), iterations)
    used.restart(settings)
    assert state(used) == fresh


@given(st.from_type(Settings), st.from_type(Settings))
def test_a_restart_with_other_settings_keeps_nothing(settings, other):
    used = advanced(Simulation(other), 2)
    used.restart(settings)
    assert state(used) == state(Simulation(settings))


@given(st.from_type(Settings), st.integers(0, 3), st.integers(0, 3))
def test_iterating_in_two_goes_is_iterating_in_one(settings, some, more):
    in_one = advanced(Simulation(settings), some + more)
    in_two = advanced(Simulation(settings), some)
    in_two.pass_picture()
    in_two.spectrum_picture()
    in_two.evaluate()
    assert state(advanced(in_two, more)) == state(in_one)


@given(st.from_type(Settings))
def test_an_iteration_is_one_step_of_clipped_gradient_descent(settings):
    simulation = Simulation(replace(settings, clip="norm", clip_threshold=0.5, learning_rate=0.25))
    before, gradient = weights_of(simulation), [g.copy() for g in simulation.gradient]
    assert simulation.iterate() is True
    assert simulation.iteration == 1
    for old, step, new in zip(
        before, clip(gradient, "norm", 0.5), simulation.trained_weights(), strict=True
    ):
        assert_array_equal(new, old - 0.25 * step)


def test_the_batch_changes_with_every_iteration_and_not_without():
    simulation = Simulation(SMALL)
    first = simulation.batch.inputs
    simulation.change(replace(SMALL, spectral_radius=1.0))
    assert simulation.batch.inputs is first
    simulation.iterate()
    assert not np.array_equal(simulation.batch.inputs, first)


def test_training_learns_to_recall():
    simulation = advanced(Simulation(Settings(time_steps=3, learning_rate=1.0)), 300)
    assert simulation.loss < 0.1 * simulation.task.chance_loss


def test_the_fixed_loss_vector_stays_fixed():
    simulation = Simulation(replace(SMALL, task="fixed"))
    readout = simulation.weights.weight_ho.copy()
    assert len(simulation.trained_weights()) == len(simulation.gradient) == 4
    for _ in range(3):
        simulation.iterate()
        assert_array_equal(simulation.weights.weight_ho, readout)
        assert_array_equal(simulation.weights.bias_o, [0.0])
        assert simulation.pass_picture().gradient_magnitude[-1] == pytest.approx(1.0, rel=1e-14)


def test_the_picture_of_a_pass_shows_the_first_sequence():
    simulation = advanced(Simulation(SMALL), 2)
    shown = simulation.pass_picture()
    symbols = "ABCDwxyz"
    assert shown.tokens == tuple(symbols[i] for i in simulation.batch.inputs[:, 0].argmax(axis=1))
    assert_array_equal(shown.hidden, simulation.cell.hidden[:, 0])
    assert_array_equal(shown.hidden[0], np.zeros(6))
    assert_allclose(
        shown.gradient_magnitude, [norm(dloss_dh) for dloss_dh in simulation.cell.dloss_dh]
    )
    assert shown.loss == simulation.loss
    assert shown.gradient_norm == simulation.gradient_norm


def test_pictures_are_immutable_and_outlive_the_pass():
    simulation = Simulation(SMALL)
    shown = simulation.pass_picture()
    arrays = [
        value
        for field in fields(shown)
        if isinstance(value := getattr(shown, field.name), np.ndarray)
    ]
    copies = [array.copy() for array in arrays]
    advanced(simulation, 3)
    for array, copy in zip(arrays, copies, strict=True):
        assert_array_equal(array, copy)
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1.0


def test_a_picture_may_be_taken_twice():
    simulation = Simulation(SMALL)
    one, other = simulation.pass_picture(), simulation.pass_picture()
    assert_array_equal(one.contribution_norms, other.contribution_norms)


@pytest.mark.parametrize("changes", [{"learning_rate": 0.5}, {"clip": "value"}])
def test_a_change_for_the_next_iteration_keeps_the_weights(changes):
    simulation = advanced(Simulation(SMALL), 2)
    before = weights_of(simulation)
    settings = replace(SMALL, **changes)
    assert simulation.change(settings) is Effect.NEXT_ITERATION
    assert simulation.settings == settings
    assert simulation.iteration == 2
    for old, new in zip(before, simulation.trained_weights(), strict=True):
        assert_array_equal(old, new)


def test_a_new_learning_rate_counts_from_the_next_iteration():
    simulation = Simulation(SMALL)
    simulation.change(replace(SMALL, learning_rate=2.0))
    changed = advanced(simulation, 1)
    assert state(changed) == state(advanced(Simulation(replace(SMALL, learning_rate=2.0)), 1))


def test_a_new_clip_threshold_shows_at_once():
    simulation = Simulation(SMALL)
    raw = simulation.gradient_norm
    assert simulation.clipped_gradient_norm == raw
    simulation.change(replace(SMALL, clip="norm", clip_threshold=0.01))
    assert simulation.pass_picture().clipped_gradient_norm == pytest.approx(0.01, rel=1e-14)
    assert simulation.gradient_norm == raw


def test_changing_nothing_changes_nothing():
    simulation = advanced(Simulation(SMALL), 2)
    before = state(simulation)
    assert simulation.change(replace(SMALL)) is None
    assert state(simulation) == before


@pytest.mark.parametrize("changes", [{"seed": 5}, {"time_steps": 2}, {"activation": "relu"}])
def test_a_change_of_the_network_starts_anew(changes):
    simulation = advanced(Simulation(SMALL), 2)
    settings = replace(SMALL, **changes)
    assert simulation.change(settings) is Effect.RESTART
    assert state(simulation) == state(Simulation(settings))


@given(st.from_type(Settings), st.floats(0.0, 3.0))
def test_before_training_a_new_radius_is_the_same_as_starting_with_it(settings, radius):
    target = replace(settings, spectral_radius=radius)
    simulation = Simulation(settings)
    simulation.change(target)
    assert state(simulation) == state(Simulation(target))


@given(st.from_type(Settings), st.floats(1e-3, 1.5), st.floats(1e-3, 3.0))
def test_after_training_a_new_radius_is_reached_by_scaling(settings, start, radius):
    settings = replace(settings, clip="norm", clip_threshold=0.1, non_normality=0.0)
    settings = replace(settings, spectral_radius=start)
    simulation = advanced(Simulation(settings), 3)
    matrix = simulation.weights.cell.weight_hh
    before = matrix.copy()
    if simulation.change(replace(settings, spectral_radius=radius)) is None:
        return
    assert simulation.settings.spectral_radius == radius
    assert simulation.iteration == 3
    assert simulation.spectrum_picture().spectral_radius == pytest.approx(radius, rel=1e-6)
    assert_allclose(matrix / norm(matrix), before / norm(before), atol=1e-14)


@pytest.mark.parametrize(("start", "target"), [(0.85, 0.0), (0.0, 0.85)])
def test_a_change_from_or_to_a_radius_of_zero_starts_anew(start, target):
    simulation = advanced(Simulation(replace(SMALL, spectral_radius=start)), 3)
    settings = replace(SMALL, spectral_radius=target)
    assert simulation.change(settings) is Effect.RESTART
    assert state(simulation) == state(Simulation(settings))


def test_a_trained_matrix_without_a_radius_starts_anew_when_it_is_to_be_scaled():
    simulation = advanced(Simulation(SMALL), 3)
    simulation.weights.cell.weight_hh[...] = np.triu(np.ones((6, 6)), 1)
    settings = replace(SMALL, spectral_radius=1.0)
    assert simulation.change(settings) is Effect.RESTART
    assert state(simulation) == state(Simulation(settings))


def test_scaling_a_trained_matrix_leaves_the_eigenvalues_of_its_start_alone():
    simulation = Simulation(SMALL)
    start = simulation.spectrum_picture().constructed
    advanced(simulation, 3).change(replace(SMALL, spectral_radius=1.5))
    assert_array_equal(simulation.spectrum_picture().constructed, start)


def test_scaling_shows_in_the_pass_of_the_same_batch_at_once():
    simulation = advanced(Simulation(SMALL), 3)
    inputs = simulation.batch.inputs.copy()
    loss = simulation.loss
    simulation.change(replace(SMALL, spectral_radius=1.5))
    assert_array_equal(simulation.batch.inputs, inputs)
    assert simulation.loss != loss


def test_own_eigenvalues_can_be_scaled():
    own = edit(SMALL, "eigenvalues", ((0.5, 0.5), (0.5, -0.5), (-0.2, 0.0)))
    simulation = Simulation(own)
    assert simulation.change(edit(own, "spectral_radius", 1.0)) is Effect.RESCALE
    shown = simulation.spectrum_picture()
    assert_allclose(np.abs(shown.constructed), [1, 1, 0.2 * np.sqrt(2)], rtol=1e-14)
    assert shown.ill_conditioned is None


def test_the_spectrum_shown_is_that_of_the_present_matrix():
    simulation = advanced(Simulation(SMALL), 3)
    matrix = simulation.weights.cell.weight_hh
    shown = simulation.spectrum_picture()
    assert shown.spectral_radius == np.abs(np.linalg.eigvals(matrix)).max()
    assert shown.largest_singular_value == np.linalg.norm(matrix, 2)
    assert shown.slope_bound == 1.0
    assert shown.ill_conditioned is None
    assert np.abs(shown.constructed).max() == pytest.approx(0.85, rel=1e-15)


EXPLODING = Settings(
    hidden_size=8, time_steps=30, activation="linear", spectral_radius=3.0, task="fixed"
)


def diverged(settings):
    simulation = Simulation(settings)
    for _ in range(200):
        if not simulation.iterate():
            return simulation
    raise AssertionError("it did not diverge")


def test_a_forward_overflow_is_named_with_its_time_step():
    simulation = Simulation(replace(EXPLODING, time_steps=4, activation="relu"))
    simulation.weights.cell.weight_hh[...] = 1e200
    simulation.weights.cell.weight_ih[...] = 0.0
    simulation.weights.cell.bias_ih[...] = 1.0
    simulation.evaluate()
    # h_1 = 1, h_2 = 8e200, h_3 overflows
    assert simulation.divergence == Divergence("h", 3, "forward", 0)


def test_an_overflow_of_the_loss_is_named():
    simulation = Simulation(replace(SMALL, task="fixed"))
    simulation.weights.weight_ho[...] = 1.7e308
    simulation.weights.cell.bias_ih[...] = 100.0
    simulation.evaluate()
    assert simulation.divergence == Divergence("L", None, "forward", 0)


def test_a_backward_overflow_is_named_with_the_last_time_step_that_has_it():
    simulation = Simulation(replace(EXPLODING, time_steps=4))
    simulation.weights.cell.weight_hh[...] = 1e200 * np.eye(8)
    simulation.weights.cell.weight_ih[...] = 0.0
    simulation.evaluate()
    # ∂L/∂h_4 is of order 1, ∂L/∂h_3 of 1e200, ∂L/∂h_2 overflows
    assert simulation.divergence == Divergence("∂L/∂h", 2, "backward", 0)
    magnitude = simulation.pass_picture().gradient_magnitude
    assert_array_equal(np.isfinite(magnitude), [False, False, False, True, True])


def test_an_overflow_of_the_gradient_alone_is_named():
    simulation = Simulation(replace(SMALL, activation="linear", task="fixed", time_steps=1))
    simulation.batch.inputs[...] = 1e307
    simulation.weights.cell.weight_ih[...] = 1e-307
    simulation.weights.weight_ho[...] = 100.0
    simulation.evaluate()
    assert np.isfinite(simulation.cell.dloss_dh).all()
    assert simulation.divergence == Divergence("∂L/∂θ", None, "backward", 0)


def test_an_overflow_of_the_weights_is_named_with_the_iteration_that_made_it():
    simulation = advanced(Simulation(replace(SMALL, learning_rate=10.0)), 2)
    simulation.gradient[0][0, 0] = 1e308
    simulation.change(replace(simulation.settings, clip_threshold=2.0))
    assert simulation.iterate() is True
    assert simulation.divergence == Divergence("θ", None, "update", 3)


def test_an_exploding_run_diverges_and_then_stands_still():
    simulation = diverged(EXPLODING)
    assert simulation.divergence.iteration == simulation.iteration
    before = state(simulation)
    assert simulation.iterate() is False
    assert state(simulation) == before


def test_weights_stay_finite_where_the_pass_is_not():
    simulation = diverged(EXPLODING)
    assert simulation.divergence.tensor == "h"
    assert all(np.isfinite(weight).all() for weight in simulation.trained_weights())
    assert np.isfinite(simulation.spectrum_picture().spectral_radius)
    hidden = np.isfinite(simulation.cell.hidden).all(axis=(1, 2))
    assert hidden[: simulation.divergence.time_step].all()
    assert not hidden[simulation.divergence.time_step]


@pytest.mark.parametrize("changes", [{"learning_rate": 0.01}, {"spectral_radius": 0.5}])
def test_any_change_after_divergence_starts_anew(changes):
    simulation = diverged(EXPLODING)
    settings = replace(EXPLODING, **changes)
    assert simulation.change(settings) is Effect.RESTART
    assert state(simulation) == state(Simulation(settings))


def test_pictures_of_weights_that_overflowed_are_results():
    simulation = Simulation(SMALL)
    for weight in simulation.trained_weights():
        weight[...] = np.inf
    simulation.evaluate()
    assert simulation.divergence.tensor == "θ"
    assert np.isnan(simulation.pass_picture().loss)
    assert np.isnan(simulation.spectrum_picture().spectral_radius)
    assert np.isnan(simulation.spectrum_picture().largest_singular_value)


@pytest.mark.parametrize("size", [1e-320, 1e-160, 1e160, 1e300])
def test_pictures_of_extreme_finite_weights_are_results(size):
    simulation = Simulation(replace(SMALL, activation="linear"))
    simulation.weights.cell.weight_hh[...] = size
    simulation.evaluate()
    shown = simulation.spectrum_picture()
    assert shown.spectral_radius == pytest.approx(6 * size, rel=1e-3)
    assert shown.largest_singular_value == pytest.approx(6 * size, rel=1e-3)
    simulation.pass_picture()


def test_a_long_pass_of_a_large_saturating_network_underflows_to_exactly_zero():
    simulation = Simulation(
        Settings(256, 500, 1, "sigmoid", spectral_radius=0.85, task="fixed", clip="norm")
    )
    magnitude = simulation.pass_picture().gradient_magnitude
    assert magnitude[0] == 0.0
    assert magnitude[-1] == pytest.approx(1.0)
    assert (np.diff(magnitude) >= 0.0).all()
    assert ((magnitude > 0.0) & (magnitude < 1e-300)).any()
    assert simulation.divergence is None
    assert simulation.iterate() is True


def test_a_linear_network_far_above_radius_one_explodes_at_the_rate_of_its_radius():
    settings = Settings(64, 100, 2, "linear", "orthogonal", 3.0, task="fixed")
    magnitude = Simulation(settings).pass_picture().gradient_magnitude
    assert_allclose(magnitude, 3.0 ** np.arange(100, -1, -1.0), rtol=1e-12)


@pytest.mark.parametrize("activation", ["tanh", "relu", "sigmoid", "linear"])
@pytest.mark.parametrize("task", ["recall", "fixed"])
def test_the_smallest_network_runs(activation, task):
    simulation = Simulation(Settings(1, 1, 1, activation, task=task))
    assert advanced(simulation, 3).iteration == 3
    assert simulation.pass_picture().gradient_magnitude.shape == (2,)


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
    simulation.spectrum_picture()
    expected = {"disk": "qr", "orthogonal": "qr|eigvals|qr", "gaussian": "eig|qr"}[arrangement]
    assert "".join(events).startswith(expected + "|")
    assert "".join(events).endswith("|eigvals|norm")


def test_the_checkpoint_is_called_between_the_norms_of_a_picture():
    calls = []
    simulation = Simulation(SMALL, lambda: calls.append(None))
    calls.clear()
    simulation.pass_picture()
    assert len(calls) == 1
