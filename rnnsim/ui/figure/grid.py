"""Where the views of a figure stand: pure geometry, in pixels of the layout."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_lowercase

GAP = 16.0
"""Between two columns or two rows."""

HEAD = 19.0
"""Height of the line with a view's letter and title."""

COMFORTABLE = 270.0
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
    least : (float, float)
        Width and height without which its parts would collide.
    wide : bool
        Whether it is for the whole width rather than for a narrow column.
    tallest : float
        The greatest height it asks for.
    """

    base: float
    slope: float
    least: tuple[float, float]
    wide: bool = False
    tallest: float = 430.0

    def height(self, width: float) -> float:
        """The height it asks for at a width."""
        return min(self.base + self.slope * width, self.tallest)


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
    """The places of some views, in their order, and the size of all.

    Attributes
    ----------
    crowded : float
        How many times as large a view would have to be to have what it needs; 1 where all have it.
    """

    cells: tuple[Cell, ...]
    width: float
    height: float
    crowded: float = 1.0


@dataclass(frozen=True, slots=True)
class _Row:
    """The views of a row, by their numbers; or one that has it for itself."""

    views: tuple[int, ...]
    whole: bool


def arranged(
    shapes: Sequence[Shape],
    width: float,
    height: float | None = None,
    columns: int | None = None,
    *,
    head: float = 0.0,
    margin: float = 0.0,
) -> Grid:
    """Put views into rows, in reading order.

    Parameters
    ----------
    height : float or None
        Of all; None for what the views ask for.
    columns : int or None
        None for as many as suit them.
    head : float
        Height above each.
    margin : float
        Round all.
    """
    inner = width - 2 * margin
    rows = _rows(shapes, inner, columns)
    most = columns or max((len(row.views) for row in rows if not row.whole), default=1)
    narrow = max((inner - GAP * (most - 1)) / most, 1.0)
    widths = [inner if row.whole else narrow for row in rows]
    asked = [
        max(shapes[i].height(each) for i in row.views)
        for row, each in zip(rows, widths, strict=True)
    ]
    if height is not None:
        least = [max(shapes[i].least[1] for i in row.views) for row in rows]
        between = 2 * margin + head * len(rows) + GAP * (len(rows) - 1)
        asked = _shared_out(asked, least, max(height - between, float(len(rows))))
    cells, top = [], margin
    for number, row in enumerate(rows):
        for column in range(len(row.views)):
            left = margin + column * (narrow + GAP)
            place = left, top + head, widths[number], asked[number]
            cells.append(Cell(*place, number, column, head))
        top += head + asked[number] + GAP
    lacks = [
        max(shape.least[0] / cell.width, shape.least[1] / cell.height)
        for shape, cell in zip(shapes, cells, strict=True)
    ]
    return Grid(tuple(cells), width, top - GAP + margin, max(1.0, *lacks))


def _rows(shapes: Sequence[Shape], width: float, columns: int | None) -> list[_Row]:
    most = columns or max(1, int((width + GAP) / (COMFORTABLE + GAP)))
    narrow = (width - GAP * (most - 1)) / most
    rows: list[_Row] = []
    together: list[int] = []
    for i, shape in enumerate(shapes):
        if shape.wide and narrow < WIDE:
            rows += [*_broken(together, most, even=columns is None), _Row((i,), whole=True)]
            together = []
        else:
            together.append(i)
    return rows + _broken(together, most, even=columns is None)


def _broken(numbers: list[int], most: int, *, even: bool) -> list[_Row]:
    """Views in as few rows as can be, these as equal as can be where that is wanted."""
    count = math.ceil(len(numbers) / most)
    each = math.ceil(len(numbers) / count) if even and count else most
    return [_Row(tuple(numbers[i : i + each]), whole=False) for i in range(0, len(numbers), each)]


def _shared_out(asked: list[float], least: list[float], total: float) -> list[float]:
    """A height for the rows in proportion of what they ask for, but to each what it needs.

    Where there is not enough for that, in proportion of what they need.
    """
    if sum(least) >= total:
        return [total * each / sum(least) for each in least]
    held: set[int] = set()
    while True:
        free = [i for i in range(len(asked)) if i not in held]
        left = total - sum(least[i] for i in held)
        share = left / sum(asked[i] for i in free)
        short = {i for i in free if asked[i] * share < least[i]}
        if not short:
            return [least[i] if i in held else asked[i] * share for i in range(len(asked))]
        held |= short


def letter(number: int) -> str:
    """What the view of a number, from 0, is called in its figure."""
    return ascii_lowercase[number]
