"""The greater half of the export window: what will be written, and what is to be said of it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFontDatabase, QFontInfo, QGuiApplication
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from rnnsim.translation import tr
from rnnsim.ui.export.preview import Drawn, Preview
from rnnsim.ui.labels import ShrinkingLabel, name_of
from rnnsim.ui.lesson_editor_knobs import explain

CAPTION_LINES = 3


class Left(QWidget):
    """A preview of pixels or of text, what it will be as a file, and a figure's caption.

    Parameters
    ----------
    make : callable
        As of `Preview`.
    """

    copied = Signal()
    """The caption is on the clipboard."""

    def __init__(self, make: Callable[[], Drawn | None]) -> None:
        super().__init__()
        self._own = False
        self.preview = Preview(make)
        self.text = QPlainTextEdit(readOnly=True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        explain(self.text, tr("Preview"), tr("How the file begins."))
        self.facts = ShrinkingLabel("")
        self.facts.setObjectName("muted")
        self.caption = QPlainTextEdit()
        self.caption.setTabChangesFocus(True)
        explain(
            self.caption,
            tr("Caption"),
            tr(
                "Proposed from the settings. Change it as you like; once it is empty it is"
                " proposed anew."
            ),
        )
        self.copy_caption = QPushButton(tr("Copy caption"))
        self.copy_caption.setAutoDefault(False)
        explain(self.copy_caption, tr("Copy caption"), tr("Puts the caption on the clipboard."))
        self.copy_caption.clicked.connect(self._copy)
        self.caption.textChanged.connect(self._note)
        self._lay_out()

    def show_caption(self, text: str) -> None:
        """Propose a caption; one that was changed stays."""
        reading = self.caption.textCursor().hasSelection()
        if self._own or reading or text == self.caption.toPlainText():
            return
        self.caption.blockSignals(True)
        self.caption.setPlainText(text)
        self.caption.blockSignals(False)

    def show_picture(self, *, caption: bool) -> None:
        """Show a figure, with its caption or without."""
        self._stack.setCurrentIndex(0)
        self._captioned.setVisible(caption)

    def show_text(self, text: str) -> None:
        """Show the beginning of a text that will be written."""
        self._stack.setCurrentIndex(1)
        self._captioned.hide()
        if text == self.text.toPlainText():
            return
        bars = self.text.horizontalScrollBar(), self.text.verticalScrollBar()
        places = [bar.value() for bar in bars]
        self.text.setPlainText(text)
        for bar, place in zip(bars, places, strict=True):
            bar.setValue(place)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.caption.toPlainText())
        self.copied.emit()

    def _note(self) -> None:
        self._own = bool(self.caption.toPlainText().strip())

    def _fit(self) -> None:
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        fixed.setPixelSize(QFontInfo(self.font()).pixelSize())
        self.text.setFont(fixed)
        lines = CAPTION_LINES * self.caption.fontMetrics().lineSpacing()
        self.caption.setFixedHeight(lines + 16)

    def _lay_out(self) -> None:
        self._stack = QStackedWidget()
        self._stack.addWidget(self.preview)
        self._stack.addWidget(self.text)
        self._captioned = QWidget()
        head = QHBoxLayout()
        head.addWidget(name_of(self.caption, tr("Caption")), 1)
        head.addWidget(self.copy_caption)
        beneath = QVBoxLayout(self._captioned)
        beneath.setContentsMargins(0, 0, 0, 0)
        beneath.setSpacing(4)
        beneath.addLayout(head)
        beneath.addWidget(self.caption)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._stack, 1)
        column.addWidget(self.facts)
        column.addWidget(self._captioned)
        self._fit()
