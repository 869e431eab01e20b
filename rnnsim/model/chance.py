"""How many answers are right by chance."""

from __future__ import annotations

from rnnsim.model.settings import Settings
from rnnsim.model.tasks import TASKS

COPIED, MOST_COPIED = 8, 10
"""Of the copying task: symbols, and how many are to be repeated at most."""


def chance_accuracy(settings: Settings) -> float | None:
    """Share of right answers of the best guess that knows the time step but not the sequence.

    None where the task asks for no class, or where that share hangs on a text.
    """
    if settings.task == "copying":
        guessed = 1.0
        if settings.loss_at == "all":  # where nothing is to be repeated the answer is blank
            guessed = min(MOST_COPIED, settings.time_steps // 3) / settings.time_steps
        return 1.0 - guessed * (1.0 - 1.0 / COPIED)
    classes = TASKS[settings.task].classes
    return None if classes is None else 1.0 / classes
