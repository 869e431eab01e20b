from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from rnnsim.engine.activations import ACTIVATIONS
from rnnsim.engine.losses import cross_entropy, mean_output, mse_loss
from rnnsim.engine.norms import norms
from rnnsim.engine.simulation import Simulation
from rnnsim.engine.tasks import TASKS
from rnnsim.model.settings import Settings
from rnnsim.model.tasks import TASKS as TASK_CHOICES

VALUES = ("adding", "echo", "sine")
SMALL = Settings(hidden_size=4, time_steps=5, batch_size=3, truncation=3, clip_threshold=1e-3)
TRAINED = ["weight_ih", "weight_hh", "bias_ih", "bias_hh", "weight_ho", "bias_o", "embedding"]

every_cell = pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
every_task = pytest.mark.parametrize("task", TASKS)


def trained(settings, iterations=0):
    simulation = Simulation(settings)
    for _ in range(iterations):
        simulation.iterate()
    return simulation


def of_task(settings, task):
    """`settings` with another task and time steps enough for it, in float64."""
    steps = max(settings.time_steps, TASK_CHOICES[task].least_time_steps)
    return replace(settings, task=task, time_steps=steps, precision="float64")


def everything(simulation):
    """All arrays of numbers that a pass makes or changes."""
    network = simulation.network
    found = {
        "outputs": network.outputs,
        "∂L/∂y": network.dloss_doutputs,
        "immediate": network.immediate,
        "inputs": network.inputs(),
        "hidden": network.cell.hidden,
        "∂L/∂h": network.cell.dloss_dh,
        **{f"weight {i}": x for i, x in enumerate(network.trained_weights())},
        **{f"gradient {i}": x for i, x in enumerate(simulation.gradient)},
        **{f"clipped {i}": x for i, x in enumerate(simulation.clipped)},
        "weight_ho": network.weights.weight_ho,
        "bias_o": network.weights.bias_o,
        **network.cell.gates,
    }
    if simulation.settings.cell == "lstm":
        found |= {"memory": network.cell.memory, "∂L/∂c": network.cell.dloss_dc}
    return found


@every_task
@settings(max_examples=15)
@given(st.from_type(Settings))
def test_outputs_and_loss_are_those_of_the_hidden_states(task, settings):
    settings = of_task(settings, task)
    simulation = trained(settings, 1)
    network, weights, batch = simulation.network, simulation.weights, simulation.batch
    hidden = network.cell.hidden[1:] if settings.loss_at == "all" else network.cell.hidden[-1]
    assert_allclose(
        network.outputs, hidden @ weights.weight_ho.T + weights.bias_o, rtol=1e-12, atol=1e-13
    )
    if settings.task == "fixed":
        loss, derivative = mean_output(network.outputs)
    else:
        judge = mse_loss if settings.task in VALUES else cross_entropy
        loss, derivative = judge(network.outputs, batch.targets)
    assert network.loss == loss
    assert_array_equal(network.dloss_doutputs, derivative)
    assert network.accuracy() == simulation.task.accuracy(network.outputs, batch)
    assert_allclose(network.immediate, derivative @ weights.weight_ho, rtol=1e-12, atol=1e-13)


@every_task
@settings(max_examples=5)
@given(st.from_type(Settings))
def test_trained_weights_are_the_weights_themselves(task, settings):
    settings = of_task(settings, task)
    network = trained(settings).network
    weights = network.weights
    named = [getattr(weights.cell, name) for name in TRAINED[:4]]
    if settings.task != "fixed":
        named += [weights.weight_ho, weights.bias_o]
    if settings.task == "review":
        named.append(weights.embedding)
    actual = network.trained_weights()
    assert len(actual) == len(named)
    assert all(one is other for one, other in zip(actual, named, strict=True))
    gradients = network.backward()
    assert [g.shape for g in gradients] == [weight.shape for weight in actual]


@every_task
@settings(max_examples=5)
@given(st.from_type(Settings))
def test_words_are_read_as_their_embeddings(task, settings):
    settings = of_task(settings, task)
    simulation = trained(settings)
    network, batch = simulation.network, simulation.batch
    if settings.task != "review":
        assert network.weights.embedding is None
        assert network.inputs() is batch.inputs
        return
    embedding, inputs = network.weights.embedding, network.inputs()
    assert embedding.shape == (simulation.task.vocabulary_size, simulation.task.input_size)
    for t, words in enumerate(batch.words):
        for sequence, word in enumerate(words):
            assert_array_equal(inputs[t, sequence], embedding[word])


@given(st.from_type(Settings))
def test_an_embedding_gets_the_gradients_of_all_places_where_its_word_stands(settings):
    settings = replace(settings, task="review", precision="float64", truncation=0)
    network = trained(settings).network
    gradient = network.backward()[-1]
    of_places = network.cell.input_gradients(network.weights.cell.weight_ih)
    expected = np.zeros_like(gradient)
    for place in np.ndindex(*network._batch.words.shape):
        expected[network._batch.words[place]] += of_places[place]
    assert_allclose(gradient, expected, rtol=1e-12, atol=1e-15)


@given(st.from_type(Settings), st.integers(0, 2))
def test_contribution_norms_are_those_of_the_last_backward_pass(settings, iterations):
    simulation = trained(settings, iterations)
    network = simulation.network
    assume(simulation.divergence is None)
    contributions = network.cell.contributions().astype(float)
    epsilon = float(np.finfo(settings.precision).eps)
    assert_allclose(
        network.contribution_norms,
        norms(contributions),
        rtol=max(1e-9, 100 * epsilon),
        atol=float(100 * np.finfo(settings.precision).smallest_subnormal),
    )


# Formats


@every_cell
@every_task
@pytest.mark.parametrize("precision", ["float16", "float32", "float64"])
def test_no_number_is_wider_than_the_precision(cell, task, precision):
    for loss_at in ("last", "all"):
        for clip in ("off", "norm", "value", "backward"):
            simulation = trained(
                replace(
                    SMALL, cell=cell, task=task, precision=precision, loss_at=loss_at, clip=clip
                ),
                iterations=1,
            )
            found = everything(simulation)
            if task != "review":
                del found["inputs"]  # as the task draws them; the cell reads them rounded
            assert {name: x.dtype.name for name, x in found.items()} == dict.fromkeys(
                found, precision
            )


@given(st.from_type(Settings))
def test_a_narrower_format_begins_with_the_same_weights_rounded(settings):
    wide, *narrow = (
        trained(replace(settings, precision=precision)).network
        for precision in ("float64", "float32", "float16")
    )
    for network in narrow:
        for one, other in zip(network.trained_weights(), wide.trained_weights(), strict=True):
            assert_array_equal(one, other.astype(one.dtype))


# Finite differences


def directional_difference(simulation, direction, epsilon=1e-6):
    """(L(θ + εd) − L(θ − εd)) / 2ε, and where the units stood on both sides."""
    network, weights = simulation.network, simulation.network.trained_weights()
    losses, sides = [], []
    for step in (epsilon, -2 * epsilon):
        for weight, part in zip(weights, direction, strict=True):
            weight += step * part
        network.forward(simulation.batch)
        losses.append(network.loss)
        sides.append(side_of_kinks(network.cell))
    for weight, part in zip(weights, direction, strict=True):
        weight += epsilon * part
    return (losses[0] - losses[1]) / (2 * epsilon), sides


def side_of_kinks(cell):
    """What changes where a unit of a kinked activation goes over from one slope to another."""
    memory = np.zeros(1) if cell.memory is None else cell.memory
    return [cell.slopes.copy(), memory > 0.0, np.abs(memory) < 1.0]


@every_cell
@pytest.mark.parametrize("activation", ACTIVATIONS)
@settings(max_examples=15)
@given(st.from_type(Settings), st.integers(0, 3), st.integers(0, 2**32))
def test_gradients_agree_with_a_difference_along_one_direction_of_all_weights(
    cell, activation, settings, iterations, seed
):
    settings = replace(
        settings, cell=cell, activation=activation, precision="float64", truncation=0
    )
    simulation = trained(settings, iterations)
    assume(simulation.divergence is None)
    random = np.random.default_rng(seed)
    direction = [random.standard_normal(g.shape) for g in simulation.gradient]
    length = np.sqrt(sum(np.square(part).sum() for part in direction))
    direction = [part / length for part in direction]
    difference, (ahead, behind) = directional_difference(simulation, direction)
    if settings.activation in ("relu", "leaky_relu", "hard_tanh"):
        assume(all(np.array_equal(*pair) for pair in zip(ahead, behind, strict=True)))
    pairs = zip(simulation.gradient, direction, strict=True)
    expected = sum(float((g * part).sum()) for g, part in pairs)
    rounding = 1e-15 * (1.0 + abs(simulation.loss)) / 1e-6
    assert difference == pytest.approx(expected, rel=1e-6, abs=rounding)


def test_gradients_of_float16_are_summed_in_float32_and_rounded_once():
    settings = Settings(
        task="review", loss_at="all", precision="float16", time_steps=200, batch_size=64
    )
    network = Simulation(settings).network
    exact = network.dloss_doutputs.astype(float).sum(axis=(0, 1))
    assert_allclose(network.gradients["bias_o"], exact, rtol=1e-3)


def test_an_embedding_of_float16_is_summed_in_float32_too():
    settings = Settings(task="review", precision="float16", time_steps=100, batch_size=64)
    network = Simulation(settings).network
    of_places = network.cell.input_gradients(network.weights.cell.weight_ih)
    exact = np.zeros(network.weights.embedding.shape)
    np.add.at(exact, network._batch.words, of_places.astype(float))
    once = np.abs(exact) * float(np.finfo(np.float16).eps) / 2
    subnormal = float(np.finfo(np.float16).smallest_subnormal)
    assert (np.abs(network.gradients["embedding"] - exact) <= 1.001 * once + subnormal).all()
