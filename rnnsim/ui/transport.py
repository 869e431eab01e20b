"""The row above the views: lesson, training, undo, pace, state, and what leaves the window."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QIcon, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QSlider,
    QToolButton,
    QWidget,
)

from rnnsim.model.frame import Frame
from rnnsim.model.lesson import Lesson
from rnnsim.translation import noted, tr
from rnnsim.ui import tips
from rnnsim.ui.actions import ICON, ActionButton
from rnnsim.ui.box import Box
from rnnsim.ui.keys import ARROWS, ENDS, PAGES, KeyGuard
from rnnsim.ui.labels import ElidedLabel, label
from rnnsim.ui.numbers import READABLE
from rnnsim.ui.picture_button import PictureButton

SPARE = 170
"""Pixels of width that the state of the run has at least."""

LEAST_PACE = 58
"""Pixels of width for the pace in words; more where one of them needs it, for nothing to move."""

GAP = 6

OWN = noted("own settings")
"""In place of a lesson, where the settings are no lesson's."""

LESSON_HELP = noted("Settings that show one thing. Keys: their numbers.")

PACES = (1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, math.inf)
"""Iterations a second the slider offers; the last is flat out."""


def pace_text(pace: float) -> str:
    """A pace in words."""
    return tr("flat out") if math.isinf(pace) else tr("{pace} it/s").format(pace=f"{pace:g}")


class Transport(QWidget):
    """Shows the actions it is given as buttons, and the state of the run."""

    lesson_chosen = Signal(str)
    pace_chosen = Signal(float)

    def __init__(self, lessons: Mapping[str, Lesson]) -> None:
        super().__init__()
        self._said_at = 0.0
        self._worded: list[QToolButton] = []
        self._lessons = _lesson_box(lessons)
        self._lessons.activated.connect(
            lambda _: self.lesson_chosen.emit(self._lessons.currentData())
        )
        self._pace = _pace_slider()
        self._pace.valueChanged.connect(lambda value: self.pace_chosen.emit(PACES[value]))
        self._pace_text = label("muted")
        self._state = ElidedLabel()
        self._state.setObjectName("muted")
        self._state.setMinimumWidth(SPARE)
        self._state.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._state.setAccessibleName(tr("State of the run"))
        self._left = QHBoxLayout()
        self._right = QHBoxLayout()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        self._left.setSpacing(GAP)
        self._right.setSpacing(GAP)
        layout.addWidget(self._lessons)
        layout.addLayout(self._left)
        layout.addSpacing(8)
        layout.addWidget(label("muted", tr("pace")))
        layout.addWidget(self._pace)
        layout.addWidget(self._pace_text)
        layout.addWidget(self._state, 1)
        layout.addLayout(self._right)

    def add_action(
        self, action: QAction, *, words: bool = True, right: bool = False
    ) -> QToolButton:
        """Show `action` as a button; with its words while there is room for them."""
        button = ActionButton(action)
        self._add(button, words=words, right=right)
        return button

    def add_menu(self, title: str, help_text: str, menu: QMenu, icon: QIcon) -> QToolButton:
        """Show `menu` behind a button at the right end."""
        button = PictureButton()
        button.setText(title)
        button.setIcon(icon)
        button.setIconSize(ICON)
        button.setToolTip(tips.line(title))
        button.setAccessibleName(title)
        button.setWhatsThis(tips.page(title, help_text))
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        KeyGuard(button, (Qt.Key.Key_Space,))
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._add(button, words=True, right=True)
        return button

    def _add(self, button: QToolButton, *, words: bool, right: bool) -> None:
        if words:
            self._worded.append(button)
        else:
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        (self._right if right else self._left).addWidget(button)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._make_room()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:  # another size of type
            self._make_room()

    def _make_room(self) -> None:
        """Show words on as many buttons as there is room for, the first first."""
        style, metrics = Qt.ToolButtonStyle, self._pace_text.fontMetrics()
        paces = [metrics.horizontalAdvance(pace_text(pace)) for pace in PACES]
        self._pace_text.setMinimumWidth(max(LEAST_PACE, *paces))
        for button in self._worded:
            button.setToolButtonStyle(style.ToolButtonTextBesideIcon)
            # a picture alone is lower, and the row's height must not hang on how many have words
            button.setMinimumHeight(button.sizeHint().height())
        self._lay_out_anew()
        over = self.minimumSizeHint().width() - self.width()
        for button in reversed(self._worded):
            if over <= 0:
                break
            wide = button.sizeHint().width()
            button.setToolButtonStyle(style.ToolButtonIconOnly)
            over -= wide - button.sizeHint().width()
        self._lay_out_anew()

    def _lay_out_anew(self) -> None:
        for row in (self._left, self._right, self.layout()):
            assert row is not None
            row.invalidate()
            row.activate()

    def show_lesson(self, lesson: Lesson | None) -> None:
        """Show which lesson is open, shipped or from a file; None: settings of one's own."""
        heading = tr(OWN) if lesson is None else lesson.heading
        self._lessons.setPlaceholderText(heading)
        self._lessons.setToolTip(tips.page(heading, tr(LESSON_HELP)))
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
        said = state_text(frame)
        self._state.setText(said)
        self._state.setToolTip(tips.line(said))


def state_text(frame: Frame) -> str:
    """Where the run stands, in one line."""
    if not frame.alive:
        return tr("overflow · iteration {number}").format(number=frame.iteration)
    if frame.playing:
        rate = f"{frame.iterations_per_second:.0f}"
        said = tr("iteration {number} · {rate} it/s")
        return said.format(number=frame.at, rate=rate)
    return tr("paused · iteration {number}").format(number=frame.at)


def _distance(offered: float, pace: float) -> float:
    if math.isinf(offered) or math.isinf(pace):
        return 0.0 if offered == pace else math.inf
    return abs(math.log(offered / pace))


def _lesson_box(lessons: Mapping[str, Lesson]) -> Box:
    box = Box(curves=False)  # the lesson “sigmoid” is not the function
    box.setAccessibleName(tr("Lesson"))
    box.setWhatsThis(tips.page(tr("Lesson"), tr(LESSON_HELP)))
    box.setPlaceholderText(tr(OWN))
    box.setMinimumSize(210, 28)
    for lesson in lessons.values():
        box.addItem(lesson.heading, lesson.name)
        box.setItemData(box.count() - 1, tr(lesson.claim), Qt.ItemDataRole.ToolTipRole)
    return box


def _pace_slider() -> QSlider:
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setRange(0, len(PACES) - 1)
    slider.setPageStep(1)
    slider.setFixedWidth(96)
    KeyGuard(slider, (*ARROWS, *ENDS, *PAGES))
    slider.setAccessibleName(tr("Pace of training"))
    page = tips.page(
        tr("Pace of training"), tr("Iterations a second, from 1 to flat out. Keys [ and ].")
    )
    slider.setToolTip(page)
    slider.setWhatsThis(page)
    return slider
