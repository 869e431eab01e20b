"""A few words of which one holds, side by side."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from rnnsim.model.kinds import Choice
from rnnsim.ui.panel.segments import Segment


class Choices(QWidget):
    """Emits `chosen` with the value that the user picks."""

    chosen = Signal(str)

    def __init__(self, choices: Sequence[Choice]) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(3)
        self.buttons = [Segment(choice, self) for choice in choices]
        for button in self.buttons:
            button.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
            self._group.addButton(button)
            row.addWidget(button, 1)
        self._group.buttonClicked.connect(lambda button: self.chosen.emit(button.choice.value))
        self.show_value(choices[0].value)

    @property
    def value(self) -> str:
        """What is chosen."""
        return next(each.choice.value for each in self.buttons if each.isChecked())

    def show_value(self, value: str) -> None:
        """Choose a value; emits nothing."""
        for button in self.buttons:
            if button.choice.value == value:
                button.setChecked(True)
                self.setFocusProxy(button)
