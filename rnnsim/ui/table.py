"""The numbers of a view as a table, for those who cannot see the view or want them elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from rnnsim.translation import tr
from rnnsim.ui import tips
from rnnsim.ui.numbers import count, short

Cell: TypeAlias = float | int | str | None
"""None where there is nothing, such as after the end of the shorter of two columns."""

DIGITS = 6
"""Significant figures on the screen; the clipboard gets all that there are."""

MEASURED_ROWS = 20
"""How many rows decide how wide a column is; a map has hundreds of columns."""

INDEX = QModelIndex()

Index: TypeAlias = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells.

    Attributes
    ----------
    columns : tuple of str
        What each column holds, with its unit.
    rows : sequence of sequences of cells
        Whole numbers are exact, others measured.
    """

    columns: tuple[str, ...] = ()
    rows: Sequence[Sequence[Cell]] = ()


class Columns(Sequence[Sequence[Cell]]):
    """Rows made, as they are asked for, from arrays side by side; shorter ones end in None."""

    def __init__(self, *columns: NDArray[Any] | Sequence[Cell]) -> None:
        self._columns = columns
        self._length = max(map(len, columns), default=0)

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, row: int) -> tuple[Cell, ...]:  # type: ignore[override]
        if not 0 <= row < self._length:
            raise IndexError(row)
        return tuple(_cell(column[row]) if row < len(column) else None for column in self._columns)

    def __iter__(self) -> Iterator[tuple[Cell, ...]]:
        return (self[row] for row in range(self._length))


def _cell(value: Any) -> Cell:
    """A cell of Python's own, of any kind of number."""
    if isinstance(value, np.generic):
        value = value.item()
    made: Cell = value
    return made


class TableModel(QAbstractTableModel):
    """A `Table` as Qt asks for it."""

    def __init__(self) -> None:
        super().__init__()
        self.table = Table()

    def show_table(self, table: Table) -> None:
        """Hold another table; where its form is the same the view keeps its place."""
        same = table.columns == self.table.columns and len(table.rows) == len(self.table.rows)
        if same:
            self.table = table
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            if last.isValid():  # of an empty table there is none
                self.dataChanged.emit(self.index(0, 0), last)
        else:
            self.beginResetModel()
            self.table = table
            self.endResetModel()

    def rowCount(self, parent: Index = INDEX) -> int:
        return 0 if parent.isValid() else len(self.table.rows)

    def columnCount(self, parent: Index = INDEX) -> int:
        return 0 if parent.isValid() else len(self.table.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return shown(self.table.rows[index.row()][index.column()])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            number = not isinstance(self.table.rows[index.row()][index.column()], str)
            side = Qt.AlignmentFlag.AlignRight if number else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        across = orientation == Qt.Orientation.Horizontal
        told = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
        if across and role in told and section < len(self.table.columns):
            return self.table.columns[section]
        return None


class DataTable(QTableView):
    """Shows a `Table`: arrow keys move, Ctrl+A selects all, Ctrl+C copies what is selected."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = TableModel()
        self.setModel(self._model)
        self.set_title(title)
        self.setToolTip(tips.line(tr("The numbers of the plot; Ctrl+C copies what is selected.")))
        self.setWhatsThis(
            tr(
                "The numbers that the plot shows. The arrow keys move from cell to cell, Shift"
                " extends the selection, Ctrl+A selects everything, and Ctrl+C copies it with all"
                " digits, as tab-separated text for a spreadsheet."
            )
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)  # Tab leaves it, as it leaves any other control
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.horizontalHeader().setResizeContentsPrecision(MEASURED_ROWS)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self._fit_rows()

    def set_title(self, title: str) -> None:
        """Say what the numbers are of."""
        self.setAccessibleName(tr("Table: {title}").format(title=title) if title else tr("Table"))

    def show_table(self, table: Table) -> None:
        """Show other numbers."""
        others = table.columns != self._model.table.columns
        self._model.show_table(table)
        words = tr("{rows} rows, {columns} columns")
        size = words.format(rows=count(len(table.rows)), columns=len(table.columns))
        self.setAccessibleDescription(size)
        if others:
            self.resizeColumnsToContents()
            self.setCurrentIndex(self._model.index(0, 0))

    def table(self) -> Table:
        """What is shown."""
        return self._model.table

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: Any) -> None:
        super().changeEvent(event)
        if event.type() == event.Type.FontChange:
            self._fit_rows()

    def copy(self) -> None:
        """Put what is selected on the clipboard, under the heads of its columns."""
        selection = self.selectionModel().selection()
        if not selection.count():
            return
        block = selection.first()
        rows, columns = (block.top(), block.bottom() + 1), (block.left(), block.right() + 1)
        QGuiApplication.clipboard().setText(as_text(self._model.table, rows, columns))

    def _fit_rows(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 8)


def shown(cell: Cell) -> str:
    """A cell as it is read."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        return short(cell, DIGITS)
    return count(cell) if isinstance(cell, int) else cell


def as_text(
    table: Table, rows: tuple[int, int] | None = None, columns: tuple[int, int] | None = None
) -> str:
    """Tab-separated values under their heads, numbers with all their digits.

    Parameters
    ----------
    rows, columns : pair of int or None
        First, and one after the last; None for all.
    """
    first, stop = rows or (0, len(table.rows))
    across = slice(*columns) if columns else slice(None)
    lines: list[Sequence[str]] = [table.columns[across]]
    lines += [[_raw(cell) for cell in row[across]] for row in islice(table.rows, first, stop)]
    return "".join("\t".join(cells) + "\n" for cells in lines)


def _raw(cell: Cell) -> str:
    if cell is None:
        return ""
    return " ".join(cell.split()) if isinstance(cell, str) else repr(cell)
