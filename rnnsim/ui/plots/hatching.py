"""Boxes filled with slanted lines."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from rnnsim.ui.vectors import is_vector

SPACING = 8.0
"""Pixels from line to line, as in Qt's own pattern."""


def hatch(painter: QPainter, boxes: Sequence[QRectF], color: QColor) -> None:
    """Hatch boxes; in files and on printers with lines of their own.

    There Qt's pattern counts in dots of the paper, so that it is a grey.
    """
    if is_vector(painter):
        painter.setPen(QPen(color, 1.0, c=Qt.PenCapStyle.FlatCap))
        for box in boxes:
            painter.drawLines(_lines(box))
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(color, Qt.BrushStyle.BDiagPattern))
    painter.drawRects(boxes)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _lines(box: QRectF) -> list[QLineF]:
    """Lines of equal x + y within a box, such that those of neighbours meet."""
    first = math.ceil((box.left() + box.top()) / SPACING)
    last = math.floor((box.right() + box.bottom()) / SPACING)
    lines = []
    for number in range(first, last + 1):
        both = number * SPACING
        left = max(box.left(), both - box.bottom())
        right = min(box.right(), both - box.top())
        lines.append(QLineF(left, both - left, right, both - right))
    return lines
