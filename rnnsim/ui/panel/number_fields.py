"""Fields of numbers: with a slider, with a word that stands for a rule, with a die."""

from __future__ import annotations

import random

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QLabel, QWidget

from rnnsim.model.kinds import IntegerParameter, NumberParameter, RealOrWordParameter
from rnnsim.translation import tr
from rnnsim.ui.panel import words
from rnnsim.ui.panel.field import TypedField
from rnnsim.ui.panel.metrics import BUTTON_GAP, COLUMN_GAP, Metrics, small
from rnnsim.ui.panel.scale import scale_of
from rnnsim.ui.panel.slider import ValueSlider
from rnnsim.ui.pictures import draw_die
from rnnsim.ui.plate import Button

LONGEST_NUMBER = 64
SHORTEST_SLIDER = 56
NEW_SEEDS = 9999


class NumberField(TypedField):
    """A number: label, slider, typed value, in one line where that is wide enough.

    Where the simulation also measures the value, a second line gives the slider the whole width
    and leaves room for the read-out.
    """

    def __init__(self, row: NumberParameter, *, measured: bool = False) -> None:
        super().__init__(row, LONGEST_NUMBER)
        self._value: float | None = None
        self._measured: float | None = None
        self._remark = ""
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

    def show_measured(self, value: float) -> None:
        """Set what the setting has become against what was set."""
        self._measured = value
        self._show_now()

    def show_suggested(self, low: float, high: float) -> None:
        """Mark values that suit the run, and say so where the parameter is explained."""
        self.slider.show_band(low, high)
        remark = words.suggestion(low, high)
        if remark != self._remark:
            self._remark = remark
            self.explain()

    def _remarks(self) -> tuple[str, ...]:
        return (self._remark,) if self._remark else ()

    def _show_now(self) -> None:
        if self.read_out is None:
            return
        known = self._measured is not None and self._value is not None
        text = words.now(self._measured, self._value) if known else ""  # type: ignore[arg-type]
        if text != self.read_out.text():
            self.read_out.setText(text)
            if self._metrics is not None and self._now_width() != self.read_out.width():
                self._place(self.width(), self._metrics)
        self.slider.show_mark(self._measured if text else None)

    def _chosen(self, number: float) -> None:
        whole = isinstance(self.row, IntegerParameter)
        self.edited.emit(self.row.key, int(number) if whole else number)

    def _place(self, width: int, metrics: Metrics) -> int:
        if self._width_of(self.caption) > width - metrics.value - COLUMN_GAP:
            return self._place_beneath(width, metrics)
        right = self._place_right(width, metrics)
        if self.read_out is None:
            for label_width in (metrics.label, self._width_of(self.caption)):
                left = label_width + COLUMN_GAP
                if right - left >= SHORTEST_SLIDER:
                    self._put_label(self.caption, label_width, metrics.row)
                    self._put(self.slider, left, 0, right - left, metrics.row)
                    return metrics.row
        slider = width
        if self.read_out is not None and right < self._width_of(self.caption):
            # beside a long label the read-out has no room: it goes to the slider
            right = width - metrics.value - COLUMN_GAP
            slider -= COLUMN_GAP + self.read_out.width()
            left, height = width - self.read_out.width(), metrics.row - 4
            self._put(self.read_out, left, metrics.row, self.read_out.width(), height)
        self._put_label(self.caption, max(0, right), metrics.row)
        self._put(self.slider, 0, metrics.row, slider, metrics.row - 4)
        return 2 * metrics.row - 4

    def _place_beneath(self, width: int, metrics: Metrics) -> int:
        """Give the label a row of its own where it would be cut short beside the value."""
        self._put_label(self.caption, width, metrics.row)
        right = self._place_right(width, metrics)
        beside = right >= SHORTEST_SLIDER
        self._put(self.slider, 0, metrics.row, right if beside else width, metrics.row)
        last = metrics.row if beside else 2 * metrics.row
        for part in (*self.controls(), *filter(None, [self.read_out])):
            if part is not self.slider:
                part.move(part.x(), last)
        return last + metrics.row

    def _place_right(self, width: int, metrics: Metrics) -> int:
        """Place what stands at the right end; return where the room before it ends."""
        left = width - metrics.value
        self._put(self.entry, left, 0, metrics.value, metrics.row)
        if self.read_out is not None:
            self.read_out.setFont(self.label.font())
            self.read_out.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            now_width = self._now_width()
            left -= COLUMN_GAP + now_width
            self._put(self.read_out, left, 0, now_width, metrics.row)
        return left - COLUMN_GAP

    def _now_width(self) -> int:
        """As wide as numbers mostly are, so that nothing moves; wider for a power of ten."""
        text = self.read_out.text() if self.read_out is not None else ""
        return max(self._width_of(words.now(0.123, 0.0)), self._width_of(text))


class RealOrWordField(NumberField):
    """A number, and a button for the word that stands for a rule in its place."""

    def __init__(self, row: RealOrWordParameter) -> None:
        super().__init__(row)
        self._number = min(max(0.0, row.minimum), row.maximum)
        self.word = Button(row.word, self)
        self.word.setCheckable(True)
        self.word.setAccessibleName(f"{row.word}: {words.name(row)}")
        self.word.explain(f"{words.label(row)}: {row.word}", words.help_of(row))
        self.word.clicked.connect(lambda checked: self._toggle(to_rule=checked))

    def controls(self) -> list[QWidget]:
        return [self.slider, self.word, self.entry]

    def show_value(self, value: object) -> None:
        rule = isinstance(value, str)
        self.word.setChecked(rule)
        self.slider.setEnabled(not rule)
        if rule:
            self.entry.show_text("")  # the button says it
        else:
            super().show_value(value)
            assert self._value is not None
            self._number = self._value

    def arrange(self, width: int, metrics: Metrics) -> int:
        self.word.setFont(small(self.font()))
        return super().arrange(width, metrics)

    def _toggle(self, *, to_rule: bool) -> None:
        self.edited.emit(self.row.key, self.word.text() if to_rule else self._number)

    def _place_right(self, width: int, metrics: Metrics) -> int:
        right = super()._place_right(width, metrics)
        left = right + COLUMN_GAP - BUTTON_GAP - self.word.least_width
        self._put(self.word, left, 0, self.word.least_width, metrics.row)
        return left - COLUMN_GAP


class DieButton(Button):
    """A die: another random number, please."""

    def _draw_contents(self, painter: QPainter, room: QRect, ink: QColor) -> None:
        side = 0.58 * room.height()
        die = QRectF(0.0, 0.0, side, side)
        die.moveCenter(QRectF(room).center())
        draw_die(painter, die, ink)


class SeedField(TypedField):
    """A seed: typed, or thrown with a die."""

    def __init__(self, row: IntegerParameter) -> None:
        super().__init__(row, LONGEST_NUMBER)
        self._value: int | None = None
        self.entry.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.entry.stepped.connect(self._step)
        self.die = DieButton("", self)
        self.die.setAccessibleName(tr("new {name}").format(name=words.name(row)))
        self.die.explain(tr("New seed"), tr("Draws another seed at random."))
        self.die.clicked.connect(self._throw)
        self._named(self.entry)

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
        self._put(self.die, entry_left - BUTTON_GAP - die_width, 0, die_width, metrics.row)
        self._put(self.entry, entry_left, 0, metrics.value, metrics.row)
        return metrics.row
