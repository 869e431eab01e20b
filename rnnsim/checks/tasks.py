"""Rows 15, 16 and 17: what guessing costs, on the data that the tasks generate."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from rnnsim.checks.check import Check
from rnnsim.engine.tasks import TASKS, Batch, Task
from rnnsim.model.arrays import FloatArray
from rnnsim.model.settings import Settings

BATCHES = 400


def _task(name: str, **changes: object) -> Task:
    return TASKS[name](Settings(task=name, batch_size=64, **changes))  # type: ignore[arg-type]


def _average(task: Task, measure: Callable[[Batch], float], batches: int = BATCHES) -> float:
    random = np.random.default_rng(0)
    return float(np.mean([measure(task.draw(random)) for _ in range(batches)]))


def _adding_loss() -> float:
    """Of always answering 1."""
    task = _task("adding", time_steps=50)
    return _average(task, lambda batch: task.loss(np.ones((64, 1)), batch)[0])


def _copying_loss() -> float:
    """Of answering blank until the last ten steps, and any of the eight symbols then."""
    task = _task("copying", time_steps=120, loss_at="all")
    logits = np.full((120, 64, task.output_size), -1e3)
    blank = task.output_size - 1
    logits[:-10, :, blank] = 0.0
    logits[-10:, :, :blank] = 0.0
    return _average(task, lambda batch: task.loss(logits, batch)[0], 20)


def _order_loss() -> float:
    task = _task("temporal_order", time_steps=50)
    return _average(task, lambda batch: task.loss(_undecided(task), batch)[0], 20)


def _order_accuracy() -> float:
    """Of always naming the first class."""
    task = _task("temporal_order", time_steps=50)
    answer = _undecided(task)
    answer[:, 0] = 1.0
    return _average(task, lambda batch: task.accuracy(answer, batch) or 0.0)


def _undecided(task: Task) -> FloatArray:
    return np.zeros((64, task.output_size))


URNN = "Arjovsky, Shah, Bengio 2016"
PASCANU_ORDER = "Pascanu, Mikolov, Bengio 2013, temporal order"

TASK_CHECKS: tuple[Check, ...] = (
    Check(
        15,
        f"{URNN}; Hochreiter, Schmidhuber 1997",
        "adding, T = 50: loss of always answering 1",
        1.0 / 6.0,
        _adding_loss,
        rtol=0.01,
    ),
    Check(
        16,
        URNN,
        "copying, delay 100: memoryless loss",
        10.0 * math.log(8.0) / 120.0,
        _copying_loss,
        rtol=0.01,
    ),
    Check(17, PASCANU_ORDER, "loss of not deciding", math.log(4.0), _order_loss, rtol=1e-12),
    Check(17, PASCANU_ORDER, "accuracy of always naming one", 0.25, _order_accuracy, rtol=0.01),
)
