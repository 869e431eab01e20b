"""A vector as a strip of coloured fields, one a unit, with the numbers that sum it up."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from rnnsim.model.arrays import FloatArray
from rnnsim.translation import tr
from rnnsim.ui.inspector.blocks import Vector
from rnnsim.ui.inspector.colors import field_colors
from rnnsim.ui.inspector.widget import SMALL, FieldsWidget, label_text, line_height, pixels
from rnnsim.ui.numbers import short
from rnnsim.ui.theme import Theme, font

LONGEST_ROW = 32
"""Units in a row, at most."""

LARGEST_FIELD = 20.0
ROW = 13.0
"""Height of a single row, pixels; several are as high as their fields are wide, or less."""


SPREAD = 0.5
"""Small values of a vector, too, are to be told apart from 0, as on the canvas."""


class Strip(FieldsWidget):
    """Draws a `Vector`."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._vector = Vector("h_t", None, 1, "forward")

    def show_block(self, vector: Vector) -> None:
        """Draw `vector` from now on."""
        self._vector = vector
        self.setAccessibleName(label_text(vector.label))
        self.setAccessibleDescription(summaries(vector)[0])
        self.changed()

    def grid(self) -> tuple[int, int]:
        if self._vector.values is None:
            return (0, 0)
        return _grid(self._vector.count)

    def holds(self, row: int, column: int) -> bool:
        unit = row * self.grid()[1] + column
        return super().holds(row, column) and unit < self._vector.count

    def box(self) -> QRectF:
        return self._box(float(self.width()))

    def tell(self, row: int, column: int) -> str:
        values = self._vector.values
        assert values is not None
        unit = row * self.grid()[1] + column
        return tr("unit {number}: {value}").format(
            number=unit + 1, value=short(float(values[unit]), 3)
        )

    def height_in(self, width: float) -> float:
        return self._box(width).bottom() + 3.0

    def draw(self, painter: QPainter) -> None:
        end = self.draw_label(painter, self._vector.label)
        room = QRectF(end + 10.0, 0.0, self.width() - end - 10.0, line_height())
        texts = [self.read] if self.read else summaries(self._vector)
        self.draw_text(painter, room, _longest_fitting(texts, room.width()), "muted")
        self._draw_fields(painter)
        self.draw_cursor(painter)

    def _draw_fields(self, painter: QPainter) -> None:
        rows, columns = _grid(self._vector.count)
        box = self.box()
        width, height = box.width() / columns, box.height() / rows
        gap = 0.75 if width >= 6.0 else 0.25
        values = self._vector.values
        if values is None:
            painter.fillRect(box, self._theme.color("neutral"))
            return
        colors = field_colors(values, self._theme, self._vector.role, self._vector.full, SPREAD)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        for unit, color in enumerate(colors.ravel().tolist()):
            row, column = divmod(unit, columns)
            left, top = box.left() + column * width, box.top() + row * height
            field = QRectF(left, top, width, height).adjusted(gap, gap, -gap, -gap)
            painter.fillRect(field, QColor.fromRgba(color))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def _box(self, width: float) -> QRectF:
        rows, columns = _grid(self._vector.count)
        field = min((width - 2.0) / columns, pixels(LARGEST_FIELD))
        height = min(field, pixels(ROW)) * rows if rows > 1 else pixels(ROW)
        return QRectF(1.0, line_height() + 1.0, field * columns, height)


def _grid(count: int) -> tuple[int, int]:
    """Rows and columns of so many units."""
    rows = max(1, math.ceil(count / LONGEST_ROW))
    return rows, max(1, math.ceil(count / rows))


def summaries(vector: Vector) -> list[str]:
    """The numbers that sum a vector up, the fullest first."""
    values = vector.values
    if values is None:
        return [tr("computing…")]
    if not len(values):
        return ["–"]
    if len(values) == 1:
        return [short(float(values[0]), 3)]
    if not np.any(values):
        return ["0"]
    if np.isnan(values).all():
        return ["NaN"]
    whole = _mean(values) if vector.mean else _norm(values)
    span = f"{short(_least(values))} … {short(_most(values))}"
    return [f"{span}   {whole}", whole]


def _norm(values: FloatArray) -> str:
    with np.errstate(all="ignore"):
        wide = np.asarray(values, dtype=float)
        largest = float(np.max(np.abs(wide)))
        # divided first: the squares might overflow, or vanish
        scaled = wide / largest if math.isfinite(largest) else wide
        length = float(np.sqrt(np.sum(scaled**2)))
        norm = largest * length if math.isfinite(largest) else length
    return tr("norm {norm}").format(norm=short(norm))


def _mean(values: FloatArray) -> str:
    with np.errstate(all="ignore"):
        mean = float(np.mean(values, dtype=float))
    return tr("mean {mean}").format(mean=short(mean))


def _least(values: FloatArray) -> float:
    return float(np.min(values))


def _most(values: FloatArray) -> float:
    return float(np.max(values))


def _longest_fitting(texts: list[str], room: float) -> str:
    metrics = QFontMetricsF(font(SMALL))
    for text in texts:
        if metrics.horizontalAdvance(text) <= room:
            return text
    return metrics.elidedText(texts[-1], Qt.TextElideMode.ElideRight, max(room, 0.0))
