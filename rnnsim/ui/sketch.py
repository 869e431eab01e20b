"""The window's first picture: its empty cards, where they will be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QRectF, QSettings, Signal
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QPalette, QPen, QShortcut
from PySide6.QtWidgets import QWidget

CARDS = "sketch"
"""Under which the cards of the last time are kept."""

CORNER = 8.0
"""Radius of a card's corners."""

FIRST_SIZE = 1280, 720
FIRST_CARDS = (
    *((330, 66, 678, 286), (330, 362, 678, 106)),
    *((10, 66, 310, 314), (10, 384, 310, 125), (10, 513, 310, 125), (10, 642, 310, 30)),
    *((1018, 90, 252, 582), (330, 478, 678, 194)),
)
"""Where the cards are at the very first start: x, y, width and height in pixels."""


class Sketch(QWidget):
    """Lies over the window until its views are made and in their places.

    The window can be closed with its key meanwhile, before it has any menu.
    """

    painted = Signal()
    """It has come to be seen."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._cards = remembered_cards()
        self._words = ""
        self.setAutoFillBackground(True)  # what is beneath need not be painted
        self._quit = QShortcut(QKeySequence("Ctrl+Q"), self, window.close)

    def say(self, text: str) -> None:
        """Show `text` where the views would be: they cannot be made."""
        self._words = text
        self.update()

    def leave_keys(self) -> None:
        """Leave keys to the menus."""
        self._quit.setEnabled(False)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, role, palette = QPainter(self), QPalette.ColorRole, self.palette()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(palette.color(role.Mid), 1.0))
        painter.setBrush(palette.color(role.AlternateBase))
        for card in self._cards.get(self.size().toTuple(), ()):
            edge = QRectF(*card).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(edge, CORNER, CORNER)
        if self._words:
            from PySide6.QtCore import Qt  # takes as long as all the rest of the picture

            painter.setPen(palette.color(role.WindowText))
            room = self.rect().adjusted(40, 40, -40, -40)
            painter.drawText(
                room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._words
            )
        painter.end()
        self.painted.emit()


def remember_cards(window: QWidget, cards: Iterable[QWidget]) -> None:
    """Keep for the next start where the cards of a window are."""
    size = window.size()
    places = [_place(card, window) for card in cards if card.isVisible()]
    rows = [size.toTuple(), *(place for place in places if place[2] and place[3])]
    QSettings().setValue(CARDS, ";".join(",".join(map(str, row)) for row in rows))


def remembered_cards() -> dict[tuple[int, ...], Sequence[tuple[int, ...]]]:
    """Where the cards are, by the size of the window: that of the very first start, and the last's.

    In a window of another size they would be elsewhere.
    """
    known: dict[tuple[int, ...], Sequence[tuple[int, ...]]] = {FIRST_SIZE: FIRST_CARDS}
    try:
        rows = str(QSettings().value(CARDS, "")).split(";")
        size, *cards = (tuple(map(int, row.split(","))) for row in rows)
    except ValueError:  # nothing is kept, or somebody has written there
        return known
    if all(len(card) == 4 for card in cards):
        known[size] = cards
    return known


def _place(card: QWidget, window: QWidget) -> tuple[int, ...]:
    """What can be seen of a card, in the window."""
    seen = card.visibleRegion().boundingRect()
    return (*card.mapTo(window, seen.topLeft()).toTuple(), *seen.size().toTuple())
