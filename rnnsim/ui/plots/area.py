"""Where a plot's parts lie, in pixels; and from data to pixels and back.

Pure: the widths of texts come from a function given.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from rnnsim.model.frame import FloatArray
from rnnsim.ui.numbers import count
from rnnsim.ui.plots.labels import Label
from rnnsim.ui.plots.picture import Picture
from rnnsim.ui.plots.ranges import Span
from rnnsim.ui.plots.ticks import Tick, amount_ticks, count_ticks, decade_ticks

Numbers = TypeVar("Numbers", float, FloatArray)

INSET = 7.0
"""Pixels between the ends of the axes and the edge of the plot, so that no point is cut."""

MOST_TICKS = 8
"""On the vertical axis; more would not be calm."""


@dataclass(frozen=True, slots=True)
class Area:
    """The rectangle of the data: pixels of the ends of both axes."""

    left: float
    top: float
    right: float
    bottom: float
    x: Span
    y: Span

    def across(self, x: Numbers) -> Numbers:
        """Pixels of data x."""
        pixels = (self.right - self.left) / self.x.half_length
        return self.left + (x / 2 - self.x.low / 2) * pixels

    def down(self, y: Numbers) -> Numbers:
        """Pixels of data y."""
        share = (y / 2 - self.y.low / 2) / self.y.half_length
        return self.bottom - share * (self.bottom - self.top)

    def x_at(self, pixel: float) -> float:
        """Data x of a pixel, within the axis."""
        share = (pixel - self.left) / (self.right - self.left)
        return self.x.low + min(max(share, 0.0), 1.0) * (self.x.high - self.x.low)

    @property
    def frame(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom edge of the plot."""
        return self.left - INSET, self.top - INSET, self.right + INSET, self.bottom + INSET


@dataclass(frozen=True, slots=True)
class Layout:
    """The area and its ticks, in a plot of `size` (width, height)."""

    size: tuple[float, float]
    area: Area
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]


def lay_out(
    picture: Picture,
    size: tuple[float, float],
    line: float,
    width_of: Callable[[Label], float],
) -> Layout:
    """Divide `size` (width, height) between plot, labels and legend.

    Parameters
    ----------
    line : float
        Height of a line of text.
    width_of : callable
        Width of a label.
    """
    width, height = size
    head = line + 5 if picture.legend else 2.0
    foot = 2 * line + 5
    top, bottom = head + INSET, max(height - foot - INSET, head + INSET + 10)
    spacing = 1.9 * line
    most_down = min(max(int((bottom - top) / spacing) + 1, 2), MOST_TICKS)
    y_ticks = (decade_ticks if picture.logarithmic else amount_ticks)(picture.y, most_down)
    widest_y = max((width_of(tick.label) for tick in y_ticks), default=0.0)
    widest_x = width_of(Label(count(int(picture.x.high))))
    left = float(round(max(widest_y, 1.5 * line) + 7 + INSET))
    right = max(width - max(widest_x / 2, INSET) - 2, left + 10)
    most_across = max(2, int((right - left) / (widest_x + line)) + 1)
    area = Area(left, top, right, bottom, picture.x, picture.y)
    return Layout(size, area, count_ticks(picture.x, most_across), y_ticks)
