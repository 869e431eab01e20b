"""The session at hand: its file and whether it is saved; opened, saved, shared, brought back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from rnnsim.model.frame import Frame
from rnnsim.model.lesson import Lesson, LessonError
from rnnsim.model.session import Session, write_session
from rnnsim.model.session.share import share_text, shared_session
from rnnsim.translation import tr
from rnnsim.ui.banner import Banner
from rnnsim.ui.folder import remember_folder, remembered_folder
from rnnsim.ui.lesson_editor_words import file_name
from rnnsim.ui.session.dropping import Drops, dropped
from rnnsim.ui.session.kept import Kept
from rnnsim.ui.session.offer import RecoveryOffer
from rnnsim.ui.session.opening import EXTENSION, FIGURES, Opened, opened
from rnnsim.ui.session.question import UnsavedQuestion, asks_about_unnamed
from rnnsim.ui.session.recent import RecentMenu, forget_if_gone, note_recent
from rnnsim.ui.session.recovery import Recovery
from rnnsim.ui.session.words import reason, shortened, window_title
from rnnsim.ui.session.work import is_the_lessons, same_work
from rnnsim.ui.tips import whisper


class Room(Protocol):
    """What the desk needs of the window."""

    @property
    def banner(self) -> Banner:
        """Where refusals are said."""

    @property
    def offer(self) -> RecoveryOffer:
        """Where a session is offered that a crash has left."""

    @property
    def lesson(self) -> Lesson:
        """The one that is open."""

    @property
    def session(self) -> Session:
        """What the window shows."""

    def restore(self, session: Session) -> None:
        """Show a session."""

    def begin_lesson(self, lesson: Lesson) -> None:
        """Show a lesson from its start, without asking."""


class SessionDesk(QObject):
    """Does with sessions what the user asks for.

    Parameters
    ----------
    window : QWidget
    room : Room
        The same window, as what the desk needs of it.

    Attributes
    ----------
    path : Path or None
        The session's file; None while it is untitled.
    asks : bool
        Whether it asks before work is lost: not where nobody is there to answer.
    recent : RecentMenu
    """

    def __init__(self, window: QWidget, room: Room) -> None:
        super().__init__(window)
        self._window, self._room = window, room
        self._saved: Session | None = None
        self._recovery: Recovery | None = None
        self._closing = self._keeps = False
        self.path: Path | None = None
        self.asks = False
        self.recent = RecentMenu(self.open_file, window)
        room.offer.restored.connect(self._restore)
        Drops(window, self.open_files, self.open_text)

    # What actions do

    def ask(self) -> None:
        """Ask for a file, and open it."""
        dialog = self._dialog(tr("Open"))
        both = " ".join(f"*{ending}" for ending in (EXTENSION, *FIGURES))
        kinds = (
            tr("Sessions, lessons and figures ({pattern})").format(pattern=both),
            tr("Sessions and lessons ({pattern})").format(pattern=f"*{EXTENSION}"),
            tr("All files ({pattern})").format(pattern="*"),
        )
        dialog.setNameFilters(kinds)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self._open_chosen(Path(name)))
        dialog.open()

    def _open_chosen(self, path: Path) -> None:
        remember_folder(path)
        self.open_file(path)

    def open_file(self, path: Path) -> bool:
        """Open a file; where it cannot be read say why, and keep what is open."""
        return self.open_files([path])

    def open_files(self, paths: Sequence[Path]) -> bool:
        """Open the first that can be opened; say so where there are others, or why none can."""
        refusals = []
        for path in paths:
            try:
                found = opened(path)
            except LessonError as error:
                refusals.append(error)
                forget_if_gone(path)
            else:
                self.unless_lost(partial(self._take_up, found, others=len(paths) - 1))
                return True
        if refusals:
            self._room.banner.say(reason(refusals[0]))
        return False

    def open_text(self, text: str) -> bool:
        """Open the share text that stands in `text`; say why where there is none."""
        try:
            session = shared_session(text, self._room.lesson)
        except LessonError as error:
            said = tr("This text cannot be opened: {reason}")
            self._room.banner.say(said.format(reason=reason(error)))
            return False
        self.unless_lost(lambda: self._take_up(Opened(session)))
        return True

    def save(self, then: Callable[[], object] = lambda: None) -> None:
        """Save to the session's file, or ask for one; `then` is done once it is saved."""
        if self.path is None:
            self.save_as(then)
        elif self.save_to(self.path):
            then()

    def save_as(self, then: Callable[[], object] = lambda: None) -> None:
        """Ask for a file to save to; `then` is done once it is saved."""
        dialog = self._dialog(tr("Save session"))
        dialog.setNameFilter(tr("Sessions ({pattern})").format(pattern=f"*{EXTENSION}"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(EXTENSION[1:])  # before it asks whether to replace a file
        dialog.selectFile(str(self.path or file_name(tr(self._room.lesson.title))))
        dialog.fileSelected.connect(lambda name: then() if self.save_to(Path(name)) else None)
        dialog.open()

    def save_to(self, path: Path) -> bool:
        """Save to a file, which is then the session's; say why where that fails."""
        session = self._room.session
        try:
            write_session(path, session)
        except LessonError as error:
            self._room.banner.say(reason(error))
            return False
        note_recent(path)
        remember_folder(path)
        self._become(path, session)
        return True

    def copy(self) -> None:
        """Put a share text on the clipboard; say why where there is none."""
        session = self._room.session
        try:
            text = share_text(session.settings, session.course.iteration)
        except LessonError as error:
            self._room.banner.say(reason(error))
        else:
            QGuiApplication.clipboard().setText(text)
            whisper(tr("Share text copied: {text}").format(text=shortened(text)), self._window)

    def paste(self) -> None:
        """Open what is on the clipboard: a share text, or a file."""
        data = QGuiApplication.clipboard().mimeData()
        files, text = dropped(data)
        if files:
            self.open_files(files)
        else:
            self.open_text(text)

    # What would be lost

    @property
    def changed(self) -> bool:
        """Whether there is work that is not saved."""
        session = self._room.session
        if self._saved is not None and self.path is not None:
            return not same_work(session, self._saved, trained=True)
        if self._saved is not None and same_work(session, self._saved, trained=False):
            return False
        return self.path is not None or not is_the_lessons(session)

    def unless_lost(self, do: Callable[[], object], *, undone: bool = False) -> None:
        """Do what ends the session, after asking where work would be lost with it.

        Parameters
        ----------
        undone : bool
            Whether undo brings an untitled session back, so that nothing is asked for it.
        """
        if self._must_ask(undone=undone):
            self._ask_whether_to_save(do)
        else:
            do()

    def may_close(self) -> bool:
        """Whether the window may close; where it must ask first, it closes after the answer."""
        if self._closing or not self._must_ask():
            return True
        self._ask_whether_to_save(self._close)
        return False

    def end_unasked(self) -> None:
        """Nobody is there to answer: what is not saved is offered by the next start."""
        self.asks, self._keeps = False, True

    def stop(self) -> None:
        """The window is closed."""
        if self._recovery is not None:
            self._recovery.stop(keep=self._keeps and self.changed)

    # After a crash

    def recover(self, folder: Path) -> None:
        """Keep the session in a folder for after a crash, and offer what one has left there."""
        self._recovery = recovery = Recovery(folder, lambda: (self._room.session, self.path), self)
        recovery.found.connect(self._room.offer.offer)
        recovery.failed.connect(self._say_not_kept)
        self._room.offer.discarded.connect(recovery.discard)
        recovery.start()

    def _restore(self, kept: Kept) -> None:
        """Bring back what a crash has left, which is not saved yet."""

        def restore() -> None:
            self._room.restore(kept.session)
            self._become(kept.path, None)
            if self._recovery is not None:
                self._recovery.take_over()

        self.unless_lost(restore, undone=True)

    def _say_not_kept(self, why: str) -> None:
        said = tr("This session is not being kept in case of a crash: {reason}")
        self._room.banner.say(said.format(reason=why))

    # Showing

    def show_state(self) -> None:
        """Name the session in the window's title, and whether it is saved."""
        self._window.setWindowTitle(window_title(self._name))
        self._window.setWindowModified(self.changed)

    def show_frame(self, frame: Frame) -> None:
        """A named session is another once it has been trained."""
        if self.path is not None and not self._window.isWindowModified():
            course = None if self._saved is None else self._saved.course
            if course is None or frame.newest != course.iteration:
                self.show_state()

    def become_untitled(self) -> None:
        """Another lesson is open."""
        self._become(None, None)

    def become(self, found: Opened) -> None:
        """What was opened is shown: it has the name of its file."""
        if found.source is not None:
            note_recent(found.source)
        self._become(found.path, None if found.is_lesson else self._room.session)
        if found.session.unknown:
            said = tr("Fields that mean nothing to this version stay in the file: {fields}")
            self._room.banner.say(said.format(fields=shortened(", ".join(found.session.unknown))))

    @property
    def _name(self) -> str:
        return self._room.lesson.heading if self.path is None else self.path.name

    def _take_up(self, found: Opened, others: int = 0) -> None:
        """Show what was read."""
        if found.is_lesson:
            self._room.begin_lesson(found.session.lesson)
        else:
            self._room.restore(found.session)
        self.become(found)
        if others and found.source is not None:
            said = tr("{name} is open; only one of several files can be.")
            self._room.banner.say(said.format(name=shortened(found.source.name)))

    def _become(self, path: Path | None, saved: Session | None) -> None:
        self.path, self._saved = path, saved
        self.show_state()

    def _must_ask(self, *, undone: bool = False) -> bool:
        named = self.path is not None
        asks = self.asks and (named or (asks_about_unnamed() and not undone))
        return asks and self.changed

    def _ask_whether_to_save(self, do: Callable[[], object]) -> None:
        question = UnsavedQuestion(self._name, named=self.path is not None, parent=self._window)
        question.save = lambda: self.save(do)
        question.discard = do
        question.open()

    def _close(self) -> None:
        self._closing = True
        self._window.close()

    def _dialog(self, title: str) -> QFileDialog:
        dialog = QFileDialog(self._window, title, str(remembered_folder()))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return dialog
