"""Where a plot's parts lie, in pixels; and from data to pixels and back.

Pure: the widths of texts come from a function given.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from rnnsim.model.arrays import FloatArray
from rnnsim.ui.numbers import count
from rnnsim.ui.plots.labels import Label
from rnnsim.ui.plots.picture import ColorBar, Picture, Scale, Strip
from rnnsim.ui.plots.ranges import Span
from rnnsim.ui.plots.ticks import Tick, amount_ticks, count_ticks, decade_ticks, named_ticks
from rnnsim.ui.plots.wording import WidthOf, fitting, fitting_words, wrapped

Numbers = TypeVar("Numbers", float, FloatArray)

INSET = 7.0
"""Pixels between the ends of the axes and the edge of the plot, so that no point is cut."""

MOST_TICKS = 8
"""On the vertical axis; more would not be calm."""

MOST_AMOUNTS = 5
"""On the horizontal axis."""

BAR, BAR_GAP = 10.0, 8.0
"""Width of a colour bar, and the gap before it."""

LEAST_BODY = {"x label": 2.2, "words": 4.5, "strip": 3.0, "legend": 2.8, "remark": 5.0}
"""Lines of text that the data must keep for a part to be shown; the first has first claim."""

LEAST_WIDTH = 0.45
"""Share of the width that the data must keep for the vertical axis to have its name."""

APART = 1.3
"""Lines of text between two labels of the vertical axis, at least."""

SPACED = 1.3
"""Lines of text from one baseline to the next."""

SAMPLE_LINES = 1.3
"""Lines of text that each sample under a colour bar takes."""

BAND_TOP = 0.2
"""Share of the height left over that stands above a band."""

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
    """Where a strip lies, in pixels: its upper edge, the height of a row, of the words, of all."""

    top: float
    row: float
    words: float
    height: float = 0.0


@dataclass(frozen=True, slots=True)
class Layout:
    """The area and its ticks, in a plot of `size` (width, height).

    Attributes
    ----------
    bar_ticks : tuple of Tick
        Of the colour bar, at the right of the area.
    legend : tuple of Label
        The words of the legend that have room; empty where none have.
    x_label, y_label : str
        Empty where there is no room.
    remark : str
        The wording that has room; its baseline's line begins at `remark_top`.
    strip : StripPlace or None
    below : tuple of str
        Lines of text under the axis, the first of which begins at `below_top`.
    """

    size: tuple[float, float]
    area: Area
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    bar_ticks: tuple[Tick, ...] = ()
    legend: tuple[Label, ...] = ()
    x_label: str = ""
    y_label: str = ""
    remark: str = ""
    remark_top: float = 0.0
    strip: StripPlace | None = None
    below: tuple[str, ...] = ()
    below_top: float = 0.0


def lay_out(picture: Picture, size: tuple[float, float], line: float, width_of: WidthOf) -> Layout:
    """Divide `size` (width, height) between plot, labels and legend.

    Where a plot is low, the data comes first: the remark is the first to give way, then the legend,
    the strip, and the name of the horizontal axis.

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
    shares = _Shares(height - 2 * INSET - 2 - line - 5, line)
    x_label = fitting_words((picture.x_label,), width - 4, width_of)
    x_label = x_label if shares.take("x label", line if x_label else 0.0) else ""
    strip = picture.strip
    places = _strips(strip, size, line)
    below = next((place for name, place in places if shares.take(name, place.height)), None)
    legend = fitting(picture.legend, width - 4, width_of)
    legend = legend if shares.take("legend", line + 3 if legend else 0.0) else []
    remark = fitting_words(picture.remark, width - 4, width_of)
    remark = remark if shares.take("remark", line + 3 if remark else 0.0) else ""
    legend_height = line + 5 if legend else 2.0
    top = legend_height + (line + 3 if remark else 0.0) + INSET
    body = max(shares.body, 10.0)
    said: list[str] = []
    if picture.band:
        free = max(body - picture.band * line, 0.0)
        said = _said(picture.below, (width - 2 * INSET, free - line / 2), line, width_of)
        body = min(body, picture.band * line)
        top += BAND_TOP * max(free - SPACED * line * len(said) - line / 2, 0.0)
    bottom = top + body
    most_down = min(max(int(body / (1.9 * line)) + 1, 2), MOST_TICKS)
    y_ticks = apart(_down(picture, most_down), picture.y, body, APART * line)
    y_label = fitting_words((picture.y_label,), body + 2 * INSET, width_of)
    names = [width_of(Label(row.name)) for row in strip.rows] if strip and below else []
    widest_y = max([width_of(tick.label) for tick in y_ticks] + names, default=0.0)
    room = line + 3 if y_label else 0.0
    left = float(round(room + max(widest_y, 1.5 * line) + 7 + INSET))
    bar_ticks, bar = _bar(picture.color_bar, most_down, body, line, width_of)
    across, widest_x = _across(picture, width_of)
    right = max(width - max(bar + INSET, widest_x / 2, INSET) - 2, left + 10)
    if right - left < LEAST_WIDTH * width:
        left, y_label = left - room, ""
    most_across = max(2, int((right - left) / (widest_x + line)) + 1)
    foot = bottom + INSET + line + 8
    return Layout(
        size,
        Area(left, top, right, bottom, picture.x, picture.y),
        across(most_across),
        y_ticks,
        bar_ticks,
        tuple(legend),
        x_label,
        y_label,
        remark,
        legend_height,
        below and StripPlace(foot, below.row, below.words),
        tuple(said),
        foot + (line if x_label else 0.0) + line / 2,
    )


class _Shares:
    """What is left of the height for the data, while parts take theirs."""

    def __init__(self, body: float, line: float) -> None:
        self.body, self._line = body, line

    def take(self, part: str, height: float) -> bool:
        """Let a part have its height if enough is left for the data."""
        enough = self.body - height >= LEAST_BODY[part] * self._line
        if enough:
            self.body -= height
        return enough or not height


def apart(ticks: tuple[Tick, ...], span: Span, length: float, least: float) -> tuple[Tick, ...]:
    """Every first, second, third … tick, so that two are `least` pixels apart; 0 among them."""
    for every in range(1, len(ticks)):
        zero = next((i for i, tick in enumerate(ticks) if tick.position == 0.0), 0)
        chosen = ticks[zero % every :: every]
        if len(chosen) < 2:
            break
        step = (chosen[1].position / 2 - chosen[0].position / 2) / span.half_length * length
        if abs(step) >= least:
            return chosen
    return ticks[-1:]


def _said(
    wordings: tuple[str, ...], room: tuple[float, float], line: float, width_of: WidthOf
) -> list[str]:
    """The longest of some wordings that has room, in lines."""
    width, height = room
    for words in wordings:
        lines = wrapped(words, width, width_of)
        if len(lines) * SPACED * line <= height:
            return lines
    return []


def _down(picture: Picture, most: int) -> tuple[Tick, ...]:
    """The ticks of the vertical axis."""
    if picture.y_names:
        return named_ticks(picture.y_names, most)
    return TICKS[picture.scale](picture.y, most)


def _across(picture: Picture, width_of: WidthOf) -> tuple[Callable[[int], tuple[Tick, ...]], float]:
    """What makes the ticks of the horizontal axis, and how wide the widest label is."""
    if picture.x_names:
        widest = max(width_of(Label(name)) for name in picture.x_names)
        return lambda most: named_ticks(picture.x_names, most), widest
    if picture.x_scale is Scale.COUNTS:
        return lambda most: count_ticks(picture.x, most), width_of(
            Label(count(int(picture.x.high)))
        )
    widest = max(width_of(t.label) for t in amount_ticks(picture.x, MOST_AMOUNTS))
    return lambda most: amount_ticks(picture.x, min(most, MOST_AMOUNTS)), widest


def _bar(
    bar: ColorBar | None, most: int, length: float, line: float, width_of: WidthOf
) -> tuple[tuple[Tick, ...], float]:
    """The ticks of a colour bar, and how much room it takes at the right."""
    if bar is None:
        return (), 0.0
    length -= SAMPLE_LINES * line * (bar.zero + bool(bar.broken))
    ticks = apart(TICKS[bar.scale](bar.span, most), bar.span, length, APART * line)
    labels = [tick.label for tick in ticks] + [Label(bar.broken)]
    name = line + 4.0 if bar.name else 0.0
    return ticks, BAR_GAP + BAR + 5 + max(width_of(label) for label in labels) + name


def _strips(
    strip: Strip | None, size: tuple[float, float], line: float
) -> Sequence[tuple[str, StripPlace]]:
    """A strip's measures, with its words and without; its place follows from the area's."""
    if strip is None:
        return ()
    longest = max((len(word) for word in strip.words), default=0)
    words = min(min(0.4 * longest + 1.0, LONGEST_WORD) * line, MOST_WORDS * size[1])
    count = len(strip.rows)
    return (
        ("words", StripPlace(0.0, line, words, count * line + words + 5)),
        ("strip", StripPlace(0.0, 0.55 * line, 0.0, 0.55 * count * line + 5)),
    )
