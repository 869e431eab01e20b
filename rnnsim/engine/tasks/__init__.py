"""Tasks: what the network reads and how its outputs are judged."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from rnnsim.engine.tasks.adding import Adding
from rnnsim.engine.tasks.base import Batch, Task, uniform_weights
from rnnsim.engine.tasks.copying import Copying
from rnnsim.engine.tasks.echo import DelayedEcho
from rnnsim.engine.tasks.fixed import FixedLossVector
from rnnsim.engine.tasks.recall import RecallFirst
from rnnsim.engine.tasks.review import Review
from rnnsim.engine.tasks.sine import NoisySine
from rnnsim.engine.tasks.temporal_order import TemporalOrder
from rnnsim.engine.tasks.text import NextCharacter
from rnnsim.model.settings import Settings

__all__ = ["TASKS", "Batch", "Task", "uniform_weights"]

TASKS: Mapping[str, Callable[[Settings], Task]] = MappingProxyType(
    {
        "recall": RecallFirst,
        "fixed": FixedLossVector,
        "adding": Adding,
        "copying": Copying,
        "temporal_order": TemporalOrder,
        "echo": DelayedEcho,
        "sine": NoisySine,
        "review": Review,
        "text": NextCharacter,
    }
)
"""What builds a task from settings, by the value of the setting `task`."""
