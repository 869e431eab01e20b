"""What holds for every task."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from rnnsim.engine.tasks import TASKS, uniform_weights
from rnnsim.model.parameters import PARAMETERS
from rnnsim.model.settings import Settings
from rnnsim.model.tasks import TASKS as TASK_CHOICES

EVERY_TASK = pytest.mark.parametrize("name", sorted(TASKS))
EITHER = pytest.mark.parametrize("loss_at", ["last", "all"])

VALUES = {"adding", "echo", "sine"}
ASKS_AT_EVERY_STEP = {"copying", "echo", "sine", "text"}


@st.composite
def all_settings(draw):
    task = draw(st.sampled_from(sorted(TASKS)))
    return Settings(
        task=task,
        loss_at=draw(st.sampled_from(["last", "all"])),
        time_steps=draw(st.integers(TASK_CHOICES[task].least_time_steps, 40)),
        batch_size=draw(st.integers(1, 9)),
        hidden_size=draw(st.integers(1, 9)),
        seed=draw(st.integers(0, 999)),
        text=draw(st.sampled_from(["", "ab", "to be or not to be"])),
    )


def drawn(settings, times=1):
    task, random = TASKS[settings.task](settings), np.random.default_rng(settings.seed)
    return task, [task.draw(random) for _ in range(times)]


def bits(batch):
    arrays = (batch.inputs, batch.targets, batch.words)
    return [None if x is None else x.tobytes() for x in arrays], batch.tokens


def test_the_choices_of_the_parameter_table_are_implemented():
    assert list(TASKS) == [choice.value for choice in PARAMETERS["task"].choices]


@given(all_settings())
def test_batches_have_the_shapes_and_types_that_the_task_states(settings):
    task, (batch,) = drawn(settings)
    steps, size = settings.time_steps, settings.batch_size
    if task.vocabulary_size:
        assert batch.inputs is None
        assert batch.words.shape == (steps, size)
        assert batch.words.dtype == np.intp
        assert 0 <= batch.words.min() <= batch.words.max() < task.vocabulary_size
    else:
        assert batch.words is None
        assert batch.inputs.shape == (steps, size, task.input_size)
        assert batch.inputs.dtype == np.float64
    judged = (size,) if settings.loss_at == "last" else (steps, size)
    if settings.task in VALUES:
        assert batch.targets.shape == (*judged, task.output_size)
        assert batch.targets.dtype == np.float64
    else:
        assert batch.targets.shape == judged
        assert batch.targets.dtype == np.intp
        assert 0 <= batch.targets.min() <= batch.targets.max() < task.output_size
    assert len(batch.tokens) == steps
    assert all(type(token) is str for token in batch.tokens)


@given(all_settings())
def test_both_placements_of_the_loss_ask_for_the_same_at_the_end(settings):
    at_last, at_all = (replace(settings, loss_at=place) for place in ("last", "all"))
    _, (last,) = drawn(at_last)
    _, (every,) = drawn(at_all)
    assert_array_equal(every.targets[-1], last.targets)
    assert bits(replace(every, targets=last.targets)) == bits(last)
    if settings.task not in ASKS_AT_EVERY_STEP:
        assert (every.targets == last.targets).all()


@given(all_settings())
def test_the_same_seed_draws_the_same_batches(settings):
    _, first = drawn(settings, 3)
    _, again = drawn(settings, 3)
    assert list(map(bits, first)) == list(map(bits, again))


@EVERY_TASK
def test_another_seed_and_another_draw_give_another_batch(name):
    settings = Settings(task=name, time_steps=20)
    _, (first, second) = drawn(settings, 2)
    _, (other,) = drawn(replace(settings, seed=2))
    assert bits(first) != bits(second)
    assert bits(first) != bits(other)


@given(all_settings(), st.sampled_from(["float16", "float32", "float64"]))
def test_the_derivative_has_the_shape_and_format_of_the_outputs(settings, precision):
    task, (batch,) = drawn(settings)
    judged = batch.targets.shape[: 1 if settings.loss_at == "last" else 2]
    random = np.random.default_rng(settings.seed)
    outputs = random.standard_normal((*judged, task.output_size)).astype(precision)
    loss, derivative = task.loss(outputs, batch)
    assert type(loss) is float
    assert np.dtype(precision).type(loss) == loss
    assert derivative.shape == outputs.shape
    assert derivative.dtype == outputs.dtype
    assert np.isfinite(derivative).all()
    assert task.accuracy(outputs, batch) is None or 0 <= task.accuracy(outputs, batch) <= 1


@EITHER
@pytest.mark.parametrize("name", sorted(set(TASKS) - VALUES - {"fixed"}))
def test_accuracy_is_the_share_of_right_classes(name, loss_at):
    task, (batch,) = drawn(Settings(task=name, loss_at=loss_at, time_steps=20))
    right = np.eye(task.output_size)[batch.targets]
    assert task.accuracy(right, batch) == 1.0
    assert task.accuracy(-right, batch) == 0.0
    first = np.zeros_like(right)
    first[..., 0] = 1.0
    assert task.accuracy(first, batch) == np.mean(batch.targets == 0)
    assert task.accuracy(np.where(right == 1.0, right, np.nan), batch) == 0.0
    assert task.accuracy(np.full_like(right, np.nan), batch) == 0.0


@EITHER
@pytest.mark.parametrize("name", sorted(VALUES | {"fixed"}))
def test_where_there_is_no_class_there_is_no_accuracy(name, loss_at):
    task, (batch,) = drawn(Settings(task=name, loss_at=loss_at))
    assert task.accuracy(np.zeros((*batch.targets.shape, 1)), batch) is None


@given(all_settings())
def test_the_readout_has_one_row_an_output(settings):
    task, _ = drawn(settings)
    readout = task.readout(np.random.default_rng(settings.seed))
    assert readout.shape == (task.output_size, settings.hidden_size)
    assert readout.dtype == np.float64
    assert task.trains_readout == (settings.task != "fixed")
    if task.trains_readout:
        assert abs(readout).max() <= settings.hidden_size**-0.5


def best_answers(name, batches):
    """What minimizes the mean loss over `batches` at each time step, whatever the sequence."""
    targets = np.concatenate(
        [batch.targets for batch in batches], axis=-2 if name in VALUES else -1
    )
    if name in VALUES:
        return targets.mean(axis=-2, keepdims=True)
    classes = np.arange(targets.max() + 1)
    counts = [(targets == each).sum(axis=-1, keepdims=True) for each in classes]
    return np.log(np.concatenate(counts, axis=-1) + 0.01)[..., np.newaxis, :]


@EITHER
@pytest.mark.parametrize("name", sorted(set(TASKS) - {"fixed"}))
def test_the_chance_loss_is_that_of_the_best_answer_that_ignores_the_sequence(name, loss_at):
    settings = Settings(task=name, loss_at=loss_at, time_steps=8, batch_size=10_000)
    task, batches = drawn(settings, 12)
    seen, judged = batches[:4], batches[4:]
    answers = best_answers(name, seen)
    outputs = np.repeat(answers, settings.batch_size, axis=-2)
    loss = np.mean([task.loss(outputs, batch)[0] for batch in judged])
    assert loss == pytest.approx(task.chance_loss, rel=0.01)


def test_weights_start_as_in_pytorch():
    weights = uniform_weights(np.random.default_rng(0), (100, 100), Settings(hidden_size=16))
    assert abs(weights).max() <= 0.25
    assert abs(weights).max() > 0.249
    assert weights.std() == pytest.approx(0.25 / np.sqrt(3.0), rel=0.02)
