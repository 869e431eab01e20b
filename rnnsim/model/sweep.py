"""A sweep: a grid over some settings, each point of which is a run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod

from rnnsim.model.edits import edited, ordered
from rnnsim.model.kinds import (
    EigenvaluesParameter,
    IntegerParameter,
    NumberParameter,
    Parameter,
    TextParameter,
)
from rnnsim.model.parameters import parameter
from rnnsim.model.settings import SettingError, Settings

MOST_POINTS = 100_000
MOST_DIGITS = len(str(MOST_POINTS))

AXIS_ALLOWED = "a setting and its values, such as spectral_radius=0.5:1.5:21 or cell=rnn,lstm"

RANGE_ALLOWED = (
    "first:last:count such as 0.5:1.5:21, or 0.01:1:9:log for even ratios between numbers above 0"
)

Point = tuple[object, ...]
"""A value of each axis."""


@dataclass(frozen=True, slots=True)
class Axis:
    """A setting and the values it takes one after the other."""

    key: str
    values: tuple[object, ...]

    def format(self, value: object) -> str:
        """A value as it is typed."""
        return parameter(self.key).format(value)


def axis_of(text: str) -> Axis:
    """Read an axis: ``key=a,b,c``, ``key=first:last:count`` or ``key=first:last:count:log``.

    Values of eigenvalues and text, which hold commas themselves, have semicolons between them.
    Both ends of a range are among its values; those of whole numbers are rounded.

    Raises
    ------
    SettingError
        If there is no such setting, or a value is not allowed or comes twice; says what is.
    """
    key, _, values = text.partition("=")
    if not (key and values):
        raise SettingError("--vary", text, AXIS_ALLOWED)
    row = parameter(key)
    if isinstance(row, NumberParameter) and ":" in values:
        found = _range(row, values)
    else:
        listed = ";" if isinstance(row, EigenvaluesParameter | TextParameter) else ","
        found = tuple(row.parse(value) for value in values.split(listed))
    if len(set(found)) < len(found):
        twice = next(value for value in found if found.count(value) > 1)
        raise SettingError(key, values, f"every value once; {row.format(twice)} is there twice")
    return Axis(key, found)


def _range(row: NumberParameter, text: str) -> tuple[object, ...]:
    """The values of a range, both ends among them."""
    first, last, count, spacing = _parts(row.key, text)
    low, high = _number(row, first), _number(row, last)
    if spacing:
        if low <= 0.0 or high <= 0.0:
            raise SettingError(row.key, text, RANGE_ALLOWED)
        inner = [low * (high / low) ** (i / (count - 1)) for i in range(1, count - 1)]
        found = [low, *(float(f"{value:.12g}") for value in inner), high]
    else:
        # exact, so that steps of 0.05 give 0.6 and not 0.6000000000000001
        start, end = Fraction(repr(low)), Fraction(repr(high))
        found = [float(start + (end - start) * i / (count - 1)) for i in range(count)]
    whole = isinstance(row, IntegerParameter)
    return tuple(row.check(round(value) if whole else value) for value in found)


def _parts(key: str, text: str) -> tuple[str, str, int, bool]:
    """First, last, count, and whether by even ratios."""
    match text.split(":"):
        case [first, last, number, *spacing] if spacing in ([], ["log"]):
            digits = number.isascii() and number.isdecimal() and len(number) <= MOST_DIGITS
            if digits and 2 <= int(number) <= MOST_POINTS:
                return first, last, int(number), bool(spacing)
            allowed = f"a count from 2 to {MOST_POINTS}, as in 0.5:1.5:21"
            raise SettingError(key, text, allowed)
    raise SettingError(key, text, RANGE_ALLOWED)


def _number(row: Parameter, text: str) -> float:
    """An end of a range."""
    value = row.parse(text)
    if isinstance(value, str):
        raise SettingError(row.key, text, RANGE_ALLOWED)
    return float(value)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Sweep:
    """A grid.

    Attributes
    ----------
    start : Settings
        Those that are changed.
    changes : mapping of str to object
        Settings that are set at every point.
    axes : tuple of Axis
        The settings that vary; the last changes fastest.
    iterations : int
        Weight updates made at every point.

    Raises
    ------
    SettingError
        If an axis comes twice or is set as well, or there are too many points.
    """

    start: Settings
    changes: Mapping[str, object]
    axes: tuple[Axis, ...]
    iterations: int = 0

    def __post_init__(self) -> None:
        if not self.axes:
            raise SettingError("--vary", "", AXIS_ALLOWED)
        for key in self.keys:
            if self.keys.count(key) > 1:
                raise SettingError("--vary", key, "every setting once")
            if key in self.changes:
                raise SettingError("--set", key, "a setting that is not varied")
        if len(self) > MOST_POINTS:
            allowed = f"fewer values: {len(self)} points are more than {MOST_POINTS}"
            raise SettingError("--vary", ", ".join(self.keys), allowed)

    @property
    def keys(self) -> tuple[str, ...]:
        """What varies."""
        return tuple(axis.key for axis in self.axes)

    def __len__(self) -> int:
        return prod(len(axis.values) for axis in self.axes)

    def points(self) -> Iterator[Point]:
        """Every point, in order."""
        return product(*(axis.values for axis in self.axes))

    def settings_at(self, point: Point) -> Settings:
        """The settings of a point; raises `SettingError` where they cannot be."""
        varied = dict(zip(self.keys, point, strict=True))
        return edited(self.start, ordered({**self.changes, **varied}))

    def possible(self) -> Settings:
        """The settings of the first point that can be.

        Raises
        ------
        SettingError
            If there is none: that of the first.
        """
        refusal: SettingError | None = None
        for point in self.points():
            try:
                return self.settings_at(point)
            except SettingError as error:
                refusal = refusal or error
        assert refusal is not None  # there is a point
        raise refusal
