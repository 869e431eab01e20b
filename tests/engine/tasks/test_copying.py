from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from rnnsim.engine.tasks import TASKS
from rnnsim.model.settings import Settings

BLANK, DELIMITER = 8, 9
EVERY_STEP = Settings(task="copying", loss_at="all")


def drawn(steps, size, seed=0):
    task = TASKS["copying"](replace(EVERY_STEP, time_steps=steps, batch_size=size))
    return task, task.draw(np.random.default_rng(seed))


@given(st.integers(3, 60), st.integers(1, 5), st.integers(0, 999))
def test_the_symbols_of_the_start_are_due_at_the_end(steps, size, seed):
    _, batch = drawn(steps, size, seed)
    assert_array_equal(batch.inputs.sum(axis=2), 1.0)
    recalled = min(10, steps // 3)
    for sequence, targets in zip(batch.inputs.argmax(axis=2).T, batch.targets.T, strict=True):
        symbols = sequence[:recalled].tolist()
        assert max(symbols) < BLANK
        blanks = steps - 2 * recalled - 1
        rest = [BLANK] * blanks + [DELIMITER] + [BLANK] * recalled
        assert sequence.tolist() == symbols + rest
        assert targets.tolist() == [BLANK] * (steps - recalled) + symbols
    shown = "".join("ABCDEFGH·:"[i] for i in batch.inputs[:, 0].argmax(axis=1))
    assert "".join(batch.tokens) == shown


def test_every_symbol_is_drawn_equally_often():
    _, batch = drawn(30, 5000)
    shares = np.bincount(batch.inputs[:10].argmax(axis=2).ravel()) / 50_000
    assert shares == pytest.approx([1 / 8] * 8, abs=0.01)


def test_a_hundred_and_twenty_steps_are_the_delay_of_a_hundred_of_the_paper():
    task, batch = drawn(120, 1)
    sequence = batch.inputs[:, 0].argmax(axis=1)
    assert_array_equal(sequence[:10], batch.targets[-10:, 0])
    assert np.flatnonzero(sequence == DELIMITER) == [109]
    assert task.chance_loss == pytest.approx(10 * np.log(8) / 120, rel=1e-15)
    assert task.chance_loss == pytest.approx(0.17329, abs=5e-6)


def test_the_last_symbol_alone_costs_ln_8():
    task = TASKS["copying"](replace(EVERY_STEP, loss_at="last"))
    assert task.chance_loss == np.log(8)
