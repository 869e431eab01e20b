"""Where things stand on the canvas: pure functions of the size, the zoom and the number of steps.

Columns are k = 0 … T, h_k in column k; x grows with time, y downwards, lengths are in pixels.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

LEFT_MARGIN = 62.0
RIGHT_MARGIN = 62.0
"""Room beside h_0 and h_T, at scale 1."""

WIDEST_PITCH = 190.0
HEADLINE = 50.0
FOOTER = 30.0


class Detail(Enum):
    """How much of a time step is drawn."""

    CELLS = "cells, arrows and numbers of their own"
    COLUMNS = "narrow cells over one band of gradient"
    STRIP = "an image of all states over one band of gradient"


CELLS_FROM_PITCH = 34.0
COLUMNS_FROM_PITCH = 7.0
NUMBER_PIXELS = 12.0
"""Type of the gradient's numbers, at scale 1."""

SMALLEST_NUMBERS = 12.0
"""Type of the gradient's numbers at least, in pixels."""

NUMBER_WIDTH = 4.4
"""Width of a long number such as 0.00025, in type sizes."""

SLANT = 55.0
"""Degrees by which words under the inputs rise."""

WORD_PIXELS = 12.0
"""Type of the words, at scale 1."""

CELL_SHARE = 0.37
"""Of the height, what cells take at most."""

WORD_SHARE = 0.3
"""Of the height, what words take at most."""

SMALLEST_WORDS = 9.0
"""Where words cannot be as large as this they are left out; zooming brings them back."""


@dataclass(frozen=True, slots=True)
class View:
    """What part is looked at: pixels per time step and the column at the middle; None fits all."""

    pitch: float | None = None
    middle: float = 0.0


@dataclass(frozen=True)
class Layout:
    """Positions for one size, one view and one T."""

    width: float
    height: float
    time_steps: int
    pitch: float
    origin: float
    """x of column 0."""
    longest_word: float = 0.0
    """Of the inputs' labels, in type sizes; 0 where they are no words."""

    def x(self, k: float) -> float:
        """Middle of column k."""
        return self.origin + k * self.pitch

    def step_at(self, x: float) -> int:
        """The column nearest to x, within 0 … T."""
        return min(max(round((x - self.origin) / self.pitch), 0), self.time_steps)

    @cached_property
    def columns(self) -> range:
        """Columns 0 … T of which something is within the width."""
        first = math.floor(-self.origin / self.pitch) - 1
        last = math.ceil((self.width - self.origin) / self.pitch) + 1
        return range(max(0, first), min(self.time_steps, last) + 1)

    @cached_property
    def cells(self) -> range:
        """Columns with a cell, 1 … T, of which something is within the width."""
        return range(max(1, self.columns.start), self.columns.stop)

    @cached_property
    def detail(self) -> Detail:
        """The level of detail the pitch has room for."""
        if self.pitch >= CELLS_FROM_PITCH:
            return Detail.CELLS
        return Detail.COLUMNS if self.pitch >= COLUMNS_FROM_PITCH else Detail.STRIP

    @cached_property
    def scale(self) -> float:
        """Growth of type and strokes with the room there is."""
        return _scale(self.height)

    @cached_property
    def cell_height(self) -> float:
        """Height of a cell."""
        tallest = CELL_SHARE * (self.height - HEADLINE - FOOTER - self.word_room)
        return min(tallest, 1.8 * self.pitch) if self.detail is Detail.CELLS else tallest

    @cached_property
    def cell_width(self) -> float:
        """Width of a cell, or of the whole column where cells are no longer apart."""
        if self.detail is Detail.CELLS:
            return min(0.56 * self.pitch, 1.15 * self.cell_height)
        return 0.72 * self.pitch if self.detail is Detail.COLUMNS else self.pitch

    @cached_property
    def widest_stroke(self) -> float:
        """Width of a gradient arrow or band at the top of the scale."""
        return min(18.0 * self.scale, 0.34 * self.cell_height)

    @cached_property
    def label_room(self) -> float:
        """Height of the labels over the cells."""
        return 18.0 * self.scale

    @cached_property
    def numbers_between(self) -> bool:
        """Whether the gradient's numbers stand under its arrows; else under the inputs."""
        fitting = SMALLEST_NUMBERS * NUMBER_WIDTH + 8.0
        return self.detail is Detail.CELLS and self.pitch >= fitting

    @cached_property
    def number_pixels(self) -> float:
        """Type size of the gradient's numbers."""
        wanted = NUMBER_PIXELS * self.scale
        return min(wanted, (self.pitch - 8.0) / NUMBER_WIDTH) if self.numbers_between else wanted

    @cached_property
    def number_room(self) -> float:
        """Height under the cells for the gradient's numbers, and its band where there is one."""
        if self.detail is Detail.CELLS:
            return 20.0 * self.scale if self.numbers_between else 0.0
        return 26.0 * self.scale + self.widest_stroke

    @cached_property
    def input_gap(self) -> float:
        """Length of the arrows from the inputs, beyond the room of the numbers."""
        if self.detail is not Detail.CELLS:
            return 0.0
        return 12.0 * self.scale**2 + (-4.0 if self.numbers_between else 8.0)

    @cached_property
    def input_radius(self) -> float:
        """Radius of the input circles, 0 where none are drawn."""
        return min(13.5 * self.scale, 0.38 * self.pitch) if self.detail is Detail.CELLS else 0.0

    @cached_property
    def token_room(self) -> float:
        """Height of the labels under the inputs."""
        return 18.0 * self.scale

    @cached_property
    def word_pixels(self) -> float:
        """Type size of the words that rise under the inputs; 0 where there are none."""
        if not self.longest_word:
            return 0.0
        rise = math.sin(math.radians(SLANT))
        pixels = min(
            WORD_PIXELS * min(self.scale, 1.25),
            0.9 * self.pitch * rise,
            self._most_for_words / (self.longest_word * rise),
        )
        return pixels if pixels >= SMALLEST_WORDS else 0.0

    @property
    def _most_for_words(self) -> float:
        """Height that words may take: what the largest inputs and their arrows leave, if less."""
        room = self.height - HEADLINE - FOOTER
        arrows, inputs = 12.0 * self.scale**2 + 8.0, 27.0 * self.scale
        taken = self.label_room + arrows + inputs + self.token_room
        return min(WORD_SHARE * room, room - taken / (1.0 - CELL_SHARE)) - self.word_gap

    @cached_property
    def word_room(self) -> float:
        """Height of the words, with a gap above them."""
        if not self.word_pixels:
            return 0.0
        rise = math.sin(math.radians(SLANT))
        return self.word_gap + self.longest_word * self.word_pixels * rise

    @property
    def word_gap(self) -> float:
        """Between what stands above the words and their ends."""
        return 4.0 * self.scale

    @cached_property
    def word_y(self) -> float:
        """Where the words end, under the inputs and whatever stands under these."""
        numbers = self.detail is Detail.CELLS and not self.numbers_between
        below = self.token_room if numbers else 0.0
        return self.input_y + self.input_radius + below + self.word_gap

    @cached_property
    def cell_top(self) -> float:
        """Top edge of the cells: cells, numbers and inputs stand in the middle of the room."""
        below = self.number_room + self.input_gap + 2 * self.input_radius + self.token_room
        below += self.word_room
        room = self.height - HEADLINE - FOOTER - self.label_room
        return HEADLINE + self.label_room + max(0.0, (room - self.cell_height - below) / 2)

    @cached_property
    def cell_bottom(self) -> float:
        """Bottom edge of the cells."""
        return self.cell_top + self.cell_height

    @cached_property
    def input_y(self) -> float:
        """Middle of the input circles."""
        return self.cell_bottom + self.number_room + self.input_gap + self.input_radius

    @cached_property
    def forward_y(self) -> float:
        """Height at which the state travels forward."""
        return self.cell_top + 0.30 * self.cell_height

    @cached_property
    def backward_y(self) -> float:
        """Height at which the gradient travels back."""
        if self.detail is Detail.CELLS:
            return self.cell_top + 0.70 * self.cell_height
        return self.cell_bottom + 3.0 + self.widest_stroke / 2

    @cached_property
    def number_y(self) -> float:
        """Middle of the gradient's numbers."""
        if self.detail is Detail.CELLS and not self.numbers_between:
            return self.input_y + self.input_radius + self.token_room / 2
        return self.cell_bottom + self.number_room - 10.0 * self.scale

    @cached_property
    def loss_box(self) -> tuple[float, float, float, float]:
        """x, y, width, height of the loss, over h_T."""
        width, height = 122.0 * min(self.scale, 1.25), 28.0 * min(self.scale, 1.25)
        return self.x(self.time_steps) - width / 2, 4.0, width, height

    @cached_property
    def loss_arrows(self) -> tuple[float, float]:
        """Upper and lower end of the arrows between the loss and h_T's label."""
        _, y, _, height = self.loss_box
        return y + height + 3.0, self.cell_top - self.label_room


def layout(
    width: float, height: float, time_steps: int, view: View, longest_word: float = 0.0
) -> Layout:
    """Lay out T steps; a view without a pitch shows all of them."""
    fitting = _fitting_pitch(width, height, time_steps)
    pitch = fitting if view.pitch is None else min(max(view.pitch, fitting), _widest(fitting))
    first, last = LEFT_MARGIN * _scale(height), width - RIGHT_MARGIN * _scale(height)
    if pitch * time_steps <= last - first + 1e-6:
        origin = (first + last - pitch * time_steps) / 2
    else:
        origin = width / 2 - view.middle * pitch
        origin = min(first, max(last - pitch * time_steps, origin))
    return Layout(width, height, time_steps, pitch, origin, longest_word)


def zoomed(place: Layout, factor: float, x: float) -> View:
    """The view with `factor` times the pitch that keeps what is at `x` where it is."""
    fitting = _fitting_pitch(place.width, place.height, place.time_steps)
    pitch = min(place.pitch * factor, _widest(fitting))
    if pitch <= fitting * 1.001:
        return View()
    column = (x - place.origin) / place.pitch
    return View(pitch, column + (place.width / 2 - x) / pitch)


def panned(place: Layout, by: float) -> View:
    """The view moved by `by` pixels."""
    middle = (place.width / 2 - place.origin - by) / place.pitch
    return View(place.pitch, middle)


def _scale(height: float) -> float:
    """1 at 280 px height, at most 1.5."""
    return min(max(height / 280.0, 0.9), 1.5)


def _fitting_pitch(width: float, height: float, time_steps: int) -> float:
    room = max(width - (LEFT_MARGIN + RIGHT_MARGIN) * _scale(height), 1.0)
    return min(room / max(time_steps, 1), WIDEST_PITCH)


def _widest(fitting: float) -> float:
    return max(fitting, WIDEST_PITCH)


def unit_grid(units: int, width: float, height: float) -> tuple[int, int]:
    """Columns and rows of a grid of `units` fields, nearly square in a cell of that size.

    Full grids are preferred to ones with empty fields.
    """

    def cost(columns: int) -> float:
        rows = math.ceil(units / columns)
        distortion = abs(math.log((width / columns) / (height / rows)))
        return distortion + 30.0 * (columns * rows - units) / units

    columns = min(range(1, min(units, 32) + 1), key=cost)
    return columns, math.ceil(units / columns)


def label_stride(pitch: float, label_width: float) -> int:
    """Every how many columns to put a label of that width: 1, 2, 5, 10, 20 … columns."""
    for power in range(6):
        for step in (1, 2, 5):
            stride: int = step * 10**power
            if stride * pitch >= label_width:
                return stride
    return 10**6
