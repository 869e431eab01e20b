import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from rnnsim.engine.losses import mse_loss
from rnnsim.engine.tasks import TASKS
from rnnsim.model.settings import Settings


def drawn(steps, size, seed=0):
    task = TASKS["adding"](Settings(time_steps=steps, batch_size=size))
    return task, task.draw(np.random.default_rng(seed))


@given(st.integers(2, 40), st.integers(1, 8), st.integers(0, 999))
def test_one_number_of_each_half_is_marked_and_their_sum_asked_for(steps, size, seed):
    _, batch = drawn(steps, size, seed)
    values, marks = batch.inputs[..., 0], batch.inputs[..., 1]
    assert ((values >= 0) & (values < 1)).all()
    assert set(np.unique(marks)) <= {0.0, 1.0}
    assert_array_equal(marks[: steps // 2].sum(axis=0), 1.0)
    assert_array_equal(marks[steps // 2 :].sum(axis=0), 1.0)
    assert_allclose(batch.targets[:, 0], (values * marks).sum(axis=0), rtol=1e-15)
    for token, value, mark in zip(batch.tokens, values[:, 0], marks[:, 0], strict=True):
        assert token == (f"{value:.2f}" if mark else "")


def test_every_step_of_a_half_is_marked_equally_often():
    _, batch = drawn(7, 30_000)
    shares = batch.inputs[..., 1].mean(axis=1)
    assert shares == pytest.approx([1 / 3] * 3 + [1 / 4] * 4, abs=0.01)


def test_the_values_fill_the_unit_interval():
    _, batch = drawn(10, 5000)
    assert np.quantile(batch.inputs[..., 0], [0.1, 0.5, 0.9]) == pytest.approx(
        [0.1, 0.5, 0.9], abs=0.01
    )


def test_always_answering_one_costs_a_sixth():
    task, batch = drawn(10, 100_000)
    loss, _ = mse_loss(np.ones((100_000, 1)), batch.targets)
    assert task.chance_loss == 1 / 6
    assert loss == pytest.approx(1 / 6, rel=0.01)
