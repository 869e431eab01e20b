import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from rnnsim.engine.tasks import TASKS
from rnnsim.engine.tasks.sine import NoisySine
from rnnsim.model.settings import Settings

MANY = Settings(task="sine", loss_at="all", time_steps=60, batch_size=2000)


def drawn():
    return TASKS["sine"](MANY).draw(np.random.default_rng(0))


@pytest.fixture
def silence(monkeypatch):
    monkeypatch.setattr(NoisySine, "NOISE", 0.0)


def test_the_next_input_is_asked_for():
    batch = drawn()
    assert_array_equal(batch.targets[:-1], batch.inputs[1:])


@pytest.mark.usefixtures("silence")
def test_without_noise_each_sequence_is_a_sine_of_one_frequency():
    batch = drawn()
    x = np.concatenate([batch.inputs, batch.targets[-1:]])[..., 0]
    assert abs(x).max() <= 1
    # x_{t+1} + x_{t−1} = 2 cos(2πf) x_t
    twice_cosine = (x[2:] + x[:-2])[30] / x[1:-1][30]
    assert_allclose(x[2:] + x[:-2], twice_cosine * x[1:-1], atol=1e-9)
    frequencies = np.arccos(twice_cosine / 2) / (2 * np.pi)
    assert frequencies.min() == pytest.approx(1 / 32, abs=1e-3)
    assert frequencies.max() == pytest.approx(1 / 8, abs=1e-3)
    assert frequencies.mean() == pytest.approx(5 / 64, abs=2e-3)
    phases = np.sign(x[0]) * np.sign(np.diff(x[:2], axis=0)[0])
    assert phases.mean() == pytest.approx(0, abs=0.2)


def test_the_noise_has_the_strength_stated(monkeypatch):
    noisy = drawn().inputs
    monkeypatch.setattr(NoisySine, "NOISE", 0.0)
    noise = noisy - drawn().inputs
    assert noise.std() == pytest.approx(0.1, rel=0.01)
    assert noise.mean() == pytest.approx(0, abs=1e-3)


def test_always_answering_zero_costs_half_and_the_noise():
    assert TASKS["sine"](MANY).chance_loss == pytest.approx(0.51, rel=1e-15)
    assert (drawn().targets ** 2).mean() == pytest.approx(0.51, rel=0.01)
