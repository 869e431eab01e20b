"""Icons of the window, drawn in the colours of the theme."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPen, QPixmap, QPolygonF

from rnnsim.ui.theme import Theme

SIZE = 64
"""Pixels an icon is drawn with, to be shown at about 16."""


@cache
def icon(name: str, theme: Theme, role: str = "text") -> QIcon:
    """The icon `name`: play, pause, step, restart, dark or light."""
    pixmap = QPixmap(SIZE, SIZE)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    color = theme.color(role)
    painter.setPen(QPen(color, 7.0, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin))
    painter.setBrush(color)
    _DRAWINGS[name](painter)
    painter.end()
    return QIcon(pixmap)


def _triangle(left: float, right: float) -> QPolygonF:
    return QPolygonF([QPointF(left, 12), QPointF(right, 32), QPointF(left, 52)])


def _play(painter: QPainter) -> None:
    painter.drawPolygon(_triangle(18, 50))


def _pause(painter: QPainter) -> None:
    painter.drawRect(QRectF(16, 14, 8, 36))
    painter.drawRect(QRectF(40, 14, 8, 36))


def _step(painter: QPainter) -> None:
    painter.drawPolygon(_triangle(14, 38))
    painter.drawRect(QRectF(48, 14, 3, 36))


def _restart(painter: QPainter) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawArc(QRectF(14, 14, 36, 36), 60 * 16, 290 * 16)
    painter.setBrush(painter.pen().color())
    painter.drawPolygon(QPolygonF([QPointF(40, 6), QPointF(42, 22), QPointF(28, 16)]))


def _dark(painter: QPainter) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QRectF(14, 14, 36, 36))
    painter.setBrush(painter.pen().color())
    painter.drawPie(QRectF(14, 14, 36, 36), 90 * 16, 180 * 16)


_DRAWINGS: dict[str, Callable[[QPainter], None]] = {
    "play": _play,
    "pause": _pause,
    "step": _step,
    "restart": _restart,
    "theme": _dark,
}
