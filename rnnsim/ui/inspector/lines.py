"""The headline, facts, formulas and notes of the inspector: lines of type."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QTextLayout, QTextOption

from rnnsim.ui.formula import draw_formula, draw_indexed, formulas, indexed_width
from rnnsim.ui.inspector.blocks import Equation, Fact, Facts, Headline, Note
from rnnsim.ui.inspector.widget import (
    RIGHT,
    SMALL,
    BlockWidget,
    label_text,
    line_height,
    pixels,
)
from rnnsim.ui.numbers import subscript
from rnnsim.ui.theme import Theme, font

SYMBOL = 26.0
VALUE = 17.0
"""Em of the headline's symbol and of its value, pixels."""


class HeadlineView(BlockWidget):
    """What is looked at, its number, and what that is to be compared with."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._line = Headline("h", None, "", "text", "", "", "text", "")

    def show_block(self, line: Headline) -> None:
        """Show `line` from now on."""
        if line == self._line:
            return
        self._line = line
        self.setAccessibleName(described(line))
        self.changed()

    def height_in(self, width: float) -> float:
        beside = height_of(self._line.beside, width) if self._line.beside else 0.0
        return pixels(36.0) + self._value_room(width) + beside + 4.0

    def draw(self, painter: QPainter) -> None:
        line, theme = self._line, self._theme
        at = QPointF(0.0, pixels(25.0))
        end = _draw_symbol(painter, at, line.symbol, line.index, pixels(SYMBOL), theme, line.role)
        room = QRectF(end + 12.0, pixels(11.0), self.width() - end - 12.0, line_height())
        self.draw_text(painter, room, line.aside, "text", RIGHT)
        painter.setPen(theme.color(line.value_role))
        value_top = pixels(36.0)
        em = pixels(VALUE)
        if line.of:
            at = QPointF(0.0, value_top + pixels(17.0))
            em = self._fitting(em)
            at.setX(
                _draw_symbol(painter, at, line.of, line.index, em, theme, line.value_role)
                + draw_formula(
                    painter,
                    at + QPointF(_width_of(line.of, line.index, em), 0.0),
                    "norm_end",
                    em,
                    theme.color(line.value_role),
                )
            )
            painter.setPen(theme.color(line.value_role))
            painter.setFont(font(VALUE * em / pixels(VALUE), bold=True))
            painter.drawText(at, f" = {line.value}")
        else:
            painter.setFont(font(1.4 * VALUE, bold=True))
            painter.drawText(QPointF(0.0, value_top + pixels(19.0)), line.value)
        if line.beside:
            top = value_top + self._value_room(float(self.width()))
            draw_wrapped(painter, QPointF(0.0, top), float(self.width()), line.beside, theme)

    def _value_room(self, _width: float) -> float:
        return pixels(27.0 if self._line.of else 30.0)

    def _fitting(self, em: float) -> float:
        """An em at which formula and value fit side by side."""
        metrics = QFontMetricsF(font(VALUE, bold=True))
        name = _width_of(self._line.of, self._line.index, em) + formulas()["norm_end"].width * em
        need = name + metrics.horizontalAdvance(f" = {self._line.value}") + 4.0
        return em * min(1.0, self.width() / need)


def described(line: Headline) -> str:
    """The headline in plain characters."""
    index = "" if line.index is None else subscript(line.index)
    name = f"{label_text(line.symbol)}{index}"
    value = f"{label_text(line.of)}{index}‖ = {line.value}" if line.of else line.value
    return "; ".join(filter(None, (name, line.aside, value, line.beside)))


class FactsView(BlockWidget):
    """Numbers under each other, their names at the left."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._facts: tuple[Fact, ...] = ()

    def show_block(self, facts: Facts) -> None:
        """Show `facts` from now on."""
        if facts.rows == self._facts:
            return
        self._facts = facts.rows
        self.setAccessibleName(
            "; ".join(
                f"{label_text(fact.formula) if fact.formula else fact.word} {fact.value}"
                for fact in facts.rows
            )
        )
        self.changed()

    def height_in(self, width: float) -> float:
        return line_height() * len(self._facts)

    def draw(self, painter: QPainter) -> None:
        for i, fact in enumerate(self._facts):
            line = QRectF(0.0, i * line_height(), float(self.width()), line_height())
            self.draw_fact(painter, line, fact)


class EquationView(BlockWidget):
    """A formula that stands by itself; where it is too wide for its place it shrinks."""

    EM = 15.0

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._name = ""

    def show_block(self, equation: Equation) -> None:
        """Show the formula of `equation` from now on."""
        if equation.formula == self._name:
            return
        self._name = equation.formula
        self.setAccessibleName(label_text(equation.formula))
        self.changed()

    def height_in(self, width: float) -> float:
        if not self._name:
            return 0.0
        return formulas()[self._name].height * self._em(width) + 6.0

    def draw(self, painter: QPainter) -> None:
        em = self._em(float(self.width()))
        at = QPointF(0.0, 2.0 + formulas()[self._name].ascent * em)
        draw_formula(painter, at, self._name, em, self._theme.color("muted"))

    def _em(self, width: float) -> float:
        return min(pixels(self.EM), max(width, 1.0) / formulas()[self._name].width)


class NoteView(BlockWidget):
    """A sentence of second rank, on as many lines as it takes."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._text = ""

    def show_block(self, note: Note) -> None:
        """Show the sentence of `note` from now on."""
        if note.text == self._text:
            return
        self._text = note.text
        self.setAccessibleName(note.text)
        self.changed()

    def height_in(self, width: float) -> float:
        return height_of(self._text, width) + 4.0

    def draw(self, painter: QPainter) -> None:
        draw_wrapped(painter, QPointF(), float(self.width()), self._text, self._theme)


def _draw_symbol(
    painter: QPainter,
    at: QPointF,
    name: str,
    index: int | None,
    em: float,
    theme: Theme,
    role: str,
) -> float:
    if index is None:
        return draw_formula(painter, at, name, em, theme.color(role))
    return draw_indexed(painter, at, name, index, em, theme.color(role))


def _width_of(name: str, index: int | None, em: float) -> float:
    return formulas()[name].width * em if index is None else indexed_width(name, index, em)


def _laid_out(text: str, width: float) -> QTextLayout:
    layout = QTextLayout(text, font(SMALL))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    top = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(width, 1.0))
        line.setPosition(QPointF(0.0, top))
        top += line.height() + 2.0
    layout.endLayout()
    return layout


def height_of(text: str, width: float) -> float:
    """Pixels that `draw_wrapped` takes."""
    layout = _laid_out(text, width)
    line = layout.lineAt(layout.lineCount() - 1)
    return math.ceil(line.y() + line.height()) + 2.0


def draw_wrapped(painter: QPainter, at: QPointF, width: float, text: str, theme: Theme) -> None:
    """Draw text of second rank from the corner `at` on, in lines as wide as `width`."""
    painter.setPen(theme.color("muted"))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    _laid_out(text, width).draw(painter, at)
