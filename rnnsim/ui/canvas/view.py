"""The canvas: the unrolled network on the screen, to be zoomed, moved and asked."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QPointF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from rnnsim.model.frame import Frame
from rnnsim.model.moment import Moment
from rnnsim.model.target import Kind, Target
from rnnsim.translation import noted, tr
from rnnsim.ui import tips
from rnnsim.ui.canvas.geometry import Layout, View, layout, panned, zoomed
from rnnsim.ui.canvas.kept import KeptLayers, Layers
from rnnsim.ui.canvas.lettering import type_scale
from rnnsim.ui.canvas.picture import Picture, paint_picture
from rnnsim.ui.canvas.progress import Progress
from rnnsim.ui.canvas.sentences import headline, said
from rnnsim.ui.canvas.targets import Way, on_canvas, target_at, target_box, walked
from rnnsim.ui.canvas.tokens import longest_word
from rnnsim.ui.guard import reported
from rnnsim.ui.theme import Theme
from rnnsim.ui.vectors import is_vector

ZOOM_STEP = 1.25
PAN_STEP = 60.0

CLICK = 4.0
"""Pixels that the pointer may move in a click."""

TITLE = noted("Unrolled network")

HELP = (
    noted(
        "The network unrolled through time. Blue: the state travels forward. Vermilion: the"
        " gradient travels back; width and opacity follow ‖∂L/∂h_k‖ on a fixed scale."
    ),
    noted(
        "Cells show the units of the batch's first sequence; gradients are of the whole batch's"
        " mean."
    ),
    noted(
        "γ is the steepest slope of φ, σ₁ the most W_hh can stretch, J_t = ∂h_t/∂h_{t−1}, of an RNN"
        " diag(φ′) W_hh."
    ),
    noted(
        "Point at a time step to read its gradient, click on a part to select it. Wheel: zoom."
        " Drag: move. Double click: fit."
    ),
    noted(
        "With the keyboard: ← and → walk through time, ↑ and ↓ between loss, cells, gradient and"
        " inputs, Home and End to the ends, Esc lets go."
    ),
)

KEYS = {
    Qt.Key.Key_Left: Way.LEFT,
    Qt.Key.Key_Right: Way.RIGHT,
    Qt.Key.Key_Up: Way.UP,
    Qt.Key.Key_Down: Way.DOWN,
    Qt.Key.Key_Home: Way.FIRST,
    Qt.Key.Key_End: Way.LAST,
}


class NetworkCanvas(QWidget):
    """Draws the newest frame at a moment of its pass.

    Wheel zooms, dragging moves, a double click fits all again.

    Signals
    -------
    selected(Target or None)
        The user, or a call, has selected something else.
    hovered(Target or None)
        Something else is under the pointer.
    """

    selected = Signal(object)
    hovered = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._frame: Frame | None = None
        self._moment: Moment | None = None
        self._relative = False
        self._concealed = False
        self._view = View()
        self._step = 1
        self._selection: Target | None = None
        self._hovered: Target | None = None
        self._pointed: Target | None = None
        self._pressed: QPointF | None = None
        self._dragging = False
        self._focus_by_key = False
        self._layers = KeptLayers()
        self.setMinimumSize(QSize(420, 230))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        # it paints all of itself, so nothing behind it need be painted for it
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(tr(TITLE))
        self.setAccessibleDescription(" ".join(tr(text) for text in HELP))
        self.setWhatsThis(tips.page(tr(TITLE), *(tr(text) for text in HELP)))

    @property
    def step(self) -> int:
        """The time step k whose gradient the equation shows."""
        return self._step

    @property
    def selection(self) -> Target | None:
        """What is selected."""
        return self._selection

    def show_frame(self, frame: Frame) -> None:
        """Draw `frame` from now on."""
        longer = self._frame is None or (
            frame.settings.time_steps != self._frame.settings.time_steps
        )
        self._frame = frame
        if longer:
            self._view = View()
            self._step = 1
            self._hover(None)
            if not on_canvas(self._selection, frame.settings.time_steps):
                self.select(None)
        self._changed()

    def show_moment(self, moment: Moment | None) -> None:
        """Light what is at work at `moment` and dim the rest; None shows the whole pass."""
        if moment != self._moment:
            self._moment = moment
            self._follow(moment)
            self._changed()

    def show_relative(self, relative: bool) -> None:
        """Draw gradients relative to ‖∂L/∂h_T‖, or on the fixed scale."""
        if relative != self._relative:
            self._relative = relative
            self._changed()

    def conceal(self, concealed: bool) -> None:
        """Say nothing of the gradient, as long as it is to be predicted."""
        if concealed != self._concealed:
            self._concealed = concealed
            self._changed()

    def point_at(self, target: Target | None) -> None:
        """Draw the eye to a part of the network; None, or what is elsewhere, to nothing."""
        if target is not None and target.kind in (Kind.KNOB, Kind.VIEW):
            target = None
        if target != self._pointed:
            self._pointed = target
            if target is not None and on_canvas(target, self._time_steps()):
                self._bring_into_view(target)
            self.update()

    def select(self, target: Target | None) -> None:
        """Select a part of the network, and say so; None lets go."""
        if target is not None and not on_canvas(target, self._time_steps()):
            target = None
        if target == self._selection:
            return
        self._selection = target
        self._step = self._step_of(target)
        self._changed()
        self.selected.emit(target)

    def set_theme(self, theme: Theme) -> None:
        """Take on other colours."""
        self._theme = theme
        self._layers.clear()
        self.update()

    def fit(self) -> None:
        """Show all time steps."""
        self._look(View())

    def zoom(self, factor: float, x: float | None = None) -> None:
        """Enlarge by `factor` round `x`, by default round the selection or the middle."""
        if x is None:
            place = self.place()
            x = self.width() / 2
            if self._selection is not None and 0.0 <= place.x(self._step) <= self.width():
                x = place.x(self._step)
        self._look(zoomed(self.place(), factor, x))

    def place(self) -> Layout:
        """Where things stand now."""
        words = longest_word(self._frame.passed.tokens) if self._frame else 0.0
        size = self.width(), self.height()
        return layout(*size, self._time_steps(), self._view, words, type_scale())

    def describe(self) -> str:
        """The picture in words, for those who cannot see it."""
        if self._frame is None:
            return ""
        moment = Progress.at(self._moment, self._time_steps()).moment
        sentences = (
            *headline(self._frame, relative=self._relative, concealed=self._concealed),
            *said(self._frame, moment, self._step, concealed=self._concealed),
        )
        return ". ".join(sentence for sentence in sentences if sentence)

    def _changed(self) -> None:
        """Draw anew, and tell those who cannot see it; in training nobody could follow."""
        self.update()
        still = self._frame is not None and not self._frame.playing
        if still and QAccessible.isActive():
            self.setAccessibleDescription(self.describe())

    def paintEvent(self, event: QPaintEvent) -> None:
        with reported(), QPainter(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        painter.fillRect(self.rect(), self._theme.color("card"))
        if self._frame is None:
            return
        self._layers.resize(QSizeF(self.size()), self.devicePixelRatioF())
        layers = Layers() if is_vector(painter) else self._layers
        paint_picture(painter, self._picture(self._frame), layers)
        if self._focus_by_key:
            self._focus_frame(painter)

    def _picture(self, frame: Frame) -> Picture:
        def here(target: Target | None) -> Target | None:
            return target if on_canvas(target, frame.settings.time_steps) else None

        return Picture(
            place=self.place(),
            theme=self._theme,
            frame=frame,
            moment=self._moment,
            relative=self._relative,
            concealed=self._concealed,
            step=self._step,
            selection=here(self._selection),
            hovered=here(self._hovered),
            pointed=here(self._pointed),
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._layers.clear()

    def wheelEvent(self, event: QWheelEvent) -> None:
        steps = event.angleDelta().y() / 120.0
        if event.angleDelta().x() and not steps:
            self._look(panned(self.place(), event.angleDelta().x() / 2.0))
        else:
            self.zoom(ZOOM_STEP**steps, event.position().x())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._dragging = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        position = event.position()
        if self._pressed is None:
            self._hover_at(position)
            return
        by = position.x() - self._pressed.x()
        if self._dragging or abs(by) > CLICK:
            self._dragging = True
            self._look(panned(self.place(), by))
            self._pressed = position

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pressed is not None and not self._dragging and self._frame is not None:
            position = event.position()
            self.select(target_at(self.place(), position.x(), position.y()))
        self._pressed, self._dragging = None, False

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.fit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        keys = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        self._focus_by_key = event.reason() in keys
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._focus_by_key = False
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(None)
        self._show_step(self._step_of(self._selection))

    def event(self, event: QEvent) -> bool:
        override = event.type() is QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and self._walk(event) is not None:
            event.accept()  # while the canvas has the focus its keys are its own
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        walk = self._walk(event)
        if walk is not None:
            walk()
        elif event.key() == Qt.Key.Key_Escape and self._selection is not None:
            self.select(None)
        else:
            super().keyPressEvent(event)

    def _walk(self, event: QKeyEvent) -> Callable[[], None] | None:
        """What a key does, if it is one of the canvas's."""
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return None
        way = KEYS.get(Qt.Key(event.key()))
        return None if way is None else partial(self._go, way)

    def _go(self, way: Way) -> None:
        """Select what the keyboard reaches and bring it into view; at first the cell shown."""
        selection, last = self._selection, self._time_steps()
        here = Target(Kind.CELL, min(self._step, last)) if selection is None else selection
        stays = selection is None and way not in (Way.FIRST, Way.LAST)
        target = here if stays else walked(here, way, last)
        self.select(target)
        self._bring_into_view(target)

    def _hover_at(self, position: QPointF) -> None:
        if self._frame is None:
            return
        place = self.place()
        self._hover(target_at(place, position.x(), position.y()))
        self._show_step(place.step_at(position.x()))

    def _hover(self, target: Target | None) -> None:
        if target != self._hovered:
            self._hovered = target
            self.setCursor(
                Qt.CursorShape.ArrowCursor if target is None else Qt.CursorShape.PointingHandCursor
            )
            self.update()
            self.hovered.emit(target)

    def _show_step(self, k: int) -> None:
        if k != self._step:
            self._step = k
            self.update()

    def _step_of(self, target: Target | None) -> int:
        """The k of the equation while `target` is selected."""
        if target is None:
            return 1
        return self._time_steps() if target.kind is Kind.LOSS else target.time_step

    def _bring_into_view(self, target: Target) -> None:
        k = self._step_of(target)
        x, _, width, _ = target_box(self.place(), target)
        inside = PAN_STEP <= x + width / 2 <= self.width() - PAN_STEP
        if self._view.pitch is not None and not inside:
            self._look(View(self._view.pitch, float(k)))

    def _follow(self, moment: Moment | None) -> None:
        """Keep what is at work in view while the canvas is zoomed."""
        if moment is not None and self._view.pitch is not None:
            step = Progress.at(moment, self._time_steps()).time_step
            self._bring_into_view(Target(Kind.CELL, step))

    def _time_steps(self) -> int:
        return 1 if self._frame is None else self._frame.settings.time_steps

    def _look(self, view: View) -> None:
        if view != self._view:
            self._view = view
            self.update()

    def _focus_frame(self, painter: QPainter) -> None:
        painter.setPen(self._theme.color("accent"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 5, 5)
