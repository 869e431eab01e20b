"""Typeset formulas: shipped pictures of glyph outlines, drawn in any colour at any size.

``packaging/formulas.py`` makes them.  Formulas stand on the baseline of the text beside them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType

from PySide6.QtCore import QByteArray, QPointF, QRectF, QSize, QSizeF
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget

from rnnsim.resources import resources_folder
from rnnsim.ui.guard import reported
from rnnsim.ui.theme import Theme, font

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
    # some paint engines take the opacity from the colour, some from the painter
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


class FormulaLabel(QWidget):
    """A formula that stands by itself; where it is too wide for its place it shrinks."""

    def __init__(self, theme: Theme, role: str = "text", pixels: float = 15.0) -> None:
        super().__init__()
        self._theme, self._role, self._pixels = theme, role, pixels
        self._name = ""
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def name(self) -> str:
        """Which formula is shown."""
        return self._name

    def show_formula(self, name: str) -> None:
        """Show the formula of this name."""
        if name != self._name:
            self._name = name
            self.setAccessibleName(formulas()[name].text)
            self.updateGeometry()
            self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take on other colours."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if not self._name:
            return 0
        return round(formulas()[self._name].height * self._em(width)) + 2

    def sizeHint(self) -> QSize:
        width = round(formulas()[self._name].width * self._full_em) if self._name else 0
        return QSize(width, self.heightForWidth(width))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._name:
            return
        with reported(), QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            em = self._em(self.width())
            baseline = QPointF(0.0, 1.0 + formulas()[self._name].ascent * em)
            draw_formula(painter, baseline, self._name, em, self._theme.color(self._role))

    @property
    def _full_em(self) -> float:
        return float(font(self._pixels).pixelSize())

    def _em(self, width: int) -> float:
        return min(self._full_em, max(width, 1) / formulas()[self._name].width)
