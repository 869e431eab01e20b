"""What a lesson claims, set apart by a bar beside it."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QStyle

from rnnsim.translation import tr
from rnnsim.ui import tips
from rnnsim.ui.guide.prose import Prose

BAR = 3
INDENT = 12
"""Pixels from the bar's left edge to the text."""


class Claim(Prose):
    """One sentence."""

    def __init__(self) -> None:
        super().__init__(13)
        self.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.setToolTip(tips.line(tr("What a run with this lesson's settings shows")))
        self.setIndent(INDENT)  # margins do not outlive a change of the style sheet
        self.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().color(QPalette.ColorRole.Highlight))
        bar = QRect(0, 0, BAR, self.height())
        place = QRectF(QStyle.visualRect(self.layoutDirection(), self.rect(), bar))
        painter.drawRoundedRect(place, BAR / 2, BAR / 2)
