"""The numbers of a view as a table, for those who cannot see the view or want them elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Cell: TypeAlias = float | int | str | None
"""None where there is nothing, such as after the end of the shorter of two columns."""

BLOCK = 1024
"""Rows that are made at once where one goes through all: arrays are quicker so."""

FORMULA = re.compile(
    r"""
    ^ (?= [=+\-@＝＋－＠\t\r\n\0])     # also as East Asian keyboards write them
    | (?<= [;\t\r\n]) (?= [=+\-@＝＋－＠\0])  # where some spreadsheets see the end of a cell
    """,
    re.VERBOSE,
)
"""Where a spreadsheet may take what follows for a formula."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells.

    Attributes
    ----------
    columns : tuple of str
        What each column holds, with its unit.
    rows : sequence of sequences of cells
        Whole numbers are exact, others measured.
    """

    columns: tuple[str, ...] = ()
    rows: Sequence[Sequence[Cell]] = ()


class Columns(Sequence[Sequence[Cell]]):
    """Rows made, as they are asked for, from arrays side by side; shorter ones end in None."""

    def __init__(self, *columns: NDArray[Any] | Sequence[Cell]) -> None:
        self._columns = columns
        self._length = max(map(len, columns), default=0)

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, row: int) -> tuple[Cell, ...]:  # type: ignore[override]
        if not 0 <= row < self._length:
            raise IndexError(row)
        return tuple(_cell(column[row]) if row < len(column) else None for column in self._columns)

    def __iter__(self) -> Iterator[tuple[Cell, ...]]:
        for start in range(0, self._length, BLOCK):
            block = slice(start, start + BLOCK)
            yield from zip_longest(*(_cells(column[block]) for column in self._columns))


def _cells(values: NDArray[Any] | Sequence[Cell]) -> Iterable[Cell]:
    return values.tolist() if isinstance(values, np.ndarray) else map(_cell, values)


def _cell(value: Any) -> Cell:
    """A cell of Python's own, of any kind of number."""
    if isinstance(value, np.generic):
        value = value.item()
    made: Cell = value
    return made


def no_formula(text: str) -> str:
    """`text` with a ' wherever a formula could begin, so that a spreadsheet sees none."""
    return FORMULA.sub("'", text)


def as_text(
    table: Table, rows: tuple[int, int] | None = None, columns: tuple[int, int] | None = None
) -> str:
    """Tab-separated values under their heads, numbers with all their digits.

    Parameters
    ----------
    rows, columns : pair of int or None
        First, and one after the last; None for all.
    """
    first, stop = rows or (0, len(table.rows))
    across = slice(*columns) if columns else slice(None)
    lines: list[Sequence[Cell]] = [table.columns[across]]
    lines += [row[across] for row in islice(table.rows, first, stop)]
    return "".join("\t".join(map(_raw, cells)) + "\n" for cells in lines)


def _raw(cell: Cell) -> str:
    if cell is None:
        return ""
    return no_formula(" ".join(cell.split())) if isinstance(cell, str) else repr(cell)
