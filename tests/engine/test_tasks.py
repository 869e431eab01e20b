from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from rnnsim.engine.losses import cross_entropy
from rnnsim.engine.norms import norm
from rnnsim.engine.random import Stream, generator
from rnnsim.engine.tasks import TASKS, uniform_weights
from rnnsim.model.parameters import PARAMETERS
from rnnsim.model.settings import Settings

MANY = Settings(time_steps=20, batch_size=5000)


def drawn(settings, task):
    built = TASKS[task](settings)
    return built, built.draw(generator(settings.seed, Stream.DATA))


def test_the_choices_of_the_parameter_table_are_implemented():
    assert set(TASKS) == {choice.value for choice in PARAMETERS["task"].choices}


@given(st.from_type(Settings))
def test_batches_have_the_shapes_that_the_task_states(settings):
    task, batch = drawn(settings, settings.task)
    steps, size = settings.time_steps, settings.batch_size
    assert batch.inputs.shape == (steps, size, task.input_size)
    assert batch.targets.shape == (size,)
    assert len(batch.tokens) == steps
    readout = task.readout(generator(settings.seed, Stream.WEIGHTS))
    assert readout.shape == (task.output_size, settings.hidden_size)


@given(st.from_type(Settings))
def test_recall_asks_for_the_first_token_among_distractors(settings):
    _, batch = drawn(settings, "recall")
    assert_array_equal(batch.inputs.sum(axis=2), 1.0)
    classes = batch.inputs.argmax(axis=2)
    assert_array_equal(classes[0], batch.targets)
    assert (classes[0] < 4).all()
    assert (classes[1:] >= 4).all()
    assert batch.tokens == tuple("ABCDwxyz"[i] for i in classes[:, 0])


def test_recall_draws_every_token_equally_often():
    _, batch = drawn(MANY, "recall")
    classes = batch.inputs.argmax(axis=2)
    first = np.bincount(classes[0], minlength=8)[:4] / 5000
    rest = np.bincount(classes[1:].ravel(), minlength=8)[4:] / (19 * 5000)
    assert first == pytest.approx(0.25, abs=0.03)
    assert rest == pytest.approx(0.25, abs=0.01)


def test_the_chance_loss_of_recall_is_the_least_without_memory():
    task, batch = drawn(MANY, "recall")
    shares = np.bincount(batch.targets) / 5000
    entropy = -(shares * np.log(shares)).sum()
    assert task.chance_loss == pytest.approx(np.log(4.0), rel=1e-15)
    assert task.chance_loss == pytest.approx(entropy, abs=0.01)
    guess, _ = cross_entropy(np.zeros((5000, 4)), batch.targets)
    assert guess == pytest.approx(task.chance_loss, rel=1e-14)


def test_the_fixed_loss_vector_reads_normal_noise():
    task, batch = drawn(MANY, "fixed")
    assert task.chance_loss is None
    assert not task.trains_readout
    assert set(batch.tokens) == {""}
    assert batch.inputs.mean() == pytest.approx(0.0, abs=0.01)
    assert batch.inputs.std() == pytest.approx(1.0, abs=0.01)


@given(st.from_type(Settings), st.integers(0, 99))
def test_the_fixed_loss_vector_gives_a_gradient_of_length_one(settings, seed):
    task, batch = drawn(settings, "fixed")
    readout = task.readout(np.random.default_rng(seed))
    hidden = np.random.default_rng(seed).standard_normal(
        (settings.batch_size, settings.hidden_size)
    )
    loss, dloss_doutputs = task.loss(hidden @ readout.T, batch)
    assert loss == pytest.approx(float((hidden @ readout.T).mean()))
    assert norm(dloss_doutputs @ readout) == pytest.approx(1.0, rel=1e-14)


def test_one_time_step_is_enough():
    _, batch = drawn(replace(MANY, time_steps=1), "recall")
    assert_array_equal(batch.inputs[0].argmax(axis=1), batch.targets)


def test_weights_start_as_in_pytorch():
    weights = uniform_weights(np.random.default_rng(0), (100, 100), Settings(hidden_size=16))
    assert abs(weights).max() <= 0.25
    assert abs(weights).max() > 0.249
    assert weights.std() == pytest.approx(0.25 / np.sqrt(3.0), rel=0.02)
