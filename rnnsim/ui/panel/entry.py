"""A text field that keeps the last good value under what is being typed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from rnnsim.ui.keys import ENDS, ENTER, KeyGuard

_KEPT = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
"""Leaving for another window or a menu of the field's own is not leaving the field."""

_EDITING = (
    *ENDS,
    *ENTER,
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Backspace,
    Qt.Key.Key_Delete,
)


class Entry(QLineEdit):
    """Emits `entered` when Enter or leaving the field commits a text that was typed.

    Esc, and leaving a field whose text was refused, bring back what was shown last.

    Parameters
    ----------
    longest : int
        How many characters can be typed.
    patient : bool
        Whether a refused text stays when the field is left, to be corrected later.
    """

    entered = Signal(str)
    restored = Signal()
    stepped = Signal(int)
    """Up or Down was pressed: +1 or −1."""

    def __init__(
        self, longest: int, parent: QWidget | None = None, *, patient: bool = False
    ) -> None:
        super().__init__(parent)
        self._patient = patient
        self._shown = ""
        self._refused = False
        self.setMaxLength(longest)
        KeyGuard(self, _EDITING, text=True, escapes=lambda: self._pending)

    @property
    def refused(self) -> bool:
        """Whether the text stands refused."""
        return self._refused

    @property
    def shown(self) -> str:
        """What Esc brings back."""
        return self._shown

    def show_text(self, text: str) -> None:
        """Show a value from outside; what is being typed stays until Esc, Enter or leaving."""
        self._shown = text
        if not (self._refused or (self.isModified() and self.hasFocus())):
            self._set(text)

    def refuse(self) -> None:
        """Mark the text as refused and leave it for correction."""
        self._mark(refused=True)

    def accept(self) -> None:
        """Take the mark of refusal away; the text stays."""
        self._mark(refused=False)

    def restore(self) -> None:
        """Bring back what was shown last."""
        self._mark(refused=False)
        self._set(self._shown)
        self.restored.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in ENTER:
            self._commit()
            if not self._refused:
                self.selectAll()
        elif key == Qt.Key.Key_Escape and self._pending:
            self.restore()
            self.selectAll()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(1 if key == Qt.Key.Key_Up else -1)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() in _KEPT:
            return
        self._commit()
        if self._refused and not self._patient:
            self.restore()
        self.setCursorPosition(0)

    @property
    def _pending(self) -> bool:
        return self._refused or (self.isModified() and self.text() != self._shown)

    def _commit(self) -> None:
        if not self._pending:
            self._set(self._shown)
            return
        self.setModified(False)
        self._mark(refused=False)
        self.entered.emit(self.text())

    def _set(self, text: str) -> None:
        if text != self.text():
            self.setText(text)
            self.setCursorPosition(0)
        self.setModified(False)

    def _mark(self, *, refused: bool) -> None:
        if refused == self._refused:
            return
        self._refused = refused
        self.setProperty("refused", refused)
        self.style().unpolish(self)
        self.style().polish(self)
