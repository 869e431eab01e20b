"""The row above the views: lesson, play, one iteration, restart, pace, state."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QSlider,
    QToolButton,
    QWidget,
)

from rnnsim.model.frame import Frame
from rnnsim.model.lesson import Lesson
from rnnsim.ui.box import Box
from rnnsim.ui.keys import ARROWS, ENDS, PAGES, KeyGuard
from rnnsim.ui.labels import ElidedLabel, label
from rnnsim.ui.numbers import READABLE

OWN = "own settings"
"""In place of a lesson, where the settings are no lesson's."""

PACES = (1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, math.inf)
"""Iterations a second the slider offers; the last is flat out."""


def pace_text(pace: float) -> str:
    """A pace in words."""
    return "flat out" if math.isinf(pace) else f"{pace:g} it/s"


class Transport(QWidget):
    """Shows the actions it is given as buttons, and the state of the run."""

    lesson_chosen = Signal(str)
    pace_chosen = Signal(float)

    def __init__(self, lessons: Mapping[str, Lesson]) -> None:
        super().__init__()
        self._said_at = 0.0
        self._lessons = _lesson_box(lessons)
        self._lessons.activated.connect(
            lambda _: self.lesson_chosen.emit(self._lessons.currentData())
        )
        self._pace = _pace_slider()
        self._pace.valueChanged.connect(lambda value: self.pace_chosen.emit(PACES[value]))
        self._pace_text = label("muted")
        self._pace_text.setMinimumWidth(58)
        self._state = ElidedLabel()
        self._state.setObjectName("muted")
        self._state.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._state.setAccessibleName("State of the run")
        self._left = QHBoxLayout()
        self._right = QHBoxLayout()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._lessons)
        layout.addLayout(self._left)
        layout.addSpacing(8)
        layout.addWidget(label("muted", "pace"))
        layout.addWidget(self._pace)
        layout.addWidget(self._pace_text)
        layout.addWidget(self._state, 1)
        layout.addLayout(self._right)

    def add_action(self, action: QAction, *, primary: bool = False) -> None:
        """Show `action` as a button beside the lessons."""
        self._left.addWidget(_button(action, primary=primary))

    def add_menu(self, title: str, menu: QMenu) -> None:
        """Show `menu` behind a button at the right end."""
        button = QToolButton()
        button.setText(title)
        KeyGuard(button, (Qt.Key.Key_Space,))
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._right.addWidget(button)

    def add_icon(self, action: QAction) -> None:
        """Show `action` as an icon at the right end."""
        button = _button(action)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self._right.addWidget(button)

    def show_lesson(self, lesson: Lesson | None) -> None:
        """Show which lesson is open, shipped or from a file; None: settings of one's own."""
        self._lessons.setPlaceholderText(OWN if lesson is None else lesson.heading)
        index = -1 if lesson is None else self._lessons.findData(lesson.name)
        if index != self._lessons.currentIndex():
            self._lessons.setCurrentIndex(index)

    def show_pace(self, pace: float) -> None:
        """Show the pace asked for."""
        self._pace.blockSignals(True)
        self._pace.setValue(min(range(len(PACES)), key=lambda i: _distance(PACES[i], pace)))
        self._pace.blockSignals(False)
        self._pace_text.setText(pace_text(pace))
        self._pace.setAccessibleDescription(pace_text(pace))

    def change_pace(self, by: int) -> None:
        """Move the pace slider by so many notches."""
        self._pace.setValue(self._pace.value() + by)

    def show_frame(self, frame: Frame) -> None:
        """Say where the run stands, no oftener than can be read."""
        now = time.monotonic()
        if frame.playing and now - self._said_at < READABLE:
            return
        self._said_at = now
        self._state.setText(state_text(frame))


def state_text(frame: Frame) -> str:
    """Where the run stands, in one line."""
    if frame.divergence is not None:
        return f"stopped by overflow · iteration {frame.iteration}"
    if frame.playing:
        return f"iteration {frame.iteration} · {frame.iterations_per_second:.0f} it/s"
    return f"paused · iteration {frame.iteration}"


def _distance(offered: float, pace: float) -> float:
    if math.isinf(offered) or math.isinf(pace):
        return 0.0 if offered == pace else math.inf
    return abs(math.log(offered / pace))


def _lesson_box(lessons: Mapping[str, Lesson]) -> Box:
    box = Box()
    box.setAccessibleName("Lesson")
    box.setToolTip("Lesson: settings that show one thing. Keys: their numbers.")
    box.setPlaceholderText(OWN)
    box.setMinimumSize(210, 28)
    for lesson in lessons.values():
        box.addItem(lesson.heading, lesson.name)
        box.setItemData(box.count() - 1, lesson.claim, Qt.ItemDataRole.ToolTipRole)
    return box


def _pace_slider() -> QSlider:
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setRange(0, len(PACES) - 1)
    slider.setPageStep(1)
    slider.setFixedWidth(96)
    KeyGuard(slider, (*ARROWS, *ENDS, *PAGES))
    slider.setAccessibleName("Pace of training")
    slider.setToolTip("Iterations a second, from 1 to flat out. Keys + and −.")
    return slider


def _button(action: QAction, *, primary: bool = False) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setIconSize(QSize(14, 14))
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    KeyGuard(button, (Qt.Key.Key_Space,))
    if primary:
        button.setObjectName("primary")
        button.setMinimumWidth(button.sizeHint().width() + 14)  # room for “Pause”
    return button
