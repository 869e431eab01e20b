"""What all fields share.  A field shows and asks; it decides nothing."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import QLabel, QStyle, QWidget

from rnnsim.model.kinds import Parameter
from rnnsim.model.settings import SettingError
from rnnsim.ui import tips
from rnnsim.ui.panel import words
from rnnsim.ui.panel.entry import Entry
from rnnsim.ui.panel.metrics import Metrics, small
from rnnsim.ui.plate import Button

MOST_LABEL = 0.48
"""Part of a field's width that the column of labels may take; beyond it they are cut short."""


class Field(QWidget):
    """A parameter's label and controls."""

    edited = Signal(str, object)
    """The key and the value asked for."""
    refused = Signal(str, str)
    """The key and what is allowed, in words: what was typed cannot be read."""
    settled = Signal(str)
    """A refusal of this key is over."""
    noted = Signal(str, str)
    """The key, and what is worth saying of a value that was taken."""

    def __init__(self, row: Parameter) -> None:
        super().__init__()
        self.row = row
        self._idle: str | None = None
        self._metrics: Metrics | None = None
        self.caption = words.name(row)
        subscripted = "_" in self.caption
        form = Qt.TextFormat.RichText if subscripted else Qt.TextFormat.PlainText
        self.label = QLabel(self, textFormat=form)
        self.label.setText(tips.rich(self.caption) if subscripted else self.caption)
        self.label.setForegroundRole(QPalette.ColorRole.PlaceholderText)

    @property
    def anchor(self) -> QWidget:
        """What a refusal is said of."""
        return self

    @property
    def wanted(self) -> bool:
        """Whether there is anything to show."""
        return True

    @property
    def idle(self) -> bool:
        """Whether the parameter does nothing beside the others."""
        return self._idle is not None

    @property
    def in_column(self) -> bool:
        """Whether the column of labels must be wide enough for this one's."""
        return True

    def controls(self) -> list[QWidget]:
        """The widgets that take the focus, in the order of Tab."""
        raise NotImplementedError

    def show_value(self, value: object) -> None:
        """Show a setting; emits nothing."""
        raise NotImplementedError

    def show_idle(self, reason: str | None) -> None:
        """Disable the field while it does nothing, and say why."""
        if reason != self._idle:
            self._idle = reason
            self.setEnabled(reason is None)
            role = QPalette.ColorRole
            self.label.setForegroundRole(
                role.PlaceholderText if reason is None else role.WindowText
            )
            self.explain()

    def refuse(self) -> None:
        """Mark the text as refused, where what was asked for was typed."""

    def arrange(self, width: int, metrics: Metrics) -> int:
        """Take, and return, the height that the controls need at `width`."""
        self._metrics = metrics
        self.label.setFont(small(self.font()))
        height = self._place(width, metrics)
        self.setFixedHeight(height)
        return height

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._metrics is not None:
            self._place(self.width(), self._metrics)

    def _place(self, width: int, metrics: Metrics) -> int:
        """Give every part its place; return the height."""
        raise NotImplementedError

    def _named(self, *controls: QWidget) -> None:
        """Name the controls and make them the label's."""
        for control in controls:
            control.setAccessibleName(words.name(self.row))
        self.label.setBuddy(controls[0])

    def explain(self) -> None:
        """Say everywhere what the parameter is, and why it does nothing where that is so."""
        remarks = (*words.idleness(self._idle), *self._remarks())
        page, plain = words.tooltip(self.row, *remarks), words.plain(self.row, *remarks)
        for widget in (self, self.label, *self.controls()):
            if not isinstance(widget, Button):  # which say what they do themselves
                widget.setToolTip(page)
                widget.setWhatsThis(page)
                widget.setAccessibleDescription(plain)

    def _remarks(self) -> tuple[str, ...]:
        """What else is to be said of the parameter at present."""
        return ()

    def _put(self, widget: QWidget, x: int, y: int, width: int, height: int) -> None:
        """Place a part; mirrored where the language is written from right to left."""
        outer = QRect(0, 0, max(self.width(), x + width), self.height())
        rect = QRect(x, y, width, height)
        widget.setGeometry(QStyle.visualRect(self.layoutDirection(), outer, rect))

    def _put_label(self, caption: str, width: int, height: int, x: int = 0, y: int = 0) -> None:
        shown = self.label.fontMetrics().elidedText(caption, Qt.TextElideMode.ElideRight, width)
        rich = self.label.textFormat() == Qt.TextFormat.RichText
        self.label.setText(tips.rich(shown) if rich else shown)
        side = Qt.AlignmentFlag.AlignRight if self.isRightToLeft() else Qt.AlignmentFlag.AlignLeft
        absolute = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
        self.label.setAlignment(side | absolute)
        self._put(self.label, x, y, width, height)

    def _label_width(self, width: int, metrics: Metrics) -> int:
        """Pixels for the label in the column, so that at least as much is left for the control."""
        return min(metrics.label, round(MOST_LABEL * width))

    def _width_of(self, text: str) -> int:
        """Pixels that `text` takes in the type of the label."""
        return self.label.fontMetrics().horizontalAdvance(text) + 1


class TypedField(Field):
    """A field with a text in it."""

    def __init__(self, row: Parameter, longest: int) -> None:
        super().__init__(row)
        self._committing = False
        self.entry = Entry(longest, self)
        self.entry.entered.connect(self._entered)
        self.entry.restored.connect(self._restored)
        self.entry.textEdited.connect(self._typed)

    @property
    def anchor(self) -> QWidget:
        return self.entry

    def controls(self) -> list[QWidget]:
        return [self.entry]

    def show_value(self, value: object) -> None:
        self.entry.show_text(self.row.format(value))

    def refuse(self) -> None:
        if self._committing:
            self.entry.refuse()

    def _entered(self, text: str) -> None:
        try:
            value = self.row.parse(text)
        except SettingError as error:
            self.entry.refuse()
            self.refused.emit(self.row.key, words.refusal(error))
        else:
            self.settled.emit(self.row.key)
            self._committing = True
            self.edited.emit(self.row.key, value)
            self._committing = False

    def _typed(self, text: str) -> None:
        """Judge a refused text anew while it is being corrected."""
        if not self.entry.refused:
            return
        try:
            self.row.parse(text)
        except SettingError as error:
            self.refused.emit(self.row.key, words.refusal(error))
        else:
            self.entry.accept()
            self.settled.emit(self.row.key)

    def _restored(self) -> None:
        self.settled.emit(self.row.key)
