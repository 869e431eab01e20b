"""Where the views of a figure stand: pure geometry, in pixels of the layout."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

GAP = 16.0
"""Between two columns or two rows."""

HEAD = 19.0
"""Height of the line with a view's letter and title."""

LEAST_CELL = 270.0
"""Width that a view should have; as many columns are made as leave so much to each."""

WIDE = 440.0
"""Width below which a wide view takes a row of its own."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What a view asks for.

    Attributes
    ----------
    base, slope : float
        Its height is `base` + `slope` times its width.
    wide : bool
        Whether it is for the whole width rather than for a narrow column.
    """

    base: float
    slope: float
    wide: bool = False

    def height(self, width: float) -> float:
        """The height it asks for at a width."""
        return self.base + self.slope * width


@dataclass(frozen=True, slots=True)
class Cell:
    """A view's place.

    Attributes
    ----------
    left, top, width, height : float
        Of the view itself, its head not included.
    row, column : int
    head : float
        Height of the head above it; 0 where there is none.
    """

    left: float
    top: float
    width: float
    height: float
    row: int
    column: int
    head: float = 0.0


@dataclass(frozen=True, slots=True)
class Grid:
    """The places of some views, in their order, and the height of all."""

    cells: tuple[Cell, ...]
    width: float
    height: float


def arranged(
    shapes: Sequence[Shape],
    width: float,
    height: float | None = None,
    columns: int | None = None,
    *,
    heads: bool = False,
) -> Grid:
    """Put views into rows, in reading order.

    Parameters
    ----------
    height : float or None
        Of all; None for what the views ask for.
    columns : int or None
        None for as many as suit them.
    heads : bool
        Whether each has a head.
    """
    rows, wide = _rows(shapes, width, columns)
    most = max((len(row) for row, whole in zip(rows, wide, strict=True) if not whole), default=1)
    most = max(columns or most, 1)
    narrow = (width - GAP * (most - 1)) / most
    widths = [width if whole else narrow for whole in wide]
    head = HEAD if heads else 0.0
    asked = [
        max(shapes[i].height(each) for i in row) for row, each in zip(rows, widths, strict=True)
    ]
    between = head * len(rows) + GAP * (len(rows) - 1)
    stretch = 1.0 if height is None else max(height - between, len(rows)) / sum(asked)
    cells, top = [], 0.0
    for number, row in enumerate(rows):
        tall = asked[number] * stretch
        for column in range(len(row)):
            left = column * (narrow + GAP)
            cells.append(Cell(left, top + head, widths[number], tall, number, column, head))
        top += head + tall + GAP
    return Grid(tuple(cells), width, top - GAP)


def _rows(
    shapes: Sequence[Shape], width: float, columns: int | None
) -> tuple[list[list[int]], list[bool]]:
    """The views of each row by their numbers, and whether it is one wide view's."""
    most = columns or max(1, int((width + GAP) / (LEAST_CELL + GAP)))
    alone = [shape.wide and (width - GAP * (most - 1)) / most < WIDE for shape in shapes]
    rows: list[list[int]] = []
    wide: list[bool] = []
    together: list[int] = []
    for i, whole in enumerate([*alone, True]):
        if not whole:
            together.append(i)
            continue
        for row in _shared(together, most, even=columns is None):
            rows.append(row)
            wide.append(False)
        together = []
        if i < len(shapes):
            rows.append([i])
            wide.append(True)
    return rows, wide


def _shared(numbers: list[int], most: int, *, even: bool) -> list[list[int]]:
    """Some views in as few rows as can be, these as equal as can be."""
    if not numbers:
        return []
    each = math.ceil(len(numbers) / math.ceil(len(numbers) / most)) if even else most
    return [numbers[i : i + each] for i in range(0, len(numbers), each)]


LETTERS = "abcdefghijklmnopqrstuvwxyz"


def letter(number: int) -> str:
    """What the view of a number, from 0, is called in its figure."""
    return LETTERS[number]
