from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from rnnsim.engine.losses import cross_entropy
from rnnsim.engine.tasks import TASKS
from rnnsim.model.settings import Settings

MANY = Settings(task="recall", time_steps=20, batch_size=5000)


def drawn(settings):
    task = TASKS["recall"](settings)
    return task, task.draw(np.random.default_rng(settings.seed))


@given(st.integers(1, 40), st.integers(1, 8), st.integers(0, 999))
def test_the_first_token_is_asked_for_among_distractors(steps, size, seed):
    _, batch = drawn(Settings(time_steps=steps, batch_size=size, seed=seed))
    assert_array_equal(batch.inputs.sum(axis=2), 1.0)
    classes = batch.inputs.argmax(axis=2)
    assert_array_equal(classes[0], batch.targets)
    assert (classes[0] < 4).all()
    assert (classes[1:] >= 4).all()
    assert batch.tokens == tuple("ABCDwxyz"[i] for i in classes[:, 0])


def test_at_all_steps_it_is_asked_for_again_and_again():
    _, at_last = drawn(MANY)
    _, at_all = drawn(replace(MANY, loss_at="all"))
    assert_array_equal(at_all.targets, np.tile(at_last.targets, (20, 1)))
    assert_array_equal(at_all.inputs, at_last.inputs)


def test_every_token_is_drawn_equally_often():
    _, batch = drawn(MANY)
    classes = batch.inputs.argmax(axis=2)
    first = np.bincount(classes[0], minlength=8)[:4] / 5000
    rest = np.bincount(classes[1:].ravel(), minlength=8)[4:] / (19 * 5000)
    assert first == pytest.approx(0.25, abs=0.03)
    assert rest == pytest.approx(0.25, abs=0.01)


def test_the_chance_loss_is_that_of_equal_logits():
    task, batch = drawn(MANY)
    guess, _ = cross_entropy(np.zeros((5000, 4)), batch.targets)
    assert guess == pytest.approx(task.chance_loss, rel=1e-14)
    assert task.chance_loss == pytest.approx(np.log(4.0), rel=1e-15)


def test_one_time_step_is_enough():
    _, batch = drawn(replace(MANY, time_steps=1))
    assert_array_equal(batch.inputs[0].argmax(axis=1), batch.targets)
