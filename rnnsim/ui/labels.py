"""Labels that the style sheet knows by a name; their text is only text, never markup."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel


def label(style: str, text: str = "") -> QLabel:
    """A label in one of the styles `cardTitle`, `cardAside`, `muted` and `refusal`."""
    made = QLabel(text)
    made.setObjectName(style)
    made.setTextFormat(Qt.TextFormat.PlainText)
    return made
