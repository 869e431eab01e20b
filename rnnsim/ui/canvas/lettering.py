"""The canvas's type: sizes that follow the layout, and sentences that wrap and shrink to fit."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF

from rnnsim.ui import theme
from rnnsim.ui.canvas.geometry import Layout

LINE = 1.25
"""Height of a line, in type sizes."""

ONE_LINE_SHARE = 0.74
"""How far a sentence shrinks to stay on one line."""

SMALLEST_SHARE = 0.72
"""How far sentences shrink before they are cut short."""


def typeset(text: str) -> str:
    """Names of matrices with subscripts, as far as the typeface has them."""
    return text.replace("W_hh", "Wₕₕ").replace("W_ih", "Wᵢₕ")


def type_scale() -> float:
    """What `font` multiplies by."""
    return float(getattr(theme, "type_scale", lambda: 1.0)())


def lettering(place: Layout, pixels: float, *, bold: bool = False) -> QFont:
    """Type of so many pixels at scale 1, grown with the layout."""
    return exact(pixels * place.letter, bold=bold)


def exact(pixels: float, *, bold: bool = False) -> QFont:
    """Type of so many pixels on the screen: what `font` multiplies by is taken out before."""
    return theme.font(pixels / type_scale(), bold=bold)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text: its type size in pixels and where its middle is, from the top of the block.

    Attributes
    ----------
    part : int
        Which of the block's texts it belongs to.
    """

    text: str
    part: int
    pixels: float
    y: float


@lru_cache(maxsize=64)
def block(
    texts: tuple[tuple[str, float, bool], ...], width: float, height: float, scale: float
) -> tuple[Line, ...]:
    """Break texts into lines as large as a room allows.

    Parameters
    ----------
    texts : tuple of (str, float, bool)
        Each with its type size in pixels, and whether it is bold.
    scale : float
        The window's type scale; it is here so that a change of it is noticed.

    A text that just exceeds a line shrinks into it.  All shrink together where there is no room for
    so many lines; what exceeds the room at the smallest size is cut short.
    """
    assert scale > 0.0
    texts = tuple(_on_one_line(*text, width) for text in texts)
    shares = [1.0 - 0.04 * step for step in range(round((1.0 - SMALLEST_SHARE) / 0.04) + 1)]
    broken: list[list[str]] = []
    for share in shares:
        broken = [_lines(text, pixels * share, width, bold=bold) for text, pixels, bold in texts]
        tall = sum(
            len(lines) * pixels * share * LINE
            for lines, (_, pixels, _) in zip(broken, texts, strict=True)
        )
        if tall <= height:
            return _placed(broken, texts, share)
    return _placed(_cut(broken, texts, share, width, height), texts, share)


def _on_one_line(text: str, pixels: float, bold: bool, width: float) -> tuple[str, float, bool]:
    share = width / max(_metrics(pixels, bold=bold).horizontalAdvance(text), 1.0)
    if ONE_LINE_SHARE <= share < 1.0:
        pixels = math.floor(pixels * share)  # type comes in whole pixels
    return text, pixels, bold


def _cut(
    broken: list[list[str]],
    texts: tuple[tuple[str, float, bool], ...],
    share: float,
    width: float,
    height: float,
) -> list[list[str]]:
    """Keep as many lines as have room, the first text's first; the last line kept says “…”."""
    kept, left = [], height
    for index, (lines, (_, pixels, bold)) in enumerate(zip(broken, texts, strict=True)):
        line = pixels * share * LINE
        later = sum(size * share * LINE for _, size, _ in texts[index + 1 :])
        count = max(1, min(len(lines), int((left - later) / line + 1e-9)))
        shown = lines[:count]
        if count < len(lines):
            rest = " ".join(lines[count - 1 :])
            shown[-1] = _metrics(pixels * share, bold=bold).elidedText(
                rest, Qt.TextElideMode.ElideRight, width
            )
        left -= count * line
        kept.append(shown)
    return kept


def _placed(
    broken: list[list[str]], texts: tuple[tuple[str, float, bool], ...], share: float
) -> tuple[Line, ...]:
    found, y = [], 0.0
    for part, (lines, (_, pixels, _)) in enumerate(zip(broken, texts, strict=True)):
        for line in lines:
            tall = pixels * share * LINE
            found.append(Line(line, part, pixels * share, y + tall / 2))
            y += tall
    return tuple(found)


def _lines(text: str, pixels: float, width: float, *, bold: bool) -> list[str]:
    """Break a text between words."""
    metrics = _metrics(pixels, bold=bold)
    lines, line = [], ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if line and metrics.horizontalAdvance(longer) > width:
            lines.append(line)
            line = word
        else:
            line = longer
    return [*lines, line]


def _metrics(pixels: float, *, bold: bool) -> QFontMetricsF:
    return QFontMetricsF(exact(pixels, bold=bold))
