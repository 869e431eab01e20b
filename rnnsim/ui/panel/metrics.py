"""The common grid of the panel's fields, from the size of the type."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtGui import QFont, QFontInfo, QFontMetrics

COLUMN_GAP = 8
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
    roomy : bool
        Whether there is height enough to keep everything in its column.
    """

    label: int
    value: int
    row: int
    segment: int
    gap: int
    roomy: bool


def small(font: QFont) -> QFont:
    """The type of labels and buttons beside values in `font`."""
    result = QFont(font)
    result.setPixelSize(max(1, round(QFontInfo(font).pixelSize() * SMALL)))
    return result


def metrics_of(font: QFont, labels: Iterable[str], *, roomy: bool) -> Metrics:
    """The grid for fields of these labels."""
    line = QFontMetrics(font).height()
    label_font = QFontMetrics(small(font))
    return Metrics(
        label=max((label_font.horizontalAdvance(label) for label in labels), default=0) + 1,
        value=QFontMetrics(font).horizontalAdvance("0.00012") + 14,
        row=line + (12 if roomy else 6),
        segment=line + (9 if roomy else 6),
        gap=5 if roomy else 2,
        roomy=roomy,
    )
