"""A choice of many words, in a box."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from rnnsim.model.kinds import Choice
from rnnsim.ui.box import Box
from rnnsim.ui.panel import words


class ChoiceBox(Box):
    """Emits `chosen` with a choice's value when the user picks it."""

    chosen = Signal(str)

    def __init__(self, choices: Sequence[Choice], parent: QWidget) -> None:
        super().__init__(parent)
        self.choices = tuple(choices)
        for choice in self.choices:
            self.addItem(words.label(choice), choice.value)
        self.setMaxVisibleItems(len(self.choices))
        self.activated.connect(lambda index: self.chosen.emit(self.itemData(index)))

    @property
    def choice(self) -> Choice | None:
        """What is shown."""
        return self.choices[self.currentIndex()] if self.currentIndex() >= 0 else None

    def show_value(self, value: str) -> None:
        """Show the choice of `value`; emits nothing."""
        self.setCurrentIndex(self.findData(value))
