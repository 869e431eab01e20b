"""The keys of a presenter's remote, whatever has the focus."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

EDITORS = (QLineEdit, QPlainTextEdit, QTextEdit)
"""Where letters and points are typed."""

_HARMLESS = Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier


class Remote(QObject):
    """Calls what `keys` name while it is on, before any widget or shortcut has the key.

    A slider that was touched last would else take the page keys for its own.  What types a
    character stays with a text that is being edited.
    """

    def __init__(self, window: QWidget, keys: Mapping[Qt.Key, Callable[[], object]]) -> None:
        super().__init__(window)
        self._window = window
        self._keys = dict(keys)
        self._listened: QWidget | None = None
        self.on = False

    def switch(self, *, on: bool) -> None:
        """Listen, or no longer."""
        if on == self.on:
            return
        self.on = on
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        if on:
            self._window.installEventFilter(self)
            app.focusChanged.connect(self._follow)
            self._follow(None, QApplication.focusWidget())
        else:
            app.focusChanged.disconnect(self._follow)
            self._follow(None, None)
            self._window.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kinds = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
        if event.type() not in kinds or not isinstance(event, QKeyEvent):
            return False
        do = self._meant(watched, event)
        if do is None:
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            do()
        return True

    def _meant(self, watched: QObject, event: QKeyEvent) -> Callable[[], object] | None:
        """What a key stands for; nothing where it is typed into a text."""
        if event.modifiers() & ~_HARMLESS:
            return None
        typing = isinstance(watched, EDITORS) and event.text().isprintable() and event.text() != ""
        return None if typing else self._keys.get(Qt.Key(event.key()))

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Listen where the focus is: installed last, asked first."""
        with suppress(RuntimeError):  # what had the focus may have been deleted
            if self._listened is not None:
                self._listened.removeEventFilter(self)
        inside = new is not None and new is not self._window and new.window() is self._window
        self._listened = new if inside else None
        if self._listened is not None:
            self._listened.installEventFilter(self)
