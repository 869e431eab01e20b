"""Which part of the drawing stands where: pure functions of the layout."""

from __future__ import annotations

from enum import Enum

from rnnsim.model.target import LOSS, Kind, Target
from rnnsim.ui.canvas.geometry import Detail, Layout

REACH = 9.0
"""Pixels beside an arrow that still count as it."""

Box = tuple[float, float, float, float]
"""x, y, width, height."""


class Way(Enum):
    """Where the keyboard walks."""

    LEFT = "left"
    RIGHT = "right"
    UP = "up"
    DOWN = "down"
    FIRST = "first"
    LAST = "last"


ROWS = (Kind.LOSS, Kind.CELL, Kind.ARROW, Kind.INPUT)
"""From the top down."""


def on_canvas(target: Target | None, time_steps: int) -> bool:
    """Whether a target is a part of a network over so many time steps."""
    if target is None or target.kind not in ROWS:
        return False
    first = 1 if target.kind is Kind.INPUT else 0
    return target.kind is Kind.LOSS or first <= target.time_step <= time_steps


def target_at(place: Layout, x: float, y: float) -> Target | None:
    """What stands at (x, y)."""
    last = place.time_steps
    if _within(place.loss_box, x, y):
        return LOSS
    if _within(_around(target_box(place, Target(Kind.ARROW, last)), REACH), x, y):
        return Target(Kind.ARROW, last)
    if not place.x(0) - 30.0 <= x <= place.x(last) + max(place.pitch / 2, REACH):
        return None
    return _in_cells(place, x, y) if place.detail is Detail.CELLS else _in_columns(place, x, y)


def _in_cells(place: Layout, x: float, y: float) -> Target | None:
    k = place.step_at(x)
    if _within(target_box(place, Target(Kind.CELL, k)), x, y):
        return Target(Kind.CELL, k)
    bottom = place.number_y + 0.6 * place.number_pixels if place.numbers_between else 0.0
    bottom = max(bottom, place.backward_y + place.widest_stroke / 2 + 2.0)
    arrow = min(int((x - place.origin) // place.pitch), place.time_steps)
    top = place.backward_y - max(place.widest_stroke / 2, REACH)
    if 0 <= arrow < place.time_steps and top <= y <= bottom:
        return Target(Kind.ARROW, arrow)
    if k >= 1 and _within(_column(place, k, place.input_y - place.input_radius), x, y):
        return Target(Kind.INPUT, k)
    return None


def _in_columns(place: Layout, x: float, y: float) -> Target | None:
    k = place.step_at(x)
    if place.cell_top - place.label_room <= y <= place.cell_bottom:
        return Target(Kind.CELL, k)
    if place.cell_bottom < y <= place.number_y + 0.6 * place.number_pixels:
        return Target(Kind.ARROW, k)
    below = place.number_y < y <= inputs_end(place)
    return Target(Kind.INPUT, max(k, 1)) if below else None


def inputs_end(place: Layout) -> float:
    """Lower edge of the inputs with their labels."""
    if place.word_pixels:
        return place.word_y - place.word_bar - place.word_gap + place.word_room
    return place.input_y + place.input_radius + place.labels_under


def target_box(place: Layout, target: Target) -> Box:
    """Where a target stands."""
    k = target.time_step
    x = place.x(k)
    match target.kind:
        case Kind.LOSS:
            return place.loss_box
        case Kind.ARROW if k == place.time_steps:
            top, bottom = place.loss_arrows
            half = place.widest_stroke / 2
            return x - 7.0 * place.scale - half, top, 2 * half, bottom - top
        case Kind.ARROW:
            return _arrow_box(place, k)
        case Kind.INPUT:
            return _input_box(place, k)
        case _:
            return _cell_box(place, k)


def _cell_box(place: Layout, k: int) -> Box:
    x = place.x(k)
    if k == 0 and place.detail is Detail.CELLS:
        half = 11.0 * place.letter
        return x - half, place.forward_y - half, 2 * half, 2 * half
    half = max(place.cell_width / 2, 1.0)
    return x - half, place.cell_top, 2 * half, place.cell_height


def _arrow_box(place: Layout, k: int) -> Box:
    half = place.widest_stroke / 2
    if place.detail is not Detail.CELLS:
        wide = max(place.pitch / 2, 2.0)
        return place.x(k) - wide, place.backward_y - half, 2 * wide, 2 * half
    left, right = place.x(k) + (place.cell_width / 2 if k else 12.0), place.x(k + 1)
    return left, place.backward_y - half, right - place.cell_width / 2 - left, 2 * half


def _input_box(place: Layout, k: int) -> Box:
    radius = place.input_radius
    if radius:
        return place.x(k) - radius, place.input_y - radius, 2 * radius, 2 * radius
    half = max(place.pitch / 2, 3.0)
    top = place.word_y - place.word_bar if place.word_pixels else place.input_y
    height = place.word_bar if place.word_pixels else place.token_room
    return place.x(k) - half, top, 2 * half, height


def _column(place: Layout, k: int, top: float) -> Box:
    half = min(place.pitch / 2, place.input_radius + 6.0)
    return place.x(k) - half, top, 2 * half, inputs_end(place) - top


def _around(box: Box, by: float) -> Box:
    x, y, width, height = box
    return x - by, y, width + 2 * by, height


def _within(box: Box, x: float, y: float) -> bool:
    left, top, width, height = box
    return left <= x <= left + width and top <= y <= top + height


def walked(target: Target, way: Way, time_steps: int) -> Target:
    """The target that the keyboard reaches from `target`."""
    k = time_steps if target.kind is Kind.LOSS else target.time_step
    row = ROWS.index(target.kind)
    match way:
        case Way.LEFT | Way.RIGHT:
            row, k = max(row, 1), k + (1 if way is Way.RIGHT else -1)
        case Way.FIRST | Way.LAST:
            row, k = max(row, 1), 0 if way is Way.FIRST else time_steps
        case Way.UP | Way.DOWN:
            row = min(max(row + (1 if way is Way.DOWN else -1), 0), len(ROWS) - 1)
    kind = ROWS[row]
    if kind is Kind.LOSS:
        return LOSS
    return Target(kind, min(max(k, 1 if kind is Kind.INPUT else 0), time_steps))
