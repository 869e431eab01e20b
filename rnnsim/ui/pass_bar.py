"""The bar under the canvas: plays a pass, steps through it, and says where it is."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import (
    QAction,
    QColor,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSizePolicy,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from rnnsim.model.moment import Moment, Part, Stage
from rnnsim.translation import noted, tr
from rnnsim.ui import tips
from rnnsim.ui.box import Box
from rnnsim.ui.keys import ARROWS, ENDS, PAGES, KeyGuard
from rnnsim.ui.picture_button import PictureButton
from rnnsim.ui.plate import Button
from rnnsim.ui.playhead import SPEEDS, USUAL_SPEED, Playhead
from rnnsim.ui.theme import Theme, type_scale

PARTS = {
    Part.RECURRENT: noted("Wₕₕ hₜ₋₁"),
    Part.INPUT: noted("+ Wᵢₕ xₜ + b"),
    Part.ACTIVATION: noted("φ"),
    Part.SLOPE: noted("φ′"),
    Part.TRANSPOSED: noted("Wₕₕᵀ"),
    Part.CONTRIBUTION: noted("→ ∂L/∂Wₕₕ"),
}
"""What happens in a sub-step, as short as can be."""

SPEED_HELP = noted("Time steps a second, whatever the display does. Keys + and −.")

HANDLE = 7.0
"""Radius of the slider's handle, pixels."""


WORDS = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
PICTURE = Qt.ToolButtonStyle.ToolButtonIconOnly

NARROWEST = 480
"""Pixels of width in which the bar still works, with fewer words."""

SLIDER = 180
"""Pixels of width that the slider is to have; before that the place is said in few words."""

PICTURE_SIZE = 13
"""Pixels of the buttons' pictures."""


def place_text(moment: Moment | None, time_steps: int) -> str:
    """Where a pass is, in one line; a step back is counted from T."""
    if moment is None:
        return tr("whole pass")
    if moment.stage is Stage.LOSS:
        return tr("the loss")
    forward = moment.stage is Stage.FORWARD
    step = moment.time_step if forward else time_steps - moment.time_step + 1
    words = (
        tr("forward · step {step} of {all}") if forward else tr("backward · step {step} of {all}")
    )
    said = words.format(step=step, all=time_steps)
    if not forward:
        said += f" · t = {moment.time_step}"
    return said if moment.part is None else f"{said} · {tr(PARTS[moment.part])}"


def brief_place_text(moment: Moment | None) -> str:
    """The same in few words."""
    if moment is None:
        return tr("whole pass")
    if moment.stage is Stage.LOSS:
        return tr("the loss")
    forward = moment.stage is Stage.FORWARD
    words = tr("forward · t = {step}") if forward else tr("backward · t = {step}")
    return words.format(step=moment.time_step)


class PassSlider(QSlider):
    """All positions of a pass: forward blue, the loss amber in the middle, backward vermilion."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._theme = theme
        self.setPageStep(3)
        self.setMinimumWidth(120)
        KeyGuard(self, (*ARROWS, *ENDS, *PAGES))
        self.setAccessibleName(tr("Place in the pass"))

    def set_theme(self, theme: Theme) -> None:
        """Take on other colours."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, 20)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self.setSliderPosition(self._position_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self.setSliderPosition(self._position_at(event.position().x()))

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self.setSliderDown(False)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle, here = self._x(self.maximum() // 2), self._x(self.sliderPosition())
        left, right = self._x(0), self._x(self.maximum())
        self._groove(painter, left, middle, here, self._theme.color("forward"))
        self._groove(painter, middle, right, here, self._theme.color("gradient"))
        y = self.height() / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("loss"))
        painter.drawRoundedRect(QRectF(middle - 2, y - 7, 4, 14), 2, 2)
        palette = self.palette()
        hot = self.underMouse() or self.isSliderDown()
        painter.setBrush(
            palette.color(QPalette.ColorRole.Highlight) if hot else self._theme.color("text")
        )
        painter.drawEllipse(QPointF(here, y), HANDLE, HANDLE)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.color("accent"), 2.0))
            painter.drawEllipse(QPointF(here, y), HANDLE + 1.5, HANDLE + 1.5)

    def _groove(
        self, painter: QPainter, left: float, right: float, here: float, color: QColor
    ) -> None:
        """One half: strong up to the handle, faint beyond."""
        y = self.height() / 2
        painter.setPen(Qt.PenStyle.NoPen)
        for start, end, alpha in ((left, right, 0.28), (left, min(right, here), 1.0)):
            if end > start:
                color.setAlphaF(alpha)
                painter.setBrush(color)
                painter.drawRoundedRect(QRectF(start, y - 2, end - start, 4), 2, 2)

    def _x(self, position: int) -> float:
        room = self.width() - 2 * (HANDLE + 2)
        x = HANDLE + 2 + room * position / max(1, self.maximum())
        return self.width() - x if self.isRightToLeft() else x

    def _position_at(self, x: float) -> int:
        if self.isRightToLeft():
            x = self.width() - x
        room = max(1.0, self.width() - 2 * (HANDLE + 2))
        return round(min(max(0.0, (x - HANDLE - 2) / room), 1.0) * self.maximum())


class Place(QWidget):
    """A line of text that changes with every picture: no label, which would lay out all anew."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.setAccessibleName(tr("Where the pass is"))

    def show_text(self, text: str) -> None:
        """Show another text."""
        self.text = text
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect(), side, self.text)


class PassBar(QWidget):
    """Shows a playhead, and asks for it to be moved.  It decides nothing."""

    moved = Signal(int)
    """The position asked for."""
    speed_chosen = Signal(float)
    looping_chosen = Signal(bool)
    parts_chosen = Signal(bool)
    relative_chosen = Signal(bool)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.slider = PassSlider(theme)
        self.slider.valueChanged.connect(self.moved)
        self.place = Place()
        self._longest = ("", 0)
        self._slim = self._brief = False
        self._moment: Moment | None = None
        self._time_steps = 1
        self._tools: list[QToolButton] = []
        self._primary: list[QToolButton] = []
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(4)
        self._lay_out()

    def add_action(self, action: QAction, *, primary: bool = False) -> QToolButton:
        """Show `action` as a button at the left."""
        button = PictureButton()
        button.setDefaultAction(action)
        button.setToolButtonStyle(WORDS if primary else PICTURE)
        button.setIconSize(QSize(PICTURE_SIZE, PICTURE_SIZE))
        self._tools.append(button)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        KeyGuard(button, (Qt.Key.Key_Space,))
        if primary:
            button.setObjectName("primary")
            self._primary.append(button)
            self._make_room_for_words()
        self._buttons.addWidget(button)
        return button

    def set_slim(self, slim: bool) -> None:
        """One row that plays, steps and shows the place, as for a lecture; or all there is."""
        if slim == self._slim:
            return
        self._slim = slim
        self._below.removeItem(self._buttons)
        self._buttons.setParent(None)
        (self._above if slim else self._below).insertLayout(0, self._buttons)
        for part in (self.speed, self.loop, self.parts, self.absolute, self.relative):
            part.setVisible(not slim)
        self._make_room_for_words()
        self._say_place(self._moment, self._time_steps)

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), NARROWEST), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._make_room_for_words()
            self._say_place(self._moment, self._time_steps)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:  # a theme or another size of type
            self._make_room_for_words()
            self._make_room_for_places(self._time_steps)

    def _make_room_for_words(self) -> None:
        side = round(PICTURE_SIZE * (type_scale() if self._slim else 1.0))
        for button in self._tools:
            button.setIconSize(QSize(side, side))
        self._word_primary(not self._slim)
        if not self._slim and self._too_wide():
            self._word_primary(False)

    def _word_primary(self, worded: bool) -> None:
        for button in self._primary:
            button.setToolButtonStyle(WORDS if worded else PICTURE)
            button.setMinimumWidth(0)
            button.setMinimumWidth(button.sizeHint().width() + (12 if self._slim else 0))

    def _too_wide(self) -> bool:
        """Whether the words have no room."""
        for row in (self._buttons, self._below):
            row.invalidate()
        return self.isVisible() and self._below.sizeHint().width() > self.width()

    def show_playhead(self, playhead: Playhead) -> None:
        """Show where the playhead is, and how it moves; emits nothing."""
        self.slider.blockSignals(True)
        self.slider.setRange(0, playhead.end)
        self.slider.setValue(playhead.position)
        self.slider.blockSignals(False)
        self._say_place(playhead.moment, playhead.time_steps)
        self.loop.setChecked(playhead.looping)
        self.parts.setChecked(playhead.parts)
        nearest = min(range(len(SPEEDS)), key=lambda i: abs(SPEEDS[i] - playhead.speed))
        if nearest != self.speed.currentIndex():
            self.speed.setCurrentIndex(nearest)

    def _say_place(self, moment: Moment | None, time_steps: int) -> None:
        self._moment, self._time_steps = moment, time_steps
        self._make_room_for_places(time_steps)
        text = place_text(moment, time_steps)
        self.slider.setAccessibleDescription(text)
        shown = brief_place_text(moment) if self._brief else text
        if shown != self.place.text:
            self.place.show_text(shown)

    def _make_room_for_places(self, time_steps: int) -> None:
        """Room for the longest text, so that the slider stays as long as it is."""
        longest = Moment(Stage.BACKWARD, 1, Part.CONTRIBUTION)
        zeros, font = "0" * (len(str(time_steps)) - 1), self.place.fontMetrics()
        text = place_text(longest, time_steps) + zeros
        room = self.width() - SLIDER - self._above.spacing()
        self._brief = self._slim or (self.isVisible() and font.horizontalAdvance(text) > room)
        if self._brief:
            text = brief_place_text(longest) + zeros
        if (text, font.height()) != self._longest:
            self._longest = (text, font.height())
            self.place.setFixedWidth(font.horizontalAdvance(text) + 4)

    def show_relative(self, *, relative: bool) -> None:
        """Show which scale the gradients are drawn on; emits nothing."""
        self.relative.setChecked(relative)
        self.absolute.setChecked(not relative)

    def change_speed(self, by: int) -> None:
        """Ask for another of the speeds offered."""
        wanted = min(max(self.speed.currentIndex() + by, 0), len(SPEEDS) - 1)
        self.speed_chosen.emit(SPEEDS[wanted])

    def set_theme(self, theme: Theme) -> None:
        """Take on other colours."""
        self.slider.set_theme(theme)

    def _lay_out(self) -> None:
        self.loop = self._switch(
            tr("loop"), tr("Loop"), tr("Begins the pass again after its end."), self.looping_chosen
        )
        self.parts = self._switch(
            tr("sub-steps"),
            tr("Sub-steps"),
            tr("Shows what happens within each time step, one thing after the other."),
            self.parts_chosen,
        )
        self.absolute = self._scale(tr("absolute"), tr("Gradients on the same scale always."))
        self.relative = self._scale(
            tr("relative to T"), tr("Gradients as multiples of that of the last time step, h_T.")
        )
        self.absolute.clicked.connect(lambda: self.relative_chosen.emit(False))
        self.relative.clicked.connect(lambda: self.relative_chosen.emit(True))
        self.absolute.setChecked(True)
        self.speed = _speed_box()
        self.speed.currentTextChanged.connect(self._explain_speed)
        self._explain_speed(self.speed.currentText())
        self.speed.activated.connect(lambda index: self.speed_chosen.emit(SPEEDS[index]))
        self._below = below = QHBoxLayout()
        below.setSpacing(4)
        below.addLayout(self._buttons)
        below.addSpacing(6)
        for widget in (self.speed, self.loop, self.parts):
            below.addWidget(widget)
        below.addStretch(1)
        below.addWidget(self.absolute)
        below.addWidget(self.relative)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        self._above = above = QHBoxLayout()
        above.setSpacing(10)
        above.addWidget(self.slider, 1)
        above.addWidget(self.place)
        column.addLayout(above)
        column.addLayout(below)
        explained: tuple[QWidget, ...] = (self.slider, self.place)
        for each in explained:
            page = tips.page(
                tr("Place in the pass"),
                tr(
                    "Blue: forward, t = 1 … T. Amber: the loss. Vermilion: backward, T … 1. At the"
                    " right end the whole pass is shown."
                ),
            )
            each.setToolTip(page)
            each.setWhatsThis(page)

    def _explain_speed(self, speed: str) -> None:
        """The tooltip says the speed too, which may have no room."""
        said = f"{tr('Speed of the pass')}: {speed}"
        self.speed.setToolTip(tips.page(said, tr(SPEED_HELP)))

    def _switch(self, text: str, title: str, help_text: str, signal: SignalInstance) -> Button:
        button = Button(text, self)
        button.setCheckable(True)
        button.setAccessibleName(title)
        button.explain(title, help_text)
        button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        button.toggled.connect(signal)
        return button

    def _scale(self, text: str, help_text: str) -> Button:
        button = Button(text, self)
        button.setCheckable(True)
        button.setAutoExclusive(False)
        button.setAccessibleName(tr("Scale of the gradients: {scale}").format(scale=text))
        button.explain(text, help_text)
        button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        return button


def _speed_box() -> Box:
    box = Box()
    box.setMinimumSize(86, 22)
    box.setAccessibleName(tr("Speed of the pass"))
    box.setWhatsThis(tips.page(tr("Speed of the pass"), tr(SPEED_HELP)))
    for speed in SPEEDS:
        box.addItem(tr("{speed} steps/s").format(speed=f"{speed:g}"), speed)
    box.setCurrentIndex(SPEEDS.index(USUAL_SPEED))
    return box
