import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnsim.engine.norms import norm
from rnnsim.engine.tasks import TASKS
from rnnsim.model.settings import Settings


def test_it_reads_normal_noise_and_leaves_nothing_to_guess():
    task = TASKS["fixed"](Settings(time_steps=20, batch_size=5000))
    batch = task.draw(np.random.default_rng(1))
    assert task.chance_loss is None
    assert not task.trains_readout
    assert set(batch.tokens) == {""}
    assert not batch.targets.any()
    assert batch.inputs.mean() == pytest.approx(0.0, abs=0.01)
    assert batch.inputs.std() == pytest.approx(1.0, abs=0.01)


@given(st.integers(1, 9), st.integers(1, 9), st.integers(1, 9), st.integers(0, 99))
def test_at_the_last_step_its_gradient_has_length_one(steps, size, units, seed):
    task = TASKS["fixed"](Settings(time_steps=steps, batch_size=size, hidden_size=units))
    random = np.random.default_rng(seed)
    readout, hidden = task.readout(random), random.standard_normal((size, units))
    loss, dloss_doutputs = task.loss(hidden @ readout.T, task.draw(random))
    assert loss == pytest.approx(float((hidden @ readout.T).mean()))
    assert norm(dloss_doutputs @ readout) == pytest.approx(1.0, rel=1e-14)


@given(st.integers(1, 9), st.integers(1, 9), st.integers(1, 9), st.integers(0, 99))
def test_at_all_steps_each_direct_gradient_has_length_one_over_t(steps, size, units, seed):
    settings = Settings(time_steps=steps, batch_size=size, hidden_size=units, loss_at="all")
    task, random = TASKS["fixed"](settings), np.random.default_rng(seed)
    readout, hidden = task.readout(random), random.standard_normal((steps, size, units))
    loss, dloss_doutputs = task.loss(hidden @ readout.T, task.draw(random))
    assert loss == pytest.approx(float((hidden @ readout.T).mean()))
    direct = dloss_doutputs @ readout
    assert [norm(each) for each in direct] == pytest.approx([1 / steps] * steps, rel=1e-13)
