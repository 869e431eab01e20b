"""How a row of buttons is broken into rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """Where one button stands: its row, and its left edge and width in pixels."""

    row: int
    left: int
    width: int


def fits(widths: Sequence[int], available: int, gap: int, rows: int) -> bool:
    """Whether the buttons fit when broken into `rows` rows."""
    return _column_widths(widths, available, gap, rows) is not None


def places(widths: Sequence[int], available: int, gap: int, rows: int) -> list[Place]:
    """Spread the buttons over `rows` rows, their edges in line, flush at both ends."""
    per_row = -(-len(widths) // rows)
    columns = _column_widths(widths, available, gap, rows)
    if columns is None:
        columns = _shares(available - gap * (per_row - 1), per_row)
    lefts = [sum(columns[:i]) + gap * i for i in range(per_row)]
    result = [
        Place(i // per_row, lefts[i % per_row], columns[i % per_row]) for i in range(len(widths))
    ]
    last = result[-1]
    result[-1] = Place(last.row, last.left, max(last.width, available - last.left))
    return result


def _column_widths(widths: Sequence[int], available: int, gap: int, rows: int) -> list[int] | None:
    """Column widths that fill `available`: equal ones where they fit, else the rest is shared."""
    per_row = -(-len(widths) // rows)
    needed = [max(widths[i::per_row]) for i in range(per_row)]
    room = available - gap * (per_row - 1)
    if max(needed) * per_row <= room:
        return _shares(room, per_row)
    spare = room - sum(needed)
    if spare < 0:
        return None
    return [least + more for least, more in zip(needed, _shares(spare, per_row), strict=True)]


def _shares(total: int, count: int) -> list[int]:
    """Whole pixels of `total` shared among `count`."""
    whole, rest = divmod(max(0, total), count)
    return [whole + (i < rest) for i in range(count)]
