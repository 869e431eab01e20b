"""Narration set for reading: paragraphs, subscripts, space between the lines."""

from __future__ import annotations

import html
import re

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from rnnsim.ui.theme import font

LEADING = 135
"""Height of a line in percent of the type's."""

_SUBSCRIPT = re.compile(r"(?<![A-Za-z])([A-Za-z])_([A-Za-z]{1,2}|\d{1,3})(?![A-Za-z0-9])")


def prose(text: str, leading: int = LEADING) -> str:
    """Plain text as rich text: escaped, in paragraphs, ``W_hh`` and ``h_5`` with subscripts."""
    paragraphs = [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]
    return "".join(
        f"<p style='margin:{8 if i else 0}px 0 0 0; line-height:{leading}%'>{_inline(part)}</p>"
        for i, part in enumerate(paragraphs)
    )


def _inline(text: str) -> str:
    escaped = html.escape(text).replace("\n", "<br>")
    return _SUBSCRIPT.sub(r"\1<sub>\2</sub>", escaped)


class Prose(QLabel):
    """Text that wraps; a screen reader gets it plain."""

    def __init__(self, pixels: float, *, bold: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pixels, self._bold = pixels, bold
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._fit_type()

    def say(self, text: str) -> None:
        """Show plain text."""
        self.setText(prose(text))
        self.setAccessibleName(text)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:  # a theme or another size of type
            self._fit_type()

    def _fit_type(self) -> None:
        """Take on the size of the window's type; not from a parent, whose style comes first."""
        wanted = font(self._pixels, bold=self._bold)
        if wanted != self.font():
            self.setFont(QFont(wanted))
