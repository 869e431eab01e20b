"""Typeset formulas: shipped pictures of glyph outlines, drawn in any colour at any size.

``packaging/formulas.py`` makes them.  Formulas stand on the baseline of the text beside them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType

from PySide6.QtCore import QByteArray, QPointF, QRectF, QSizeF
from PySide6.QtGui import QColor, QPainter
from PySide6.QtSvg import QSvgRenderer

from rnnsim.resources import resources_folder

FOLDER = "formulas"


@dataclass(frozen=True, slots=True)
class Formula:
    """One formula; lengths are in units of its em.

    Attributes
    ----------
    latex : str
        What it was typeset from.
    text : str
        The same in plain characters.
    width, height : float
    ascent : float
        How much of the height stands above the baseline.
    """

    latex: str
    text: str
    width: float
    height: float
    ascent: float

    def size(self, em: float) -> QSizeF:
        """Pixels that it takes at an em of so many."""
        return QSizeF(self.width * em, self.height * em)


@cache
def formulas() -> Mapping[str, Formula]:
    """All shipped formulas by name."""
    path = resources_folder() / FOLDER / "index.json"
    index = json.loads(path.read_text(encoding="utf-8"))
    return MappingProxyType({name: Formula(**entry) for name, entry in index.items()})


def draw_formula(painter: QPainter, at: QPointF, name: str, em: float, color: QColor) -> float:
    """Draw a formula from the point `at` of the baseline on; return the width it takes.

    Parameters
    ----------
    em : float
        Pixels.
    """
    formula = formulas()[name]
    size = formula.size(em)
    top = at - QPointF(0.0, formula.ascent * em)
    _renderer(name, color.name()).render(painter, QRectF(top, size))
    return size.width()


def indexed_width(name: str, index: int, em: float) -> float:
    """Pixels that `draw_indexed` takes."""
    return sum(formulas()[part].width for part in _indexed(name, index)) * em


def draw_indexed(
    painter: QPainter, at: QPointF, name: str, index: int, em: float, color: QColor
) -> float:
    """Draw a formula, and a number as the index of its last symbol; return the width."""
    width = 0.0
    for part in _indexed(name, index):
        width += draw_formula(painter, at + QPointF(width, 0.0), part, em, color)
    return width


def _indexed(name: str, index: int) -> list[str]:
    return [name, *(f"sub_{digit}" for digit in str(index))]


@lru_cache(maxsize=256)
def _renderer(name: str, color: str) -> QSvgRenderer:
    path = resources_folder() / FOLDER / f"{name}.svg"
    picture = path.read_text(encoding="utf-8").replace("currentColor", color)
    return QSvgRenderer(QByteArray(picture.encode()))
