"""A number to be typed, which is refused where it is typed, with what is allowed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent

from rnnsim.translation import Phrase, tr
from rnnsim.ui.keys import ENTER
from rnnsim.ui.panel.entry import Entry

LONGEST = 12
"""Characters of a number."""


class Number(Entry):
    """Emits `changed` once another number was typed; what is refused stays, to be corrected.

    Parameters
    ----------
    least, most : float
        What is allowed, both included.
    step : float
        By how much the arrow keys change it.
    whole : bool
        Whether it has no fraction.
    empty : str
        What an empty field stands for, shown in it; without one it must not be empty.
    """

    changed = Signal()
    judged = Signal()
    """Something was refused, or is not any more."""

    def __init__(
        self, least: float, most: float, *, step: float = 1.0, whole: bool = False, empty: str = ""
    ) -> None:
        super().__init__(LONGEST, patient=True)
        self._least, self._most, self._step, self._whole = least, most, step, whole
        self._empty = bool(empty)
        self._value: float | None = None
        self.refusal = ""
        """What is allowed, in words; empty where nothing is refused."""
        self.setPlaceholderText(empty)
        self.entered.connect(self._take)
        self.restored.connect(lambda: self._judge(""))
        self.textEdited.connect(self._reconsider)
        self.stepped.connect(self._walk)

    @property
    def value(self) -> float | None:
        """The last one that was allowed; None for what an empty field stands for."""
        return self._value

    def allows(self, value: float | None) -> bool:
        """Whether the field could hold it."""
        if value is None:
            return self._empty
        return self._least <= value <= self._most and not (self._whole and value % 1.0)

    def show_value(self, value: float | None) -> None:
        """Show a number that is allowed; emits nothing."""
        self._value = value
        self._judge("")
        self.accept()
        self.show_text("" if value is None else f"{value:.10g}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        nothing_to_take = event.key() in ENTER and not self.refused and self.text() == self.shown
        super().keyPressEvent(event)
        if nothing_to_take:
            event.ignore()  # it is the dialog's

    def _take(self, text: str) -> None:
        try:
            value = self._read(text)
        except ValueError:
            self.refuse()
            self._judge(tr("give {allowed}").format(allowed=tr(self._allowed())))
            return
        different = value != self._value
        self.show_value(value)
        if different:
            self.changed.emit()

    def _reconsider(self, text: str) -> None:
        """Judge a refused text anew while it is being corrected."""
        if not self.refused:
            return
        try:
            self._read(text)
        except ValueError:
            return
        self.accept()
        self._judge("")

    def _read(self, text: str) -> float | None:
        text = text.strip()
        value = float(text.replace(",", ".")) if text else None
        if not self.allows(value):
            raise ValueError(text)
        return value

    def _walk(self, steps: int) -> None:
        if self.refused or self._value is None:
            return
        value = min(max(self._value + steps * self._step, self._least), self._most)
        if value != self._value:
            self.setModified(False)
            self.show_value(value)
            self.changed.emit()

    def _allowed(self) -> str:
        template = "a whole number from {least:.0f} to {most:.0f}"
        if not self._whole:
            template = "a number from {least:g} to {most:g}"
        allowed = Phrase(template, least=self._least, most=self._most)
        return Phrase("{allowed}, or nothing", allowed=allowed) if self._empty else allowed

    def _judge(self, refusal: str) -> None:
        if refusal != self.refusal:
            self.refusal = refusal
            self.judged.emit()
