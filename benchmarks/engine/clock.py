"""Timing in turns, in another order every round, so that all see the same machine.

Processor time of all threads: on one core it is the time on the wall that nobody else took.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import numpy as np

BURST = 4e-3
"""Seconds that one contestant's turn lasts at least."""

FEWEST, MOST = 5, 25
"""Rounds."""


def times(actions: Mapping[str, Callable[[], None]], seconds: float) -> dict[str, float]:
    """Median seconds of each action, measured in rounds for about so many `seconds` altogether."""
    rounds = _rounds(actions, seconds)
    return {name: float(np.median(each)) for name, each in rounds.items()}


def _rounds(actions: Mapping[str, Callable[[], None]], seconds: float) -> dict[str, list[float]]:
    """The mean seconds of each action in each round."""
    with _without_collection():
        for action in actions.values():
            action()
        first = {name: _burst(action, 1) for name, action in actions.items()}
        counts = {name: max(1, round(BURST / each)) for name, each in first.items()}
        one_round = sum(first[name] * counts[name] for name in actions)
        rounds = int(np.clip(seconds / one_round, FEWEST, MOST))
        taken: dict[str, list[float]] = {name: [] for name in actions}
        random = np.random.default_rng(0)
        for _ in range(rounds):
            for name in random.permutation(list(actions)):
                taken[name].append(_burst(actions[name], counts[name]))
    return taken


def _burst(action: Callable[[], None], count: int) -> float:
    """Mean seconds of `count` calls; before many short ones, one finds the caches of the others."""
    if count > 1:
        action()
    start = time.process_time()
    for _ in range(count):
        action()
    return (time.process_time() - start) / count


@contextmanager
def _without_collection() -> Iterator[None]:
    """Without Python's garbage collection, which would come in anyone's turn."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
