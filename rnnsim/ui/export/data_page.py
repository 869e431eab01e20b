"""The numbers: of a view as a table, of the whole run, its weights, or code that makes them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject

import rnnsim
from rnnsim.export.table import Header, csv_chunks, save_csv
from rnnsim.export.writing import save
from rnnsim.model.course import Course, CourseError
from rnnsim.model.frame import Frame
from rnnsim.model.python_code import python_code
from rnnsim.model.session import Session
from rnnsim.model.settings import Settings
from rnnsim.model.table import Table, as_text
from rnnsim.translation import noted, tr
from rnnsim.ui.export.data_options import PYTHON, RUN, TABLE, WEIGHTS, DataOptions
from rnnsim.ui.export.data_words import told_of_run, told_of_weights
from rnnsim.ui.export.job import Progress, Tell, beside
from rnnsim.ui.export.offer import Offer
from rnnsim.ui.export.page import Page
from rnnsim.ui.export.room import Room, session_text
from rnnsim.ui.export.words import proposed_name, title_of
from rnnsim.ui.numbers import count

SUFFIXES = {TABLE: "csv", RUN: "npz", WEIGHTS: "npz", PYTHON: "py"}

KINDS = {
    TABLE: noted("Table for a spreadsheet"),
    RUN: noted("Arrays for NumPy"),
    WEIGHTS: noted("Weights for PyTorch"),
    PYTHON: noted("Python code"),
}

FIRST_ROWS = 200
"""Of a table that are shown."""


class DataPage(Page):
    """Shows how the text begins that is written.

    Parameters
    ----------
    room : Room
    """

    topic = "data"
    drawn = False

    def __init__(self, room: Room, parent: QObject) -> None:
        self.options = DataOptions()
        super().__init__(tr("Data"), self.options, parent)
        self._room = room
        self.options.changed.connect(self.changed)

    @property
    def views(self) -> tuple[str, ...]:
        return (self.options.view.currentData(),) if self.options.kind == TABLE else ()

    @property
    def copies(self) -> bool:
        return self.options.kind in (TABLE, PYTHON)

    def show_views(self, views: Sequence[str]) -> None:
        self.options.show_views(views)

    def text(self) -> str:
        shown, kind = self._room.shown, self.options.kind
        if shown is None:
            return ""
        if kind == TABLE:
            return _beginning(self._table(), self._header(shown.frame))
        if kind == PYTHON:
            return self._code()
        told = told_of_run if kind == RUN else told_of_weights
        return told(shown.frame.settings, self._name())

    def facts(self, size: tuple[float, float] | None) -> str:
        del size
        shown, kind = self._room.shown, self.options.kind
        if shown is None:
            return ""
        if kind == TABLE:
            table = self._table()
            told = tr("{rows} rows, {columns} columns")
            told = told.format(rows=count(len(table.rows)), columns=len(table.columns))
            owing = tr("some numbers are still to come")
            owed = self._room.presenter.extras_owed
            return f"CSV · {told} · {owing}" if owed else f"CSV · {told}"
        made = tr("after {count} iterations").format(count=count(shown.frame.at))
        return f"{SUFFIXES[kind].upper()} · {made}"

    def offer(self, caption: str) -> Offer | None:
        shown, kind = self._room.shown, self.options.kind
        if shown is None:
            return None
        suffix = SUFFIXES[kind]
        kinds = {suffix: tr(KINDS[kind])}
        if kind == TABLE:
            header = self._header(shown.frame)
            write = partial(_write_table, table=self._table(), header=header)
        elif kind == PYTHON:
            write = partial(_write_text, text=self._code())
        else:
            course = course_of(self._room.session)
            write = partial(_write_run, course=course, weights=kind == WEIGHTS)
        return Offer(self._name(), kinds, suffix, write)

    def mime(self, caption: str) -> QMimeData | None:
        if self._room.shown is None or not self.copies:
            return None
        data = QMimeData()
        data.setText(self._code() if self.options.kind == PYTHON else as_text(self._table()))
        return data

    def _table(self) -> Table:
        return self._room.table(self.options.view.currentData())

    def _header(self, frame: Frame) -> Header:
        course = frame.course or Course.start(frame.settings)
        course = course.until(min(frame.at, course.iteration))  # it may be on its way
        session = session_text(self._room.session, frame)
        return Header(title_of(self.options.view.currentData()), course, session)

    def _code(self) -> str:
        """Code, or why there is none, as a comment."""
        session = self._room.session
        try:
            return python_code(course_of(session), tr(session.lesson.title))
        except CourseError as error:
            return f"# {error}\n"

    def _name(self) -> str:
        kind = self.options.kind
        what = self.views if kind == TABLE else (kind,)
        return proposed_name(self._room.lesson.name, what, SUFFIXES[kind])


def course_of(session: Session) -> Course:
    """The course up to the iteration that is looked at."""
    return session.course if session.at is None else session.course.until(session.at)


def _beginning(table: Table, header: Header) -> str:
    """The first rows of a table's file."""
    first = Table(table.columns, tuple(islice(table.rows, FIRST_ROWS)))
    text = b"".join(csv_chunks(first, header)).decode("utf-8-sig")
    return text if len(table.rows) <= FIRST_ROWS else f"{text}…\n"


def _write_text(path: Path, text: str) -> Iterator[Progress]:
    yield Progress(0, 0)
    save(path, text.encode())


def _write_table(path: Path, table: Table, header: Header) -> Iterator[Progress]:
    def work(tell: Tell) -> None:
        save_csv(path, table, header, tell)

    return beside(work)


def _write_run(path: Path, course: Course, *, weights: bool) -> Iterator[Progress]:
    """Make a run again, and write what is wanted of it."""
    course.require_whole()
    changes: dict[int, list[Settings]] = {}
    for iteration, settings in course.changes[1:]:
        changes.setdefault(iteration, []).append(settings)

    def work(tell: Tell) -> None:
        result = rnnsim.simulate(
            course.first,
            course.iteration,
            changes=changes,
            progress=lambda made, all_of_it, _what: tell(made, all_of_it),
        )
        if weights:
            result.save_weights(path)
        else:
            result.save(path)

    return beside(work)
