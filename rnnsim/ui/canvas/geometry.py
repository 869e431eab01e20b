"""Where things stand on the canvas: pure functions of the size, the zoom and the number of steps.

Columns are k = 0 … T, h_k in column k; x grows with time, y downwards, lengths are in pixels.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

LEFT_MARGIN = 62.0
RIGHT_MARGIN = 34.0
"""Room beside h_0, and at least beside h_T, at scale 1."""

CELL_WIDTH = 0.56
"""Of the pitch, what a cell takes at most."""

WIDEST_PITCH = 190.0

WIDE = 1100.0
"""From this width on sentences and equation stand on one line each."""

TALL = 300.0
"""From this height on there is room for operations and for the sum of contributions."""


class Detail(Enum):
    """How much of a time step is drawn."""

    CELLS = "cells, arrows and numbers of their own"
    COLUMNS = "narrow cells over one band of gradient"
    STRIP = "an image of all states over one band of gradient"


CELLS_FROM_PITCH = 34.0
WORDS_NEED = 2.0
"""How much wider the pitch must be where words stand under the cells."""

COLUMNS_FROM_PITCH = 7.0
NUMBER_PIXELS = 12.0
"""Type of the gradient's numbers, at scale 1."""

SMALLEST_NUMBERS = 12.0
"""Type of the gradient's numbers at least, in pixels."""

NUMBER_WIDTH = 4.4
"""Width of a long number such as 0.00025, in type sizes."""

SLANT = 60.0
"""Degrees by which words under the inputs rise."""

WORD_PIXELS = 13.0
"""Type of the words, at scale 1."""

LEAST_CELL = 24.0

CELL_SHARE = 0.43
"""Of the height, what cells take at most."""

WORD_SHARE = 0.52
"""Of the height, what words take at most."""

SMALLEST_TYPE, LEAST_IN_A_HALL = 9.0, 14.0
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
    type_scale: float = 1.0
    """What the window's type is multiplied by."""

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
        if self.pitch >= CELLS_FROM_PITCH * (WORDS_NEED if self.longest_word else 1.0):
            return Detail.CELLS
        return Detail.COLUMNS if self.pitch >= COLUMNS_FROM_PITCH else Detail.STRIP

    @cached_property
    def scale(self) -> float:
        """Growth of strokes with the room there is."""
        return _scale(self.height)

    @cached_property
    def letter(self) -> float:
        """Growth of type and of its room: with the window's type, as far as there is room."""
        return _letter(self.height, self.type_scale, words=self.longest_word > 0.0)

    @cached_property
    def one_line(self) -> bool:
        """Whether the equation and the legend stand on one line."""
        return self.width >= WIDE * self.letter

    @cached_property
    def headline(self) -> float:
        """Height of the sentences."""
        return 50.0 * self.letter

    @cached_property
    def footer(self) -> float:
        """Height of the equation and the legend."""
        return (30.0 if self.one_line else 46.0) * self.letter

    @cached_property
    def ledge_room(self) -> float:
        """Height of the sum of contributions, over the footer; 0 where there is no room."""
        least = 1.5 * TALL if self.longest_word else TALL
        return 24.0 * self.letter if self.height >= least else 0.0

    @cached_property
    def operation_room(self) -> float:
        """Height of the operations over the cells; 0 where none are shown."""
        grown = self.letter / self.scale  # by the window's type; what grows leaves less for cells
        room = self.height >= TALL * (3.0 * grown - 2.0) and not self.longest_word
        return 22.0 * self.letter if room else 0.0

    @cached_property
    def body(self) -> float:
        """Height between headline and footer for cells and what belongs to them."""
        return self.height - self.headline - self.footer

    @cached_property
    def cell_height(self) -> float:
        """Height of a cell."""
        tallest = CELL_SHARE * (self.body - self.word_room)
        tallest = max(min(tallest, self.body - self._beside_cells), LEAST_CELL)
        return min(tallest, 1.8 * self.pitch) if self.detail is Detail.CELLS else tallest

    @cached_property
    def _beside_cells(self) -> float:
        """Height of all that stands over and under the cells."""
        over = self.operation_room + self.label_room
        under = self.number_room + self.input_gap + 2 * self.input_radius + self.labels_under
        return over + under + self.word_room + self.ledge_room

    @cached_property
    def cell_width(self) -> float:
        """Width of a cell, or of the whole column where cells are no longer apart."""
        if self.detail is Detail.CELLS:
            return min(CELL_WIDTH * self.pitch, 1.15 * self.cell_height)
        return 0.72 * self.pitch if self.detail is Detail.COLUMNS else self.pitch

    @cached_property
    def widest_stroke(self) -> float:
        """Width of a gradient arrow or band at the top of the scale."""
        if self.detail is Detail.CELLS:
            return min(18.0 * self.scale, 0.34 * self.cell_height)
        return 18.0 * min(self.scale, 1.0) if self.height < TALL else 18.0 * self.scale

    @cached_property
    def label_room(self) -> float:
        """Height of the labels over the cells."""
        return 18.0 * self.letter

    @cached_property
    def numbers_between(self) -> bool:
        """Whether the gradient's numbers stand under its arrows; else under the inputs."""
        fitting = max(SMALLEST_NUMBERS, self.least_type) * NUMBER_WIDTH + 8.0
        return self.detail is Detail.CELLS and self.pitch >= fitting

    @cached_property
    def number_pixels(self) -> float:
        """Type size of the gradient's numbers."""
        wanted = NUMBER_PIXELS * self.letter
        return min(wanted, (self.pitch - 8.0) / NUMBER_WIDTH) if self.numbers_between else wanted

    @cached_property
    def number_room(self) -> float:
        """Height under the cells for the gradient's numbers, and its band where there is one."""
        if self.detail is Detail.CELLS:
            return 20.0 * self.letter if self.numbers_between else 0.0
        return 22.0 * self.letter + 4.0 + self.widest_stroke

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
        return 18.0 * self.letter

    @cached_property
    def word_pixels(self) -> float:
        """Type size of the words that rise under the inputs; 0 where there are none."""
        if not self.longest_word:
            return 0.0
        rise = math.sin(math.radians(SLANT))
        pixels = min(
            WORD_PIXELS * self.letter,
            0.95 * self.pitch * rise,
            self._most_for_words / (self.longest_word * rise),
        )
        return pixels if pixels >= self.least_type else 0.0

    @property
    def least_type(self) -> float:
        """Pixels of type below which nothing is written: more where the window's type is large."""
        return min(SMALLEST_TYPE + 10.0 * (self.type_scale - 1.0), LEAST_IN_A_HALL)

    @property
    def _most_for_words(self) -> float:
        """Height that words may take: what the largest inputs and their arrows leave, if less."""
        taken = self.label_room + self.number_room + self.input_gap + 2 * self.input_radius
        taken += (
            self.ledge_room
            + max(LEAST_CELL, 0.13 * self.body)
            + (self.token_room if self._numbers_under else 0.0)
        )
        return min(WORD_SHARE * self.body, self.body - taken) - self.word_gap - self.word_bar

    @cached_property
    def labels_under(self) -> float:
        """Height of what stands right under the inputs; words have a room of their own."""
        return self.token_room if self._numbers_under or not self.word_pixels else 0.0

    @property
    def _numbers_under(self) -> bool:
        return self.detail is Detail.CELLS and not self.numbers_between

    @cached_property
    def word_room(self) -> float:
        """Height of the words, with their bars and a gap above them."""
        if not self.word_pixels:
            return 0.0
        rise = math.sin(math.radians(SLANT))
        return self.word_gap + self.word_bar + self.longest_word * self.word_pixels * rise

    @property
    def word_gap(self) -> float:
        """Between what stands above the words and their ends."""
        return 5.0 * self.scale

    @property
    def word_bar(self) -> float:
        """Height of the bar that says, over a word, how much gradient reaches it."""
        return 16.0 * self.scale

    @cached_property
    def word_y(self) -> float:
        """Where the words end, under the inputs and whatever stands under these."""
        top = self.input_y + self.input_radius + self.labels_under
        return top + self.word_bar + self.word_gap

    @cached_property
    def cell_top(self) -> float:
        """Top edge of the cells: cells, numbers and inputs stand in the middle of the room."""
        spare = max(0.0, self.body - self.cell_height - self._beside_cells)
        return self.headline + self.operation_room + self.label_room + spare / 2

    @cached_property
    def operation_y(self) -> float:
        """Middle of the operations over the cells."""
        room = self.operation_room or 22.0 * self.letter
        return self.cell_top - self.label_room - room / 2 + 1.0

    @cached_property
    def ledge_y(self) -> float:
        """Middle of the sum of contributions."""
        return self.height - self.footer - self.ledge_room / 2

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
        return self.cell_bottom + self.number_room - 10.0 * self.letter

    @cached_property
    def loss_box(self) -> tuple[float, float, float, float]:
        """x, y, width, height of the loss, over h_T or as near to that as there is room."""
        growth = min(self.letter, 1.25 * max(1.0, self.type_scale))
        width, height = 114.0 * growth, 28.0 * growth
        height = min(height, self.headline - 16.0)
        return min(self.x(self.time_steps) - width / 2, self._loss_edge - width), 4.0, width, height

    @property
    def _loss_edge(self) -> float:
        """How far right the loss may reach: it goes out of sight together with h_T."""
        beyond = max(0.0, self.x(self.time_steps) - (self.width - RIGHT_MARGIN * self.letter))
        return self.width - 3.0 + beyond

    @cached_property
    def loss_arrows(self) -> tuple[float, float]:
        """Upper and lower end of the arrows between the loss and h_T's label."""
        _, y, _, height = self.loss_box
        return y + height + 3.0, self.cell_top - self.label_room


def layout(
    width: float,
    height: float,
    time_steps: int,
    view: View,
    longest_word: float = 0.0,
    type_scale: float = 1.0,
) -> Layout:
    """Lay out T steps; a view without a pitch shows all of them."""
    letter = _letter(height, type_scale, words=longest_word > 0.0)
    fitting = _fitting_pitch(width, letter, time_steps)
    pitch = fitting if view.pitch is None else min(max(view.pitch, fitting), _widest(fitting))
    first, last = LEFT_MARGIN * letter, width - right_margin(pitch, letter)
    if pitch * time_steps <= last - first + 1e-6:
        origin = (first + last - pitch * time_steps) / 2
    else:
        origin = width / 2 - view.middle * pitch
        origin = min(first, max(last - pitch * time_steps, origin))
    return Layout(width, height, time_steps, pitch, origin, longest_word, type_scale)


def right_margin(pitch: float, letter: float) -> float:
    """Room beside h_T: half a cell, and half a number."""
    half_cell = CELL_WIDTH * pitch / 2 + 8.0 if pitch >= CELLS_FROM_PITCH else 0.0
    return max(RIGHT_MARGIN * letter, half_cell)


def zoomed(place: Layout, factor: float, x: float) -> View:
    """The view with `factor` times the pitch that keeps what is at `x` where it is."""
    fitting = _fitting_pitch(place.width, place.letter, place.time_steps)
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


def _letter(height: float, type_scale: float, *, words: bool) -> float:
    """The scale times the window's, but not so much that cells, or words, would have no room."""
    scale = _scale(height)
    return max(scale, min(scale * type_scale, height / (290.0 if words else 260.0)))


def _fitting_pitch(width: float, letter: float, time_steps: int) -> float:
    """Pitch at which h_0 … h_T fit, with half of the last cell."""
    steps, left = max(time_steps, 1), LEFT_MARGIN * letter
    room = max(width - left - RIGHT_MARGIN * letter, 1.0)
    pitch = min(room / steps, WIDEST_PITCH)
    if pitch < CELLS_FROM_PITCH:
        return pitch
    return max(min(pitch, (width - left - 8.0) / (steps + CELL_WIDTH / 2)), CELLS_FROM_PITCH - 1e-9)


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
