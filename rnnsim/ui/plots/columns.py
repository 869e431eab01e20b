"""The columns of a waterfall: each made once of an iteration's gradient magnitudes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rnnsim.model.arrays import FloatArray
from rnnsim.model.reach import reach
from rnnsim.model.samples import Waterfall
from rnnsim.model.table import Cell
from rnnsim.ui.canvas.stroke import HIGHEST_DECADE, LOWEST_DECADE
from rnnsim.ui.plots.picture import Codes
from rnnsim.ui.plots.ranges import Span
from rnnsim.ui.plots.shades import beyond, coded

SCALE = Span(float(LOWEST_DECADE), float(HIGHEST_DECADE))
"""The canvas's own, the same for every network: what has vanished is seen to vanish."""


@dataclass(frozen=True, slots=True)
class Column:
    """One iteration: its colours, what there is among its magnitudes, and how far back it reaches.

    Attributes
    ----------
    codes : (T+1,) array
    reach : float
        NaN where there is none.
    """

    codes: Codes
    reach: float
    below: bool
    above: bool
    zero: bool
    infinite: bool
    missing: bool


def column_of(magnitude: FloatArray) -> Column:
    """What is shown of one iteration's gradient magnitudes."""
    magnitude = np.asarray(magnitude, dtype=float)
    back, (below, above) = reach(magnitude), beyond(magnitude, SCALE)
    return Column(
        codes=coded(magnitude, SCALE),
        reach=math.nan if back is None else float(back),
        below=below,
        above=above,
        zero=bool((magnitude == 0.0).any()),
        infinite=bool(np.isinf(magnitude).any()),
        missing=bool(np.isnan(magnitude).any()),
    )


def stride(iterations: Sequence[int]) -> int:
    """Iterations from one sample to the next."""
    if len(iterations) < 2:
        return 1
    return int(np.diff(np.array(iterations)).min())


class Rows(Sequence[Sequence[Cell]]):
    """One row an iteration, made as they are asked for."""

    def __init__(self, waterfall: Waterfall) -> None:
        self._waterfall = waterfall

    def __len__(self) -> int:
        return len(self._waterfall.iterations)

    def __getitem__(self, row: int) -> tuple[Cell, ...]:  # type: ignore[override]
        if not 0 <= row < len(self):
            raise IndexError(row)
        values = self._waterfall.magnitudes[row].tolist()
        return (self._waterfall.iterations[row], *values)
