"""The words beside the timeline, with a bar beneath them while a goal is trained for."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy

from rnnsim.ui import tips
from rnnsim.ui.theme import font

BREAK = " · "
"""Where a text goes on in a second line."""

SMALL = 11.5
"""Pixels of type of two lines."""

BAR = 3.0
"""Pixels of the bar's height."""


class Status(QLabel):
    """One line, or two small ones; as wide as the longest, so that nothing moves beside it."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._lit = False
        self._share: float | None = None
        self._room: tuple[str, ...] = ("",)

    @property
    def lit(self) -> bool:
        """Whether it stands out."""
        return self._lit

    @property
    def share(self) -> float | None:
        """How long the bar is, 0 to 1; None where there is none."""
        return self._share

    def say(self, text: str, *, lit: bool = False, share: float | None = None) -> None:
        """Show a text, which may stand out, and may have a bar beneath it."""
        self._lit, self._share = lit, share
        self.setText(text)
        self.setToolTip(tips.line(text))
        self.setAccessibleDescription(text)
        self.update()

    def make_room(self, texts: Iterable[str]) -> None:
        """Be as wide as the longest line of these."""
        self._room = tuple(texts)
        metrics = QFontMetrics(self._small)
        lines = [line for text in self._room for line in text.split(BREAK, 1)]
        self.setFixedWidth(max(metrics.horizontalAdvance(line) for line in lines) + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.minimumWidth(), 2 * QFontMetrics(self._small).height())

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    @property
    def _small(self) -> QFont:
        return font(SMALL)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, role = self.palette(), QPalette.ColorRole
        painter.setPen(palette.color(role.Link if self._lit else role.WindowText))
        lines = self.text().split(BREAK, 1)
        wide = self.fontMetrics().horizontalAdvance(lines[0]) > self.width()
        painter.setFont(self._small if wide or len(lines) > 1 else self.font())
        height = self.height() - (BAR if self._share is not None else 0.0)
        metrics, elide = painter.fontMetrics(), Qt.TextElideMode.ElideRight
        place = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        for i, line in enumerate(lines):
            box = QRectF(0.0, i * height / len(lines), self.width(), height / len(lines))
            painter.drawText(box, place, metrics.elidedText(line, elide, self.width()))
        if self._share is not None:
            self._draw_bar(painter, self._share)

    def _draw_bar(self, painter: QPainter, share: float) -> None:
        palette, role = self.palette(), QPalette.ColorRole
        box = QRectF(0.0, self.height() - BAR, self.width(), BAR)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(palette.color(role.Mid))
        painter.drawRoundedRect(box, BAR / 2, BAR / 2)
        box.setWidth(max(BAR, share * box.width()))
        painter.setBrush(palette.color(role.Highlight))
        painter.drawRoundedRect(box, BAR / 2, BAR / 2)
