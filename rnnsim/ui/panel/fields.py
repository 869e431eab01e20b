"""One field for each kind of parameter.  A field shows and asks; it decides nothing."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import QLabel, QStyle, QToolButton, QWidget

from rnnsim.model.parameters import (
    ChoiceParameter,
    EigenvaluesParameter,
    IntegerParameter,
    NumberParameter,
    Parameter,
)
from rnnsim.model.settings import SettingError
from rnnsim.ui import tips
from rnnsim.ui.keys import KeyGuard
from rnnsim.ui.panel import words
from rnnsim.ui.panel.entry import Entry
from rnnsim.ui.panel.metrics import COLUMN_GAP, Metrics, small
from rnnsim.ui.panel.pictures import draw_die
from rnnsim.ui.panel.scale import scale_of
from rnnsim.ui.panel.segments import Segments
from rnnsim.ui.panel.slider import ValueSlider

LONGEST_NUMBER = 64
LONGEST_LIST = 8192
SHORTEST_SLIDER = 56
NEW_SEEDS = 9999


class Field(QWidget):
    """A parameter's label and controls."""

    edited = Signal(str, object)
    """The key and the value asked for."""
    refused = Signal(str, str)
    """The key and what is allowed, in words: what was typed cannot be read."""
    settled = Signal(str)
    """A refusal of this key is over."""

    def __init__(self, row: Parameter) -> None:
        super().__init__()
        self.row = row
        self._idle: str | None = None
        self._metrics: Metrics | None = None
        self.label = QLabel(self, textFormat=Qt.TextFormat.PlainText)
        self.label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.caption = words.name(row)
        self.label.setText(self.caption)

    @property
    def anchor(self) -> QWidget:
        """What a refusal is said of."""
        return self

    @property
    def wanted(self) -> bool:
        """Whether there is anything to show."""
        return True

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

    def show_measured(self, value: float | None) -> None:
        """Set what the setting has become against what was set, where the field can."""

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
        self.explain()

    def explain(self) -> None:
        """Say everywhere what the parameter is, and why it does nothing where that is so."""
        text = words.tooltip(self.row, self._idle)
        for widget in (self, self.label, *self.controls()):
            widget.setToolTip(text)
            widget.setWhatsThis(text)
            widget.setAccessibleDescription(words.plain(self.row, self._idle))

    def _put(self, widget: QWidget, x: int, y: int, width: int, height: int) -> None:
        """Place a part; mirrored where the language is written from right to left."""
        outer = QRect(0, 0, max(self.width(), x + width), self.height())
        rect = QRect(x, y, width, height)
        widget.setGeometry(QStyle.visualRect(self.layoutDirection(), outer, rect))

    def _put_label(self, caption: str, width: int, height: int, x: int = 0, y: int = 0) -> None:
        shown = self.label.fontMetrics().elidedText(caption, Qt.TextElideMode.ElideRight, width)
        self.label.setText(shown)
        side = Qt.AlignmentFlag.AlignRight if self.isRightToLeft() else Qt.AlignmentFlag.AlignLeft
        absolute = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
        self.label.setAlignment(side | absolute)
        self._put(self.label, x, y, width, height)

    def _caption_width(self, caption: str) -> int:
        return self.label.fontMetrics().horizontalAdvance(caption) + 1


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


class NumberField(TypedField):
    """A number: label, slider, typed value, in one line where that is wide enough.

    Where the simulation also measures the value, a second line gives the slider the whole width
    and leaves room for the read-out.
    """

    def __init__(self, row: NumberParameter, *, measured: bool = False) -> None:
        super().__init__(row, LONGEST_NUMBER)
        self._value: float | None = None
        self._measured: float | None = None
        self.slider = ValueSlider(scale_of(row), self)
        self.slider.chosen.connect(self._chosen)
        self.read_out = QLabel(self, textFormat=Qt.TextFormat.PlainText) if measured else None
        self.entry.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.entry.stepped.connect(self.slider.step)
        self._named(self.slider, self.entry)

    def controls(self) -> list[QWidget]:
        return [self.slider, self.entry]

    @property
    def in_column(self) -> bool:
        return self.read_out is None

    def show_value(self, value: object) -> None:
        assert isinstance(value, (int, float))
        self._value = value
        self.entry.show_text(words.brief(self.row, value))
        self.slider.show_value(value)
        self._show_now()

    def show_measured(self, value: float | None) -> None:
        self._measured = value
        self._show_now()

    def _show_now(self) -> None:
        if self.read_out is None:
            return
        known = self._measured is not None and self._value is not None
        text = words.now(self._measured, self._value) if known else ""  # type: ignore[arg-type]
        if text != self.read_out.text():
            self.read_out.setText(text)
        self.slider.show_mark(self._measured if text else None)

    def _chosen(self, number: float) -> None:
        whole = isinstance(self.row, IntegerParameter)
        self.edited.emit(self.row.key, int(number) if whole else number)

    def _place(self, width: int, metrics: Metrics) -> int:
        value_left = width - metrics.value
        slider_left = metrics.label + COLUMN_GAP
        slider_width = value_left - COLUMN_GAP - slider_left
        self._put(self.entry, value_left, 0, metrics.value, metrics.row)
        if self.read_out is None and slider_width >= SHORTEST_SLIDER:
            self._put_label(self.caption, metrics.label, metrics.row)
            self._put(self.slider, slider_left, 0, slider_width, metrics.row)
            return metrics.row
        now_width = 0
        if self.read_out is not None:
            self.read_out.setFont(self.label.font())
            self.read_out.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            now_width = self._caption_width("now 0.000")
            left = value_left - COLUMN_GAP - now_width
            self._put(self.read_out, left, 0, now_width, metrics.row)
        label_width = max(0, value_left - now_width - 2 * COLUMN_GAP)
        self._put_label(self.caption, label_width, metrics.row)
        self._put(self.slider, 0, metrics.row, width, metrics.row - 4)
        return 2 * metrics.row - 4


class EigenvaluesField(TypedField):
    """A list of eigenvalues as one line of text; not wanted while there is none."""

    def __init__(self, row: EigenvaluesParameter) -> None:
        super().__init__(row, LONGEST_LIST)
        self._named(self.entry)

    @property
    def wanted(self) -> bool:
        return self.entry.shown != ""

    def _place(self, width: int, metrics: Metrics) -> int:
        left = metrics.label + COLUMN_GAP
        self._put_label(self.caption, metrics.label, metrics.row)
        self._put(self.entry, left, 0, width - left, metrics.row)
        return metrics.row


class ChoiceField(Field):
    """One of a few words, on buttons."""

    def __init__(self, row: ChoiceParameter) -> None:
        super().__init__(row)
        self.segments = Segments(row.choices, self)
        self.segments.chosen.connect(self._chosen)
        self._named(self.segments)

    def controls(self) -> list[QWidget]:
        return [self.segments]

    def show_value(self, value: object) -> None:
        self.segments.show_value(str(value))

    def explain(self) -> None:
        super().explain()
        assert isinstance(self.row, ChoiceParameter)
        for button in self.segments.buttons:
            button.setAccessibleName(f"{self.caption}: {button.choice.label}")
            text = words.choice_tooltip(self.row, button.choice, self._idle)
            button.setToolTip(text)
            button.setWhatsThis(text)

    def _chosen(self, value: str) -> None:
        self.edited.emit(self.row.key, value)

    def arrange(self, width: int, metrics: Metrics) -> int:
        for button in self.segments.buttons:
            button.setFont(small(self.font()))
        return super().arrange(width, metrics)

    def _place(self, width: int, metrics: Metrics) -> int:
        caption, left, rows = self._layout(width, metrics)
        top = 0 if left else metrics.row - 5
        height = self.segments.height_of(rows, metrics.segment)
        label_width = left - COLUMN_GAP if left else width
        self._put_label(caption, label_width, metrics.segment if left else metrics.row - 5)
        outer = QRect(0, 0, width, top + height)
        rect = QRect(left, top, width - left, height)
        mirrored = QStyle.visualRect(self.layoutDirection(), outer, rect)
        self.segments.arrange(mirrored, rows, metrics.segment)
        return top + height

    def _layout(self, width: int, metrics: Metrics) -> tuple[str, int, int]:
        """Caption, left edge of the buttons (0: beneath the caption), number of rows.

        One row if it can be had: in the column, nearer to the caption, or, where height is
        scarce, nearer to a caption shrunk to its symbol; then several rows, likewise.
        """
        column = metrics.label + COLUMN_GAP
        near = self._caption_width(self.caption) + COLUMN_GAP
        places = [(self.caption, max(column, near)), (self.caption, near)]
        if self.row.symbol and not metrics.roomy:
            places.append((self.row.symbol, self._caption_width(self.row.symbol) + COLUMN_GAP))
        all_rows = range(1, len(self.segments.buttons) + 1)
        for rows in all_rows:
            for caption, left in places:
                if self.segments.fits(width - left, rows):
                    return caption, left, rows
        fitting = (rows for rows in all_rows if self.segments.fits(width, rows))
        return self.caption, 0, next(fitting, all_rows[-1])


class DieButton(QToolButton):
    """A die: another random number, please."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        KeyGuard(self, (Qt.Key.Key_Space,))

    def sizeHint(self) -> QSize:
        return QSize(26, 22)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, role = self.palette(), QPalette.ColorRole
        edge = role.Highlight if self.underMouse() else role.Mid
        width = 1.0
        if self.hasFocus():
            edge, width = role.WindowText, 2.0
        painter.setPen(QPen(palette.color(edge), width))
        painter.setBrush(palette.color(role.Highlight if self.isDown() else role.Button))
        inset = width / 2
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(box, 5.0, 5.0)
        ink = palette.color(role.HighlightedText if self.isDown() else role.ButtonText)
        side = 0.58 * self.height()
        die = QRectF(0.0, 0.0, side, side)
        die.moveCenter(box.center())
        draw_die(painter, die, ink)


class SeedField(TypedField):
    """A seed: typed, or thrown with a die."""

    def __init__(self, row: IntegerParameter) -> None:
        super().__init__(row, LONGEST_NUMBER)
        self._value: int | None = None
        self.entry.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.entry.stepped.connect(self._step)
        self.die = DieButton(self)
        self.die.clicked.connect(self._throw)
        self._named(self.entry)
        self.die.setAccessibleName(f"new {words.name(row)}")
        text = tips.page(f"New {row.label}", f"Draws another {row.label} at random.")
        self.die.setToolTip(text)
        self.die.setWhatsThis(text)

    def controls(self) -> list[QWidget]:
        return [self.entry, self.die]

    def show_value(self, value: object) -> None:
        assert isinstance(value, int)
        self._value = value
        super().show_value(value)

    def _throw(self) -> None:
        assert isinstance(self.row, IntegerParameter)
        low = int(self.row.minimum) + 1
        high = int(min(self.row.maximum, low + NEW_SEEDS))
        others = [seed for seed in random.sample(range(low, high), 2) if seed != self._value]
        self.edited.emit(self.row.key, others[0])

    def _step(self, count: int) -> None:
        assert isinstance(self.row, IntegerParameter)
        wanted = (self._value or 0) + count
        if self.row.minimum <= wanted <= self.row.maximum:
            self.edited.emit(self.row.key, wanted)

    def _place(self, width: int, metrics: Metrics) -> int:
        die_width = metrics.row + 4
        entry_left = width - metrics.value
        self._put_label(self.caption, metrics.label, metrics.row)
        self._put(self.die, entry_left - COLUMN_GAP - die_width, 0, die_width, metrics.row)
        self._put(self.entry, entry_left, 0, metrics.value, metrics.row)
        return metrics.row


_PICTURED: Mapping[str, Callable[[IntegerParameter], Field]] = {"seed": SeedField}
"""The one control that needs a picture of its own."""


def field_for(row: Parameter, *, measured: bool = False) -> Field:
    """The field of a row of the parameter table."""
    if row.key in _PICTURED and isinstance(row, IntegerParameter):
        return _PICTURED[row.key](row)
    if isinstance(row, NumberParameter):
        return NumberField(row, measured=measured)
    if isinstance(row, ChoiceParameter):
        return ChoiceField(row)
    if isinstance(row, EigenvaluesParameter):
        return EigenvaluesField(row)
    raise TypeError(f"no field shows a {type(row).__name__}")
