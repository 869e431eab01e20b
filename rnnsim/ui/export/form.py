"""A column of options: a label and a control in each row, a refusal beneath where there is one."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QLabel,
    QSizePolicy,
    QSpacerItem,
    QWidget,
)

from rnnsim.ui.box import Box
from rnnsim.ui.export.choices import Choices
from rnnsim.ui.export.number import Number
from rnnsim.ui.export.ticks import TickBox
from rnnsim.ui.labels import label, name_of
from rnnsim.ui.lesson_editor_knobs import explain

GAP, BETWEEN = 6, 10
"""Pixels between rows, and more above a heading."""

AIR = 12
"""Pixels of a control's height beside those of its type."""


class Form(QWidget):
    """Rows are added from the top; what is hidden takes no room."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(GAP)
        self._grid.setColumnStretch(1, 1)
        self._rows: dict[QWidget, list[QWidget]] = {}
        self._refusals: dict[Number, QLabel] = {}

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def heading(self, text: str) -> QLabel:
        """Add the name of what follows."""
        made = label("cardTitle", text)
        if self._grid.count():
            made.setContentsMargins(0, BETWEEN, 0, 0)
        self._grid.addWidget(made, self._grid.rowCount(), 0, 1, 3)
        return made

    def row(self, name: str, control: QWidget, help_text: str, unit: str = "") -> None:
        """Add a control with its name before it, and its unit behind."""
        called = name_of(control, name)
        explain(control, name, help_text)
        parts: list[QWidget] = [called]
        place = self._grid.rowCount()
        self._grid.addWidget(called, place, 0)
        self._grid.addWidget(control, place, 1, 1, 1 if unit else 2)
        if unit:
            behind = label("muted", unit)
            self._grid.addWidget(behind, place, 2)
            parts.append(behind)
        self._rows[control] = parts
        control.setFixedHeight(self._field_height)
        if isinstance(control, Number):
            self._watch(control, help_text)

    def wide(self, control: QWidget) -> None:
        """Add what takes the whole width and says itself what it is."""
        self._grid.addWidget(control, self._grid.rowCount(), 0, 1, 3)
        if isinstance(control, Choices):
            self._rows[control] = []
            control.setFixedHeight(self._field_height)

    def gap(self) -> None:
        """Leave some room before what follows."""
        self._grid.addItem(QSpacerItem(0, BETWEEN - GAP), self._grid.rowCount(), 0)

    def name(self, control: QWidget) -> QWidget:
        """What is written before a control."""
        return self._rows[control][0]

    def show_row(self, control: QWidget, *, shown: bool) -> None:
        """Show a row, or leave it out where its control means nothing."""
        for part in (control, *self._rows[control]):
            part.setVisible(shown)
        if isinstance(control, Number):
            self._refusals[control].setVisible(shown and bool(control.refusal))

    def fill(self) -> None:
        """Keep what has been added at the top."""
        self._grid.setRowStretch(self._grid.rowCount(), 1)

    @property
    def numbers(self) -> tuple[Number, ...]:
        """All numbers that can be typed."""
        return tuple(self._refusals)

    @property
    def refused(self) -> Number | None:
        """The first number that stands refused, if any does."""
        return next((each for each in self.numbers if each.refusal and each.isVisible()), None)

    @property
    def _field_height(self) -> int:
        """All controls of a column are equally high."""
        return self.fontMetrics().height() + AIR

    def _fit(self) -> None:
        for control in self._rows:
            control.setFixedHeight(self._field_height)

    def _watch(self, number: Number, help_text: str) -> None:
        """Say beneath a number why it is refused."""
        said = label("refusal")
        said.setWordWrap(True)
        said.hide()
        self._grid.addWidget(said, self._grid.rowCount(), 0, 1, 3)
        self._refusals[number] = said

        def judge() -> None:
            said.setText(number.refusal)
            said.setVisible(bool(number.refusal))
            number.setAccessibleDescription(number.refusal or help_text)

        number.judged.connect(judge)


def box(*items: tuple[str, object]) -> Box:
    """A box of texts and what each stands for."""
    made = Box(curves=False)
    for text, data in items:
        made.addItem(text, data)
    made.setMinimumWidth(90)
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return made


def check(text: str, help_text: str) -> TickBox:
    """A box to be checked."""
    made = TickBox(text)
    explain(made, text, help_text)
    return made
