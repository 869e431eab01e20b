"""The knob that a scene asks for, as a button that points at it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QStyle, QWidget

from rnnsim.model.parameters import PARAMETERS
from rnnsim.translation import tr
from rnnsim.ui.plate import Button
from rnnsim.ui.theme import font

PADDING = 12
PICTURE = QSize(18, 10)
"""Of a slider."""

GAP = 8


class Chip(Button):
    """“Move: spectral radius ρ”."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("", parent)
        self._name = ""
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._fit_type()

    def show_knob(self, key: str) -> None:
        """Name a knob; hidden where there is none."""
        self.setVisible(bool(key))
        if not key:
            return
        self._name = name = knob_name(key)
        self.setText(tr("Move: {knob}").format(knob=name))
        self.setAccessibleName(self.text())
        self.explain(name, tr("This scene asks you to move it. Press to see where it is."))
        self.updateGeometry()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:  # a theme or another size of type
            self._fit_type()

    def _fit_type(self) -> None:
        if self.font() != (wanted := font(14, bold=True)):
            self.setFont(wanted)

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        width = metrics.horizontalAdvance(self.text()) + 2 * PADDING + PICTURE.width() + GAP
        return QSize(width, metrics.height() + 14)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, role = self.palette(), QPalette.ColorRole
        accent = palette.color(role.Highlight)
        ground = QColor(accent)
        ground.setAlphaF(0.28 if self.isDown() or self.underMouse() else 0.14)
        box = QRectF(self.rect()).adjusted(1.0, 1.0, -1.0, -1.0)
        ring = palette.color(role.WindowText) if self.hasFocus() else accent
        painter.setPen(QPen(ring, 2.0 if self.hasFocus() else 1.0))
        painter.setBrush(ground)
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        self._draw_slider(painter, accent)
        self._draw_text(painter, palette.color(role.WindowText))

    def _draw_slider(self, painter: QPainter, ink: QColor) -> None:
        top = (self.height() - PICTURE.height()) // 2
        place = QRectF(self._mirrored(QRect(PADDING, top, PICTURE.width(), PICTURE.height())))
        y = place.center().y()
        painter.setPen(QPen(ink, 2.0, c=Qt.PenCapStyle.RoundCap))
        painter.drawLine(QPointF(place.left(), y), QPointF(place.right(), y))
        painter.setBrush(ink)
        painter.drawEllipse(QPointF(place.left() + 0.65 * place.width(), y), 3.5, 3.5)

    def _draw_text(self, painter: QPainter, ink: QColor) -> None:
        left = PADDING + PICTURE.width() + GAP
        room = self._mirrored(QRect(left, 0, self.width() - left - PADDING, self.height()))
        painter.setPen(ink)
        elide = Qt.TextElideMode.ElideRight
        metrics = self.fontMetrics()
        whole = metrics.horizontalAdvance(self.text()) <= room.width()
        # whole as it is: cut to exactly its own width, rounded, it would end in an ellipsis
        text = self.text() if whole else metrics.elidedText(self._name, elide, room.width())
        side = Qt.AlignmentFlag.AlignRight if self.isRightToLeft() else Qt.AlignmentFlag.AlignLeft
        absolute = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
        painter.drawText(room, side | absolute, text)

    def _mirrored(self, rect: QRect) -> QRect:
        return QStyle.visualRect(self.layoutDirection(), self.rect(), rect)


def knob_name(key: str) -> str:
    """What the knob of a setting is called: ``spectral radius ρ``."""
    row = PARAMETERS[key]
    return f"{tr(row.label)} {row.symbol}".strip()
