"""The common grid of the panel's fields, from the size of the type."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtGui import QFont, QFontInfo, QFontMetrics

COLUMN_GAP = 8
BUTTON_GAP = 3
"""Between a button and the control that it belongs to."""

SMALL = 12 / 13
"""Size of labels and buttons as part of that of values."""


@dataclass(frozen=True, slots=True)
class Metrics:
    """Pixels of a field's parts.

    Attributes
    ----------
    label, value : int
        Widths of the columns of labels and of typed values.
    row, segment : int
        Heights of a row and of a row of buttons.
    gap : int
        Between one field and the next.
    """

    label: int
    value: int
    row: int
    segment: int
    gap: int


def small(font: QFont) -> QFont:
    """The type of labels and buttons beside values in `font`."""
    result = QFont(font)
    result.setPixelSize(max(1, round(QFontInfo(font).pixelSize() * SMALL)))
    return result


def metrics_of(font: QFont, labels: Iterable[str], air: int) -> Metrics:
    """The grid for fields of these labels, with more or less `air`, 0 … 2, between them."""
    line = QFontMetrics(font).height()
    label_font = QFontMetrics(small(font))
    return Metrics(
        label=max((label_font.horizontalAdvance(label) for label in labels), default=0) + 1,
        value=QFontMetrics(font).horizontalAdvance("0.00012") + 14,
        row=line + 6 + 3 * air,
        segment=line + 6 + 2 * air,
        gap=2 + 2 * air,
    )
