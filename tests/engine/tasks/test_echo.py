import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnsim.engine.tasks import TASKS
from rnnsim.model.settings import Settings


def task_of(steps, size=1, loss_at="all"):
    return TASKS["echo"](Settings(time_steps=steps, batch_size=size, loss_at=loss_at))


@given(st.integers(2, 40), st.integers(1, 5), st.integers(0, 999))
def test_the_input_of_half_a_sequence_ago_is_asked_for(steps, size, seed):
    batch = task_of(steps, size).draw(np.random.default_rng(seed))
    delay = steps // 2
    for t in range(steps):
        expected = batch.inputs[t - delay] if t >= delay else np.zeros((size, 1))
        assert (batch.targets[t] == expected).all()


def test_the_inputs_are_uniform():
    batch = task_of(10, 5000).draw(np.random.default_rng(0))
    assert abs(batch.inputs).max() <= 1
    assert np.quantile(batch.inputs, [0.25, 0.5, 0.75]) == pytest.approx([-0.5, 0, 0.5], abs=0.02)


@pytest.mark.parametrize(("steps", "share"), [(2, 1 / 2), (3, 2 / 3), (14, 1 / 2), (15, 8 / 15)])
def test_the_chance_loss_counts_the_steps_that_echo(steps, share):
    assert task_of(steps).chance_loss == pytest.approx(share / 3, rel=1e-15)
    assert task_of(steps, loss_at="last").chance_loss == pytest.approx(1 / 3, rel=1e-15)
