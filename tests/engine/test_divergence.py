"""The first tensor that is not finite, each by numbers that really overflow there."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from rnnsim.engine.divergence import first_non_finite
from rnnsim.engine.simulation import Simulation
from rnnsim.engine.tasks import Batch
from rnnsim.model.frame import Divergence
from rnnsim.model.settings import Settings

UNIT = Settings(
    hidden_size=1,
    time_steps=40,
    batch_size=1,
    activation="linear",
    task="fixed",
    precision="float16",
)
LARGEST = {"float16": 65504.0, "float32": 3.4028e38, "float64": 1.7976e308}


def silenced(settings):
    """A simulation whose weights are all 0."""
    simulation = Simulation(settings)
    for weight in (*simulation.weights.cell.arrays(), simulation.weights.weight_ho):
        weight[...] = 0.0
    return simulation


def evaluated(simulation, inputs=None, targets=None):
    """Make the pass anew, reading other numbers."""
    batch = simulation.batch
    inputs = np.zeros_like(batch.inputs) if inputs is None else inputs
    targets = batch.targets if targets is None else targets
    simulation.batch = Batch(inputs, targets, batch.tokens)
    simulation.evaluate()
    return simulation


def impulse(simulation):
    """Inputs that are 1 at the first time step and 0 from then on."""
    inputs = np.zeros_like(simulation.batch.inputs)
    inputs[0, :, 0] = 1.0
    return inputs


@pytest.mark.parametrize(
    ("precision", "steps", "first"), [("float16", 40, 28), ("float32", 250, 219)]
)
def test_a_power_of_15_overflows_forward_where_the_format_ends(precision, steps, first):
    simulation = silenced(replace(UNIT, precision=precision, time_steps=steps))
    simulation.weights.cell.weight_hh[...] = 1.5
    simulation.weights.cell.weight_ih[0, 0] = 1.5  # h_t = 1.5^t
    evaluated(simulation, impulse(simulation))
    assert simulation.divergence == Divergence("h", first, "forward", 0)


def test_in_float64_a_power_of_15_overflows_nowhere_near():
    simulation = silenced(replace(UNIT, precision="float64", time_steps=500))
    simulation.weights.cell.weight_hh[...] = 1.5
    simulation.weights.cell.weight_ih[0, 0] = 1.5
    evaluated(simulation, impulse(simulation))
    assert simulation.divergence is None


@pytest.mark.parametrize(
    ("precision", "steps", "first"), [("float16", 40, 28), ("float32", 250, 219)]
)
def test_a_power_of_15_overflows_backward_as_many_time_steps_before_the_end(
    precision, steps, first
):
    simulation = silenced(replace(UNIT, precision=precision, time_steps=steps))
    simulation.weights.cell.weight_hh[...] = 1.5
    simulation.weights.weight_ho[...] = 1.0  # h stays 0, and ∂L/∂h_k = 1.5^(T−k)
    evaluated(simulation)
    assert simulation.divergence == Divergence("∂L/∂h", steps - first, "backward", 0)


def test_the_gradient_of_h_0_alone_may_overflow():
    simulation = silenced(replace(UNIT, time_steps=1))
    simulation.weights.cell.weight_hh[...] = 300.0
    simulation.weights.weight_ho[...] = 300.0
    evaluated(simulation)
    assert np.isfinite(simulation.gradient_norm)
    assert simulation.divergence == Divergence("∂L/∂h", 0, "backward", 0)


@pytest.mark.parametrize("precision", LARGEST)
def test_c_comes_before_the_h_that_is_made_of_it(precision):
    simulation = silenced(replace(UNIT, cell="lstm", precision=precision, time_steps=5))
    bias = simulation.weights.cell.bias_ih
    # i = f = o = 1, g = ¾ of the largest number: c_1 is still within, c_2 is not
    bias[...] = [30.0 if precision == "float16" else 100.0] * 4
    bias[2] = 0.75 * LARGEST[precision]
    evaluated(simulation)
    assert simulation.divergence == Divergence("c", 2, "forward", 0)


def test_h_may_overflow_in_a_gru():
    simulation = silenced(replace(UNIT, cell="gru", time_steps=40))
    cell = simulation.weights.cell
    cell.bias_ih[:2] = [30.0, -30.0]  # r = 1, z = 0: an Elman cell
    cell.weight_hh[2] = 1.5
    cell.weight_ih[2, 0] = 1.5
    evaluated(simulation, impulse(simulation))
    assert simulation.divergence == Divergence("h", 28, "forward", 0)


@pytest.mark.parametrize(("loss_at", "first"), [("last", 6), ("all", 3)])
def test_outputs_are_named_with_their_time_step(loss_at, first):
    simulation = silenced(replace(UNIT, task="echo", time_steps=6, loss_at=loss_at))
    cell = simulation.weights.cell
    cell.weight_hh[...] = 8.0
    cell.weight_ih[...] = 1.0  # h_t = 8^(t−1), and h_6 = 32768
    simulation.weights.weight_ho[...] = 2000.0 if loss_at == "all" else 6.0
    evaluated(simulation, impulse(simulation))
    assert simulation.divergence == Divergence("y", first, "forward", 0)


@pytest.mark.parametrize("clip", ["off", "backward"])
def test_the_loss_is_named_where_only_its_squares_overflow(clip):
    simulation = silenced(replace(UNIT, task="echo", time_steps=2, clip=clip))
    simulation.weights.bias_o[...] = 300.0  # 300² > 65504
    evaluated(simulation)
    assert simulation.divergence == Divergence("L", None, "forward", 0)
    assert np.isfinite(simulation.network.dloss_doutputs).all()


@pytest.mark.parametrize(("loss_at", "expected"), [("last", 4), ("all", 2)])
def test_a_derivative_of_the_loss_is_named_with_its_time_step(monkeypatch, loss_at, expected):
    # no task here has one that overflows before the loss does
    simulation = Simulation(replace(UNIT, time_steps=4, loss_at=loss_at))

    def steep(outputs, batch):
        slope = np.ones_like(outputs)
        slope[1 if loss_at == "all" else 0] = np.inf
        return 0.0, slope

    monkeypatch.setattr(simulation.task, "loss", steep)
    simulation.evaluate()
    assert simulation.divergence == Divergence("∂L/∂y", expected, "backward", 0)


def test_the_gradient_of_c_is_named_where_it_adds_up_beyond_the_format():
    settings = replace(UNIT, cell="lstm", task="recall", loss_at="all", time_steps=4)
    simulation = silenced(settings)
    simulation.weights.cell.bias_ih[[1, 3]] = 30.0  # f = o = 1; c and h stay 0, W_hh is 0
    simulation.weights.weight_ho[...] = 6e4
    simulation.weights.weight_ho[2] = -6e4
    # at each time step ∂L/∂h = (¼·3 − ¼ + 1) 6·10⁴ / T = 22500; c gathers them
    targets = np.full_like(simulation.batch.targets, 2)
    evaluated(simulation, targets=targets)
    assert simulation.divergence == Divergence("∂L/∂c", 2, "backward", 0)


@pytest.mark.parametrize("clip", ["off", "norm", "backward"])
def test_the_gradient_of_the_weights_is_named_where_it_alone_overflows(clip):
    # clipping on the way does not save it: nothing is handed back to h_1
    simulation = silenced(replace(UNIT, time_steps=1, clip=clip))
    simulation.weights.weight_ho[...] = 100.0
    inputs = np.full_like(simulation.batch.inputs, 6e4)
    evaluated(simulation, inputs)
    assert np.isfinite(simulation.network.cell.dloss_dh).all()
    assert simulation.divergence == Divergence("∂L/∂θ", None, "backward", 0)


def test_the_gradient_is_that_which_the_weights_would_be_changed_with():
    settings = replace(UNIT, clip="backward", clip_threshold=1.0)
    simulation = silenced(settings)
    simulation.weights.cell.weight_hh[...] = 1.5
    simulation.weights.weight_ho[...] = 1.0
    evaluated(simulation)
    assert not np.isfinite(simulation.network.cell.dloss_dh).all()
    assert simulation.divergence is None
    simulation.change(replace(settings, clip="off"))
    assert simulation.divergence == Divergence("∂L/∂h", 12, "backward", 0)


@pytest.mark.parametrize("optimizer", ["sgd", "momentum"])
def test_weights_are_named_with_the_update_that_made_them_overflow(optimizer):
    simulation = Simulation(
        replace(UNIT, time_steps=1, optimizer=optimizer, learning_rate=10.0, spectral_radius=0.0)
    )
    assert simulation.iterate()
    assert simulation.divergence is None
    simulation.weights.cell.weight_ih[...] = 0.0
    simulation.weights.weight_ho[...] = 100.0
    evaluated(simulation, np.full_like(simulation.batch.inputs, 600.0))
    assert simulation.divergence is None  # a gradient of 60000 is within the format
    assert simulation.iterate()
    assert simulation.divergence == Divergence("θ", None, "update", 1)


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
@pytest.mark.parametrize("precision", LARGEST)
def test_a_run_that_explodes_diverges_and_then_stands_still(cell, precision):
    simulation = Simulation(
        Settings(
            cell=cell,
            hidden_size=6,
            time_steps=60,
            batch_size=3,
            activation="linear",
            spectral_radius=3.0,
            task="fixed",
            precision=precision,
            learning_rate=1.0,
        )
    )
    for _ in range(200):
        if not simulation.iterate():
            break
    divergence = simulation.divergence
    assert divergence.iteration == simulation.iteration
    before = [weight.copy() for weight in simulation.network.trained_weights()]
    assert simulation.iterate() is False
    assert simulation.divergence is divergence
    for one, other in zip(before, simulation.network.trained_weights(), strict=True):
        assert_array_equal(one, other)


@given(st.from_type(Settings), st.integers(0, 3))
def test_what_is_finite_is_named_nothing(settings, iterations):
    simulation = Simulation(settings)
    for _ in range(iterations):
        simulation.iterate()
    if simulation.divergence is None:
        network, used = simulation.network, simulation.clipped
        assert np.isfinite(network.loss)
        assert all(np.isfinite(x).all() for x in (*used, *network.trained_weights()))
        if settings.clip != "backward":
            assert first_non_finite(network, used, 0) is None


def test_a_norm_beyond_float64_of_a_finite_gradient_is_no_divergence():
    simulation = Simulation(replace(UNIT, time_steps=1, precision="float64", learning_rate=1e-5))
    gradients = simulation.network.backward()
    assert first_non_finite(simulation.network, gradients, 3) is None
    gradients[0][...] = 1.7e308
    assert first_non_finite(simulation.network, gradients, 3) is None
    gradients[0][0, 0] = np.nan
    assert first_non_finite(simulation.network, gradients, 3) == Divergence(
        "∂L/∂θ", None, "backward", 3
    )


def test_of_several_tensors_the_one_computed_first_is_named():
    simulation = Simulation(replace(UNIT, cell="lstm", time_steps=4, loss_at="all"))
    network, cell = simulation.network, simulation.network.cell
    gradients = simulation.gradient
    named = []
    for spoil in (
        lambda: gradients[0].fill(np.nan),
        lambda: cell.dloss_dc[1].fill(np.inf),
        lambda: cell.dloss_dh[1].fill(np.inf),
        lambda: cell.dloss_dc[3].fill(np.inf),
        lambda: network.dloss_doutputs[2].fill(np.nan),
        lambda: setattr(network, "loss", np.inf),
        lambda: network.outputs[1].fill(np.inf),
        lambda: cell.hidden[3].fill(np.inf),
        lambda: cell.memory[3].fill(np.inf),
        lambda: cell.hidden[2].fill(np.nan),
        lambda: network.weights.cell.weight_hh.fill(np.inf),
    ):
        spoil()
        found = first_non_finite(network, gradients, 0)
        named.append((found.tensor, found.time_step, found.stage))
    assert named == [
        ("∂L/∂θ", None, "backward"),
        ("∂L/∂c", 1, "backward"),
        ("∂L/∂h", 1, "backward"),
        ("∂L/∂c", 3, "backward"),
        ("∂L/∂y", 3, "backward"),
        ("L", None, "forward"),
        ("y", 2, "forward"),
        ("h", 3, "forward"),
        ("c", 3, "forward"),
        ("h", 2, "forward"),
        ("θ", None, "update"),
    ]


def test_clipping_on_the_way_may_save_an_update_while_the_gradient_shown_overflows():
    settings = Settings(
        activation="hard_tanh",
        spectral_radius=3.0,
        time_steps=60,
        precision="float16",
        clip="backward",
        non_normality=1.0,
    )
    found = []
    for seed in range(10):
        simulation = Simulation(replace(settings, seed=seed))
        if not np.isfinite(simulation.network.cell.dloss_dh).all():
            assert simulation.non_finite is not None
            assert simulation.non_finite.stage == "backward"
            found.append(simulation.divergence is None and simulation.iterate())
            assert all(np.isfinite(x).all() for x in simulation.clipped)
    assert any(found)


def test_a_word_never_read_again_may_be_what_is_not_finite():
    simulation = Simulation(Settings(task="review", batch_size=1, time_steps=3))
    embedding = simulation.weights.embedding
    unread = np.setdiff1d(np.arange(len(embedding)), simulation.batch.words)
    embedding[unread[0]] = np.inf
    simulation.evaluate()
    assert simulation.divergence == Divergence("θ", None, "update", 0)
