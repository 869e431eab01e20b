"""The share of right answers by chance, against answers guessed in the engine's tasks."""

from dataclasses import replace

import numpy as np
import pytest

from rnnsim.engine.tasks import TASKS
from rnnsim.model.chance import chance_accuracy
from rnnsim.model.settings import Settings
from rnnsim.model.tasks import TASKS as TASK_CHOICES

LARGE = replace(Settings(), time_steps=12, batch_size=64)

OF_CLASSES = [name for name, task in TASK_CHOICES.items() if task.classes]


@pytest.mark.parametrize(
    ("task", "loss_at"),
    [(task, loss_at) for task in (*OF_CLASSES, "copying") for loss_at in ("last", "all")],
)
def test_whoever_always_gives_the_same_answer_is_right_so_often(task, loss_at):
    settings = replace(LARGE, task=task, loss_at=loss_at)
    made, random = TASKS[task](settings), np.random.default_rng(1)
    right = []
    for _ in range(300):
        batch = made.draw(random)
        outputs = np.zeros((*batch.targets.shape, made.output_size))
        outputs[..., 0] = 1.0
        if task == "copying" and loss_at == "all":  # blank until the symbols are due
            outputs[:-4, :, -1] = 2.0
        right.append(made.accuracy(outputs, batch))
    assert chance_accuracy(settings) == pytest.approx(np.mean(right), abs=0.015)


@pytest.mark.parametrize("task", sorted({*TASKS} - {*OF_CLASSES, "copying"}))
def test_elsewhere_there_is_no_such_share(task):
    assert chance_accuracy(replace(LARGE, task=task)) is None
