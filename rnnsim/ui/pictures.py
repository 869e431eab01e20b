"""Small pictures on controls, drawn in the colours of the moment: functions, a chevron, a die."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

_CURVES: Mapping[str, Callable[[float], float]] = {
    "tanh": lambda x: math.tanh(2.4 * x),
    "relu": lambda x: max(x, 0.0) * 2.0 - 1.0,
    "leaky_relu": lambda x: 1.6 * x - 0.6 if x > 0.0 else 0.4 * x - 0.6,
    "sigmoid": lambda x: math.tanh(3.2 * x),
    "hard_tanh": lambda x: min(max(1.8 * x, -1.0), 1.0),
    "softplus": lambda x: math.log1p(math.exp(5.0 * x)) / 2.5 - 1.0,
    "linear": lambda x: x,
}
"""y in −1…1 over x in −1…1; the slopes are made to be told apart at this size."""

_BASELINES: Mapping[str, float] = {
    "relu": -1.0,
    "leaky_relu": -0.6,
    "sigmoid": -1.0,
    "softplus": -1.0,
}
"""Where y = 0 lies in the picture, if not in the middle."""


def has_curve(name: str) -> bool:
    """Whether there is a picture of the function `name`."""
    return name in _CURVES


def draw_curve(painter: QPainter, box: QRectF, name: str, color: QColor) -> None:
    """Draw the function `name` into `box`, with its horizontal axis."""
    curve = _CURVES[name]

    def at(x: float, y: float) -> QPointF:
        return QPointF(
            box.center().x() + x * box.width() / 2, box.center().y() - y * box.height() / 2
        )

    painter.setBrush(Qt.BrushStyle.NoBrush)
    axis = QColor(color)
    axis.setAlphaF(0.4 * color.alphaF())
    painter.setPen(QPen(axis, 1.0))
    zero = _BASELINES.get(name, 0.0)
    painter.drawLine(at(-1.0, zero), at(1.0, zero))
    pen = QPen(color, 1.6)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.drawPolyline(QPolygonF([at(i / 8 - 1, curve(i / 8 - 1)) for i in range(17)]))


def draw_die(painter: QPainter, box: QRectF, color: QColor) -> None:
    """Draw a die that shows five into `box`."""
    painter.setPen(QPen(color, 1.3))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box, box.width() * 0.2, box.width() * 0.2)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    pip, reach = box.width() * 0.085, box.width() * 0.23
    for x, y in ((0, 0), (-1, -1), (1, -1), (-1, 1), (1, 1)):
        painter.drawEllipse(box.center() + QPointF(x * reach, y * reach), pip, pip)


def draw_chevron(painter: QPainter, box: QRectF, color: QColor, *, right: bool = False) -> None:
    """Draw a chevron that points down, or to the right, into `box`."""
    pen = QPen(color, 1.6)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    middle = box.center()
    points = (
        [box.topLeft(), QPointF(box.right(), middle.y()), box.bottomLeft()]
        if right
        else [box.topLeft(), QPointF(middle.x(), box.bottom()), box.topRight()]
    )
    painter.drawPolyline(QPolygonF(points))
