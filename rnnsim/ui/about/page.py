"""A page of text that follows the colours and the size of the type."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent
from PySide6.QtGui import QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextBrowser

from rnnsim.ui.theme import BASE_PIXELS, type_scale

MARGIN = 14
"""Pixels round the text, at a type scale of 1."""

MARKDOWN = (
    QTextDocument.MarkdownFeature.MarkdownDialectGitHub
    | QTextDocument.MarkdownFeature.MarkdownNoHTML
)


class TextPage(QTextBrowser):
    """Shows rich text, plain text, or Markdown; links open in the browser."""

    def __init__(self) -> None:
        super().__init__()
        self.setOpenExternalLinks(True)
        self._show: Callable[[], None] = self.clear

    def show_html(self, html: str) -> None:
        """Show rich text."""
        self._keep(lambda: self.setHtml(html))

    def show_plain(self, text: str) -> None:
        """Show plain text."""
        self._keep(lambda: self.setPlainText(text))

    def show_markdown(self, text: str) -> None:
        """Show Markdown, in which HTML is no markup."""
        self._keep(lambda: self.document().setMarkdown(text, MARKDOWN))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        # the page's sizes and colours are written into it
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._renew()

    def _keep(self, show: Callable[[], None]) -> None:
        self._show = show
        self._renew()

    def _renew(self) -> None:
        base = BASE_PIXELS * type_scale()
        document = self.document()
        document.setDocumentMargin(MARGIN * type_scale())
        document.setDefaultStyleSheet(f"td {{ padding-right: {round(1.4 * base)}px; }}")
        self.setCurrentCharFormat(QTextCharFormat())  # or plain text would look like the last link
        self._show()
        self.moveCursor(QTextCursor.MoveOperation.Start)  # Markdown leaves it at the end
