"""Small strokes that the painting of the canvas is made of."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPen, QPolygonF

from rnnsim.ui.vectors import is_vector

CENTER = Qt.AlignmentFlag.AlignCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


SHORT = 60.0
"""Pixels of a bold arrow that has no room for dashes, however thin it is."""


def text_at(painter: QPainter, x: float, y: float, text: str) -> None:
    """Draw `text` with its middle at (x, y)."""
    box = QRectF(x - 150.0, y - 40.0, 300.0, 80.0)
    if not out_of_sight(painter, box, text):
        painter.drawText(box, CENTER, text)


def out_of_sight(painter: QPainter, box: QRectF, text: str) -> bool:
    """Whether the clip hides all of a text in a file, where it would be found though not seen."""
    if not (is_vector(painter) and painter.hasClipping()):
        return False
    words = painter.boundingRect(box, CENTER, text)
    return not painter.clipPath().intersects(words)


def text_within(painter: QPainter, x: float, y: float, room: float, text: str) -> float:
    """Draw `text` from x on, cut short where it exceeds `room`; return the width it took."""
    metrics = QFontMetricsF(painter.font())
    room = max(room, 0.0)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
    painter.drawText(QRectF(x, y - 40.0, room + 2.0, 80.0), LEFT, shown)
    return float(metrics.horizontalAdvance(shown))


def thin_arrow(painter: QPainter, pen: QPen, start: QPointF, end: QPointF) -> None:
    """A line with an open head."""
    painter.setPen(pen)
    painter.drawLine(QLineF(start, end))
    way = QLineF(end, start)
    way.setLength(min(5.0 * pen.widthF() / 1.6, 0.5 * way.length()))
    angle = way.angle()
    for turn in (35.0, -35.0):
        way.setAngle(angle + turn)
        painter.drawLine(way)


def dashes(
    painter: QPainter, color: QColor, start: float, end: float, y: float, width: float
) -> None:
    """A bar along x from `start` to `end` in equal dashes."""
    length = abs(end - start)
    dash, gap = max(10.0, 1.6 * width), max(4.0, 0.4 * width)
    count = max(1, round((length + gap) / (dash + gap)))
    dash = (length - (count - 1) * gap) / count
    left = min(start, end)
    for i in range(count):
        x = left + i * (dash + gap)
        painter.fillRect(QRectF(x, y - width / 2, dash, width), color)


def bold_arrow(
    painter: QPainter, color: QColor, start: float, end: float, y: float, width: float
) -> None:
    """A dashed arrow along x with a full head; short ones are whole, as they are all together."""
    way = math.copysign(1.0, end - start)
    head = min(max(1.1 * width, 6.0), 0.6 * abs(end - start))
    half = max(0.95 * width, 3.5)
    if abs(end - start) < SHORT:
        left, right = sorted((start, end - way * head))
        painter.fillRect(QRectF(left, y - width / 2, right - left, width), color)
    else:
        dashes(painter, color, start, end - way * head, y, width)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    base = end - way * head
    painter.drawPolygon(
        QPolygonF([QPointF(end, y), QPointF(base, y - half), QPointF(base, y + half)])
    )


def cross(painter: QPainter, x: float, y: float, size: float = 4.0) -> None:
    """An × with its middle at (x, y), in the painter's pen."""
    painter.drawLine(QLineF(x - size, y - size, x + size, y + size))
    painter.drawLine(QLineF(x - size, y + size, x + size, y - size))


def image_of(argb: np.ndarray) -> QImage:
    """A picture of (height, width) unsigned 32-bit colours ARGB."""
    data = np.ascontiguousarray(argb, dtype=np.uint32)
    height, width = data.shape
    image = QImage(data.data, width, height, data.strides[0], QImage.Format.Format_ARGB32)
    return image.copy()  # the array's memory goes with this call


def packed(rgb: np.ndarray, alpha: np.ndarray | float = 1.0) -> np.ndarray:
    """Unsigned 32-bit ARGB of colours (…, 3) in 0…255 and opacities (…) in 0…1."""
    channels = np.asarray(rgb).astype(np.uint32)
    opaque = (np.asarray(alpha) * 255.0 + 0.5).astype(np.uint32)
    return (opaque << 24) | (channels[..., 0] << 16) | (channels[..., 1] << 8) | channels[..., 2]


def rgb_of(color: QColor) -> np.ndarray:
    """(3,) array of red, green and blue in 0…255."""
    return np.array([color.red(), color.green(), color.blue()], dtype=float)
