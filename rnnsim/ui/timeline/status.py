"""The line of words beside the timeline, with a bar beneath it while a goal is trained for."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy

from rnnsim.ui import tips
from rnnsim.ui.labels import ElidedLabel


class Status(ElidedLabel):
    """As wide as the longest it may have to say, so that nothing moves beside it."""

    def __init__(self) -> None:
        super().__init__()
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._lit = False
        self._share: float | None = None

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
        """Be as wide as the longest of these."""
        metrics = self.fontMetrics()
        self.setFixedWidth(max(metrics.horizontalAdvance(text) for text in texts) + 4)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, role = self.palette(), QPalette.ColorRole
        painter.setPen(palette.color(role.Link if self._lit else role.WindowText))
        painter.drawText(self.rect(), self.alignment(), self.shown)
        if self._share is not None:
            self._draw_bar(painter, self._share)

    def _draw_bar(self, painter: QPainter, share: float) -> None:
        palette, role = self.palette(), QPalette.ColorRole
        box = QRectF(0.0, self.height() - 3.5, self.width(), 3.0)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(palette.color(role.Mid))
        painter.drawRoundedRect(box, 1.5, 1.5)
        box.setWidth(max(3.0, share * box.width()))
        painter.setBrush(palette.color(role.Highlight))
        painter.drawRoundedRect(box, 1.5, 1.5)
