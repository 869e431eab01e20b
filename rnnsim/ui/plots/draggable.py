"""A plot in which something can be dragged."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from rnnsim.model.frame import Frame
from rnnsim.ui.keys import ARROWS, KeyGuard
from rnnsim.ui.plots.area import Area
from rnnsim.ui.plots.hand import Asked, Hold, Pixel, Place, inside, reaches, stepped, taken
from rnnsim.ui.plots.picture import Handle
from rnnsim.ui.plots.plot import Plot
from rnnsim.ui.theme import Theme

COARSE = 10.0
"""How many steps Shift makes of one."""

_DIRECTIONS = {
    Qt.Key.Key_Left: (-1.0, 0.0),
    Qt.Key.Key_Right: (1.0, 0.0),
    Qt.Key.Key_Up: (0.0, 1.0),
    Qt.Key.Key_Down: (0.0, -1.0),
}


class DraggablePlot(Plot):
    """A plot with a handle: the mouse drags it, arrow keys move it, and it can be brought back.

    What is moved only asks: the frame tells where the handle is, and until it comes the handle is
    drawn where it was put.  A plot puts `_handle(frame)` into its pictures and draws by it what
    goes along.
    """

    released = Signal()
    """A drag is over."""

    def __init__(self, theme: Theme, title: str, parent: QWidget | None = None) -> None:
        self._hold: Hold | None = None
        self._asked: Asked | None = None
        self._lends_focus = self._hovers = False
        super().__init__(theme, title, parent)
        # A drag leaves the keyboard where it is, so that the arrows go on stepping through a pass.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        KeyGuard(self, (*ARROWS, Qt.Key.Key_Home), escapes=lambda: self._revocable)

    # what a plot of its own kind defines

    def _handle_of(self, frame: Frame) -> Handle | None:
        """What of a frame can be dragged, and where it is; None where there is nothing yet."""
        raise NotImplementedError

    def _ask_for(self, place: Place) -> Place:
        """Ask for the handle to be at a place within the axes; return what was asked for.

        That is the place rounded to what can be asked for, as a frame will tell it.
        """
        raise NotImplementedError

    # what it uses

    def _handle(self, frame: Frame) -> Handle | None:
        """What can be dragged, where the user has put it."""
        handle = self._handle_of(frame)
        return handle if handle is None or self._asked is None else self._asked.put(handle)

    @property
    def hovered(self) -> bool:
        """Whether the pointer is on it."""
        return self._hovers

    @property
    def dragging(self) -> bool:
        """Whether the pointer has hold of something."""
        return self._hold is not None

    def show_frame(self, frame: Frame) -> None:
        """Show a frame; what it answers need no longer be asked for."""
        asked = self._asked
        if asked is not None and self._hold is None and self._answers(frame, asked):
            self._asked = None
            self._outdate()
        super().show_frame(frame)

    def _answers(self, frame: Frame, asked: Asked) -> bool:
        """Whether a frame tells where the handle is now, be it elsewhere than was asked for."""
        handle = self._handle_of(frame)
        there = handle is None or handle.place == asked.place
        return there or (frame.generation != asked.generation and not frame.extras_owed)

    # the pointer

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at, area = _pixel(event.position()), self._area
        handle = None if self._picture is None else self._picture.handle
        if event.button() != Qt.MouseButton.LeftButton or handle is None or area is None:
            super().mousePressEvent(event)
            return
        self._hold = taken(handle, area, at)
        if self._hold is None:
            super().mousePressEvent(event)
            return
        self._lends_focus = not self.hasFocus()
        if self._lends_focus:  # for Esc, until the button is let go
            self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._point(None)
        self._follow_pointer(at)
        self._show_hand(at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = _pixel(event.position())
        if self._hold is None:
            super().mouseMoveEvent(event)
        else:
            self._follow_pointer(at)
        self._show_hand(at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._hold is not None:
            self._let_go()
            self._show_hand(_pixel(event.position()))
            self._point(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._bring_home()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._show_hand(None)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and not self._hovers:
            return True  # it would cover what is read off
        return super().event(event)

    def _follow_pointer(self, at: Pixel) -> None:
        place = None if self._hold is None else self._hold.follow(at)
        if place is not None:
            self._ask(place)

    def _let_go(self) -> None:
        self._hold = None
        if self._lends_focus:
            self._lends_focus = False
            self.clearFocus()
        self.released.emit()
        handle, asked = self._told, self._asked
        if handle is not None and asked is not None and handle.place == asked.place:
            self._asked = None

    @property
    def _area(self) -> Area | None:
        return None if self._layout is None else self._layout.area

    def _show_hand(self, at: Pixel | None) -> None:
        """Let cursor and handle tell what a press would do."""
        area, handle = self._area, None if self._picture is None else self._picture.handle
        hovered, cursor = False, Qt.CursorShape.ArrowCursor
        if handle is not None and area is not None and at is not None:
            hovered = reaches(handle, area, at)
            if hovered or self.dragging:
                cursor = _cursor(handle, held=self.dragging)
            elif handle.anywhere and inside(area, at):
                cursor = Qt.CursorShape.CrossCursor
        self.viewport().setCursor(cursor)
        if hovered != self._hovers:
            self._hovers = hovered
            self._read()
        self._light()

    def _light(self) -> None:
        focused = self.hasFocus() and not self._lends_focus
        lit = self.dragging or self._hovers or focused
        if lit != self._grip.lit:
            self._grip.lit = lit
            self.viewport().update()

    # the keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape and self._revocable:
            self._revoke()
        elif key == Qt.Key.Key_Home and self._hold is None:
            self._bring_home()
        elif key in _DIRECTIONS and self._hold is None:
            self._nudge(*_DIRECTIONS[key], coarse=_shifted(event))
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._light()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._light()

    def _nudge(self, right: float, up: float, *, coarse: bool) -> None:
        handle, area = self._present, self._area
        if handle is not None and area is not None:
            times = COARSE if coarse else 1.0
            self._ask(stepped(handle, area, times * right, times * up))

    # asking, and taking back

    @property
    def _told(self) -> Handle | None:
        """What can be dragged, where the newest frame tells it is."""
        return None if self._frame is None else self._handle_of(self._frame)

    @property
    def _present(self) -> Handle | None:
        return None if self._frame is None else self._handle(self._frame)

    @property
    def _revocable(self) -> bool:
        """Whether Esc has something to take back."""
        handle = self._present
        away = handle is not None and handle.home is not None and handle.place != handle.home
        return self._hold is not None or away

    def _ask(self, place: Place) -> None:
        handle = self._present
        if handle is None or self._frame is None or place == handle.place:
            return
        generation = self._frame.generation
        # before it is asked: the answer may come at once
        self._asked = Asked(place, generation)
        self._asked = replace(self._asked, place=self._ask_for(place))
        self._outdate()

    def _bring_home(self) -> None:
        """Put the handle where it was in the beginning."""
        handle = self._present
        if handle is not None and handle.home is not None:
            self._ask(handle.home)

    def _revoke(self) -> None:
        """Put the handle where it was before the drag, or in the beginning."""
        hold = self._hold
        if hold is None:
            self._bring_home()
            return
        self._ask(hold.handle.place)
        self._let_go()
        self._show_hand(None)


def _cursor(handle: Handle, *, held: bool) -> Qt.CursorShape:
    if handle.line:
        return Qt.CursorShape.SizeVerCursor
    return Qt.CursorShape.ClosedHandCursor if held else Qt.CursorShape.OpenHandCursor


def _pixel(position: QPointF) -> Pixel:
    return position.x(), position.y()


def _shifted(event: QKeyEvent) -> bool:
    return bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
