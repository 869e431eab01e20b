"""The views of a figure: checked, and in the order in which they are read."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from rnnsim.translation import tr
from rnnsim.ui import tips
from rnnsim.ui.export.ticks import TickDelegate
from rnnsim.ui.export.words import title_of
from rnnsim.ui.keys import KeyGuard
from rnnsim.ui.lesson_editor_knobs import explain

ROWS = 5.5
"""Of the list that are seen at once: the half one tells that there are more."""


class ViewList(QWidget):
    """Emits `changed` with every view that comes, goes or moves.

    Parameters
    ----------
    views : sequence of str
        All that there are.
    """

    changed = Signal()

    def __init__(self, views: Sequence[str]) -> None:
        super().__init__()
        self._all = tuple(views)
        self.list = _List()
        explain(
            self.list,
            tr("Views"),
            tr(
                "Space takes a view into the figure, or out of it. Several stand in a grid, in"
                " this order; drag them, or move them with Alt and the arrow keys."
            ),
        )
        self.up = _button(tr("Up"), tr("Moves this view before the one above."))
        self.down = _button(tr("Down"), tr("Moves this view behind the one below."))
        self.up.clicked.connect(lambda: self.move_view(-1))
        self.down.clicked.connect(lambda: self.move_view(1))
        self.list.itemChanged.connect(lambda _item: self._tell())
        self.list.model().rowsMoved.connect(lambda *_: self._tell())
        self.list.currentRowChanged.connect(lambda _row: self._enable())
        self.list.moved.connect(self.move_view)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.up, 1)
        row.addWidget(self.down, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.list)
        column.addLayout(row)
        self.setFocusProxy(self.list)

    @property
    def views(self) -> tuple[str, ...]:
        """Those checked, in their order."""
        checked = Qt.CheckState.Checked
        return tuple(_name(item) for item in self._items() if item.checkState() == checked)

    def show_views(self, views: Sequence[str]) -> None:
        """Check these, in this order and before the others; emits nothing."""
        blocked = self.list.blockSignals(True)
        self.list.clear()
        for name in (*views, *(each for each in self._all if each not in views)):
            item = QListWidgetItem(title_of(name))
            item.setData(Qt.ItemDataRole.UserRole, name)
            item.setToolTip(tips.line(title_of(name)))
            checked = Qt.CheckState.Checked if name in views else Qt.CheckState.Unchecked
            item.setCheckState(checked)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.blockSignals(blocked)
        self._enable()

    def move_view(self, by: int) -> None:
        """Move the present one up or down."""
        row = self.list.currentRow()
        to = row + by
        if row < 0 or not 0 <= to < self.list.count():
            return
        blocked = self.list.blockSignals(True)
        self.list.insertItem(to, self.list.takeItem(row))
        self.list.setCurrentRow(to)
        self.list.blockSignals(blocked)
        self._tell()

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(row) for row in range(self.list.count())]

    def _tell(self) -> None:
        self._enable()
        self.changed.emit()

    def _enable(self) -> None:
        row = self.list.currentRow()
        self.up.setEnabled(row > 0)
        self.down.setEnabled(0 <= row < self.list.count() - 1)


class _List(QListWidget):
    """Emits `moved` where Alt and an arrow move the present item."""

    moved = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setItemDelegate(TickDelegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        KeyGuard(self, (Qt.Key.Key_Space,), text=True)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if steps and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.moved.emit(steps)
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        line = self.fontMetrics().height() + 8
        self.setFixedHeight(round(ROWS * line) + 6)


def _name(item: QListWidgetItem) -> str:
    name: str = item.data(Qt.ItemDataRole.UserRole)
    return name


def _button(text: str, tip: str) -> QPushButton:
    made = QPushButton(text)
    made.setAutoDefault(False)
    explain(made, text, tip)
    return made
