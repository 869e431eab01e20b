"""A card: a titled frame round one view, with a short read-out at its right."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from rnnsim.ui.labels import Aside, ShrinkingLabel

MARGINS = 12, 8, 12, 10
SLIM_MARGINS = 10, 4, 10, 4
"""Pixels between a card's edges and what is on it: left, above, right, below."""


class Card(QFrame):
    """A titled frame; `set_aside` shows a read-out in its head.  Without a title it has no head."""

    def __init__(self, title: str, *contents: QWidget) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setAccessibleName(title)
        self._title = ShrinkingLabel(title)
        self._title.setObjectName("cardTitle")
        self._aside = Aside()
        self._headed, self._slim, self._with_aside = bool(title), False, True
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addWidget(self._aside, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*MARGINS)
        layout.setSpacing(6)
        if title:
            layout.addLayout(head)
        else:
            for part in (self._title, self._aside):
                part.setParent(self)
                part.hide()
        for content in contents:
            self.add(content)

    def add(self, content: QWidget) -> None:
        """Put a widget below what is there."""
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.addWidget(content, 1)

    def set_slim(self, slim: bool) -> None:
        """Give all room to the view: no head, narrow margins."""
        layout = self.layout()
        assert layout is not None
        layout.setContentsMargins(*(SLIM_MARGINS if slim else MARGINS))
        self._slim = slim
        self._title.setVisible(self._headed and not slim)
        self.show_aside(self._with_aside)

    def show_aside(self, shown: bool) -> None:
        """Show the read-out, or leave it to another view that says the same."""
        self._with_aside = shown
        self._aside.setVisible(self._headed and shown and not self._slim)

    def set_title(self, title: str) -> None:
        """Call the card otherwise."""
        self._title.say(title)
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
        self._aside.say(text)
