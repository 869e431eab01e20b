"""The window in which figures, animations and data are exported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from rnnsim.export.writing import require_writable
from rnnsim.translation import tr
from rnnsim.ui.export.job import Job
from rnnsim.ui.export.left import Left
from rnnsim.ui.export.offer import Offer
from rnnsim.ui.export.outcome import Outcome
from rnnsim.ui.export.page import Page
from rnnsim.ui.export.preview import Drawn
from rnnsim.ui.export.words import completed
from rnnsim.ui.folder import remember_folder, remembered_folder
from rnnsim.ui.help import mark, open_help
from rnnsim.ui.lesson_editor_knobs import explain
from rnnsim.ui.scrolled import scrolled
from rnnsim.ui.theme import type_scale

SIZE = QSize(1120, 780)
OPTIONS = 312
"""Pixels of the whole, and of the width of the options, at a type scale of 1."""

READABLE_TEXT = 500
"""Milliseconds from one text to the next while training runs."""

SCREEN = 0.94
"""Part of the screen that the window takes at most."""


class ExportDialog(QDialog):
    """Stands beside the window, which stays usable.

    Parameters
    ----------
    pages : mapping of str to Page
        What can be exported, in the order of the tabs.
    """

    wants_changed = Signal()
    """Numbers of other views are needed, or of none."""

    def __init__(self, pages: Mapping[str, Page], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Export"))
        mark(self, "export")
        # the main window's own key does not reach into another window
        QShortcut(QKeySequence("F1"), self, lambda: open_help(parent))
        self.pages = dict(pages)
        self._job: Job | None = None
        self._later = QTimer(self, singleShot=True, interval=READABLE_TEXT)
        self._later.timeout.connect(self._refresh)
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setAccessibleName(tr("What to export"))
        self.left = Left(self._drawing)
        self.outcome = Outcome()
        self.copy = _button(tr("Copy"), tr("Puts what is shown on the clipboard."))
        self.leave = _button(tr("Close"), tr("Closes this window; its options are kept."))
        self.save = _button(tr("Save…"), tr("Asks where to, and writes the file."))
        self.save.setObjectName("primary")
        self.save.setDefault(True)
        self._lay_out()
        self._connect()
        self._turn()

    @property
    def page(self) -> Page:
        """The one that is seen."""
        return list(self.pages.values())[self.tabs.currentIndex()]

    @property
    def views(self) -> tuple[str, ...]:
        """Those whose numbers are needed while it is open."""
        return self.page.views if self.isVisible() else ()

    @property
    def busy(self) -> bool:
        """Whether a file is being written."""
        return self._job is not None

    def turn_to(self, name: str, views: Sequence[str] = ()) -> None:
        """Turn to a page, to be of these views."""
        if views:
            for page in self.pages.values():
                page.show_views(views)
        self.tabs.setCurrentIndex(list(self.pages).index(name))
        self.tabs.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_change()

    def follow(self) -> None:
        """Show what the main window shows by now."""
        if not self.isVisible():
            return
        if self.page.drawn:
            self.left.preview.nudge()
        elif not self._later.isActive():
            self._later.start()

    # What the buttons do

    def ask(self) -> None:
        """Ask where to, and write what is shown now, whatever is shown when that is answered."""
        offer = self._offer()
        if offer is None:
            return
        dialog = QFileDialog(self, tr("Export"), str(remembered_folder()))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        filters = {suffix: f"{words} (*.{suffix})" for suffix, words in offer.kinds.items()}
        dialog.setNameFilters(list(filters.values()))
        dialog.selectNameFilter(filters[offer.suffix])
        dialog.setDefaultSuffix(offer.suffix)  # before it asks whether to replace a file
        dialog.filterSelected.connect(
            lambda chosen: dialog.setDefaultSuffix(_suffix_of(chosen, filters))
        )
        dialog.selectFile(offer.name)
        dialog.fileSelected.connect(
            lambda name: self._write(offer, name, dialog.defaultSuffix() or offer.suffix)
        )
        dialog.open()

    def save_to(self, path: Path) -> None:
        """Write what is shown now to a file."""
        offer = self._offer()
        if offer is not None:
            self._write(offer, str(path), offer.suffix)

    def put_on_clipboard(self) -> None:
        """Copy what is shown."""
        if not self._good():
            return
        try:
            data = self.page.mime(self._caption())
        except ValueError as error:
            self.outcome.refuse(str(error))
            return
        if data is not None:
            QGuiApplication.clipboard().setMimeData(data)
            self.page.keep()
            self.outcome.say(tr("Copied"))

    def cancel(self) -> None:
        """Give up what is being written."""
        if self._job is not None:
            self._end()
            self.outcome.say(tr("Cancelled; nothing was written"))

    # Beginning and end

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()
        self._show_change()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if event.spontaneous():
            return  # it is only minimized
        self.cancel()
        self._later.stop()
        self.outcome.clear()
        for page in self.pages.values():
            page.keep()
        self.wants_changed.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    # Writing

    def _offer(self) -> Offer | None:
        return self.page.offer(self._caption()) if self._good() and not self.busy else None

    def _good(self) -> bool:
        """Whether nothing is refused; what is has the focus then."""
        refused = self.page.form.refused
        if refused is not None:
            refused.setFocus(Qt.FocusReason.OtherFocusReason)
            refused.selectAll()
        return refused is None and self.page.complete

    def _write(self, offer: Offer, name: str, suffix: str) -> None:
        path = completed(name, tuple(offer.kinds), suffix)
        try:
            require_writable(path)
            if path != Path(name) and path.exists():  # nobody was asked whether to replace it
                raise FileExistsError(tr("{path} is there already").format(path=path))
        except OSError as error:
            self.outcome.refuse(str(error))
            return
        self.page.keep()
        self._job = job = Job(offer.write(path), self)
        job.progressed.connect(self.outcome.show_progress)
        job.done.connect(lambda: self._finish(path))
        job.failed.connect(self._fail)
        self._enable()

    def _finish(self, path: Path) -> None:
        self._end()
        remember_folder(path)
        self.outcome.say_saved(path)

    def _fail(self, error: Exception) -> None:
        self._end()
        self.outcome.refuse(str(error) or type(error).__name__)

    def _end(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job.deleteLater()
            self._job = None
        self._enable()

    # Showing

    def _drawing(self) -> Drawn | None:
        return self.page.drawing()

    def _caption(self) -> str:
        return self.left.caption.toPlainText() if self.page.captioned else ""

    def _turn(self) -> None:
        self._options.setCurrentIndex(self.tabs.currentIndex())
        self._change()

    def _change(self) -> None:
        """Something else is to be written: what was said of the last file is over."""
        if not self.busy:
            self.outcome.clear()
        self._show_change()

    def _show_change(self) -> None:
        self._enable()
        self.wants_changed.emit()
        self._refresh()

    def _refresh(self) -> None:
        self._later.stop()
        if not self.isVisible():
            return
        if self.page.drawn:
            self.left.show_picture(caption=self.page.captioned)
            self.left.preview.nudge(eager=True)
        else:
            self.left.show_text(self.page.text())
            self._say()

    def _say(self) -> None:
        """Say what will be written, by what is shown."""
        size = self.left.preview.size_drawn
        self.left.facts.say(self.page.facts(size))
        if self.page.captioned:
            self.left.show_caption(self.page.caption())

    def _enable(self) -> None:
        self.copy.setVisible(self.page.copies)
        ready = self.page.complete and not self.busy
        self.save.setEnabled(ready)
        self.copy.setEnabled(ready)

    # Making it

    def _fit(self) -> None:
        """Give the options the room that the size of the type asks for."""
        self._side.setFixedWidth(round(OPTIONS * type_scale()))

    def _lay_out(self) -> None:
        self._options = QStackedWidget()
        for page in self.pages.values():
            self.tabs.addTab(page.title)
            self._options.addWidget(_column(page.form))
        self._side = QWidget()
        right = QVBoxLayout(self._side)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(10)
        right.addWidget(self.tabs)
        right.addWidget(self._options, 1)
        above = QHBoxLayout()
        above.setSpacing(16)
        above.addWidget(self.left, 1)
        above.addWidget(self._side)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.outcome, 1)
        for button in (self.copy, self.leave, self.save):
            foot.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 14)
        column.setSpacing(12)
        column.addLayout(above, 1)
        column.addLayout(foot)
        order = (self.left.copy_caption, self.copy, self.leave, self.save, self.tabs)
        for one, next_one in pairwise(order):
            self.setTabOrder(one, next_one)
        self._fit()
        room = self.screen().availableSize() * SCREEN
        self.resize((SIZE * type_scale()).boundedTo(room))

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(lambda _index: self._turn())
        for page in self.pages.values():
            page.changed.connect(self._change)
        self.left.preview.drawn.connect(self._say)
        self.left.copied.connect(lambda: self.outcome.say(tr("Caption copied")))
        self.outcome.cancelled.connect(self.cancel)
        self.copy.clicked.connect(self.put_on_clipboard)
        self.leave.clicked.connect(self.close)
        self.save.clicked.connect(self.ask)


def _column(form: QWidget) -> QScrollArea:
    """The options of a page, with room for the scroll bar beside them."""
    form.setContentsMargins(2, 2, 10, 2)
    return scrolled(form)


def _suffix_of(chosen: str, filters: Mapping[str, str]) -> str:
    return next(suffix for suffix, words in filters.items() if words == chosen)


def _button(text: str, tip: str) -> QPushButton:
    made = QPushButton(text)
    made.setAutoDefault(False)
    explain(made, text.rstrip("…"), tip)
    return made
