"""What has come of writing a file: how far it is, where it went, or why it could not be."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from rnnsim.translation import tr
from rnnsim.ui.export.job import Progress
from rnnsim.ui.labels import ShrinkingLabel, label
from rnnsim.ui.lesson_editor_knobs import explain

BAR = 100
"""How much more room the bar takes than is left empty behind it."""


class Outcome(QWidget):
    """Empty until there is something to say."""

    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._path: Path | None = None
        self.error = label("refusal")
        self.error.setWordWrap(True)
        self.said = ShrinkingLabel("")
        self.open_folder = _button(tr("Open folder"), tr("Shows the file where it is."))
        self.open_folder.clicked.connect(self._open)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Progress"))
        self.cancel = _button(tr("Cancel"), tr("Stops writing; no file is left behind."))
        self.cancel.clicked.connect(self.cancelled)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.said)
        row.addWidget(self.open_folder)
        row.addWidget(self.bar, BAR)
        row.addWidget(self.cancel)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.error)
        column.addLayout(row)
        self.clear()

    def clear(self) -> None:
        """Say nothing."""
        self._show()

    def say(self, text: str) -> None:
        """Say what was done."""
        self._show(said=text)

    def refuse(self, text: str) -> None:
        """Say what went wrong."""
        self._show(error=text)

    def say_saved(self, path: Path) -> None:
        """Say where a file is by now, and offer its folder."""
        self._path = path
        self._show(said=tr("Saved as {path}").format(path=path), folder=True)

    def show_progress(self, progress: Progress) -> None:
        """Show how far it is; a bar that runs where that is not known."""
        self._show(working=True)
        self.bar.setRange(0, progress.all)
        self.bar.setValue(progress.made)

    @property
    def text(self) -> str:
        """What is said."""
        return self.error.text() or self.said.text()

    def _show(
        self, *, said: str = "", error: str = "", folder: bool = False, working: bool = False
    ) -> None:
        self.said.say(said)
        self.error.setText(error)
        self.setAccessibleName(error or said)
        self.said.setVisible(bool(said))
        self.error.setVisible(bool(error))
        self.open_folder.setVisible(folder)
        self.bar.setVisible(working)
        self.cancel.setVisible(working)

    def _open(self) -> None:
        if self._path is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path.parent)))


def _button(text: str, tip: str) -> QPushButton:
    made = QPushButton(text)
    made.setAutoDefault(False)
    explain(made, text, tip)
    return made
