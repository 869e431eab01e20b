"""A slider over the values of one parameter, with a mark where the value has got to by itself."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from rnnsim.ui.keys import ARROWS, ENDS, PAGES, KeyGuard
from rnnsim.ui.panel.scale import Scale
from rnnsim.ui.pressed_slider import PressedSlider

POSITIONS = 1000
WHEEL_NOTCH = 120
RING = 2.5
"""Pixels from the handle to the outer edge of the ring that shows the focus."""


class ValueSlider(PressedSlider):
    """Emits `chosen` with a stop of `scale`; what is shown from outside emits nothing."""

    chosen = Signal(float)

    def __init__(self, scale: Scale, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._scale = scale
        self._value = scale.stops[0]
        self._mark: float | None = None
        self._band: tuple[float, float] | None = None
        self._wheel = 0
        self.setRange(0, POSITIONS)
        # A drag leaves the keyboard where it is, so that the arrows go on stepping through a pass.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        KeyGuard(self, (*ARROWS, *ENDS, *PAGES))

    @property
    def value_shown(self) -> float:
        """The value that the handle stands for."""
        return self._value

    def show_value(self, value: float) -> None:
        """Put the handle at `value`; under a dragging finger it stays where it is."""
        held = self.isSliderDown() and value == self._value
        self._value = value
        if not held:
            self.setSliderPosition(round(POSITIONS * self._scale.fraction(value)))

    def show_mark(self, value: float | None) -> None:
        """Mark a measured value on the groove, or take the mark away."""
        if value is not None and math.isnan(value):
            value = None
        if value != self._mark:
            self._mark = value
            self.update()

    def show_band(self, low: float, high: float) -> None:
        """Mark the values between `low` and `high`; none where that is no range."""
        band = (low, high) if 0.0 < low < high < math.inf else None
        if band != self._band:
            self._band = band
            self.update()

    def step(self, count: int, *, large: bool = False) -> None:
        """Go on by `count` stops."""
        self._choose(self._scale.stepped(self._value, count, large=large))

    def sizeHint(self) -> QSize:
        return QSize(96, 18)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, 18)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        forward = -1 if self.isRightToLeft() else 1
        steps = {
            Qt.Key.Key_Left: -forward,
            Qt.Key.Key_Right: forward,
            Qt.Key.Key_Down: -1,
            Qt.Key.Key_Up: 1,
        }
        ends = {Qt.Key.Key_Home: self._scale.stops[0], Qt.Key.Key_End: self._scale.stops[-1]}
        pages = {Qt.Key.Key_PageDown: -1, Qt.Key.Key_PageUp: 1}
        key = Qt.Key(event.key())
        if key in steps:
            shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.step(steps[key], large=shifted)
        elif key in pages:
            self.step(pages[key], large=True)
        elif key in ends:
            self._choose(ends[key])
        else:
            event.ignore()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.isSliderDown():
            self.setSliderDown(False)
            self.show_value(self._value)

    def wheelEvent(self, event: QWheelEvent) -> None:
        # Without the focus the wheel scrolls the panel rather than change what passes under it.
        if not self.hasFocus():
            event.ignore()
            return
        self._wheel += event.angleDelta().y()
        notches = int(self._wheel / WHEEL_NOTCH)
        self._wheel -= notches * WHEEL_NOTCH
        if notches:
            self.step(notches)
        event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        palette, role = self.palette(), QPalette.ColorRole
        groove = palette.color(role.Mid)
        accent = palette.color(role.Highlight) if self.isEnabled() else groove
        x = self._x(self.sliderPosition() / POSITIONS)
        self._bar(painter, groove, 0.0, self.width())
        if self.sliderPosition() > 0:
            self._bar(painter, accent, self.width() if self.isRightToLeft() else 0.0, x)
        if self._band is not None and self.isEnabled():
            self._draw_band(painter, self._band, palette.color(role.WindowText))
        if self._mark is not None and self.isEnabled():
            self._draw_mark(painter, palette.color(role.WindowText))
        handle = QPointF(x, self.height() / 2)
        if self.hasFocus():
            painter.setBrush(palette.color(role.WindowText))
            painter.drawEllipse(handle, self._radius + RING, self._radius + RING)
            painter.setBrush(palette.color(role.AlternateBase))
            painter.drawEllipse(handle, self._radius + 1.0, self._radius + 1.0)
        held = self.underMouse() or self.isSliderDown() or self.hasFocus()
        resting = palette.color(role.WindowText) if self.isEnabled() else groove
        painter.setBrush(accent if held and self.isEnabled() else resting)
        painter.drawEllipse(handle, self._radius, self._radius)

    def _draw_band(self, painter: QPainter, band: tuple[float, float], color: QColor) -> None:
        """Draw a thin line beneath the groove."""
        left, right = sorted(self._x(self._scale.fraction(value)) for value in band)
        painter.setBrush(color)
        painter.setOpacity(0.5)
        painter.drawRoundedRect(
            QRectF(left, self.height() / 2 + 4.5, max(right - left, 2.0), 2.0), 1.0, 1.0
        )
        painter.setOpacity(1.0)

    def _draw_mark(self, painter: QPainter, color: QColor) -> None:
        x = self._x(self._scale.fraction(self._mark or 0.0))
        box = QRectF(x - 1.0, self.height() / 2 - self._radius, 2.0, 2 * self._radius)
        painter.setBrush(color)
        painter.drawRoundedRect(box, 1.0, 1.0)

    def _bar(self, painter: QPainter, color: QColor, start: float, end: float) -> None:
        left, right = min(start, end), max(start, end)
        painter.setBrush(color)
        painter.drawRoundedRect(QRectF(left, self.height() / 2 - 2.0, right - left, 4.0), 2.0, 2.0)

    @property
    def _radius(self) -> float:
        return min(6.5, self.height() / 2 - RING)

    def _x(self, fraction: float) -> float:
        margin = self._radius + RING
        if self.isRightToLeft():
            fraction = 1.0 - fraction
        return margin + fraction * max(1.0, self.width() - 2 * margin)

    def _drag_to(self, x: float) -> None:
        left, right = self._x(0.0), self._x(1.0)
        fraction = min(max((x - left) / (right - left), 0.0), 1.0)
        self.setSliderPosition(round(POSITIONS * fraction))
        self._emit(self._scale.nearest(fraction))

    def _choose(self, value: float) -> None:
        if value != self._value:
            self.setSliderPosition(round(POSITIONS * self._scale.fraction(value)))
            self._emit(value)

    def _emit(self, value: float) -> None:
        if value != self._value:
            self._value = value
            self.chosen.emit(value)
