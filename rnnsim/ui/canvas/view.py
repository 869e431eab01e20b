"""The canvas: the unrolled network on the screen, to be zoomed, moved and asked."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QSize, Qt
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from rnnsim.model.frame import Frame
from rnnsim.ui import tips
from rnnsim.ui.canvas.geometry import Layout, View, layout, panned, zoomed
from rnnsim.ui.canvas.painting import Judged, paint_frame, paint_ground
from rnnsim.ui.canvas.tokens import longest_word
from rnnsim.ui.guard import reported
from rnnsim.ui.theme import Theme
from rnnsim.ui.verdict import bound_sentence, equation, measured_sentence

ZOOM_STEP = 1.25
PAN_STEP = 60.0

HELP = (
    (
        "The network unrolled through time. Blue: the state travels forward. Vermilion: the"
        " gradient travels back; width and opacity follow ‖∂L/∂h_k‖ on a fixed scale."
    ),
    "Cells show the units of the batch's first sequence; gradients are of the whole batch's mean.",
    (
        "γ is the steepest slope of φ, σ₁ the most W_hh can stretch, J_t = ∂h_t/∂h_{t−1}, of an RNN"
        " diag(φ′) W_hh."
    ),
    (
        "Point at a time step to read its gradient. Wheel: zoom. Drag: move. Double click: fit."
        " With the keyboard: arrow keys."
    ),
)


class NetworkCanvas(QWidget):
    """Draws the newest frame; wheel zooms, dragging moves, a double click fits all again."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._frame: Frame | None = None
        self._view = View()
        self._selected = 1
        self._dragged_from: float | None = None
        self._focus_by_key = False
        self._ground: tuple[object, QPixmap] | None = None
        self.setMinimumSize(QSize(420, 230))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        # it paints all of itself, so nothing behind it need be painted for it
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName("Unrolled network")
        self.setAccessibleDescription(" ".join(HELP))
        self.setWhatsThis(tips.page("Unrolled network", *HELP))

    @property
    def selected(self) -> int:
        """The time step k whose gradient the equation shows."""
        return self._selected

    def show_frame(self, frame: Frame) -> None:
        """Draw `frame` from now on."""
        if self._frame is not None and frame.settings.time_steps != self._frame.settings.time_steps:
            self._view = View()
            self._selected = 1
        self._frame = frame
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take on other colours."""
        self._theme = theme
        self._ground = None
        self.update()

    def fit(self) -> None:
        """Show all time steps."""
        self._look(View())

    def zoom(self, factor: float, x: float | None = None) -> None:
        """Enlarge by `factor` round `x`, by default round the middle."""
        self._look(zoomed(self.place(), factor, self.width() / 2 if x is None else x))

    def select(self, k: int) -> None:
        """Show ‖∂L/∂h_k‖ in the equation."""
        k = min(max(k, 0), self._time_steps())
        if k != self._selected:
            self._selected = k
            self.update()

    def place(self) -> Layout:
        """Where things stand now."""
        words = longest_word(self._frame.passed.tokens) if self._frame else 0.0
        return layout(self.width(), self.height(), self._time_steps(), self._view, words)

    def describe(self) -> str:
        """The picture in words, for those who cannot see it."""
        if self._frame is None:
            return ""
        formula, beside = equation(self._frame, self._selected)
        sentences = (measured_sentence(self._frame), bound_sentence(self._frame), formula, beside)
        return ". ".join(sentences)

    def render_on(self, painter: QPainter) -> None:
        """Paint everything on any device, in this widget's coordinates."""
        if self._frame is None:
            return
        place = self.place()
        paint_ground(painter, place, self._theme, Judged.of(self._frame.settings))
        paint_frame(painter, place, self._theme, self._frame, self._selected)

    def paintEvent(self, event: QPaintEvent) -> None:
        with reported(), QPainter(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        if self._frame is None:
            painter.fillRect(self.rect(), self._theme.color("card"))
            return
        place = self.place()
        judged = Judged.of(self._frame.settings)
        painter.drawPixmap(QPointF(0.0, 0.0), self._ground_of(place, judged))
        paint_frame(painter, place, self._theme, self._frame, self._selected)
        if self._focus_by_key:
            self._focus_frame(painter)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._ground = None

    def wheelEvent(self, event: QWheelEvent) -> None:
        steps = event.angleDelta().y() / 120.0
        if event.angleDelta().x() and not steps:
            self._look(panned(self.place(), event.angleDelta().x() / 2.0))
        else:
            self.zoom(ZOOM_STEP**steps, event.position().x())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._dragged_from = event.position().x()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        x = event.position().x()
        if self._dragged_from is None:
            if self._frame is not None:
                self.select(self.place().step_at(x))
            return
        self._look(panned(self.place(), x - self._dragged_from))
        self._dragged_from = x

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._dragged_from = None

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
        self.select(1)

    def event(self, event: QEvent) -> bool:
        override = event.type() is QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and self._action(event) is not None:
            event.accept()  # while the canvas has the focus its keys are its own
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        action = self._action(event)
        if action is None:
            super().keyPressEvent(event)
        else:
            action()

    def _action(self, event: QKeyEvent) -> Callable[[], None] | None:
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return None
        last = self._time_steps()
        return {
            Qt.Key.Key_Left: lambda: self._walk_to(self._selected - 1),
            Qt.Key.Key_Right: lambda: self._walk_to(self._selected + 1),
            Qt.Key.Key_Home: lambda: self._walk_to(0),
            Qt.Key.Key_End: lambda: self._walk_to(last),
            Qt.Key.Key_Up: lambda: self.zoom(ZOOM_STEP, self.place().x(self._selected)),
            Qt.Key.Key_Down: lambda: self.zoom(1 / ZOOM_STEP, self.place().x(self._selected)),
        }.get(Qt.Key(event.key()))

    def _walk_to(self, k: int) -> None:
        """Select k and bring it into view."""
        self.select(k)
        place = self.place()
        x = place.x(self._selected)
        if not PAN_STEP <= x <= self.width() - PAN_STEP and self._view.pitch is not None:
            self._look(View(self._view.pitch, float(self._selected)))

    def _time_steps(self) -> int:
        return 1 if self._frame is None else self._frame.settings.time_steps

    def _look(self, view: View) -> None:
        if view != self._view:
            self._view = view
            self._ground = None
            self.update()

    def _ground_of(self, place: Layout, judged: Judged) -> QPixmap:
        """What does not move, drawn once for each layout."""
        ratio = self.devicePixelRatioF()
        key = (place, judged, ratio)
        if self._ground is None or self._ground[0] != key:
            pixmap = QPixmap(self.size() * ratio)
            pixmap.setDevicePixelRatio(ratio)
            pixmap.fill(self._theme.color("card"))
            painter = QPainter(pixmap)
            paint_ground(painter, place, self._theme, judged)
            painter.end()
            self._ground = (key, pixmap)
        return self._ground[1]

    def _focus_frame(self, painter: QPainter) -> None:
        painter.setPen(self._theme.color("accent"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 5, 5)
