"""A plot as data: everything to be drawn, in plotted units, before any pixel is known."""

from __future__ import annotations

from dataclasses import dataclass, field

from rnnsim.model.frame import FloatArray
from rnnsim.ui.plots.labels import Label
from rnnsim.ui.plots.ranges import Span
from rnnsim.ui.plots.series import Series

Dashes = tuple[float, ...]
"""Lengths of dash and gap in turn, in line widths; empty for an unbroken line."""

SOLID: Dashes = ()


@dataclass(frozen=True, slots=True)
class Look:
    """How a line looks: its colour is a role of the theme, its width in pixels."""

    role: str
    width: float = 2.0
    dashes: Dashes = SOLID
    offset: float = 0.0
    """Where in the dashes the line begins, in line widths."""
    markers: bool = False


@dataclass(frozen=True, slots=True)
class Curve:
    """Measured values.

    Attributes
    ----------
    final : int
        How many points, from the first, will not change before `edition` does.
    edition : int
        Tells one set of final points from another.
    """

    series: Series
    look: Look
    final: int = 0
    edition: int = 0


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


@dataclass(frozen=True, slots=True)
class Dot:
    """One point to stand out."""

    x: float
    y: float
    role: str
    diameter: float = 7.0


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the legend: its words from the longest to the shortest."""

    look: Look
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A whole plot."""

    x: Span
    y: Span
    logarithmic: bool
    x_label: str
    curves: tuple[Curve, ...] = ()
    references: tuple[Reference, ...] = ()
    levels: tuple[Level, ...] = ()
    dots: tuple[Dot, ...] = ()
    legend: tuple[Entry, ...] = ()
    note: str = field(default="")
    """Said in the middle where there is nothing to draw."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the pointer reads off: where, and in words; `y` is NaN where there is no point."""

    x: float
    y: float
    role: str
    text: str
