"""A card: a titled frame round one view, with a short read-out at its right."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from rnnsim.ui import tips
from rnnsim.ui.labels import ElidedLabel, label


class Card(QFrame):
    """A titled frame; `set_aside` shows a read-out in its head.  Without a title it has no head."""

    def __init__(self, title: str, *contents: QWidget) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setAccessibleName(title)
        self._title = label("cardTitle", title)
        self._aside = ElidedLabel()
        self._aside.setObjectName("cardAside")
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addWidget(self._aside, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 10)
        layout.setSpacing(6)
        if title:
            layout.addLayout(head)
        for content in contents:
            self.add(content)

    def add(self, content: QWidget) -> None:
        """Put a widget below what is there."""
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.addWidget(content, 1)

    def set_title(self, title: str) -> None:
        """Call the card otherwise."""
        self._title.setText(title)
        self.setAccessibleName(title)

    def set_help(self, text: str) -> None:
        """Explain the card where its title is pointed at."""
        self._title.setToolTip(text)

    @property
    def aside(self) -> str:
        """The read-out."""
        return self._aside.text()

    def set_aside(self, text: str) -> None:
        """Show `text` at the right of the title."""
        if text != self._aside.text():
            self._aside.setText(text)
            self._aside.setToolTip(tips.rich(text))
