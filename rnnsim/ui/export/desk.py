"""What is taken home: the window to export from, opened at what is wanted, and the clipboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from rnnsim.model.course import CourseError
from rnnsim.model.figure import MOST_VIEWS, VIEWS, WINDOW
from rnnsim.model.python_code import python_code
from rnnsim.model.view import Want, wants_of
from rnnsim.translation import tr
from rnnsim.ui.export.animation_page import AnimationPage
from rnnsim.ui.export.data_page import DataPage, course_of
from rnnsim.ui.export.dialog import ExportDialog
from rnnsim.ui.export.figure_page import FigurePage
from rnnsim.ui.export.figures import Figure
from rnnsim.ui.export.remembered import remembered_figure
from rnnsim.ui.export.room import Room
from rnnsim.ui.export.words import facts, title_of
from rnnsim.ui.tips import whisper

FIGURE, ANIMATION, DATA = "figure", "animation", "data"
"""The pages of the window."""


class MakeAction(Protocol):
    """Makes an action of the window."""

    def __call__(
        self, text: str, do: Callable[[], object], *keys: str, tip: str = ""
    ) -> QAction: ...


class ExportDesk(QObject):
    """Opens the window to export from when it is first wanted.

    Parameters
    ----------
    window : QWidget
    room : Room
        The same window, as what the desk needs of it.

    Attributes
    ----------
    menu : QMenu
        All that can be exported; empty until `fill`.
    """

    def __init__(self, window: QWidget, room: Room) -> None:
        super().__init__(window)
        self._window, self._room = window, room
        self._dialog: ExportDialog | None = None
        self.menu = QMenu(tr("&Export"), window)
        self.menu.setObjectName("export")

    @property
    def dialog(self) -> ExportDialog:
        """The window to export from; its options are kept while it is closed."""
        if self._dialog is None:
            pages = {
                FIGURE: FigurePage(self._window, self._room, self),
                ANIMATION: AnimationPage(self._room, self),
                DATA: DataPage(self._room, self),
            }
            self._dialog = ExportDialog(pages, self._window)
            self._dialog.wants_changed.connect(self._room.tell_wants)
        return self._dialog

    @property
    def wants(self) -> frozenset[Want]:
        """The numbers that what is shown there needs."""
        return wants_of(self._dialog.views) if self._dialog is not None else frozenset()

    def follow(self) -> None:
        """Let the preview show what the window shows by now."""
        if self._dialog is not None:
            self._dialog.follow()

    # What actions do

    def open(self, page: str = FIGURE, views: Sequence[str] = ()) -> None:
        """Open the window at a page, to export these views; without any, those that are seen."""
        dialog = self.dialog
        if not dialog.busy:
            dialog.turn_to(page, views or self._room.views_seen[:MOST_VIEWS])
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()

    def copy_figure(self) -> None:
        """Put the view that has the focus on the clipboard, or else those that are seen."""
        shown = self._room.shown
        if shown is None:
            return
        spec, _ = remembered_figure(self._views_meant())
        try:
            figure = Figure.of(spec, shown, self._room, self._window)
            QGuiApplication.clipboard().setMimeData(figure.mime())
        except ValueError as error:
            self._room.banner.say(str(error))
            return
        size = facts("png", figure.drawing().size, spec.dpi)
        whisper(tr("Figure copied: {size}").format(size=size), self._window)

    def copy_python(self) -> None:
        """Put the code on the clipboard that makes the run again."""
        session = self._room.session
        try:
            code = python_code(course_of(session), tr(session.lesson.title))
        except CourseError as error:
            self._room.banner.say(str(error))
            return
        QGuiApplication.clipboard().setText(code)
        said = tr("Python code copied: {count} lines").format(count=code.count("\n"))
        whisper(said, self._window)

    def fill(self, make: MakeAction) -> list[QAction]:
        """Fill the menu; return what puts something on the clipboard."""
        figure = make(
            tr("&Figure…"),
            self.open,
            "Ctrl+E",
            tip=tr("Views, or the window, as a figure for a paper or a slide"),
        )
        animation = make(
            tr("&Animation…"),
            lambda: self.open(ANIMATION),
            tip=tr("The pass, or training, as an animated picture"),
        )
        data = make(
            tr("&Data…"),
            lambda: self.open(DATA),
            tip=tr("Numbers for a spreadsheet, NumPy, PyTorch or a notebook"),
        )
        copy = make(
            tr("&Copy figure"),
            self.copy_figure,
            "Ctrl+C",
            tip=tr("The view that has the focus, or else the visible ones, to be pasted"),
        )
        python = make(
            tr("Copy as &Python"),
            self.copy_python,
            tip=tr("A few lines that make this run again in a notebook"),
        )
        self.menu.addActions([figure, animation, data])
        self.menu.addSeparator()
        self.menu.addActions([copy, python])
        self.menu.addSeparator()
        for view in VIEWS:
            self.menu.addAction(f"{title_of(view)}…", partial(self.open, FIGURE, (view,)))
        return [copy, python]

    def _views_meant(self) -> tuple[str, ...]:
        """The view that has the focus; where none has it, those that are seen."""
        focus = QApplication.focusWidget()
        for name, widget in self._room.views().items():
            within = focus is not None and (widget is focus or widget.isAncestorOf(focus))
            if name != WINDOW and within:
                return (name,)
        return self._room.views_seen[:MOST_VIEWS]
