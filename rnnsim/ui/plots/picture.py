"""A plot as data: everything to be drawn, in plotted units, before any pixel is known."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto

import numpy as np
from numpy.typing import NDArray

from rnnsim.model.arrays import FloatArray
from rnnsim.ui.plots.labels import Label
from rnnsim.ui.plots.ranges import Span
from rnnsim.ui.plots.series import BoolArray, Series

Codes = NDArray[np.uint16]
"""Colours by number, as of `rnnsim.ui.plots.shades`."""

Dashes = tuple[float, ...]
"""Lengths of dash and gap in turn, in line widths; empty for an unbroken line."""

SOLID: Dashes = ()


class Scale(Enum):
    """What the units of an axis are."""

    COUNTS = auto()
    """Whole numbers; the larger may come first."""
    AMOUNTS = auto()
    DECADES = auto()
    """Exponents of ten."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a line looks: its colour is a role of the theme, its width in pixels."""

    role: str
    width: float = 2.0
    dashes: Dashes = SOLID
    offset: float = 0.0
    """Where in the dashes the line begins, in line widths."""
    markers: bool = False
    alpha: float = 1.0


@dataclass(frozen=True, slots=True)
class Curve:
    """Measured values.

    Attributes
    ----------
    final : int
        How many points, from the first, will not change before `edition` does.
    edition : int
        Tells one set of final points from another.
    beside : bool
        Whether it is of a run beside the main one: its gaps then hatch nothing.
    """

    series: Series
    look: Look
    final: int = 0
    edition: int = 0
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """A line to compare with; it may leave the plot."""

    x: FloatArray
    y: FloatArray
    look: Look


@dataclass(frozen=True, slots=True)
class Level:
    """A horizontal line with words; where it lies outside, the words say where."""

    y: float
    look: Look
    text: str
    must: bool = True
    """Whether the words may cover a piece of a curve rather than be left out."""
    above: bool = False
    """Whether the words must stand above the line, at its right end."""


@dataclass(frozen=True, slots=True)
class Dot:
    """One point to stand out."""

    x: float
    y: float
    role: str
    diameter: float = 7.0


@dataclass(frozen=True, slots=True)
class Bars:
    """One bar from 0 to each value, those below 0 hatched.

    Attributes
    ----------
    x, y : (n,) arrays
        NaN where there is no bar.
    role : str
    filled : (n,) array of bool
        The others are only hinted at.
    width : float
        From one bar to the next, in plotted units.
    """

    x: FloatArray
    y: FloatArray
    role: str
    filled: BoolArray
    width: float = 1.0


@dataclass(frozen=True, slots=True)
class Way:
    """Steps from place to place in the plane; those that leave the plot end in an arrow there."""

    x: FloatArray
    y: FloatArray
    look: Look
    end: str
    """What stands at its last place."""


@dataclass(frozen=True, slots=True)
class Tag:
    """Words beside the first of some points where they cover least."""

    points: tuple[tuple[float, float], ...]
    role: str
    text: str
    must: bool = True
    """Whether the words may cover a piece of a line rather than be left out."""


@dataclass(frozen=True, slots=True)
class Handle:
    """What can be dragged: a point, or a horizontal line; in plotted units.

    Attributes
    ----------
    x, y : float
        Where it is; of a line only the height counts.
    role : str
    line : bool
        Whether it is a line, which moves up and down only.
    home : (float, float) or None
        Where a double click, the key Home and Esc bring it back; None for nowhere.
    step : (float, float)
        By how much an arrow key moves it; ten times as far with Shift.
    anywhere : bool
        Whether a press anywhere in the plot takes it there.
    said : str
        What stands on it, of a line, such as its value while it is held.
    """

    x: float
    y: float
    role: str
    line: bool = False
    home: tuple[float, float] | None = None
    step: tuple[float, float] = (0.0, 0.0)
    anywhere: bool = False
    said: str = ""

    @property
    def place(self) -> tuple[float, float]:
        """Where it is."""
        return self.x, self.y


@dataclass(frozen=True, slots=True)
class ColorBar:
    """The scale of a raster's colours.

    Attributes
    ----------
    scale : Scale
        Exponents of ten; or amounts, in the colours of hidden units.
    zero : bool
        Whether exact zeros are among the values shown.
    broken : str
        What those that are not finite are, in words; empty where there are none.
    below, above : bool
        Whether values beyond an end are shown in the colour of that end.
    name : str
        Of what the colours say, in words beside it; empty where a title says so.
    """

    span: Span
    zero: bool = False
    broken: str = ""
    scale: Scale = Scale.DECADES
    below: bool = False
    above: bool = False
    name: str = ""


def broken_word(values: FloatArray) -> str:
    """What there is of values that are not finite."""
    words = ("∞" * bool(np.isinf(values).any()), "NaN" * bool(np.isnan(values).any()))
    return ", ".join(filter(None, words))


@dataclass(frozen=True, slots=True, eq=False)
class Raster:
    """Coloured fields.

    Attributes
    ----------
    shares : (R, C) array
        Places on the scale of colours, 0 … 1; the first row is the uppermost.  NaN is left blank.
        Of a signed one −1 … 1, and what is not finite is broken.
    zero, broken : (R, C) arrays of bool
        Fields with colours of their own: exactly 0, and not finite.
    x, y : Span
        Outer edges, in plotted units: left and right, lower and upper.
    smooth : bool
        Whether colours run into one another.
    signed : bool
        Whether the colours are those of hidden units.  Where it has more fields than pixels, of
        each few the one farthest from 0 is drawn.
    """

    shares: FloatArray
    zero: BoolArray
    broken: BoolArray
    x: Span
    y: Span
    smooth: bool = False
    signed: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Shaded:
    """Coloured fields whose colours are chosen already.

    Attributes
    ----------
    codes : (R, C) array
        The first row is the uppermost.
    x, y : Span
        Outer edges, in plotted units: left and right, lower and upper.
    """

    codes: Codes
    x: Span
    y: Span


@dataclass(frozen=True, slots=True)
class Row:
    """One row of fields under a plot, the stronger the fuller.

    Attributes
    ----------
    strengths : (n,) array
        0 … 1, NaN where there is none to show.
    zero, broken : (n,) arrays of bool
        Exactly 0, and not finite.
    """

    name: str
    role: str
    strengths: FloatArray
    zero: BoolArray
    broken: BoolArray


@dataclass(frozen=True, slots=True, eq=False)
class Strip:
    """Rows of fields under a plot, at x = 1 … n, and a word beneath each."""

    rows: tuple[Row, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Scenery:
    """What is drawn once and stays: the same object means the same pixels.

    Attributes
    ----------
    contours : (m, 4) array or None
        Pieces of lines: x and y of one end, x and y of the other.
    threads : tuple of Curve
        Thin lines behind the curves, whose gaps are not marked.
    """

    raster: Raster | Shaded | None = None
    contours: FloatArray | None = None
    threads: tuple[Curve, ...] = ()
    strip: Strip | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the legend: its words from the longest to the shortest."""

    look: Look
    labels: tuple[Label, ...]

    def translated(self) -> Entry:
        """The entry in the user's language."""
        return Entry(self.look, tuple(label.translated() for label in self.labels))


@dataclass(frozen=True, slots=True)
class Picture:
    """A whole plot."""

    x: Span
    y: Span
    scale: Scale
    """Of the vertical axis."""
    x_label: str
    curves: tuple[Curve, ...] = ()
    references: tuple[Reference, ...] = ()
    levels: tuple[Level, ...] = ()
    dots: tuple[Dot, ...] = ()
    legend: tuple[Entry, ...] = ()
    note: str = field(default="")
    """Said in the middle where there is nothing to draw."""
    x_scale: Scale = Scale.COUNTS
    y_label: str = ""
    x_names: tuple[str, ...] = ()
    """What stands at 0, 1, 2 … on the horizontal axis, where that is no number of its scale."""
    y_names: tuple[str, ...] = ()
    """Likewise on the vertical one."""
    remark: tuple[str, ...] = ()
    """A line above the plot, from its longest wording to its shortest."""
    bars: Bars | None = None
    ways: tuple[Way, ...] = ()
    tags: tuple[Tag, ...] = ()
    handle: Handle | None = None
    cursor: float | None = None
    """Where along x a pass is."""
    at: float | None = None
    """The iteration looked at, where it is not the newest."""
    ends: tuple[Dot, ...] = ()
    """Where runs ended because a value was no longer finite."""
    color_bar: ColorBar | None = None
    scenery: Scenery | None = None
    band: float = 0.0
    """Height that the data needs at most, in lines of text; 0 for all there is."""
    below: tuple[str, ...] = ()
    """What is said under a band, from its longest wording to its shortest."""
    corner: tuple[str, ...] = ()
    """What is said of the empty half of a triangle."""
    bare: bool = False
    """Whether there are no axes either."""

    @property
    def strip(self) -> Strip | None:
        """The rows of fields under the plot."""
        return None if self.scenery is None else self.scenery.strip


def waiting(words: str) -> Picture:
    """Nothing yet but words that say so."""
    unit = Span(0.0, 1.0)
    return Picture(unit, unit, Scale.AMOUNTS, "", note=words, bare=True)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the pointer reads off: where, and in words; `y` is NaN where there is no point."""

    x: float
    y: float
    role: str
    text: str
