"""A box that shows one of many words and opens the list of all, painted like other controls."""

from __future__ import annotations

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QIcon, QPainter, QPaintEvent, QPalette, QPixmap, QWheelEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from rnnsim.ui.keys import ARROWS, ENDS, PAGES, KeyGuard
from rnnsim.ui.pictures import draw_chevron, draw_curve, has_curve
from rnnsim.ui.plate import draw_plate

INSET = 7
"""Pixels from the edge to what is in the box, and between its parts."""

CHEVRON = QSize(8, 4)
PICTURE = QSize(15, 11)
"""Of a function, where an item's data names one."""


class Box(QComboBox):
    """A combo box; a click leaves the focus where it is, so that Space goes on playing.

    Parameters
    ----------
    curves : bool
        Whether items whose data name a function are shown with its picture.
    """

    def __init__(self, parent: QWidget | None = None, *, curves: bool = True) -> None:
        super().__init__(parent)
        self._curves = curves
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        KeyGuard(self, (*ARROWS, *ENDS, *PAGES, Qt.Key.Key_Space))
        self.setItemDelegate(_Pictured(self) if curves else QStyledItemDelegate(self))

    def wheelEvent(self, event: QWheelEvent) -> None:
        # Without the focus the wheel scrolls what the box lies in rather than change it.
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        ink = draw_plate(painter, self, lit=False)
        left, right = INSET, self.width() - INSET - CHEVRON.width()
        draw_chevron(painter, self._placed(right, CHEVRON), ink)
        name = str(self.currentData())
        if self._curves and has_curve(name):
            draw_curve(painter, self._placed(left, PICTURE), name, ink)
            left += PICTURE.width() + INSET
        room = QSize(right - INSET - left, self.height())
        words = self.currentText() or self.placeholderText()
        text = self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        painter.setPen(ink)
        side = Qt.AlignmentFlag.AlignRight if self.isRightToLeft() else Qt.AlignmentFlag.AlignLeft
        absolute = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
        painter.drawText(self._placed(left, room), side | absolute, text)

    def _placed(self, left: int, size: QSize) -> QRectF:
        """A part of the box, in the middle of its height; mirrored where one reads leftwards."""
        rect = QRect(left, (self.height() - size.height()) // 2, size.width(), size.height())
        return QRectF(QStyle.visualRect(self.layoutDirection(), self.rect(), rect))


class _Pictured(QStyledItemDelegate):
    """Puts the picture of a function before its name in the list."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        name = str(index.data(Qt.ItemDataRole.UserRole))
        if not has_curve(name):
            return
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        role = QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.Text
        option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
        option.decorationSize = PICTURE
        option.icon = QIcon(_picture(name, option.palette.color(role)))


def _picture(name: str, ink: QColor, fineness: float = 2.0) -> QPixmap:
    pixmap = QPixmap(PICTURE * fineness)
    pixmap.setDevicePixelRatio(fineness)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw_curve(painter, QRectF(0.0, 0.0, PICTURE.width(), PICTURE.height()), name, ink)
    painter.end()
    return pixmap
