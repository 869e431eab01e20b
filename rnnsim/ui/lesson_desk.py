"""Lessons of one's own: opened from a file, made and changed in the editor."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from rnnsim.model.draft import Present
from rnnsim.model.lesson import Lesson, LessonError, read_lesson, write_lesson
from rnnsim.translation import tr
from rnnsim.ui.banner import Banner
from rnnsim.ui.lesson_editor import LessonEditor
from rnnsim.ui.lesson_editor_words import EXTENSION


class Room(Protocol):
    """What the desk needs of the window."""

    @property
    def banner(self) -> Banner:
        """Where refusals are said."""

    @property
    def lesson(self) -> Lesson:
        """The one that is open."""

    @property
    def present(self) -> Present:
        """What is shown, to be captured."""

    def open_lesson(self, lesson: Lesson | str) -> None:
        """Be led through a lesson."""


class LessonDesk(QObject):
    """Opens lesson files, and the editor when it is first wanted.

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

    def ask(self) -> None:
        """Ask for a lesson's file, and open it."""
        dialog = QFileDialog(self._window, tr("Open lesson"))
        dialog.setNameFilter(tr("Lessons ({pattern})").format(pattern=f"*{EXTENSION}"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.open_file(Path(name)))
        dialog.open()

    def open_file(self, path: Path) -> bool:
        """Open a lesson's file; where it cannot be read say why, and keep what is open."""
        try:
            lesson = read_lesson(path)
        except LessonError as error:
            self._room.banner.say(str(error))
            return False
        self._room.open_lesson(lesson)
        return True
