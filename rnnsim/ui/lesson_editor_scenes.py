"""The scenes of a lesson in a list, and what can be done with them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QListWidget,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from rnnsim.translation import tr
from rnnsim.ui import tips
from rnnsim.ui.lesson_editor_form import FIELD, FOCUSED
from rnnsim.ui.lesson_editor_knobs import explain


class SceneList(QWidget):
    """Shows titles; decides nothing."""

    selected = Signal(int)
    captured = Signal()
    updated = Signal()
    deleted = Signal()
    moved = Signal(int)
    """By so many places."""

    def __init__(self) -> None:
        super().__init__()
        self.list = QListWidget()
        self.list.setStyleSheet(
            f"QListWidget {{ {FIELD} }} QListWidget:focus {{ {FOCUSED} }}"
            " QListWidget::item { padding: 5px 4px; border-radius: 4px; }"
            " QListWidget::item:selected { background: palette(highlight);"
            " color: palette(highlighted-text); }"
        )
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentRowChanged.connect(self.selected)
        explain(self.list, tr("Scenes"), tr("The path through the lesson, in order."))
        self.capture = _primary(
            tr("Capture the present state as a scene"),
            tr("Records settings, moment of the pass, shown plots and selection as a new scene."),
        )
        self.capture.clicked.connect(self.captured)
        self.update_scene = _button(
            tr("Update"), tr("Lets this scene show what the window shows now; its text stays.")
        )
        self.update_scene.clicked.connect(self.updated)
        self.delete = _button(tr("Delete"), tr("Takes this scene out of the lesson."))
        self.delete.clicked.connect(self.deleted)
        self.up = _button(tr("Up"), tr("Moves this scene before the one above."))
        self.up.clicked.connect(lambda: self.moved.emit(-1))
        self.down = _button(tr("Down"), tr("Moves this scene behind the one below."))
        self.down.clicked.connect(lambda: self.moved.emit(1))
        self._lay_out()

    def show_scenes(self, titles: Sequence[str], index: int) -> None:
        """Show the scenes, one of them selected; emits nothing."""
        self.list.blockSignals(True)
        if self.list.count() != len(titles):
            self.list.clear()
            self.list.addItems(titles)
        for row, title in enumerate(titles):
            item = self.list.item(row)
            item.setText(title)
            item.setToolTip(tips.line(title))
        self.list.setCurrentRow(index)
        self.list.blockSignals(False)
        some = 0 <= index < len(titles)
        self.update_scene.setEnabled(some)
        self.delete.setEnabled(some)
        self.up.setEnabled(some and index > 0)
        self.down.setEnabled(some and index < len(titles) - 1)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setSpacing(6)
        for number, button in enumerate((self.update_scene, self.delete, self.up, self.down)):
            grid.addWidget(button, number // 2, number % 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.list, 1)
        column.addWidget(self.capture)
        column.addLayout(grid)


def _button(text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setAutoDefault(False)
    explain(button, text, tip)
    return button


def _primary(text: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setObjectName("primary")
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    explain(button, text, tip)
    return button
