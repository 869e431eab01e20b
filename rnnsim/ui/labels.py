"""Labels that the style sheet knows by a name; their text is only text, never markup."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QLabel,
    QSizePolicy,
    QStyle,
    QStyleOptionToolButton,
    QStylePainter,
    QToolButton,
    QWidget,
)

from rnnsim.ui import tips

CUT_FROM = 100
"""Pixels of width above which a button gives way."""

BETWEEN = " · "
"""Between the parts of a read-out."""

LEAST_SENTENCE = 24
"""Letters of a read-out from which on it says something though it is cut short."""


class ElidedLabel(QLabel):
    """A line that gives way to its neighbours: what has no room is cut short."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
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


class Aside(ElidedLabel):
    """The read-out at the right of a card's title; its tooltip has the whole of it.

    What has no room is left away part by part: half a number would be another one.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("cardAside")

    def say(self, text: str) -> None:
        """Show `text`."""
        if text != self.text():
            self.setText(text)
            self.setToolTip(tips.rich(text))

    @property
    def shown(self) -> str:
        """The parts there is room for; of a single one its beginning, where that is long enough."""
        metrics, parts = self.fontMetrics(), self.text().split(BETWEEN)
        for count in range(len(parts), 0, -1):
            said = BETWEEN.join(parts[:count])
            if metrics.horizontalAdvance(said) <= self.width():
                return said
        cut = super().shown
        return cut if len(cut) >= LEAST_SENTENCE else ""

    @property
    def least(self) -> int:
        """Pixels of width that its first part takes."""
        return self.fontMetrics().horizontalAdvance(self.text().split(BETWEEN)[0])


class ShrinkingLabel(ElidedLabel):
    """A line as wide as its text where there is room for it, else another text, or cut short."""

    def __init__(self, text: str, short: str = "") -> None:
        super().__init__()
        self.say(text, short)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def say(self, text: str, short: str = "") -> None:
        """Show `text`, and where that has no room `short`."""
        self._short = short or text
        self.setText(text)
        self.setToolTip(tips.line(text))

    @property
    def shown(self) -> str:
        """What there is room for."""
        metrics = self.fontMetrics()
        fits = metrics.horizontalAdvance(self.text()) <= self.width()
        elide = Qt.TextElideMode.ElideRight
        return metrics.elidedText(self.text() if fits else self._short, elide, self.width())

    def widths(self) -> tuple[int, int]:
        """Pixels of width that the text takes, and what stands in its place."""
        wide = self.fontMetrics().horizontalAdvance
        return wide(self.text()) + 1, wide(self._short) + 1

    def sizeHint(self) -> QSize:
        return super().sizeHint() + QSize(1, 0)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())


class ElidedButton(QToolButton):
    """A button that cuts its word short where there is no room; its tooltip has to say it."""

    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        return QSize(min(least.width(), CUT_FROM), least.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        metrics = self.fontMetrics()
        room = self.width() - self.sizeHint().width() + metrics.horizontalAdvance(self.text())
        if self.width() < self.sizeHint().width():
            option.text = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option)


def name_of(field: QWidget, text: str) -> QLabel:
    """A label that stands before a field of a form."""
    made = label("", text)
    made.setBuddy(field)
    return made


def label(style: str, text: str = "") -> QLabel:
    """A label in one of the styles `cardTitle`, `cardAside`, `muted` and `refusal`."""
    made = QLabel(text)
    made.setObjectName(style)
    made.setTextFormat(Qt.TextFormat.PlainText)
    return made
