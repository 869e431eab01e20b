"""Tables over iterations: a column for every run, nothing copied."""

from __future__ import annotations

from collections.abc import Sequence
from typing import overload

import numpy as np

from rnnsim.model.table import Cell, Columns, Table
from rnnsim.translation import tr
from rnnsim.ui.plots.recorded import Recorded


def table_of(named: Sequence[tuple[str, Recorded]]) -> Table:
    """One row an iteration; of runs of which only extremes are kept, the extremes.

    Parameters
    ----------
    named : sequence of (str, Recorded)
        The heads of the columns, and what stands in them.
    """
    runs = [run for _, run in named]
    stride = max(run.stride for run in runs)
    last = max(run.last for run in runs)
    if stride == 1:
        head, rows = tr("iteration"), last + 1
    else:
        words = tr("iteration (of every {count} the least and the greatest value)")
        head = words.format(count=2 * stride)
        rows = 2 * max(-(-run.kept // (2 * stride)) for run in runs) + 1
    heads = (head, *(titled(name, run) for name, run in named))
    return Table(
        heads,
        Columns(Iterations(rows, stride, last), *(Column(run, rows, stride, last) for run in runs)),
    )


def titled(head: str, run: Recorded) -> str:
    """The head of a column, with the run's name where there are several."""
    return f"{run.name}: {head}" if run.name else head


class Rows(Sequence[Cell]):
    """Cells that are made as they are asked for."""

    def __init__(self, rows: int) -> None:
        self._rows = rows

    def __len__(self) -> int:
        return self._rows

    @overload
    def __getitem__(self, row: int) -> Cell: ...
    @overload
    def __getitem__(self, row: slice) -> Sequence[Cell]: ...
    def __getitem__(self, row: int | slice) -> Cell | Sequence[Cell]:
        if isinstance(row, slice):
            return [self._cell(i) for i in range(*row.indices(self._rows))]
        if not 0 <= row < self._rows:
            raise IndexError(row)
        return self._cell(row)

    def _cell(self, row: int) -> Cell:
        raise NotImplementedError


class Iterations(Rows):
    """Which iteration a row is of; the last row is of the last."""

    def __init__(self, rows: int, stride: int, last: int) -> None:
        super().__init__(rows)
        self._stride, self._last = stride, last

    def _cell(self, row: int) -> Cell:
        return self._last if row == len(self) - 1 else row * self._stride


class Column(Rows):
    """The values of one run, as thinned as those of the longest; the last row is the present's."""

    def __init__(self, run: Recorded, rows: int, stride: int, last: int) -> None:
        super().__init__(rows)
        self._run, self._factor, self._last = run, stride // run.stride, last

    def _cell(self, row: int) -> Cell:
        run = self._run
        alone = self._factor * run.stride == 1
        at_last = row == len(self) - 1 and run.iteration == self._last
        if row == run.iteration if alone else at_last:
            return run.present
        if self._factor == 1:
            return float(run.values[row]) if row < len(run.values) else None
        pair = 2 * self._factor
        group = run.values[row // 2 * pair : (row // 2 + 1) * pair]
        if not len(group):
            return None
        return float(group[sorted((np.argmin(group), np.argmax(group)))[row % 2]])
