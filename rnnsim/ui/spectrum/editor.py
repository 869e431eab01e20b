"""The eigenvalue editor: W_hh's eigenvalues in the complex plane, to look at and to drag."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QFontInfo,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from rnnsim.model.arrays import ComplexArray
from rnnsim.model.eigenvalues import conjugate_index
from rnnsim.model.frame import Frame
from rnnsim.model.settings import Eigenvalue, Eigenvalues, Settings
from rnnsim.translation import tr
from rnnsim.ui import tips
from rnnsim.ui.guard import reported
from rnnsim.ui.keys import ARROWS, ENDS, KeyGuard
from rnnsim.ui.spectrum import words
from rnnsim.ui.spectrum.drag import Drag, as_asked, relocated
from rnnsim.ui.spectrum.geometry import (
    Grip,
    View,
    compass,
    grip,
    neighbour,
    reading_order,
    view_radius,
)
from rnnsim.ui.spectrum.painting import Plane, paint_plane
from rnnsim.ui.spectrum.shown import Shown
from rnnsim.ui.spectrum.trail import Trails
from rnnsim.ui.theme import Theme, exact_font

FINE, COARSE = 0.01, 0.1
"""How far an arrow key moves an eigenvalue, without and with Shift."""

LEAST_PLANE = 104
KEYS = (*ARROWS, *ENDS, Qt.Key.Key_N, Qt.Key.Key_P)

FRAME_PATIENCE = 30
"""Milliseconds that a change of settings waits to be painted together with its frame."""

TRAINING_INTERVAL = 100
"""Milliseconds between two paintings while W_hh is trained."""

_DIRECTIONS = {
    Qt.Key.Key_Left: (-1.0, 0.0),
    Qt.Key.Key_Right: (1.0, 0.0),
    Qt.Key.Key_Up: (0.0, 1.0),
    Qt.Key.Key_Down: (0.0, -1.0),
}
_CURSORS = (
    Qt.CursorShape.SizeHorCursor,
    Qt.CursorShape.SizeFDiagCursor,
    Qt.CursorShape.SizeVerCursor,
    Qt.CursorShape.SizeBDiagCursor,
)


class SpectrumEditor(QWidget):
    """Eigenvalues asked for (rings) and as they are (dots), the unit circle and the ρ circle.

    The rings are the handles.  Once W_hh has been trained its own eigenvalues are results; a drag
    then starts anew from those asked for, with one of them moved.
    """

    edited = Signal(str, object)
    """A key of the settings and the value asked for."""
    released = Signal()
    """A drag is over."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown = Shown()
        self._trails = Trails()
        self._values: Eigenvalues = ()
        self._radius = view_radius(1.0)
        self._drag: Drag | None = None
        self._hovered: Grip | None = None
        self._chosen: int | None = None
        self._before_keys: Settings | None = None
        self._paragraphs: tuple[str, ...] = ()
        self._tip = ""
        # settings come just before their frame, and one painting serves both
        self._unless_a_frame_comes = QTimer(self, singleShot=True, interval=FRAME_PATIENCE)
        self._unless_a_frame_comes.timeout.connect(self.update)
        # training moves them slowly
        self._while_training = QTimer(self, singleShot=True, interval=TRAINING_INTERVAL)
        self._while_training.timeout.connect(self.update)
        # A drag leaves the keyboard where it is, so that the arrows go on stepping through a pass.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("eigenvalues of W_hh in the complex plane"))
        self._describe()
        KeyGuard(self, KEYS, escapes=lambda: self._revocable)

    # What is shown

    @property
    def view(self) -> View:
        """The plane as it lies in the widget."""
        return View(self.width(), max(1, self.height() - self.status_height()), self._radius)

    @property
    def values(self) -> Eigenvalues:
        """The eigenvalues that can be dragged."""
        drag = self._drag
        return self._values if drag is None or drag.grip.index is None else drag.values

    @property
    def dragging(self) -> bool:
        """Whether the pointer has hold of something."""
        return self._drag is not None

    @property
    def chosen(self) -> int | None:
        """Index of the eigenvalue that the keyboard moves."""
        return self._chosen

    @property
    def aside(self) -> str:
        """A read-out of W_hh as it is."""
        return self._shown.aside

    @property
    def status(self) -> str:
        """The line beneath the plane."""
        held = self._drag.grip if self._drag else self._hovered
        if held is None and self.hasFocus() and self._chosen is not None:
            held = Grip(self._chosen)
        if held is not None and held.index is None:
            return tr("ρ = {radius:.2f}, the largest |λ|").format(radius=self._circle())
        if held is not None:
            return words.spoken(self.values[held.index])  # type: ignore[index]
        return self._shown.remark

    def show_settings(self, settings: Settings) -> None:
        """Show what is asked for; emits nothing."""
        self._shown = replace(self._shown, settings=settings)
        self._take_values()
        self._unless_a_frame_comes.start()

    def show_frame(self, frame: Frame) -> None:
        """Show what W_hh is."""
        self._shown = replace(self._shown, frame=frame)
        self._take_values()
        if not frame.playing:
            self._unless_a_frame_comes.stop()
            self.update()
        elif not self._while_training.isActive():
            self._while_training.start()

    def set_theme(self, theme: Theme) -> None:
        """Paint in the colours of `theme`."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(270, 200)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, LEAST_PLANE + self.status_height())

    def _take_values(self) -> None:
        self._values = self._shown.values
        if self._chosen is not None and self._chosen >= len(self._values):
            self._chosen = None
        if self._hovered is not None and (self._hovered.index or 0) >= len(self._values):
            self._hovered = None
        self._widen(at_least=self._radius if self._drag else 0.0)
        self._describe()

    def _widen(self, *, at_least: float) -> None:
        """Show as much of the plane as there is to see."""
        self._radius = view_radius(self._shown.reach(self.values, self._circle()), at_least)

    def _circle(self) -> float:
        """The spectral radius asked for, also while it is dragged."""
        if self._drag and self._drag.radius is not None:
            return self._drag.radius
        return self._shown.circle

    def _describe(self) -> None:
        """Say what is there and what can be done, to the eye and to a screen reader."""
        paragraphs = self._shown.help
        if paragraphs != self._paragraphs:
            self._paragraphs = paragraphs
            self._tip = tips.page(tr(words.TITLE), *paragraphs)
            self.setWhatsThis(self._tip)
            self._show_tip()
        chosen = self._values[self._chosen] if self._chosen is not None else None
        said = tr("Chosen: {value}. ").format(value=words.spoken(chosen)) if chosen else ""
        self.setAccessibleDescription(said + " ".join(paragraphs))

    def _show_tip(self) -> None:
        """No tooltip over what the pointer is about to take hold of."""
        self.setToolTip("" if self._hovered or self._drag else self._tip)

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        with reported(), QPainter(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        painter.fillRect(self.rect(), self._theme.color("card"))
        view = self.view
        painter.save()
        paint_plane(painter, self._plane(view), self._theme, self._small_font())
        painter.restore()
        painter.setFont(self._small_font())
        painter.setPen(self._theme.color("muted"))
        metrics = QFontMetrics(self._small_font())
        text = metrics.elidedText(self.status, Qt.TextElideMode.ElideRight, self.width())
        line = QRectF(0.0, view.height, self.width(), self.height() - view.height)
        painter.drawText(line, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, text)

    def _plane(self, view: View) -> Plane:
        held = self._drag.grip if self._drag else self._hovered
        lit: list[Eigenvalue] = []
        if held is not None and held.index is not None:
            lit = [self.values[i] for i in self._pair(held.index)]
        elif self.hasFocus() and self._chosen is not None:
            lit = [self.values[i] for i in self._pair(self._chosen)]
        return Plane(
            view=view,
            rings=_complex(self.values),
            dots=self._shown.measured,
            circle=self._circle(),
            circle_lit=held is not None and held.index is None,
            lit=_complex(tuple(lit)),
            focused=self.hasFocus() and not (self._drag and self._drag.lends_focus),
            trail=self._trails.of(self._shown.frame),
        )

    def _pair(self, index: int) -> set[int]:
        return {index, conjugate_index(self.values, index)}

    def _small_font(self) -> QFont:
        return exact_font(QFontInfo(self.font()).pixelSize() * 12 / 13)

    def status_height(self) -> int:
        """Pixels of the line beneath the plane."""
        return QFontMetrics(self._small_font()).height() + 3

    # The pointer

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = _place(event.position())
        held, settings = self._grip(place), self._shown.settings
        if event.button() != Qt.MouseButton.LeftButton or held is None or settings is None:
            event.ignore()
            return
        lends = not self.hasFocus()
        self._drag = Drag(held, self.view, place, self._values, settings, lends)
        if lends:
            self.setFocus(Qt.FocusReason.MouseFocusReason)  # for Esc, until the button is let go
        if held.index is not None:
            self._choose(held.index)
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = _place(event.position())
        if self._drag is None:
            self._hover(self._grip(place), place)
        elif (wanted := self._drag.follow(place)) is not None:
            self._ask(*wanted)
            self._widen(at_least=self._radius)
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._drag is not None:
            self._end_drag()
            place = _place(event.position())
            self._hover(self._grip(place), place)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if self._drag is None:
            self._hover(None, 0j)

    def _grip(self, place: complex) -> Grip | None:
        if not self._known:
            return None
        return grip(self.view, _complex(self._values), self._circle(), place)

    def _hover(self, held: Grip | None, place: complex) -> None:
        if held is None:
            self.unsetCursor()
        elif held.index is None:
            self.setCursor(_CURSORS[compass(place - self.view.origin)])
        else:
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        if held != self._hovered:
            self._hovered = held
            self._show_tip()
            self.update()

    def _end_drag(self) -> None:
        drag, self._drag = self._drag, None
        if drag is not None and drag.lends_focus:
            self.clearFocus()
        self._take_values()
        self.released.emit()
        self.update()

    # The keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape and self._revocable:
            self._revoke()
        elif key in KEYS and self._values and self._drag is None:
            self._key(key, coarse=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._chosen is None and self._values and self._drag is None:
            self._choose(reading_order(self._values)[0])
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._before_keys = None
        self.update()

    def _key(self, key: Qt.Key, *, coarse: bool) -> None:
        order = reading_order(self._values)
        here = self._chosen if self._chosen is not None else order[0]
        if key in _DIRECTIONS:
            self._choose(here)
            self._nudge(here, _DIRECTIONS[key], COARSE if coarse else FINE)
        elif key == Qt.Key.Key_Home:
            self._choose(order[0])
        elif key == Qt.Key.Key_End:
            self._choose(order[-1])
        else:
            self._choose(neighbour(self._values, here, 1 if key == Qt.Key.Key_N else -1))

    def _nudge(self, index: int, direction: tuple[float, float], distance: float) -> None:
        if not self._known:
            return
        if self._before_keys is None:
            self._before_keys = self._shown.settings
        target = complex(*self._values[index]) + distance * complex(*direction)
        values = relocated(self._values, index, target, snap=FINE / 2)
        self._ask("eigenvalues", as_asked(values))

    def _choose(self, index: int) -> None:
        self._chosen = index
        self._describe()
        self.update()

    # Asking, and taking back

    def _ask(self, key: str, value: object) -> None:
        settings = self._shown.settings
        if settings is not None and getattr(settings, key) != value:
            self.edited.emit(key, value)

    @property
    def _known(self) -> bool:
        """Whether the eigenvalues are those of as many units as are asked for."""
        settings = self._shown.settings
        return settings is not None and len(self._values) == settings.hidden_size

    @property
    def _revocable(self) -> bool:
        return self._drag is not None or self._before_keys is not None

    def _revoke(self) -> None:
        """Bring back the settings from before the drag, or from before the keyboard's moves."""
        before = self._drag.before if self._drag else self._before_keys
        self._before_keys = None
        self._end_drag()
        self.unsetCursor()
        if before is None:
            return
        if before.eigenvalues:
            self._ask("eigenvalues", before.eigenvalues)
        else:
            self._ask("spectrum", before.spectrum)
            self._ask("spectral_radius", before.spectral_radius)


def _complex(values: Eigenvalues) -> ComplexArray:
    return np.array([complex(*value) for value in values], dtype=complex)


def _place(position: QPointF) -> complex:
    return complex(position.x(), position.y())
