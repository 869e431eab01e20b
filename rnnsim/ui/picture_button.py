"""A button with an icon, which stays a drawing in files and on printers."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QIcon, QPaintEvent, QPalette
from PySide6.QtWidgets import QStyle, QStyleOptionToolButton, QStylePainter, QToolButton

from rnnsim.ui.icons import Drawing, drawing_of
from rnnsim.ui.vectors import is_vector

GAP = 4
"""Pixels that Qt puts between an icon and a word."""


class PictureButton(QToolButton):
    """Shows an icon, alone or with its word at the right of it; Qt's style only copies pixels."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        drawing = drawing_of(option.icon) if is_vector(painter) else None
        if drawing is None:
            painter.drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option)
            return
        text, option.text, option.icon = option.text, "", QIcon()
        painter.drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option)
        if option.toolButtonStyle is Qt.ToolButtonStyle.ToolButtonIconOnly:
            text = ""
        self._draw_contents(painter, option, drawing, text)

    def _draw_contents(
        self, painter: QStylePainter, option: QStyleOptionToolButton, drawing: Drawing, text: str
    ) -> None:
        # within the edge and the padding, which the style sheet says
        room = self.style().subElementRect(QStyle.SubElement.SE_FrameContents, option, self)
        size = option.iconSize
        enabled = bool(option.state & QStyle.StateFlag.State_Enabled)
        for_icon = QRect(room)
        if text:
            for_icon.setWidth(size.width() + GAP)
        place, middle = self._mirrored(for_icon, room), Qt.AlignmentFlag.AlignCenter
        box = QStyle.alignedRect(option.direction, middle, size, place)
        drawing.draw(painter, QRectF(box), enabled=enabled)
        if text:
            room_left = room.adjusted(for_icon.width(), 0, 0, 0)
            side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            flags = QStyle.visualAlignment(option.direction, side)
            flags |= Qt.TextFlag.TextHideMnemonic
            painter.drawItemText(
                self._mirrored(room_left, room),
                *(flags, option.palette, enabled, text, QPalette.ColorRole.ButtonText),
            )

    def _mirrored(self, rect: QRect, room: QRect) -> QRect:
        return QStyle.visualRect(self.layoutDirection(), room, rect)
