"""What the inspector shows, before it is drawn: a headline, and sections of blocks.  No Qt.

Labels are names of typeset formulas; colours are roles of the theme.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from rnnsim.model.arrays import FloatArray


@dataclass(frozen=True, slots=True)
class Headline:
    """What is looked at, and the one number that matters of it.

    Attributes
    ----------
    symbol : str
    index : int or None
        Set as the symbol's index.
    aside : str
        At its right, such as the token read there.
    role : str
        Colour of the symbol.
    of, value : str
        The formula, with the same index, whose value is given, and the value; or empty.
    value_role : str
    beside : str
        What the value is to be compared with.
    """

    symbol: str
    index: int | None
    aside: str
    role: str
    of: str
    value: str
    value_role: str
    beside: str


@dataclass(frozen=True, eq=False, slots=True)
class Vector:
    """One number a unit, as a strip of coloured fields.

    Attributes
    ----------
    label : str
    values : (N,) array or None
        None while they are computed.
    count : int
        N.
    role : str
        Colour of what is above 0; below 0 it is always `negative`.
    full : float or None
        The size that has the full colour, unless there is a larger one; None: the largest.
    mean : bool
        Whether the mean says more of it than the norm.
    """

    label: str
    values: FloatArray | None
    count: int
    role: str
    full: float | None = None
    mean: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """A number with its name: a typeset formula or, where that is empty, a word."""

    formula: str
    word: str
    value: str
    role: str = "text"


@dataclass(frozen=True, eq=False, slots=True)
class Matrix:
    """A matrix as a picture, its singular values or facts at its right.

    Attributes
    ----------
    label : str
    values : (rows, columns) array or None
        None while they are computed; `waiting` then says so.
    role : str
        As of `Vector`; the largest entry has the full colour.
    singular : (S,) array or None
        Drawn as stems where given.
    facts : tuple of Fact
        Below the stems, or in their place.
    share : float or None
        A signed share of a total, in −1 … 1 or beyond, drawn as a bar from the middle.
    """

    label: str
    values: FloatArray | None
    role: str
    singular: FloatArray | None = None
    facts: tuple[Fact, ...] = ()
    share: float | None = None
    waiting: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Numbers under each other."""

    rows: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Equation:
    """A formula that stands by itself."""

    formula: str


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence of second rank."""

    text: str


Block: TypeAlias = Vector | Matrix | Facts | Equation | Note


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks under a title; `aside`, at the title's right, says of what they are."""

    title: str
    blocks: tuple[Block, ...]
    aside: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """All that is shown of one target."""

    headline: Headline
    sections: tuple[Section, ...]
