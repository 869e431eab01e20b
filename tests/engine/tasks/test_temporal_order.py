import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from rnnsim.engine.tasks import TASKS
from rnnsim.model.settings import Settings


def drawn(steps, size, seed=0):
    task = TASKS["temporal_order"](Settings(time_steps=steps, batch_size=size))
    return task, task.draw(np.random.default_rng(seed))


@given(st.integers(4, 60), st.integers(1, 8), st.integers(0, 999))
def test_the_order_of_the_two_relevant_symbols_is_asked_for(steps, size, seed):
    _, batch = drawn(steps, size, seed)
    assert_array_equal(batch.inputs.sum(axis=2), 1.0)
    symbols = np.array(list("ABcdef"))[batch.inputs.argmax(axis=2)]
    assert batch.tokens == tuple(symbols[:, 0])
    for sequence, target in zip(symbols.T, batch.targets, strict=True):
        relevant = "".join(each for each in sequence if each.isupper())
        assert relevant == ["AA", "AB", "BA", "BB"][target]


@pytest.mark.parametrize(
    ("steps", "first", "second"),
    [
        (100, range(10, 20), range(40, 50)),
        (25, range(2, 5), range(10, 12)),
        (14, range(1, 2), range(5, 7)),
        (4, range(1), range(1, 2)),
    ],
)
def test_they_come_in_the_second_and_the_fifth_tenth(steps, first, second):
    _, batch = drawn(steps, 3000)
    shares = (batch.inputs.argmax(axis=2) < 2).mean(axis=1)
    expected = np.zeros(steps)
    expected[first] = 1 / len(first)
    expected[second] = 1 / len(second)
    assert_array_equal(shares > 0, expected > 0)
    assert shares == pytest.approx(expected, abs=0.03)


def test_every_order_and_every_distractor_comes_equally_often():
    task, batch = drawn(20, 20_000)
    orders = np.bincount(batch.targets) / 20_000
    assert orders == pytest.approx([0.25] * 4, abs=0.01)
    last = np.bincount(batch.inputs[-1].argmax(axis=1), minlength=6) / 20_000
    assert last == pytest.approx([0, 0, *[0.25] * 4], abs=0.01)
    same_answer = np.eye(4)[np.full(20_000, 2)]
    assert task.accuracy(same_answer, batch) == pytest.approx(0.25, abs=0.01)
    assert task.chance_loss == np.log(4)
