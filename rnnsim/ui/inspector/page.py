"""A page as a column of widgets; they are made anew only where the kinds of blocks differ."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QLineF, QRectF, QSize
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rnnsim.ui.inspector.blocks import Equation, Facts, Matrix, Note, Page, Section, Vector
from rnnsim.ui.inspector.lines import EquationView, FactsView, HeadlineView, NoteView
from rnnsim.ui.inspector.matrix import MatrixView
from rnnsim.ui.inspector.strip import Strip
from rnnsim.ui.inspector.widget import LEFT, BlockWidget, line_height, pixels
from rnnsim.ui.theme import Theme

VIEWS: Mapping[type, type[Any]] = {
    Vector: Strip,
    Matrix: MatrixView,
    Facts: FactsView,
    Equation: EquationView,
    Note: NoteView,
}


class Rule(BlockWidget):
    """The title of a section, under a line."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._title = self._aside = ""

    def show_block(self, section: Section) -> None:
        """Show the title of `section` from now on."""
        if (section.title, section.aside) == (self._title, self._aside):
            return
        self._title, self._aside = section.title, section.aside
        self.setAccessibleName(section.title)
        self.update()

    def height_in(self, width: float) -> float:
        return line_height() + pixels(12.0)

    def draw(self, painter: QPainter) -> None:
        painter.setPen(QPen(self._theme.color("border"), 1.0))
        y = pixels(6.0) + 0.5
        painter.drawLine(QLineF(0.0, y, float(self.width()), y))
        box = QRectF(0.0, pixels(9.0), float(self.width()), line_height())
        end = self.draw_text(painter, box, self._title, "text", LEFT, bold=True)
        box.setLeft(end + 10.0)
        self.draw_text(painter, box, self._aside)


class Column(QWidget):
    """Shows a `Page`."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._kinds: tuple[type, ...] = ()
        self._views: list[Any] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(12, 10, 12, 12)
        self._layout.setSpacing(3)
        self._layout.addStretch(1)

    def show_page(self, page: Page) -> None:
        """Show `page` from now on."""
        parts: list[Any] = [page.headline]
        for section in page.sections:
            parts += [section, *section.blocks]
        kinds = tuple(type(part) for part in parts)
        if kinds != self._kinds:
            self._rebuild(kinds)
        for view, part in zip(self._views, parts, strict=True):
            view.show_block(part)

    def set_theme(self, theme: Theme) -> None:
        """Take on other colours."""
        self._theme = theme
        for view in self._views:
            view.set_theme(theme)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def _rebuild(self, kinds: tuple[type, ...]) -> None:
        for view in self._views:
            self._layout.removeWidget(view)
            view.hide()
            view.deleteLater()
        known = {**VIEWS, Section: Rule}
        self._views = [known.get(kind, HeadlineView)(self._theme) for kind in kinds]
        for place, view in enumerate(self._views):
            self._layout.insertWidget(place, view)
        self._kinds = kinds
