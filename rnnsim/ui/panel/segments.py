"""A choice as a row of buttons, broken into rows where one is too narrow."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QStyle, QWidget

from rnnsim.model.parameters import Choice
from rnnsim.ui.keys import ARROWS, KeyGuard
from rnnsim.ui.panel.pictures import draw_curve, has_curve
from rnnsim.ui.panel.wrap import fits, places

GAP = 3
PADDING = 4
PICTURE = (1.25, 0.9)
"""Width and height of a button's picture, in ascents of its type."""

PICTURE_GAP = 4
CORNER = 5.0
ABSOLUTELY_LEFT = (
    Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute
)


class Segment(QRadioButton):
    """One button of a choice, drawn in the palette's colours."""

    def __init__(self, choice: Choice, parent: QWidget) -> None:
        super().__init__(choice.label, parent)
        self.choice = choice
        self.setAccessibleDescription(choice.help)
        # A click leaves the focus where it is, so that Space goes on playing and pausing.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        KeyGuard(self, (*ARROWS, Qt.Key.Key_Space))

    @property
    def least_width(self) -> int:
        """Pixels that text and picture need."""
        text = self.fontMetrics().horizontalAdvance(self.choice.label)
        return text + self._picture_room() + 2 * PADDING

    def hitButton(self, position: QPoint) -> bool:
        return self.rect().contains(position)

    def sizeHint(self) -> QSize:
        return QSize(self.least_width, self.fontMetrics().height() + 6)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, role = self.palette(), QPalette.ColorRole
        checked, enabled = self.isChecked(), self.isEnabled()
        edge = role.Highlight if (checked or self.underMouse()) and enabled else role.Mid
        painter.setPen(QPen(palette.color(edge), 1.0))
        painter.setBrush(palette.color(role.Highlight if checked and enabled else role.Button))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, CORNER, CORNER)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(palette.color(role.WindowText), 2.0))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), CORNER, CORNER)
        ink = palette.color(role.HighlightedText if checked and enabled else role.ButtonText)
        self._draw_contents(painter, ink)

    def _draw_contents(self, painter: QPainter, ink: QColor) -> None:
        metrics = self.fontMetrics()
        text_width = metrics.horizontalAdvance(self.choice.label)
        room = self.rect().adjusted(3, 0, -3, 0)
        picture = self._picture_room()
        left = max(float(room.left()), (self.width() - picture - text_width) / 2)
        if picture:
            box = QRectF(QPointF(left, 0.0), self._picture_size())
            box.moveTop((self.height() - box.height()) / 2)
            draw_curve(painter, box, self.choice.value, ink)
        painter.setPen(ink)
        text_room = QRectF(left + picture, 0.0, room.right() - left - picture + 1.0, self.height())
        painter.drawText(
            text_room,
            ABSOLUTELY_LEFT,
            metrics.elidedText(
                self.choice.label, Qt.TextElideMode.ElideRight, int(text_room.width()) + 1
            ),
        )

    def _picture_size(self) -> QSizeF:
        ascent = self.fontMetrics().ascent()
        return QSizeF(PICTURE[0] * ascent, PICTURE[1] * ascent)

    def _picture_room(self) -> int:
        """Pixels for the picture and the gap beside it, 0 where there is none."""
        pictured = has_curve(self.choice.value)
        return round(self._picture_size().width()) + PICTURE_GAP if pictured else 0


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
