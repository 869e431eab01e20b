"""How a figure looks, as the command line says it."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from pathlib import Path

from rnnsim.cli.arguments import output
from rnnsim.model.figure import (
    DPIS,
    FONTS,
    FORMATS,
    HEIGHTS,
    PRINT,
    SIZES,
    THEMES,
    WIDTHS,
    FigureSpec,
)
from rnnsim.model.settings import shown

Pixels = tuple[int, int]

_PIXELS = re.compile(r"(\d{1,4})[xX](\d{1,4})")

MOST_PIXELS = 8000

DPI = 300.0
"""Pixels an inch of a figure where nobody says otherwise."""


def add_look(parser: argparse.ArgumentParser) -> None:
    """Add what a figure looks like."""
    look = parser.add_argument_group("how it looks")
    look.add_argument(
        "--size",
        type=size,
        metavar="SIZE",
        help=f"{' or '.join(SIZES)}, each with its width and type (default: column); of the"
        " window in pixels, such as 1440x900",
    )
    look.add_argument("--width-mm", type=within(WIDTHS, "mm"), metavar="W", help="its width")
    look.add_argument(
        "--height-mm",
        type=within(HEIGHTS, "mm"),
        metavar="H",
        help="its height (default: as it suits)",
    )
    look.add_argument(
        "--font", type=within(FONTS, "points"), metavar="PT", help="size of the type, points"
    )
    look.add_argument(
        "--dpi",
        type=within(DPIS, "pixels an inch"),
        metavar="D",
        help="pixels an inch of a PNG (default: 300)",
    )
    look.add_argument("--theme", choices=THEMES, help="colours (default: print)")
    look.add_argument("--transparent", action="store_true", help="without a ground of its own")


def spec_of(options: argparse.Namespace, views: tuple[str, ...], *, dpi: float = DPI) -> FigureSpec:
    """The figure that is wanted of some views."""
    preset = SIZES[options.size if isinstance(options.size, str) else "column"]
    return FigureSpec(
        views,
        width=options.width_mm or preset.width,
        height=options.height_mm or preset.height,
        font=options.font or preset.font,
        dpi=options.dpi or dpi,
        theme=options.theme or PRINT,
        transparent=options.transparent,
    )


def size(text: str) -> str | Pixels:
    """Read a size: a name, or one in pixels such as ``1600x960``."""
    if text in SIZES:
        return text
    match = _PIXELS.fullmatch(text)
    width, height = map(int, match.groups()) if match else (0, 0)
    if not (0 < width <= MOST_PIXELS and 0 < height <= MOST_PIXELS):
        allowed = f"{', '.join(SIZES)}, nor a size in pixels such as 1600x960"
        raise argparse.ArgumentTypeError(f"{shown(text)} is none of {allowed}")
    return width, height


def within(ends: tuple[float, float], unit: str) -> Callable[[str], float]:
    """What reads a number from the first to the second."""
    least, most = ends

    def read(text: str) -> float:
        try:
            number = float(text)
        except ValueError:
            number = least - 1.0
        if not least <= number <= most:
            allowed = f"a number from {least:g} to {most:g}"
            raise argparse.ArgumentTypeError(f"{shown(text)} is not {allowed} ({unit})")
        return number

    return read


def picture(text: str) -> Path:
    """Read where to write a figure."""
    path = output(text)
    if format_of(path) not in FORMATS:
        raise argparse.ArgumentTypeError(f"{shown(text)} does not end in {endings(FORMATS)}")
    return path


def format_of(path: Path) -> str:
    """What a file's name says that it is."""
    return path.suffix.lower().removeprefix(".")


def endings(formats: tuple[str, ...]) -> str:
    """The endings of names, in words."""
    *first, last = (f".{each}" for each in formats)
    return f"{', '.join(first)} or {last}"
