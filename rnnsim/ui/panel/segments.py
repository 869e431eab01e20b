"""A choice as a row of buttons, broken into rows where one is too narrow."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QStyle, QWidget

from rnnsim.model.kinds import Choice
from rnnsim.ui.keys import ARROWS, KeyGuard
from rnnsim.ui.panel import words
from rnnsim.ui.panel.metrics import BUTTON_GAP as GAP
from rnnsim.ui.panel.wrap import fits, places
from rnnsim.ui.plate import draw_plate

PADDING = 3
"""Pixels between a button's edge and its text, at least."""


class Segment(QRadioButton):
    """One button of a choice, drawn in the palette's colours."""

    def __init__(self, choice: Choice, parent: QWidget) -> None:
        super().__init__(words.label(choice), parent)
        self.choice = choice
        self.setAccessibleDescription(words.help_of(choice))
        # A click leaves the focus where it is, so that Space goes on playing and pausing.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        KeyGuard(self, (*ARROWS, Qt.Key.Key_Space))

    @property
    def least_width(self) -> int:
        """Pixels that the text needs."""
        return self.fontMetrics().horizontalAdvance(self.text()) + 2 * PADDING

    def hitButton(self, position: QPoint) -> bool:
        return self.rect().contains(position)

    def sizeHint(self) -> QSize:
        return QSize(self.least_width, self.fontMetrics().height() + 6)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(draw_plate(painter, self, lit=self.isChecked()))
        room = self.rect().adjusted(2, 0, -2, 0)
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)


class Segments(QWidget):
    """Exclusive buttons; emits `chosen` with a choice's value when the user picks it."""

    chosen = Signal(str)

    def __init__(self, choices: Sequence[Choice], parent: QWidget) -> None:
        super().__init__(parent)
        self._rows = 1
        self._row_height = 22
        self._group = QButtonGroup(self)
        self.buttons = [Segment(choice, self) for choice in choices]
        for button in self.buttons:
            self._group.addButton(button)
        self._group.buttonClicked.connect(self._clicked)
        self.setFocusProxy(self.buttons[0])

    def show_value(self, value: str) -> None:
        """Check the button of `value`."""
        for button in self.buttons:
            if button.choice.value == value:
                button.setChecked(True)
                self.setFocusProxy(button)

    def fits(self, width: int, rows: int) -> bool:
        """Whether the buttons fit into `rows` rows of `width` pixels."""
        return fits(self._least_widths(), width, GAP, rows)

    def height_of(self, rows: int, row_height: int) -> int:
        """Pixels that `rows` rows need."""
        return rows * row_height + (rows - 1) * GAP

    def arrange(self, rect: QRect, rows: int, row_height: int) -> None:
        """Fill `rect` of the parent with `rows` rows of buttons."""
        self._rows, self._row_height = rows, row_height
        self.setGeometry(rect)
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        spots = places(self._least_widths(), self.width(), GAP, self._rows)
        for button, spot in zip(self.buttons, spots, strict=True):
            top = spot.row * (self._row_height + GAP)
            rect = QRect(spot.left, top, spot.width, self._row_height)
            button.setGeometry(QStyle.visualRect(self.layoutDirection(), self.rect(), rect))

    def _least_widths(self) -> list[int]:
        return [button.least_width for button in self.buttons]

    def _clicked(self, button: Segment) -> None:
        self.chosen.emit(button.choice.value)
