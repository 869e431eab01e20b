"""A figure to be taken home: which views, how large, in which type.  Knows no Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from rnnsim.model.target import VIEWS as SINGLE_VIEWS
from rnnsim.translation import noted

WINDOW = "window"

VIEWS = (*SINGLE_VIEWS, WINDOW)
"""What a figure can be of; the window stands alone."""

PRINT = "print"
THEMES = (PRINT, "light", "dark", "projector")

FORMATS = ("png", "svg", "pdf")

MOST_VIEWS = 9


class FigureError(ValueError):
    """A figure that cannot be; names what is allowed."""


@dataclass(frozen=True, slots=True)
class Size:
    """A size that figures are often asked for in.

    Attributes
    ----------
    width, height : float or None
        In mm; without a height it is the views' own.
    font : float
        In points.
    """

    name: str
    width: float
    height: float | None
    font: float


SIZES: Mapping[str, Size] = MappingProxyType(
    {
        "column": Size(noted("Single column, 89 mm"), 89.0, None, 7.0),
        "page": Size(noted("Double column, 183 mm"), 183.0, None, 7.0),
        "slide": Size(noted("Slide, 16:9"), 338.67, 190.5, 18.0),
    }
)
"""By what they are called on the command line."""

WIDTHS, HEIGHTS = (20.0, 1000.0), (15.0, 1000.0)
"""Least and greatest, mm."""

FONTS, DPIS = (4.0, 48.0), (36.0, 2400.0)


@dataclass(frozen=True, slots=True)
class FigureSpec:
    """What a figure shows, and how.

    Attributes
    ----------
    views : tuple of str
        Some of `VIEWS`, in reading order; several are composed in a grid with letters.
    width : float
        mm.
    height : float or None
        mm; None for what the views ask for at that width.
    font : float
        Size of the type, points.
    dpi : float
        Pixels an inch, of bitmaps.
    theme : str
        One of `THEMES`.
    transparent : bool
        Whether it has no ground of its own.
    columns : int or None
        Of the grid; None for what suits their number.
    titles : bool
        Whether each view has its title above.
    """

    views: tuple[str, ...]
    width: float = SIZES["column"].width
    height: float | None = None
    font: float = SIZES["column"].font
    dpi: float = 300.0
    theme: str = PRINT
    transparent: bool = False
    columns: int | None = None
    titles: bool = False
