"""Chips in a row that gives way: names are cut short first, then the row scrolls."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

GAP = 5
"""Pixels between chips."""

NARROWEST = 90
"""Pixels of width of the row, however many chips there are."""


def widths_within(wanted: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """The widths of neighbours that want more than there is room for.

    The widest give way first, down to a common width, and none below its least.
    """
    low, high = 0, max(wanted, default=0)
    while low < high:  # the largest common width with which all fit
        cap = (low + high + 1) // 2
        if sum(_capped(wanted, least, cap)) > room:
            high = cap - 1
        else:
            low = cap
    return _capped(wanted, least, low)


def _capped(wanted: Sequence[int], least: Sequence[int], cap: int) -> list[int]:
    return [max(floor, min(want, cap)) for want, floor in zip(wanted, least, strict=True)]


class Strip(QScrollArea):
    """Shows widgets side by side, each `least` wide at least; the wheel moves them."""

    moved = Signal()
    """What is out of sight at either end has changed."""

    def __init__(self) -> None:
        super().__init__()
        self._chips: list[QWidget] = []
        self._content = QWidget()
        self.setWidget(self._content)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        off = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setHorizontalScrollBarPolicy(off)
        self.setVerticalScrollBarPolicy(off)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        bar = self.horizontalScrollBar()
        bar.valueChanged.connect(lambda _value: self.moved.emit())
        bar.rangeChanged.connect(lambda _low, _high: self.moved.emit())

    @property
    def content(self) -> QWidget:
        """The parent of what is shown."""
        return self._content

    @property
    def more(self) -> tuple[bool, bool]:
        """Whether there is more before what is in sight, and after it."""
        bar = self.horizontalScrollBar()
        return bar.value() > bar.minimum(), bar.value() < bar.maximum()

    def show_chips(self, chips: Sequence[QWidget]) -> None:
        """Show these, children of `content`, in this order."""
        for chip in chips:
            if chip not in self._chips:
                chip.installEventFilter(self)
                chip.show()
        self._chips = list(chips)
        self.arrange()
        self.updateGeometry()

    def arrange(self) -> None:
        """Share out the room."""
        hints = [chip.sizeHint() for chip in self._chips]
        least = [chip.minimumSizeHint().width() for chip in self._chips]
        gaps = GAP * max(0, len(hints) - 1)
        room = self.viewport().width() - gaps
        widths = widths_within([hint.width() for hint in hints], least, room)
        height, left = self.height(), 0
        self._content.resize(sum(widths) + gaps, height)
        for chip, width, hint in zip(self._chips, widths, hints, strict=True):
            high = min(hint.height(), height)
            place = left
            if self.isRightToLeft():
                place = self._content.width() - left - width
            chip.setGeometry(place, (height - high) // 2, width, high)
            left += width + GAP

    def page(self, by: int) -> None:
        """Move by most of the width, one way or the other."""
        bar = self.horizontalScrollBar()
        bar.setValue(bar.value() + by * max(1, round(0.8 * bar.pageStep())))

    def sizeHint(self) -> QSize:
        hints = [chip.sizeHint() for chip in self._chips]
        width = sum(hint.width() for hint in hints) + GAP * max(0, len(hints) - 1)
        return QSize(width, max((hint.height() for hint in hints), default=0))

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        return QSize(min(hint.width(), NARROWEST), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    def wheelEvent(self, event: QWheelEvent) -> None:
        delta = event.angleDelta()
        bar = self.horizontalScrollBar()
        bar.setValue(bar.value() - (delta.x() or delta.y()))
        event.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self.ensureWidgetVisible(watched, 0, 0)
        return super().eventFilter(watched, event)
