"""The ground that every small control stands on, and the plainest such control."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QToolButton, QWidget

from rnnsim.ui import tips
from rnnsim.ui.keys import KeyGuard

CORNER = 5.0
PADDING = 4
"""Pixels between a control's edge and what it holds, at least."""

LEAST = 44
"""Pixels of width of a word that a layout may cut short."""


def draw_plate(painter: QPainter, widget: QWidget, *, lit: bool) -> QColor:
    """Draw the ground of `widget`, with a ring where it has the focus; return the ink for it."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    palette, role = widget.palette(), QPalette.ColorRole
    lit = lit and widget.isEnabled()
    touched = lit or (widget.underMouse() and widget.isEnabled())
    painter.setPen(QPen(palette.color(role.Highlight if touched else role.Mid), 1.0))
    painter.setBrush(palette.color(role.Highlight if lit else role.Button))
    box = QRectF(widget.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
    painter.drawRoundedRect(box, CORNER, CORNER)
    if widget.hasFocus():
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(palette.color(role.WindowText), 2.0))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), CORNER, CORNER)
    return palette.color(role.HighlightedText if lit else role.ButtonText)


class Button(QToolButton):
    """A word to press.  A click leaves the focus where it is; Space presses what Tab has found."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        KeyGuard(self, (Qt.Key.Key_Space,))

    def explain(self, title: str, text: str) -> None:
        """Say what pressing it does."""
        page = tips.page(title, text)
        self.setToolTip(page)
        self.setWhatsThis(page)
        self.setAccessibleDescription(text)

    @property
    def least_width(self) -> int:
        """Pixels that the text needs."""
        return self.fontMetrics().horizontalAdvance(self.text()) + 2 * PADDING + 4

    def sizeHint(self) -> QSize:
        return QSize(self.least_width, 22)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.least_width, LEAST), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        ink = draw_plate(painter, self, lit=self.isDown() or self.isChecked())
        self._draw_contents(painter, self.rect(), ink)

    def _draw_contents(self, painter: QPainter, room: QRect, ink: QColor) -> None:
        painter.setPen(ink)
        elide, metrics = Qt.TextElideMode.ElideRight, painter.fontMetrics()
        text = metrics.elidedText(self.text(), elide, room.width() - 2)
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)
