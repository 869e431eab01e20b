"""Typing a name where it stands."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from rnnsim.ui.keys import ARROWS, ENDS, ENTER, KeyGuard

EDITING = (*ARROWS, *ENDS, *ENTER, Qt.Key.Key_Backspace, Qt.Key.Key_Delete)

KEPT = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
"""Leaving for another window or the entry's own menu is not leaving it."""


class NameEntry(QLineEdit):
    """Is there while a name is typed: Enter and leaving take it, Esc leaves it as it was."""

    entered = Signal(str)
    """Another name has been typed."""

    def __init__(self, longest: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._owner = parent
        self._before = ""
        self.setMaxLength(longest)
        KeyGuard(self, EDITING, text=True, escapes=lambda: True)
        self.hide()

    def begin(self, name: str) -> None:
        """Offer a name to be changed."""
        self._before = name
        self.setText(name)
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self.setText(self._before)
        if key in (*ENTER, Qt.Key.Key_Escape):
            self._owner.setFocus(Qt.FocusReason.OtherFocusReason)  # which ends it
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() in KEPT or self.isHidden():
            return
        self.hide()
        if self.text() != self._before:
            self.entered.emit(self.text())
