"""Keeps the keys that a focused widget uses from the window's single-key shortcuts."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
ENDS = (Qt.Key.Key_Home, Qt.Key.Key_End)
PAGES = (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)

_HARMLESS = (
    Qt.KeyboardModifier.ShiftModifier
    | Qt.KeyboardModifier.KeypadModifier
    | Qt.KeyboardModifier.GroupSwitchModifier
)


class KeyGuard(QObject):
    """Claims `keys`, and with `text` all that types a character, while `widget` has the focus.

    Qt asks the focused widget before it lets a shortcut have a key (`ShortcutOverride`); a claimed
    key then arrives as an ordinary key press.  Keys with Ctrl, Alt or Meta stay the window's, and
    so does Esc unless `escapes` says that there is something for it to take back.
    """

    def __init__(
        self,
        widget: QWidget,
        keys: Iterable[Qt.Key] = (),
        *,
        text: bool = False,
        escapes: Callable[[], bool] = lambda: False,
    ) -> None:
        super().__init__(widget)
        self._keys = frozenset(keys)
        self._text = text
        self._escapes = escapes
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and self._claims(event):  # type: ignore[arg-type]
            event.accept()
            return True
        return False

    def _claims(self, event: QKeyEvent) -> bool:
        if event.modifiers() & ~_HARMLESS:
            return False
        if event.key() == Qt.Key.Key_Escape:
            return self._escapes()
        typed = event.text()
        return event.key() in self._keys or (self._text and typed != "" and typed.isprintable())
