import math
from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from rnnsim.engine.clipping import cosine
from rnnsim.engine.diagnostics import jacobian_norms
from rnnsim.engine.norms import norm, norms
from rnnsim.engine.pictures import (
    bound_factor,
    clipping_picture,
    pass_picture,
    spectrum_picture,
)
from rnnsim.engine.simulation import Simulation
from rnnsim.engine.spectrum import mismatch
from rnnsim.model.cells import CELLS as CELL_CHOICES
from rnnsim.model.settings import Settings

SMALL = Settings(hidden_size=6, time_steps=5, batch_size=3)
CELLS = ["rnn", "lstm", "gru"]
every_cell = pytest.mark.parametrize("cell", CELLS)


def gates_of(cell):
    """The letters of its gates."""
    return CELL_CHOICES[cell].blocks if CELL_CHOICES[cell].words else ""


def advanced(simulation, iterations):
    for _ in range(iterations):
        simulation.iterate()
    return simulation


def arrays_of(shown):
    """All arrays of a picture, by name."""
    values = {field.name: getattr(shown, field.name) for field in fields(shown)}
    values |= {f"gate {name}": gate for name, gate in values.pop("gates", {}).items()}
    return {name: value for name, value in values.items() if isinstance(value, np.ndarray)}


# The pass


@given(st.from_type(Settings), st.integers(0, 2))
def test_the_picture_of_a_pass_shows_the_first_sequence_and_norms_over_all(settings, iterations):
    simulation = advanced(Simulation(settings), iterations)
    shown, network = pass_picture(simulation), simulation.network
    cell = network.cell
    assert shown.tokens == simulation.batch.tokens
    assert len(shown.tokens) == settings.time_steps
    assert_array_equal(shown.hidden, cell.hidden[:, 0])
    assert_array_equal(shown.gradient_magnitude, norms(cell.dloss_dh))
    assert_array_equal(shown.contribution_norms, network.contribution_norms)
    assert_array_equal(shown.jacobian_norms, jacobian_norms(cell))
    assert repr(shown.loss) == repr(network.loss)
    assert repr(shown.gradient_norm) == repr(simulation.gradient_norm)
    assert repr(shown.clipped_gradient_norm) == repr(simulation.clipped_gradient_norm)
    assert shown.accuracy == network.accuracy()
    assert 0.0 <= shown.saturation <= 1.0


@given(st.from_type(Settings), st.integers(0, 2))
def test_contributions_sum_to_the_norm_of_their_sum(settings, iterations):
    """Within the roundings of the network's format, of the terms that the sum is made of."""
    simulation = advanced(Simulation(settings), iterations)
    shown, gradient = pass_picture(simulation), simulation.network.gradients["weight_hh"]
    contributions = shown.contributions
    assert contributions.shape == (settings.time_steps,)
    assert contributions.dtype == np.float64
    if not np.isfinite(gradient).all():
        assert np.isnan(contributions).all()
        return
    precision = np.finfo(gradient.dtype)
    lost = gradient.size * float(precision.smallest_subnormal)
    tolerance = 64.0 * float(precision.eps) * shown.contribution_norms.sum() + lost
    assert_allclose(contributions.sum(), norm(gradient), rtol=0.0, atol=tolerance)
    assert (np.abs(contributions) <= shown.contribution_norms * (1.0 + 1e-3) + lost).all()


@every_cell
@pytest.mark.parametrize("loss_at", ["last", "all"])
@pytest.mark.parametrize("truncation", [0, 2])
def test_a_contribution_is_a_time_steps_share_of_the_gradient(cell, loss_at, truncation):
    settings = replace(SMALL, cell=cell, loss_at=loss_at, truncation=truncation)
    simulation = advanced(Simulation(settings), 2)
    terms = simulation.network.cell.contributions()
    direction = terms.sum(axis=0) / np.linalg.norm(terms.sum(axis=0))
    expected = np.einsum("tij,ij->t", terms, direction)
    assert_allclose(pass_picture(simulation).contributions, expected, rtol=1e-10, atol=1e-14)


@given(st.from_type(Settings))
def test_gates_of_the_first_sequence_are_shown_by_their_letters(settings):
    simulation = Simulation(settings)
    shown = pass_picture(simulation)
    assert "".join(shown.gates) == gates_of(settings.cell)
    for name, gate in simulation.network.cell.gates.items():
        assert_array_equal(shown.gates[name], gate[:, 0])


@given(st.from_type(Settings))
def test_only_an_lstm_has_a_memory(settings):
    simulation = Simulation(settings)
    shown, cell = pass_picture(simulation), simulation.network.cell
    if settings.cell != "lstm":
        assert shown.memory is None
        assert shown.memory_gradient_magnitude is None
        return
    assert_array_equal(shown.memory, cell.memory[:, 0])
    assert_array_equal(shown.memory_gradient_magnitude, norms(cell.dloss_dc))


@given(st.from_type(Settings))
def test_the_direct_path_is_the_product_of_the_gate_that_keeps(settings):
    simulation = Simulation(replace(settings, precision="float64"))
    assume(simulation.divergence is None)
    shown, cell = pass_picture(simulation), simulation.network.cell
    kept = CELL_CHOICES[settings.cell].keeping
    if not kept:
        assert shown.direct_path is None
        return
    gate, steps = cell.gates[kept], settings.time_steps
    for k in range(steps + 1):
        product = np.prod(gate[k:], axis=0)
        assert shown.direct_path[k] == pytest.approx(np.sqrt(np.mean(product**2)), rel=1e-12)


@pytest.mark.parametrize(("weight", "share"), [(0.0, 0.0), (1e3, 1.0)])
def test_saturation_is_the_share_of_flat_units(weight, share):
    simulation = Simulation(replace(SMALL, task="sine"))
    simulation.weights.cell.weight_ih[...] = weight
    simulation.weights.cell.bias_ih[...] = weight
    simulation.weights.cell.weight_hh[...] = 0.0
    simulation.evaluate()
    assert pass_picture(simulation).saturation == pytest.approx(share, abs=0.2)


@every_cell
def test_pictures_are_immutable_and_outlive_the_pass(cell):
    simulation = Simulation(replace(SMALL, cell=cell))
    arrays = {**arrays_of(pass_picture(simulation)), **arrays_of(spectrum_picture(simulation))}
    assert {"hidden", "gradient_magnitude", "measured"} <= arrays.keys()
    copies = {name: array.copy() for name, array in arrays.items()}
    advanced(simulation, 3)
    simulation.change(replace(simulation.settings, spectral_radius=0.3))
    for name, array in arrays.items():
        assert_array_equal(array, copies[name])
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1.0


def test_the_gates_shown_cannot_be_exchanged():
    shown = pass_picture(Simulation(replace(SMALL, cell="gru")))
    with pytest.raises(TypeError):
        shown.gates["r"] = None


@every_cell
def test_a_picture_may_be_taken_twice_and_changes_nothing(cell):
    simulation = Simulation(replace(SMALL, cell=cell))
    one, other = (arrays_of(pass_picture(simulation)) for _ in range(2))
    for name, array in one.items():
        assert_array_equal(array, other[name])
    fresh = advanced(Simulation(simulation.settings), 2)
    assert advanced(simulation, 2).loss == fresh.loss


@pytest.mark.parametrize("precision", ["float16", "float32", "float64"])
@every_cell
def test_pictures_of_what_overflowed_are_results(cell, precision):
    simulation = Simulation(replace(SMALL, cell=cell, precision=precision, activation="linear"))
    for weight in simulation.network.trained_weights():
        weight[...] = np.inf
    simulation.evaluate()
    assert simulation.divergence.tensor == "θ"
    assert np.isnan(pass_picture(simulation).loss)
    assert np.isnan(spectrum_picture(simulation).spectral_radius)
    assert np.isnan(spectrum_picture(simulation).largest_singular_value)
    assert spectrum_picture(simulation).ill_conditioned is None
    assert math.isnan(clipping_picture(simulation).cosine)


@pytest.mark.parametrize("size", [1e-320, 1e-160, 1e160, 1e300])
def test_pictures_of_extreme_finite_weights_are_results(size):
    simulation = Simulation(replace(SMALL, activation="linear"))
    simulation.weights.cell.weight_hh[...] = size
    simulation.evaluate()
    shown = spectrum_picture(simulation)
    assert shown.spectral_radius == pytest.approx(6 * size, rel=1e-3)
    assert shown.largest_singular_value == pytest.approx(6 * size, rel=1e-3)
    pass_picture(simulation)


# Clipping


@given(st.from_type(Settings), st.integers(0, 3))
def test_the_picture_of_clipping_is_what_was_counted(settings, iterations):
    simulation = advanced(Simulation(settings), iterations)
    assume(simulation.divergence is None)
    shown = clipping_picture(simulation)
    assert shown.share == simulation.record.clipped / (iterations + 1)
    assert repr(shown.cosine) == repr(cosine(simulation.gradient, simulation.clipped))
    mean = simulation.record.mean_norm
    assert shown.suggested == (0.5 * mean, 10.0 * mean)


@pytest.mark.parametrize(
    ("clip", "threshold", "share", "kept"),
    [
        ("off", 1e-4, 0.0, True),
        ("norm", 1e-4, 1.0, True),
        ("norm", 100.0, 0.0, True),
        ("value", 1e-4, 1.0, False),
        ("backward", 1e-4, 1.0, False),
        ("backward", 100.0, 0.0, True),
    ],
)
def test_only_clipping_by_norm_keeps_the_direction(clip, threshold, share, kept):
    settings = replace(SMALL, clip=clip, clip_threshold=threshold)
    shown = clipping_picture(advanced(Simulation(settings), 4))
    assert shown.share == share
    assert (shown.cosine == pytest.approx(1.0, abs=1e-12)) is kept


# The spectrum


@every_cell
def test_the_spectrum_shown_is_that_of_the_present_candidate_block(cell):
    simulation = advanced(Simulation(replace(SMALL, cell=cell)), 3)
    matrix = simulation.weights.cell.candidate_hh
    shown = spectrum_picture(simulation)
    assert shown.spectral_radius == np.abs(np.linalg.eigvals(matrix)).max()
    assert_array_equal(shown.measured, np.linalg.eigvals(matrix))
    assert shown.largest_singular_value == np.linalg.norm(matrix, 2)
    assert shown.slope_bound == 1.0
    assert shown.ill_conditioned is None
    assert np.abs(shown.constructed).max() == pytest.approx(0.85, rel=1e-15)


def test_the_slope_bound_is_that_of_the_activation():
    simulation = Simulation(replace(SMALL, activation="sigmoid"))
    assert spectrum_picture(simulation).slope_bound == 0.25


@pytest.mark.parametrize("precision", ["float16", "float32", "float64"])
@pytest.mark.parametrize("arrangement", ["disk", "circle", "identity", "orthogonal", "gaussian"])
def test_a_well_conditioned_spectrum_is_not_called_ill_conditioned(arrangement, precision):
    settings = Settings(
        hidden_size=64, spectrum=arrangement, spectral_radius=1.2, precision=precision, time_steps=2
    )
    shown = spectrum_picture(Simulation(settings))
    assert shown.ill_conditioned is None
    rounding = {"float16": 1e-2, "float32": 1e-5, "float64": 1e-12}[precision]
    assert shown.spectral_radius == pytest.approx(1.2, abs=rounding)


@pytest.mark.parametrize("precision", ["float16", "float32", "float64"])
def test_strong_non_normality_is_called_ill_conditioned_with_the_measured_miss(precision):
    settings = Settings(hidden_size=100, non_normality=4.0, precision=precision, time_steps=2)
    simulation = Simulation(settings)
    shown = spectrum_picture(simulation)
    assert shown.ill_conditioned == mismatch(shown.constructed, shown.measured)
    assert shown.ill_conditioned > 1e-9
    assert spectrum_picture(advanced(simulation, 1)).ill_conditioned is None


@pytest.mark.parametrize("activation", ["tanh", "sigmoid"])
def test_the_bound_factor_is_gamma_times_sigma(activation):
    simulation = Simulation(replace(SMALL, activation=activation))
    gamma = {"tanh": 1.0, "sigmoid": 0.25}[activation]
    sigma = np.linalg.norm(simulation.weights.cell.weight_hh, 2)
    assert bound_factor(simulation, spectrum_picture(simulation)) == gamma * sigma


@pytest.mark.parametrize(
    "changes", [{"cell": "lstm"}, {"cell": "gru"}, {"loss_at": "all"}], ids=str
)
def test_there_is_no_bound_with_gates_or_losses_at_all_time_steps(changes):
    simulation = Simulation(replace(SMALL, **changes))
    assert bound_factor(simulation, spectrum_picture(simulation)) is None


@given(st.from_type(Settings), st.integers(0, 3))
def test_the_bound_holds(settings, iterations):
    settings = replace(settings, cell="rnn", loss_at="last", precision="float64")
    simulation = advanced(Simulation(settings), iterations)
    assume(simulation.divergence is None)
    factor = bound_factor(simulation, spectrum_picture(simulation))
    magnitude = pass_picture(simulation).gradient_magnitude
    steps = settings.time_steps
    bound = magnitude[-1] * factor ** np.arange(steps, -1.0, -1.0)
    assert (magnitude <= bound * (1.0 + 1e-9) + 1e-300).all()


def test_the_bound_is_met_by_an_orthogonal_linear_network():
    settings = replace(SMALL, activation="linear", spectrum="orthogonal", task="fixed")
    simulation = Simulation(settings)
    factor = bound_factor(simulation, spectrum_picture(simulation))
    magnitude = pass_picture(simulation).gradient_magnitude
    assert_allclose(magnitude, factor ** np.arange(5, -1.0, -1.0), rtol=1e-12)
