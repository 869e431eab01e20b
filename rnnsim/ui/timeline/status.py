"""The line of words beside the timeline, with a bar beneath it while a goal is trained for."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy

from rnnsim.ui.labels import ShrinkingLabel


class Status(ShrinkingLabel):
    """As wide as the longest it may have to say, so that nothing moves beside it.

    Where others need the room it says the same in fewer words.
    """

    def __init__(self) -> None:
        super().__init__("")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._wide = self._least = 0
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

    def tell(
        self, text: str, short: str = "", *, lit: bool = False, share: float | None = None
    ) -> None:
        """Show a text, which may stand out, and may have a bar beneath it."""
        self._lit, self._share = lit, share
        self.say(text, short)
        self.setAccessibleDescription(text)
        self.update()

    def make_room(self, texts: Iterable[str], least: Iterable[str]) -> None:
        """Be as wide as the longest of `texts` where there is room, else as of `least`."""
        metrics = self.fontMetrics()
        self._wide, self._least = (
            max(metrics.horizontalAdvance(text) for text in each) + 4 for each in (texts, least)
        )
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(self._wide, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self._least, super().minimumSizeHint().height())

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
