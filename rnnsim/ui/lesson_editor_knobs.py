"""Choosing a knob, or the few that stay in sight in a lecture."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from rnnsim.model.draft import MOST_CONTROLS
from rnnsim.model.parameters import PARAMETERS
from rnnsim.translation import tr
from rnnsim.ui import tips
from rnnsim.ui.box import Box
from rnnsim.ui.guide.chip import knob_name


def explain(widget: QWidget, name: str, text: str) -> None:
    """Say everywhere what a control is."""
    widget.setAccessibleName(name)
    widget.setAccessibleDescription(text)
    page = tips.page(name, text)
    widget.setToolTip(page)
    widget.setWhatsThis(page)


class KnobBox(Box):
    """One setting, or none; emits `chosen` with its key."""

    chosen = Signal(str)

    def __init__(self, none: str) -> None:
        super().__init__()
        self.addItem(none, "")
        for key in PARAMETERS:
            self.addItem(knob_name(key), key)
        self.setMinimumSize(110, 28)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.activated.connect(lambda index: self.chosen.emit(self.itemData(index)))

    def show_key(self, key: str) -> None:
        """Show a setting; emits nothing."""
        self.setCurrentIndex(max(0, self.findData(key)))


class Knobs(QWidget):
    """Up to three settings; emits `chosen` with their keys."""

    chosen = Signal(tuple)

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self.boxes = [KnobBox("–") for _ in range(MOST_CONTROLS)]
        for number, box in enumerate(self.boxes, 1):
            name = tr("Knob {number} in a lecture").format(number=number)
            explain(box, name, tr("A setting that stays in sight in lecture mode."))
            box.chosen.connect(lambda _key: self.chosen.emit(self.keys))
            row.addWidget(box, 1)

    @property
    def keys(self) -> tuple[str, ...]:
        """Those chosen, each once."""
        return tuple(dict.fromkeys(filter(None, (box.currentData() for box in self.boxes))))

    def show_keys(self, keys: tuple[str, ...]) -> None:
        """Show settings; emits nothing.  What is shown already stays in its box."""
        if keys == self.keys:
            return
        for index, box in enumerate(self.boxes):
            box.show_key(keys[index] if index < len(keys) else "")
