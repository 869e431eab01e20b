"""A card that opens and closes, and says in its head what it holds."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QStyle, QVBoxLayout, QWidget

from rnnsim.translation import tr
from rnnsim.ui import tips
from rnnsim.ui.keys import KeyGuard
from rnnsim.ui.pictures import draw_chevron
from rnnsim.ui.plate import CORNER

INSET = 5
"""Pixels beside what is written, for the ring that shows the focus."""

GAP = 8
CHEVRON = 8
"""Pixels of the longer side."""


class Fold(QFrame):
    """A titled frame round `body`, which `toggled` asks to show or to hide."""

    toggled = Signal(bool)
    """The user wants it open, or closed."""

    def __init__(self, title: str, body: QWidget) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setAccessibleName(title)
        self.head = FoldHead(title, self)
        self.head.clicked.connect(lambda: self.toggled.emit(not self.head.opened))
        self._body = body
        layout = QVBoxLayout(self)
        layout.addWidget(self.head)
        layout.addWidget(body, 1)

    def show_open(self, *, opened: bool) -> None:
        """Show the body, or the head alone."""
        self.head.show_open(opened=opened)
        self._body.setVisible(opened)

    def set_aside(self, text: str) -> None:
        """Show `text` at the right of the title."""
        self.head.set_aside(text)


class FoldHead(QAbstractButton):
    """The head: a chevron, the title, and a short read-out."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.opened = False
        self._aside = ""
        self.setText(title)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        # A click leaves the focus where it is, so that Space goes on playing and pausing.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        KeyGuard(self, (Qt.Key.Key_Space,))
        self._describe()

    def show_open(self, *, opened: bool) -> None:
        """Turn the chevron."""
        if opened != self.opened:
            self.opened = opened
            self._describe()
            self.update()

    def set_aside(self, text: str) -> None:
        """Show `text` at the right of the title while closed, as much of it as has room."""
        if text != self._aside:
            self._aside = text
            self._describe()
            self.update()

    def sizeHint(self) -> QSize:
        title = QFontMetrics(self._bold())
        width = 2 * INSET + CHEVRON + GAP + title.horizontalAdvance(self.text())
        return QSize(width, title.height() + 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, role = self.palette(), QPalette.ColorRole
        ink = palette.color(role.Highlight if self.underMouse() else role.WindowText)
        chevron = QSize(CHEVRON, CHEVRON // 2) if self.opened else QSize(CHEVRON // 2, CHEVRON)
        left = INSET + (CHEVRON - chevron.width()) // 2
        top = (self.height() - chevron.height()) // 2
        box = self._mirrored(QRect(left, top, chevron.width(), chevron.height()))
        draw_chevron(painter, QRectF(box), ink, right=not self.opened)
        painter.setPen(ink)
        painter.setFont(self._bold())
        used = INSET + CHEVRON + GAP
        width = painter.fontMetrics().horizontalAdvance(self.text()) + 1
        self._write(painter, used, width, self.text())
        used += width + GAP
        painter.setFont(self.font())
        if not self.opened:
            painter.setPen(palette.color(role.PlaceholderText))
            self._write(painter, used, self.width() - INSET - used, self._aside, at_end=True)
        if self.hasFocus():
            painter.setPen(QPen(palette.color(role.WindowText), 2.0))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), CORNER, CORNER)

    def _write(
        self, painter: QPainter, left: int, width: int, text: str, *, at_end: bool = False
    ) -> None:
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width)
        flag = Qt.AlignmentFlag
        leftwards = at_end is not self.isRightToLeft()
        side = flag.AlignRight if leftwards else flag.AlignLeft
        room = self._mirrored(QRect(left, 0, width, self.height()))
        painter.drawText(room, side | flag.AlignVCenter | flag.AlignAbsolute, shown)

    def _mirrored(self, rect: QRect) -> QRect:
        return QStyle.visualRect(self.layoutDirection(), self.rect(), rect)

    def _bold(self) -> QFont:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def _describe(self) -> None:
        state = tr("open") if self.opened else tr("closed")
        self.setAccessibleName(self.text())
        self.setAccessibleDescription(f"{state}. {self._aside}")
        self.setToolTip(tips.rich(self._aside))
        self.setWhatsThis(tips.page(self.text(), tr("Opens and closes a card of settings.")))
