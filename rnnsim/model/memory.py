"""How much memory a simulation needs, estimated before it is made.

The estimate is of NumPy's arrays at the moment when most of them are held at once, which is while
a pass is drawn or diagnosed.  From some MiB on the measured peak is within a factor of 2 of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from rnnsim.model.settings import SettingError, Settings

LIMIT = 2 * 2**30
"""Bytes that a simulation may need."""

FLOAT64 = 8
"""Bytes of a number as data are drawn and norms are taken."""

BYTES = {"float16": 2, "float32": 4, "float64": FLOAT64}
"""Of a number of each precision."""

INPUTS = {
    "recall": 8,
    "fixed": 4,
    "adding": 2,
    "copying": 10,
    "temporal_order": 6,
    "echo": 1,
    "sine": 1,
    "review": 16,
    "text": 97,
}
"""I of each task; of the text at most so many."""


COPIES = 6
"""Arrays of the size of the weights: themselves, laid out for the passes, gradients, optimizer."""


@dataclass(frozen=True, slots=True)
class _Held:
    """What a cell holds, in arrays of the size of h_1 … h_T, (T, B, N), and larger ones.

    Attributes
    ----------
    passes : int
        Arrays of both passes, in the network's precision.
    picture : int
        float64 arrays held for a moment while the norms of the Jacobians are taken.
    gates : int
        G, blocks of N rows of the weights.
    """

    passes: int
    picture: int
    gates: int


HELD: Mapping[str, _Held] = MappingProxyType(
    {
        "rnn": _Held(passes=5, picture=2, gates=1),
        "lstm": _Held(passes=20, picture=14, gates=4),
        "gru": _Held(passes=16, picture=8, gates=3),
    }
)


def memory_needed(settings: Settings) -> int:
    """Bytes that a simulation, its picture and its diagnosis hold at once, about."""
    held, size = HELD[settings.cell], BYTES[settings.precision]
    sequences = settings.time_steps * settings.batch_size
    state = sequences * settings.hidden_size
    inputs = sequences * INPUTS[settings.task]
    # a batch as drawn, the one before, and what the cell keeps of it beside h_{t-1} and 1
    read = inputs * (2 * FLOAT64 + size)
    return (
        held.passes * state * size
        + read
        + _weights(settings, held.gates) * (size + FLOAT64)
        + held.picture * state * FLOAT64
    )


def _weights(settings: Settings, gates: int) -> int:
    """Numbers in the cell's weights and in all that is of their size."""
    n = settings.hidden_size
    return COPIES * gates * n * (n + INPUTS[settings.task] + 2)


def require_memory(settings: Settings, key: str) -> None:
    """Refuse the value of `key` where a simulation with these settings would exceed `LIMIT`.

    Raises
    ------
    SettingError
        Naming `key`, its value, and how much too much it is.
    """
    needed = memory_needed(settings)
    if needed > LIMIT:
        sizes = (
            f"T = {settings.time_steps}, B = {settings.batch_size}, N = {settings.hidden_size}"
            f" of the cell {settings.cell} in {settings.precision}"
        )
        raise SettingError(
            key,
            getattr(settings, key),
            f"less: {sizes} would need {_shown(needed)}, above the limit of {_shown(LIMIT)}",
        )


def _shown(size: int) -> str:
    return f"{size / 2**30:.3g} GiB"
