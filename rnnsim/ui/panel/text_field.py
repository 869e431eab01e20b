"""The field of a text of one's own: from a file or from the clipboard."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget

from rnnsim.model.kinds import TextParameter
from rnnsim.model.text import TextError, read_text
from rnnsim.translation import tr
from rnnsim.ui.panel import words
from rnnsim.ui.panel.field import Field
from rnnsim.ui.panel.metrics import BUTTON_GAP, COLUMN_GAP, Metrics, small
from rnnsim.ui.panel.wrap import places
from rnnsim.ui.plate import Button


class TextField(Field):
    """How a text begins and how long it is, and where another one is to come from."""

    def __init__(self, row: TextParameter) -> None:
        super().__init__(row)
        self.summary = QLabel(self, textFormat=Qt.TextFormat.PlainText)
        self._text = ""
        self.open = self._button(tr("open…"), tr("Open a text"), tr("Reads a text file in UTF-8."))
        self.paste = self._button(
            tr("paste"), tr("Paste a text"), tr("Takes the text of the clipboard.")
        )
        self.give_up = self._button(
            tr("shipped"), tr("The shipped text"), tr("Gives up your own text.")
        )
        self.open.clicked.connect(self._ask)
        self.paste.clicked.connect(self._paste)
        self.give_up.clicked.connect(lambda: self.edited.emit(row.key, ""))
        self._named(self.open)

    def controls(self) -> list[QWidget]:
        return [self.open, self.paste, self.give_up]

    def show_value(self, value: object) -> None:
        self._text = str(value)
        self.give_up.setEnabled(bool(value))
        self._show_summary()

    def read(self, path: Path) -> None:
        """Ask for the text of a file, or say why it cannot be read."""
        try:
            text, note = read_text(path)
        except TextError as error:
            self.refused.emit(self.row.key, tr(error.args[0]))
            return
        self.edited.emit(self.row.key, text)
        if note:
            self.noted.emit(self.row.key, tr(note))

    def arrange(self, width: int, metrics: Metrics) -> int:
        for part in (self.open, self.paste, self.give_up, self.summary):
            part.setFont(small(self.font()))
        return super().arrange(width, metrics)

    def _button(self, text: str, title: str, help_text: str) -> Button:
        button = Button(text, self)
        button.setAccessibleName(f"{words.name(self.row)}: {text}")
        button.explain(title, help_text)
        return button

    def _ask(self) -> None:
        dialog = QFileDialog(self, tr("Open a text"), filter=tr("Text (*.txt *.md);;All files (*)"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.read(Path(name)))
        dialog.open()

    def _paste(self) -> None:
        text = QGuiApplication.clipboard().text()
        if text:
            self.edited.emit(self.row.key, text.replace("\r\n", "\n"))
        else:
            self.refused.emit(self.row.key, tr("the clipboard holds no text"))

    def _show_summary(self) -> None:
        said, metrics = words.text_summary(self._text), self.summary.fontMetrics()
        shown = metrics.elidedText(said, Qt.TextElideMode.ElideRight, self.summary.width())
        self.summary.setText(shown)

    def _place(self, width: int, metrics: Metrics) -> int:
        label = self._label_width(width, metrics)
        left = label + COLUMN_GAP
        self._put_label(self.caption, label, metrics.segment)
        self._put(self.summary, left, 0, width - left, metrics.segment)
        self._show_summary()
        buttons = (self.open, self.paste, self.give_up)
        spots = places([button.least_width for button in buttons], width - left, BUTTON_GAP, 1)
        for button, spot in zip(buttons, spots, strict=True):
            self._put(button, left + spot.left, metrics.segment, spot.width, metrics.segment)
        return 2 * metrics.segment
