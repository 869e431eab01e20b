"""A line above the views that says what went wrong, until it is dismissed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton

from rnnsim.translation import tr
from rnnsim.ui import tips
from rnnsim.ui.keys import KeyGuard
from rnnsim.ui.labels import label


class Banner(QFrame):
    """Hidden until something is said."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self._text = label("refusal")
        self._text.setWordWrap(True)
        close = QToolButton()
        close.setText(tr("Dismiss"))
        page = tips.page(tr("Dismiss"), tr("Hides this line; nothing else changes."))
        close.setToolTip(page)
        close.setWhatsThis(page)
        KeyGuard(close, (Qt.Key.Key_Space,))
        close.clicked.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 6, 4)
        layout.addWidget(self._text, 1)
        layout.addWidget(close)
        self.hide()

    def say(self, text: str) -> None:
        """Show `text` in place of what was said before."""
        self._text.setText(text)
        self.setAccessibleName(text)
        self.show()
