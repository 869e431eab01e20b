"""The question whether to save, before work is lost."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QMessageBox, QWidget

from rnnsim.translation import tr
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
    save, discard : callable
        What is then done; where it is cancelled, nothing.
    """

    def __init__(
        self,
        name: str,
        *,
        named: bool,
        save: Callable[[], object],
        discard: Callable[[], object],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._save, self._discard = save, discard
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setIcon(QMessageBox.Icon.Warning)
        self.setWindowTitle(tr("Session not saved"))
        self.setTextFormat(Qt.TextFormat.PlainText)
        said = tr("Save the changes of “{name}”?") if named else tr("Save what you did in “{name}”?")
        self.setText(said.format(name=shortened(name)))
        self.setInformativeText(tr("What is not saved is lost."))
        button = QMessageBox.StandardButton
        self.setStandardButtons(button.Save | button.Discard | button.Cancel)
        self.setDefaultButton(button.Save)
        self.setEscapeButton(button.Cancel)
        if not named:
            self.setCheckBox(QCheckBox(tr("Don't ask again for unnamed sessions")))
        self.buttonClicked.connect(self._answer)

    def _answer(self, pressed: QAbstractButton) -> None:
        answer, button = self.standardButton(pressed), QMessageBox.StandardButton
        if answer == button.Cancel:
            return
        box = self.checkBox()
        if box is not None and box.isChecked():
            QSettings().setValue(KEY, "false")
        (self._save if answer == button.Save else self._discard)()
