"""The question whether to save, before work is lost."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QCheckBox, QMessageBox, QWidget

from rnnsim.translation import tr
from rnnsim.ui.help import mark
from rnnsim.ui.session.words import shortened

KEY = "ask_about_unnamed_sessions"


def asks_about_unnamed() -> bool:
    """Whether the question is asked for a session that has no file yet."""
    return str(QSettings().value(KEY, "true")) != "false"


class UnsavedQuestion(QMessageBox):
    """Asks whether to save, to discard, or to go on as before.

    It holds up its window, but waits in no loop of its own.

    Parameters
    ----------
    name : str
        Of the session's file, or of its lesson.
    named : bool
        Whether there is a file; for a session without one it can be chosen not to be asked again.

    Attributes
    ----------
    save, discard : callable
        Called once it is answered so and closed; where it is cancelled, nothing is.
    """

    def __init__(self, name: str, *, named: bool, parent: QWidget) -> None:
        super().__init__(parent)
        mark(self, "sessions")
        self.save: Callable[[], object] = lambda: None
        self.discard: Callable[[], object] = lambda: None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setIcon(QMessageBox.Icon.Warning)
        self.setWindowTitle(tr("Session not saved"))
        self.setTextFormat(Qt.TextFormat.PlainText)
        said = (
            tr("Save the changes to “{name}”?") if named else tr("Save what you did in “{name}”?")
        )
        self.setText(said.format(name=shortened(name)))
        self.setInformativeText(tr("What is not saved is lost."))
        button = QMessageBox.StandardButton
        self.setStandardButtons(button.Save | button.Discard | button.Cancel)
        self.setDefaultButton(button.Save)
        self.setEscapeButton(button.Cancel)
        self._never_again = None if named else QCheckBox(tr("Don't ask again for unnamed sessions"))
        if self._never_again is not None:
            self.setCheckBox(self._never_again)
        self.finished.connect(self._answer)

    def _answer(self, result: int) -> None:
        button = QMessageBox.StandardButton
        if result not in (button.Save.value, button.Discard.value):
            return
        if self._never_again is not None and self._never_again.isChecked():
            QSettings().setValue(KEY, "false")
        (self.save if result == button.Save.value else self.discard)()
