"""Fields of choices: few words on buttons, many in a box."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QStyle, QWidget

from rnnsim.model.kinds import ChoiceParameter
from rnnsim.ui.panel import words
from rnnsim.ui.panel.box import ChoiceBox
from rnnsim.ui.panel.field import Field
from rnnsim.ui.panel.metrics import COLUMN_GAP, Metrics, small
from rnnsim.ui.panel.segments import Segments


class BoxField(Field):
    """One of many words, in a box that opens a list of them."""

    def __init__(self, row: ChoiceParameter) -> None:
        super().__init__(row)
        self._shown = ""
        self.box = ChoiceBox(row.choices, self)
        self.box.chosen.connect(lambda value: self.edited.emit(row.key, value))
        for index, choice in enumerate(row.choices):
            self.box.setItemData(
                index, words.help_of(choice), Qt.ItemDataRole.AccessibleDescriptionRole
            )
            tip = words.choice_tooltip(row, choice)
            self.box.setItemData(index, tip, Qt.ItemDataRole.ToolTipRole)
        self._named(self.box)

    def controls(self) -> list[QWidget]:
        return [self.box]

    def show_value(self, value: object) -> None:
        self.box.show_value(str(value))
        if value != self._shown:
            self._shown = str(value)
            self.explain()

    def arrange(self, width: int, metrics: Metrics) -> int:
        self.box.setFont(small(self.font()))
        return super().arrange(width, metrics)

    def _remarks(self) -> tuple[str, ...]:
        """What the present choice is, since only its name is seen."""
        choice = self.box.choice
        return (f"{words.label(choice)}: {words.help_of(choice)}",) if choice else ()

    def _place(self, width: int, metrics: Metrics) -> int:
        label = self._label_width(width, metrics)
        left = label + COLUMN_GAP
        self._put_label(self.caption, label, metrics.segment)
        self._put(self.box, left, 0, width - left, metrics.segment)
        return metrics.segment


class SegmentsField(Field):
    """One of a few words, on buttons."""

    def __init__(self, row: ChoiceParameter) -> None:
        super().__init__(row)
        self.segments = Segments(row.choices, self)
        self.segments.chosen.connect(lambda value: self.edited.emit(row.key, value))
        self._named(self.segments)

    def controls(self) -> list[QWidget]:
        return [self.segments]

    def show_value(self, value: object) -> None:
        self.segments.show_value(str(value))

    def explain(self) -> None:
        super().explain()
        assert isinstance(self.row, ChoiceParameter)
        for button in self.segments.buttons:
            button.setAccessibleName(f"{self.caption}: {words.label(button.choice)}")
            text = words.choice_tooltip(self.row, button.choice, *words.idleness(self._idle))
            button.setToolTip(text)
            button.setWhatsThis(text)

    def arrange(self, width: int, metrics: Metrics) -> int:
        for button in self.segments.buttons:
            button.setFont(small(self.font()))
        return super().arrange(width, metrics)

    def _place(self, width: int, metrics: Metrics) -> int:
        left, rows = self._layout(width, metrics)
        height = self.segments.height_of(rows, metrics.segment)
        self._put_label(self.caption, left - COLUMN_GAP, metrics.segment)
        rect = QRect(left, 0, width - left, height)
        mirrored = QStyle.visualRect(self.layoutDirection(), QRect(0, 0, width, height), rect)
        self.segments.arrange(mirrored, rows, metrics.segment)
        return height

    def _layout(self, width: int, metrics: Metrics) -> tuple[int, int]:
        """Left edge of the buttons, and number of rows.

        One row if it can be had, in the column or nearer to the caption; then several, likewise.
        """
        near = self._width_of(self.caption) + COLUMN_GAP
        column = max(metrics.label + COLUMN_GAP, near)
        most = len(self.segments.buttons)
        ways = ((left, rows) for rows in range(1, most + 1) for left in (column, near))
        fitting = (way for way in ways if self.segments.fits(width - way[0], way[1]))
        return next(fitting, (near, most))
