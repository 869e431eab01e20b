"""The table of the settings in which runs differ, and of where each stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QStackedLayout, QStyle, QStyleOptionHeader, QWidget

from rnnsim.model.table import Cell, Table, as_text
from rnnsim.translation import tr
from rnnsim.ui import tips
from rnnsim.ui.labels import label
from rnnsim.ui.numbers import short
from rnnsim.ui.runs.chip import draw_sample
from rnnsim.ui.runs.content import Column, Comparison
from rnnsim.ui.runs_look import look_of
from rnnsim.ui.table import INDEX, DataTable, Index, TableModel, shown
from rnnsim.ui.theme import Theme
from rnnsim.ui.vectors import is_vector

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter

SAMPLE = QSize(14, 10)
"""Pixels of a line's sample in the head of a column."""

DIGITS = 3
"""Significant figures; the clipboard gets all that there are."""

DIVIDER = 9
"""Pixels of height of the empty row between settings and numbers."""

WIDEST, NARROWEST = 150, 54
"""Pixels of width of a column."""

TIGHTER = 4
"""Pixels of height that rows have less where titles have rows of their own."""

GAP = 8
"""Pixels between a column's line and its name."""

NAME = 40
"""Pixels of a name that a column is wide enough for, beside its line."""

FIRST_NAME = 62
"""The same of the main run, whose name is always the same."""

AIR = 14
"""Pixels that a column is wider than its widest text."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it is shown; a title alone where the cells have the next one to themselves."""

    title: str
    cells: tuple[Cell, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether it only keeps what is above apart from what is below."""
        return not (self.title or self.cells)


class _Model(TableModel):
    """Titles at the left of the rows, a piece of each run's line at the head of its column."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.shown: tuple[Row, ...] = ()
        self.runs: tuple[Column, ...] = ()

    def draw_sample(self, painter: QPainter, box: QRectF, section: int) -> None:
        """Draw a piece of the line of the run in a column."""
        run = self.runs[section]
        draw_sample(painter, box, look_of(run.number, ghost=run.ghost), self.theme)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row, roles = self.shown[index.row()], Qt.ItemDataRole
        if not row.cells:
            return self._title(row, role) if index.column() == 0 else None
        cell = row.cells[index.column()]
        if role in (roles.DisplayRole, roles.AccessibleTextRole):
            return short(cell, DIGITS) if isinstance(cell, float) else shown(cell)
        if role == roles.ToolTipRole:
            return shown(cell)
        if role == roles.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        if orientation == Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DecorationRole and section < len(self.runs):
                return self._sample(section)
            return super().headerData(section, orientation, role)
        if section >= len(self.shown):
            return None
        told = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
        if role in told:
            return self.shown[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def _title(self, row: Row, role: int) -> object:
        roles = Qt.ItemDataRole
        if role in (roles.DisplayRole, roles.AccessibleTextRole, roles.ToolTipRole):
            return row.title
        if role == roles.ForegroundRole:
            return self.theme.color("muted")
        if role == roles.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
        return None

    def _sample(self, section: int) -> QPixmap:
        fineness = 2.0
        pixmap = QPixmap(SAMPLE * fineness)
        pixmap.setDevicePixelRatio(fineness)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.draw_sample(painter, QRectF(0.0, 0.0, SAMPLE.width(), SAMPLE.height()), section)
        painter.end()
        return pixmap


class _Heads(QHeaderView):
    """Heads of columns whose samples are lines in files and on printers, not pictures."""

    def __init__(self, model: _Model, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._samples = model
        self._drawn = False  # as lines
        self.setSectionsClickable(True)  # as those of any table

    def initStyleOptionForIndex(self, option: QStyleOptionHeader, section: int) -> None:
        super().initStyleOptionForIndex(option, section)
        if self._drawn:
            option.icon = QIcon()

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        self._drawn = is_vector(painter)
        super().paintSection(painter, rect, section)
        if self._drawn and section < len(self._samples.runs):
            box = QStyle.alignedRect(self.layoutDirection(), LEFT, SAMPLE, self._room(rect))
            self._samples.draw_sample(painter, QRectF(box), section)

    def _room(self, rect: QRect) -> QRect:
        """Within the padding of a head, which the style sheet says."""
        option = QStyleOptionHeader()
        self.initStyleOption(option)
        option.rect = rect
        return self.style().subElementRect(QStyle.SubElement.SE_HeaderLabel, option, self)


class RunsTable(DataTable):
    """Shows a `Comparison`: titles beside the cells where there is room, above them where not."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(tr("Runs"))
        self._model: _Model = _Model(theme)
        self._comparison = Comparison()
        self._stacked = False
        self._fitted: object = None
        self.setHorizontalHeader(_Heads(self._model, self))
        self.setModel(self._model)
        self.setToolTip(tips.line(tr("What the runs differ in; Ctrl+C copies what is selected.")))
        self.setAlternatingRowColors(False)
        self.setWhatsThis(
            tr(
                "The settings in which the runs differ, and where each run stands. The arrow keys"
                " move from cell to cell, Shift extends the selection, and Ctrl+C copies it with"
                " all digits, as tab-separated text for a spreadsheet."
            )
        )
        titles, heads = self.verticalHeader(), self.horizontalHeader()
        titles.setHighlightSections(False)
        titles.setMinimumSectionSize(DIVIDER)
        titles.setStyleSheet("QHeaderView::section { border: none; }")
        heads.setMinimumSectionSize(NARROWEST)
        heads.setTextElideMode(Qt.TextElideMode.ElideRight)
        heads.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    @property
    def stacked(self) -> bool:
        """Whether each title has a row of its own."""
        return self._stacked

    def show_comparison(self, comparison: Comparison) -> None:
        """Show other rows; the view keeps its place where they have the same titles."""
        if comparison != self._comparison:
            self._comparison = comparison
            self._arrange()

    def set_theme(self, theme: Theme) -> None:
        """Draw samples in the colours of `theme`."""
        self._model.theme = theme
        last = max(0, self._model.columnCount(INDEX) - 1)
        self._model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, last)

    def copy(self) -> None:
        """Put what is selected on the clipboard, under its names and beside its titles."""
        selection = self.selectionModel().selection()
        if not selection.count():
            return
        block, table, title = selection.first(), self.table(), ""
        across, rows = slice(block.left(), block.right() + 1), []
        for number, row in enumerate(self._model.shown[: block.bottom() + 1]):
            title = row.title or title
            if row.cells and number >= block.top():
                rows.append((title, *row.cells[across]))
        QGuiApplication.clipboard().setText(as_text(Table(("", *table.columns[across]), rows)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self._comparison.columns:
            self._fitted = None
            self._arrange()

    def _arrange(self) -> None:
        """Show the rows, and give all that stands in them the room there is."""
        comparison, width = self._comparison, self._room()
        titles, columns = self._title_width(), self._column_widths()
        self._stacked = stacked = titles + sum(columns) > width
        rows = tuple(_rows(comparison, stacked=stacked))
        self._model.shown, self._model.runs = rows, comparison.columns
        names = tuple(column.name for column in comparison.columns)
        others = names != self.table().columns
        # not `show_table`, which gives every column the width of its name
        self._model.show_table(Table(names, [row.cells or (None,) * len(names) for row in rows]))
        if others:
            self.selectionModel().clear()  # the user has chosen nothing of these
        fitted = (width, stacked, columns, [row.title for row in rows], comparison.columns)
        if fitted != self._fitted:
            self._fitted = fitted
            self._fit(rows, columns, width if stacked else width - titles)
            self.verticalHeader().setVisible(not stacked)
            self.verticalHeader().setFixedWidth(titles)

    def _fit(self, rows: tuple[Row, ...], columns: list[int], room: int) -> None:
        spare = max(0, room - sum(columns)) // max(1, len(columns))
        for number, width in enumerate(columns):
            self.setColumnWidth(number, min(WIDEST, width + spare))
        height = self.verticalHeader().defaultSectionSize()
        self.clearSpans()
        for number, row in enumerate(rows):
            tight = TIGHTER if self._stacked else 0
            self.setRowHeight(number, DIVIDER if row.empty else height - tight)
            if not row.cells and len(columns) > 1:
                self.setSpan(number, 0, 1, len(columns))

    def _room(self) -> int:
        return self.width() - 2 * self.frameWidth() - self.verticalScrollBar().sizeHint().width()

    def _title_width(self) -> int:
        rows = (*self._comparison.settings, *self._comparison.numbers)
        metrics = self.fontMetrics()
        longest = max((metrics.horizontalAdvance(title) for title, _ in rows), default=0)
        return longest + AIR

    def _column_widths(self) -> list[int]:
        """What each column needs for its cells, and for a beginning of its name."""
        metrics, widths = self.fontMetrics(), []
        for number in range(len(self._comparison.columns)):
            cells = [
                cells[number]
                for _, cells in (*self._comparison.settings, *self._comparison.numbers)
            ]
            texts = [short(c, DIGITS) if isinstance(c, float) else shown(c) for c in cells]
            name = metrics.horizontalAdvance(self._comparison.columns[number].name)
            name = min(NAME if number else FIRST_NAME, name)
            longest = max((metrics.horizontalAdvance(text) for text in texts), default=0)
            longest = max(longest, name + SAMPLE.width() + GAP)
            widths.append(min(WIDEST, max(NARROWEST, longest + AIR)))
        return widths


def _rows(comparison: Comparison, *, stacked: bool) -> Iterator[Row]:
    for part in (comparison.settings, comparison.numbers):
        if part is comparison.numbers and comparison.settings:
            yield Row("")
        for title, cells in part:
            if stacked:
                yield Row(title)
                yield Row("", cells)
            else:
                yield Row(title, cells)


class RunsView(QWidget):
    """The table; where there is one run only, what others are for.

    Parameters
    ----------
    theme : Theme
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.table = RunsTable(theme)
        self.hint = label(
            "muted",
            tr(
                "There is one run. Compare… puts a twin beside it: the same seed with a setting"
                " changed, trained in step and drawn over it in every plot. What the runs differ"
                " in, and where each stands, is told here."
            ),
        )
        self.hint.setWordWrap(True)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.addWidget(self.hint)
        self._stack.addWidget(self.table)

    def show_comparison(self, comparison: Comparison) -> None:
        """Show runs side by side."""
        self._stack.setCurrentWidget(self.table if len(comparison.columns) > 1 else self.hint)
        self.table.show_comparison(comparison)

    def set_theme(self, theme: Theme) -> None:
        """Draw samples in the colours of `theme`."""
        self.table.set_theme(theme)
