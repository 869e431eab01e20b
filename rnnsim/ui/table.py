"""A table of a view's numbers on the screen."""

from __future__ import annotations

from typing import Any, TypeAlias

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from rnnsim.model.table import Cell, Table, as_text
from rnnsim.translation import tr
from rnnsim.ui import tips
from rnnsim.ui.numbers import count, short

DIGITS = 6
"""Significant figures on the screen; the clipboard gets all that there are."""

MEASURED_ROWS = 20
"""How many rows decide how wide a column is; a map has hundreds of columns."""

INDEX = QModelIndex()

Index: TypeAlias = QModelIndex | QPersistentModelIndex


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

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            assert isinstance(event, QKeyEvent)
            if event.matches(QKeySequence.StandardKey.Copy):  # or the window would copy a figure
                event.accept()
                return True
        return super().event(event)

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
