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
from rnnsim.ui.plots.picture import ColorBar, Picture, Scale, Strip
from rnnsim.ui.plots.ranges import Span
from rnnsim.ui.plots.ticks import Tick, amount_ticks, count_ticks, decade_ticks

Numbers = TypeVar("Numbers", float, FloatArray)

WidthOf = Callable[[Label], float]

INSET = 7.0
"""Pixels between the ends of the axes and the edge of the plot, so that no point is cut."""

MOST_TICKS = 8
"""On the vertical axis; more would not be calm."""

MOST_AMOUNTS = 5
"""On the horizontal axis."""

BAR, BAR_GAP = 10.0, 8.0
"""Width of a colour bar, and the gap before it."""

FIELD = 13.0
"""Height of a row of a strip, at the usual size of type; less in a low plot."""

WORDS_FROM = 230.0
"""Height from which there is room for whole words under a strip."""

LONGEST_WORD = 5.6
"""Height of turned words, in lines of text."""

MOST_WORDS = 0.3
"""Share of the height that words may take."""

TICKS = {Scale.COUNTS: count_ticks, Scale.AMOUNTS: amount_ticks, Scale.DECADES: decade_ticks}


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

    def y_at(self, pixel: float) -> float:
        """Data y of a pixel, within the axis."""
        share = min(max((self.bottom - pixel) / (self.bottom - self.top), 0.0), 1.0)
        return 2 * (self.y.low / 2 + share * self.y.half_length)

    @property
    def frame(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom edge of the plot."""
        return self.left - INSET, self.top - INSET, self.right + INSET, self.bottom + INSET


@dataclass(frozen=True, slots=True)
class StripPlace:
    """Where a strip lies, in pixels: its upper edge, the height of a row, and of the words."""

    top: float
    row: float
    words: float


@dataclass(frozen=True, slots=True)
class Layout:
    """The area and its ticks, in a plot of `size` (width, height).

    Attributes
    ----------
    bar_ticks : tuple of Tick
        Of the colour bar, at the right of the area.
    remark : str
        The wording that has room; its baseline's line begins at `remark_top`.
    strip : StripPlace or None
    """

    size: tuple[float, float]
    area: Area
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    bar_ticks: tuple[Tick, ...] = ()
    remark: str = ""
    remark_top: float = 0.0
    strip: StripPlace | None = None


def lay_out(picture: Picture, size: tuple[float, float], line: float, width_of: WidthOf) -> Layout:
    """Divide `size` (width, height) between plot, labels and legend.

    Parameters
    ----------
    line : float
        Height of a line of text.
    width_of : callable
        Width of a label.
    """
    width, height = size
    if picture.bare:
        area = Area(INSET, INSET, width - INSET, height - INSET, picture.x, picture.y)
        return Layout(size, area, (), ())
    legend = line + 5 if picture.legend else 2.0
    head = legend + (line + 3 if picture.remark else 0.0)
    strip = picture.strip
    below = _strip(strip, size, line) if strip else None
    foot = (2 * line if picture.x_label else line) + 5 + _height(below, strip)
    top, bottom = head + INSET, max(height - foot - INSET, head + INSET + 10)
    most_down = min(max(int((bottom - top) / (1.9 * line)) + 1, 2), MOST_TICKS)
    y_ticks = TICKS[picture.scale](picture.y, most_down)
    names = [width_of(Label(row.name)) for row in strip.rows] if strip else []
    widest_y = max([width_of(tick.label) for tick in y_ticks] + names, default=0.0)
    room = line + 1 if picture.y_label else 0.0
    left = float(round(room + max(widest_y, 1.5 * line) + 7 + INSET))
    bar_ticks, bar = _bar(picture.color_bar, most_down, width_of)
    across, widest_x = _across(picture, width_of)
    right = max(width - max(bar + INSET, widest_x / 2, INSET) - 2, left + 10)
    most_across = max(2, int((right - left) / (widest_x + line)) + 1)
    area = Area(left, top, right, bottom, picture.x, picture.y)
    x_ticks = across(most_across)
    remark = fitting_words(picture.remark, width - 4, width_of)
    return Layout(
        size, area, x_ticks, y_ticks, bar_ticks, remark, legend, _below(below, bottom, line + 8)
    )


def fitting_words(wordings: tuple[str, ...], room: float, width_of: WidthOf) -> str:
    """The longest wording that fits, the shortest where none does."""
    fit = (words for words in wordings if width_of(Label(words)) <= room)
    return next(fit, wordings[-1] if wordings else "")


def _across(picture: Picture, width_of: WidthOf) -> tuple[Callable[[int], tuple[Tick, ...]], float]:
    """What makes the ticks of the horizontal axis, and how wide the widest label is."""
    if picture.x_scale is Scale.COUNTS:
        return lambda most: count_ticks(picture.x, most), width_of(
            Label(count(int(picture.x.high)))
        )
    widest = max(width_of(t.label) for t in amount_ticks(picture.x, MOST_AMOUNTS))
    return lambda most: amount_ticks(picture.x, min(most, MOST_AMOUNTS)), widest


def _bar(bar: ColorBar | None, most: int, width_of: WidthOf) -> tuple[tuple[Tick, ...], float]:
    """The ticks of a colour bar, and how much room it takes at the right."""
    if bar is None:
        return (), 0.0
    ticks = decade_ticks(bar.span, most)
    labels = [tick.label for tick in ticks] + [Label(bar.broken)]
    return ticks, BAR_GAP + BAR + 5 + max(width_of(label) for label in labels)


def _strip(strip: Strip, size: tuple[float, float], line: float) -> StripPlace:
    """A strip's measures; its place follows from the area's."""
    if size[1] < WORDS_FROM:
        return StripPlace(0.0, 0.55 * line, 0.0)
    longest = max((len(word) for word in strip.words), default=0)
    words = min(0.4 * longest + 1.0, LONGEST_WORD) * line
    return StripPlace(0.0, line, min(words, MOST_WORDS * size[1]))


def _height(place: StripPlace | None, strip: Strip | None) -> float:
    if place is None or strip is None:
        return 0.0
    return place.row * len(strip.rows) + place.words + 5


def _below(place: StripPlace | None, bottom: float, tick_labels: float) -> StripPlace | None:
    return place and StripPlace(bottom + INSET + tick_labels, place.row, place.words)
