"""Glows: what draws the eye to the part at work."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

HALO = ((16.0, 0.10), (10.0, 0.16), (5.0, 0.28))
"""Width and opacity of each stroke of a glow, at scale 1, the widest first."""


def _halo(color: QColor, scale: float) -> Iterator[QPen]:
    for width, alpha in HALO:
        soft = QColor(color)
        soft.setAlphaF(alpha)
        yield QPen(soft, width * scale, c=Qt.PenCapStyle.RoundCap)


def glow_round(painter: QPainter, box: QRectF, corner: float, color: QColor, scale: float) -> None:
    """A glow round a box with round corners."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for pen in _halo(color, scale):
        painter.setPen(pen)
        painter.drawRoundedRect(box, corner, corner)


def glow_line(painter: QPainter, start: QPointF, end: QPointF, color: QColor, scale: float) -> None:
    """A glow along a line."""
    for pen in _halo(color, scale):
        painter.setPen(pen)
        painter.drawLine(QLineF(start, end))
