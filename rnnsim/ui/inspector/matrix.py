"""A matrix as a picture, with its singular values as stems, or facts, at its right."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPen

from rnnsim.model.arrays import FloatArray
from rnnsim.translation import tr
from rnnsim.ui.canvas.pieces import image_of
from rnnsim.ui.inspector.blocks import Matrix
from rnnsim.ui.inspector.colors import field_colors, reduced
from rnnsim.ui.inspector.widget import (
    CENTER,
    SMALL,
    FieldsWidget,
    label_text,
    line_height,
    pixels,
)
from rnnsim.ui.numbers import short
from rnnsim.ui.theme import Theme, font

SIDE = 112.0
"""Pixels of the picture's longer side, at most."""

GAP = 14.0
LARGEST_FIELD = 28.0
FEW = 24
"""Stems up to this number have heads."""


class MatrixView(FieldsWidget):
    """Draws a `Matrix`."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._matrix = Matrix("J_t", None, "gradient")
        self._image: QImage | None = None

    def show_block(self, matrix: Matrix) -> None:
        """Draw `matrix` from now on."""
        if matrix.values is not self._matrix.values:
            self._image = None
        self._matrix = matrix
        self.setAccessibleName(label_text(matrix.label))
        self.setAccessibleDescription(self._described())
        self.changed()

    def set_theme(self, theme: Theme) -> None:
        self._image = None
        super().set_theme(theme)

    def grid(self) -> tuple[int, int]:
        values = self._matrix.values
        return (0, 0) if values is None else (values.shape[0], values.shape[1])

    def box(self) -> QRectF:
        return self._box(float(self.width()))

    def tell(self, row: int, column: int) -> str:
        values = self._matrix.values
        assert values is not None
        return tr("row {row}, column {column}: {value}").format(
            row=row + 1, column=column + 1, value=short(float(values[row, column]), 3)
        )

    def height_in(self, width: float) -> float:
        facts = line_height() * (len(self._matrix.facts) + 1 + (self._matrix.share is not None))
        least = facts + (pixels(52.0) if self._matrix.singular is not None else 0.0)
        return max(self._box(width).bottom(), least) + 4.0

    def draw(self, painter: QPainter) -> None:
        end = self.draw_label(painter, self._matrix.label)
        room = QRectF(end + 10.0, 0.0, self.width() - end - 10.0, line_height())
        self.draw_text(painter, room, self.read or self._span())
        self._draw_picture(painter)
        self._draw_beside(painter)
        self.draw_cursor(painter)

    def _draw_picture(self, painter: QPainter) -> None:
        box = self.box()
        if self._matrix.values is None:
            painter.fillRect(box, self._theme.color("neutral"))
            painter.setFont(font(SMALL))
            painter.setPen(self._theme.color("muted"))
            painter.drawText(box, CENTER | Qt.TextFlag.TextWordWrap, self._matrix.waiting)
            return
        if self._image is None:
            room = math.ceil(pixels(SIDE) * self.devicePixelRatioF())
            values = reduced(self._matrix.values, room, room)
            self._image = image_of(field_colors(values, self._theme, self._matrix.role))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)
        painter.drawImage(box, self._image)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._theme.color("border"), 1.0))
        painter.drawRect(box)

    def _draw_beside(self, painter: QPainter) -> None:
        box = self.box()
        lines = len(self._matrix.facts) * line_height()
        beside = QRectF(box.right() + GAP, box.top(), self.width() - box.right() - GAP, 0.0)
        bottom = self.height() - 4.0
        if self._matrix.singular is not None and len(self._matrix.singular):
            stems = QRectF(beside)
            stems.setBottom(bottom - lines - 6.0)
            self._draw_stems(painter, stems, self._matrix.singular)
            beside.setTop(stems.bottom() + 4.0)
        for fact in self._matrix.facts:
            line = QRectF(beside.left(), beside.top(), beside.width(), line_height())
            self.draw_fact(painter, line, fact)
            beside.setTop(line.bottom())
        if self._matrix.share is not None:
            self._draw_share(
                painter, QRectF(beside.left(), beside.top() + 6.0, beside.width(), 8.0)
            )

    def _draw_stems(self, painter: QPainter, box: QRectF, values: FloatArray) -> None:
        """σ₁ … σ_S from the left, over 0, with a line at 1, where a gradient keeps its length."""
        shown = np.where(np.isfinite(values), values, 0.0)
        top = max(1.0, float(shown.max(initial=0.0))) * 1.08
        painter.setPen(QPen(self._theme.color("faint"), 1.0))
        painter.drawLine(QLineF(box.bottomLeft(), box.bottomRight()))
        one = box.bottom() - box.height() / top
        painter.setPen(QPen(self._theme.color("reference"), 1.0, Qt.PenStyle.DashLine))
        painter.drawLine(QLineF(box.left(), one, box.right() - pixels(10.0), one))
        self.draw_text(
            painter, QRectF(box.left(), one - 0.45 * line_height(), box.width(), 0.0), "1"
        )
        pitch = (box.width() - pixels(14.0)) / len(values)
        color = self._theme.color("gradient")
        pen = QPen(color, min(2.0, max(0.6 * pitch, 0.5)), c=Qt.PenCapStyle.FlatCap)
        painter.setBrush(color)
        for i, value in enumerate(shown.tolist()):
            x = box.left() + (i + 0.5) * pitch
            y = box.bottom() - value / top * box.height()
            painter.setPen(pen)
            painter.drawLine(QLineF(x, box.bottom(), x, y))
            if len(values) <= FEW:
                painter.setPen(Qt.PenStyle.NoPen)
                radius = min(2.4, 0.4 * pitch)
                painter.drawEllipse(QPointF(x, y), radius, radius)

    def _draw_share(self, painter: QPainter, box: QRectF) -> None:
        """A bar from the middle, full at ±1."""
        share = self._matrix.share
        painter.fillRect(box, self._theme.color("neutral"))
        middle = box.center().x()
        if share is not None and math.isfinite(share):
            width = min(abs(share), 1.0) * box.width() / 2
            left = middle if share > 0.0 else middle - width
            role = "gradient" if share > 0.0 else "negative"
            painter.fillRect(QRectF(left, box.top(), width, box.height()), self._theme.color(role))
        painter.setPen(QPen(self._theme.color("muted"), 1.0))
        painter.drawLine(QLineF(middle, box.top() - 2.0, middle, box.bottom() + 2.0))

    def _box(self, width: float) -> QRectF:
        values = self._matrix.values
        side = min(pixels(SIDE), 0.46 * width)
        high, wide = (1, 1) if values is None else values.shape
        if values is not None:
            side = min(side, LARGEST_FIELD * max(high, wide))
        scale = side / max(high, wide)
        return QRectF(1.0, line_height() + 2.0, max(wide * scale, 6.0), max(high * scale, 6.0))

    def _span(self) -> str:
        values = self._matrix.values
        if values is None:
            return ""
        return f"{short(float(np.min(values)))} … {short(float(np.max(values)))}"

    def _described(self) -> str:
        facts = (
            f"{label_text(fact.formula) if fact.formula else fact.word} {fact.value}"
            for fact in self._matrix.facts
        )
        return "; ".join(filter(None, (self._span(), *facts)))
