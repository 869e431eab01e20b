"""Lessons of one's own: made and changed in the editor."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from rnnsim.model.draft import Present
from rnnsim.model.lesson import Lesson, read_lesson, write_lesson
from rnnsim.ui.lesson_editor import LessonEditor


class Room(Protocol):
    """What the desk needs of the window."""

    @property
    def lesson(self) -> Lesson:
        """The one that is open."""

    @property
    def present(self) -> Present:
        """What is shown, to be captured."""

    def open_lesson(self, lesson: Lesson | str) -> None:
        """Be led through a lesson."""


class LessonDesk(QObject):
    """Opens the editor when it is first wanted.

    Parameters
    ----------
    window : QWidget
    room : Room
        The same window, as what the desk needs of it.
    """

    def __init__(self, window: QWidget, room: Room) -> None:
        super().__init__(window)
        self._window, self._room = window, room
        self._editor: LessonEditor | None = None

    @property
    def editor(self) -> LessonEditor:
        """The editor; what it holds is kept while it is closed."""
        if self._editor is None:
            self._editor = LessonEditor(
                lambda: self._room.present, write_lesson, read_lesson, self._window
            )
            self._editor.tried.connect(self._room.open_lesson)
            self._editor.saved.connect(lambda _path, lesson: self._room.open_lesson(lesson))
        return self._editor

    def make(self) -> None:
        """Show the editor, with what was begun in it."""
        self.editor.show()
        self.editor.raise_()
        self.editor.activateWindow()

    def edit(self) -> None:
        """Edit the lesson that is open; a shipped one becomes one's own when it is saved."""
        self.make()
        self.editor.offer(self._room.lesson)

    def may_close(self) -> bool:
        """Whether no draft is lost with the window; else, once it is given up, that closes."""
        if self._editor is None or not self._editor.isWindowModified():
            return True
        self.make()
        self._editor.unless_lost(self._give_up)
        return False

    def _give_up(self) -> None:
        self.editor.setWindowModified(False)
        QTimer.singleShot(0, self._window, self._window.close)  # once the question is closed
