"""Undo and redo: every change of the settings, whoever makes it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QAction, QUndoCommand, QUndoStack
from PySide6.QtWidgets import QApplication

from rnnsim.model.lesson import Lesson
from rnnsim.model.parameters import PARAMETERS
from rnnsim.model.settings import Settings
from rnnsim.translation import tr
from rnnsim.ui.panel import words

SOON = 1.0
"""Seconds within which changes of the same setting are one."""

HELD_LOOK = 40
"""Milliseconds between two looks whether a mouse button is still held."""

LONGEST_VALUE = 16
"""Characters of a value that is named; longer ones are not."""


@dataclass(frozen=True, slots=True)
class Stand:
    """What undo comes back to.

    Attributes
    ----------
    lesson : Lesson
        The one that is open.
    """

    settings: Settings
    lesson: Lesson


class SettingsUndo(QObject):
    """The changes made so far.

    Parameters
    ----------
    take_on : callable
        Makes a `Stand` the present one.
    """

    def __init__(self, take_on: Callable[[Stand], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.stack = QUndoStack(self)
        self._take_on = take_on
        self._gesture = 0
        self._held = QTimer(self, interval=HELD_LOOK)
        self._held.timeout.connect(self._look_whether_held)

    def record(self, before: Stand, after: Stand, key: str = "", text: str = "") -> None:
        """Note a change that has been made: of the setting `key`, or one called `text`."""
        if before == after:
            return
        held = QApplication.mouseButtons() != Qt.MouseButton.NoButton
        if held and key and not self._held.isActive():
            self._gesture += 1
            self._held.start()
        gesture = self._gesture if held and key else None
        self.stack.push(_Change(self._take_on, before, after, key, text, gesture))

    def actions(self, parent: QObject) -> tuple[QAction, QAction]:
        """Undo and redo, each with the name of what it would do."""
        return (
            self.stack.createUndoAction(parent, tr("Undo")),
            self.stack.createRedoAction(parent, tr("Redo")),
        )

    def stop(self) -> None:
        """Look no more."""
        self._held.stop()

    def _look_whether_held(self) -> None:
        if QApplication.mouseButtons() == Qt.MouseButton.NoButton:
            self._held.stop()


class _Change(QUndoCommand):
    """From one stand to another, and back."""

    ID = 1

    def __init__(
        self,
        take_on: Callable[[Stand], None],
        before: Stand,
        after: Stand,
        key: str,
        text: str,
        gesture: int | None,
    ) -> None:
        super().__init__()
        self._take_on = take_on
        self.before, self.after = before, after
        self.key, self.gesture = key, gesture
        self.at = time.monotonic()
        self._name = text
        self._done = True
        self.setText(text or change_text(before.settings, after.settings, key))

    def id(self) -> int:
        return self.ID

    def redo(self) -> None:
        if self._done:  # pushing it asks for it, but it has been done
            self._done = False
        else:
            self._take_on(self.after)

    def undo(self) -> None:
        self._take_on(self.before)

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, _Change) or not self._continued_by(other):
            return False
        self.after, self.at, self.gesture = other.after, other.at, other.gesture
        self.setText(change_text(self.before.settings, self.after.settings, self.key))
        self.setObsolete(self.before == self.after)
        return True

    def _continued_by(self, other: _Change) -> bool:
        if not (self.key and other.key) or self.after != other.before:
            return False
        if self.gesture is not None and self.gesture == other.gesture:
            return True
        loose = self.gesture is None and other.gesture is None
        return loose and self.key == other.key and other.at - self.at < SOON


def change_text(before: Settings, after: Settings, key: str = "") -> str:
    """What has changed, such as “spectral radius 0.65 → 0.9”; `key` is what was moved."""
    changed = [each for each in PARAMETERS if getattr(before, each) != getattr(after, each)]
    shown = key if key in changed else next(iter(changed), key)
    if shown not in PARAMETERS:
        return tr("settings")
    row = PARAMETERS[shown]
    name, old, new = words.name(row), *(_value(shown, each) for each in (before, after))
    if max(len(old), len(new)) > LONGEST_VALUE:
        return name
    return f"{name} {old} → {new}"


def _value(key: str, settings: Settings) -> str:
    value = getattr(settings, key)
    return f"{value:.4g}" if isinstance(value, float) else words.value(PARAMETERS[key], value)
