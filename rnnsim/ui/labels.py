"""Labels that the style sheet knows by a name; their text is only text, never markup."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy


class ElidedLabel(QLabel):
    """A line that gives way to its neighbours: what has no room is cut short."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawText(self.rect(), self.alignment(), self.shown)

    @property
    def shown(self) -> str:
        """What there is room for."""
        elide = Qt.TextElideMode.ElideRight
        return self.fontMetrics().elidedText(self.text(), elide, self.width())


class ShrinkingLabel(ElidedLabel):
    """A line as wide as its text where there is room for it, else another text, or cut short."""

    def __init__(self, text: str, short: str = "") -> None:
        super().__init__()
        self._short = short or text
        self.setText(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    @property
    def shown(self) -> str:
        """What there is room for."""
        metrics = self.fontMetrics()
        fits = metrics.horizontalAdvance(self.text()) <= self.width()
        elide = Qt.TextElideMode.ElideRight
        return metrics.elidedText(self.text() if fits else self._short, elide, self.width())

    def sizeHint(self) -> QSize:
        return super().sizeHint() + QSize(1, 0)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())


def label(style: str, text: str = "") -> QLabel:
    """A label in one of the styles `cardTitle`, `cardAside`, `muted` and `refusal`."""
    made = QLabel(text)
    made.setObjectName(style)
    made.setTextFormat(Qt.TextFormat.PlainText)
    return made
