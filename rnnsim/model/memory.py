"""How much memory a simulation needs, estimated before it is made.

The estimate is of NumPy's arrays at the moment when most of them are held at once, which is while
a pass is drawn or diagnosed.  From some MiB on the measured peak is within a factor of 2 of it.
"""

from __future__ import annotations

from rnnsim.model.cells import CELLS
from rnnsim.model.settings import SettingError, Settings
from rnnsim.model.tasks import TASKS
from rnnsim.translation import Phrase

LIMIT = 2 * 2**30
"""Bytes that a simulation may need."""

FLOAT64 = 8
"""Bytes of a number as data are drawn and norms are taken."""

BYTES = {"float16": 2, "float32": 4, "float64": FLOAT64}
"""Of a number of each precision."""


DRAWN = 6
"""float64 or integer numbers for each time step of each sequence, whatever I, O and N: the targets
of two batches, what they were drawn from, and the 1 beside h_{t-1} and x_t."""
SCRATCH = 2**20
"""Bytes that the time steps worked on at once take, whatever the sizes."""

COPIES = 6
"""Arrays of the size of the weights: themselves, laid out for the passes, gradients, optimizer."""


def memory_needed(settings: Settings) -> int:
    """Bytes that a simulation, its picture and its diagnosis hold at once, about.

    With p bytes of a number in the network's precision, 8 of a float64, and S = T·B time steps of
    all sequences, it is the sum of

    * passes · S·N · p and picture · S·N · 8, the states and their derivatives;
    * S·I · (8 + 8 + p), the batch as drawn, the one before, and what the cell keeps of it; where
      the inputs are an embedding's rows, S·I · 3p, of which nothing is drawn in float64;
    * S·O · (p + p + 8), outputs, their derivatives, and what these are made of, with B instead of
      S where the loss is at T only;
    * S · `DRAWN` · 8;
    * `COPIES` · G·N · (N+I+2) · (p + 8), the weights;
    * `SCRATCH`.
    """
    cell, task, size = CELLS[settings.cell], TASKS[settings.task], BYTES[settings.precision]
    sequences = settings.time_steps * settings.batch_size
    judged = sequences if settings.loss_at == "all" else settings.batch_size
    state = sequences * settings.hidden_size
    return (
        state * (cell.passes * size + cell.picture * FLOAT64)
        + sequences * task.inputs * (3 * size if task.embedded else 2 * FLOAT64 + size)
        + judged * task.outputs * (2 * size + FLOAT64)
        + sequences * DRAWN * FLOAT64
        + _weights(settings) * (size + FLOAT64)
        + SCRATCH
    )


def _weights(settings: Settings) -> int:
    """Numbers in the cell's weights and in all that is of their size."""
    n, gates = settings.hidden_size, len(CELLS[settings.cell].blocks)
    return COPIES * gates * n * (n + TASKS[settings.task].inputs + 2)


def require_memory(settings: Settings, key: str) -> None:
    """Refuse the value of `key` where a simulation with these settings would exceed `LIMIT`.

    Raises
    ------
    SettingError
        Naming `key`, its value, and how much too much it is.
    """
    needed = memory_needed(settings)
    if needed > LIMIT:
        allowed = Phrase(
            "less: T = {T}, B = {B}, N = {N} of the cell {cell} in {precision} would need {needed},"
            " above the limit of {limit}",
            T=settings.time_steps,
            B=settings.batch_size,
            N=settings.hidden_size,
            cell=settings.cell,
            precision=settings.precision,
            needed=_shown(needed),
            limit=_shown(LIMIT),
        )
        raise SettingError(key, getattr(settings, key), allowed)


def _shown(size: int) -> str:
    return f"{size / 2**30:.3g} GiB"
