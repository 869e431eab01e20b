"""The eigenvalue editor: W_hh's eigenvalues in the complex plane, to look at and to drag."""

from __future__ import annotations

import math
from dataclasses import dataclass

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

from rnnsim.model.eigenvalues import conjugate_index, moved, radius, scaled_to
from rnnsim.model.frame import ComplexArray, Frame
from rnnsim.model.parameters import LARGEST_RADIUS
from rnnsim.model.settings import Eigenvalue, Eigenvalues, Settings
from rnnsim.ui import tips
from rnnsim.ui.guard import reported
from rnnsim.ui.keys import ARROWS, ENDS, KeyGuard
from rnnsim.ui.numbers import short
from rnnsim.ui.spectrum.geometry import (
    Grip,
    View,
    compass,
    grip,
    neighbour,
    reading_order,
    rounded,
    view_radius,
)
from rnnsim.ui.spectrum.painting import Plane, paint_plane
from rnnsim.ui.theme import Theme, font

DIGITS = 3
"""Decimals of an eigenvalue that was moved."""

RADIUS_DIGITS = 2
DRAG_STARTS = 2.0
"""Pixels that the pointer moves before it drags."""

AXIS_REACH = 5.0
"""Pixels from the real axis at which a dragged eigenvalue snaps to it."""

FINE, COARSE = 0.01, 0.1
"""How far an arrow key moves an eigenvalue, without and with Shift."""

LEAST_PLANE = 112
KEYS = (*ARROWS, *ENDS, Qt.Key.Key_N, Qt.Key.Key_P)

HELP = (
    "Drag an eigenvalue of W_hh: its conjugate follows, two on the real axis leave it together,"
    " and the simulation starts anew. Drag the dashed circle to change the spectral radius ρ."
    " Rings are the eigenvalues asked for, dots those that W_hh has."
)
KEYS_HELP = (
    "Keys: N and P choose the next and the previous eigenvalue, Home and End the largest and the"
    " smallest; arrows move it by 0.01, with Shift by 0.1; Esc takes the moves back."
)
ILL_CONDITIONED = (
    "ν makes the eigenvalues ill-conditioned: rounding moves the computed ones (dots) by up to {}."
    " W_hh itself is as asked (rings)."
)

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


@dataclass
class _Drag:
    """A drag, with what must not change under it.

    Attributes
    ----------
    view : View
        The one in which it began: if the view widens, the pointer keeps its scale.
    offset : complex
        From the pointer to what it has hold of, in the plane.
    before : Settings
        What Esc brings back.
    lends_focus : bool
        Whether the focus is here only as long as the drag.
    """

    grip: Grip
    view: View
    pressed: complex
    offset: complex
    values: Eigenvalues
    before: Settings
    lends_focus: bool
    under_way: bool = False
    radius: float | None = None


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
        self._settings: Settings | None = None
        self._frame: Frame | None = None
        self._values: Eigenvalues = ()
        self._radius = view_radius(1.0)
        self._drag: _Drag | None = None
        self._hovered: Grip | None = None
        self._chosen: int | None = None
        self._before_keys: Settings | None = None
        self._paragraphs: list[str] = []
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
        self.setAccessibleName("eigenvalues of W_hh in the complex plane")
        self._describe()
        KeyGuard(self, KEYS)

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
        """A read-out of W_hh as it is: ``ρ 0.87 · σ₁ 1.02``."""
        if self._frame is None:
            return ""
        spectrum = self._frame.spectrum
        radius, sigma = spectrum.spectral_radius, spectrum.largest_singular_value
        return f"ρ {short(radius, 3)} · σ₁ {short(sigma, 3)}"

    @property
    def status(self) -> str:
        """The line beneath the plane."""
        held = self._drag.grip if self._drag else self._hovered
        if held is None and self.hasFocus() and self._chosen is not None:
            held = Grip(self._chosen)
        if held is not None and held.index is None:
            return f"ρ = {self._circle():.2f}, the largest |λ|"
        if held is not None:
            return _spoken(self.values[held.index])  # type: ignore[index]
        return self._remark() or "drag an eigenvalue, or the dashed circle ρ"

    def show_settings(self, settings: Settings) -> None:
        """Show what is asked for; emits nothing."""
        self._settings = settings
        self._take_values()
        self._unless_a_frame_comes.start()

    def show_frame(self, frame: Frame) -> None:
        """Show what W_hh is."""
        self._frame = frame
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
        self._values = self._asked_for()
        if self._chosen is not None and self._chosen >= len(self._values):
            self._chosen = None
        if self._hovered is not None and (self._hovered.index or 0) >= len(self._values):
            self._hovered = None
        self._radius = view_radius(self._reach(), self._radius if self._drag else 0.0)
        self._describe()

    def _asked_for(self) -> Eigenvalues:
        """One's own, or those that W_hh was built from, at the radius asked for since."""
        if self._settings is not None and self._settings.eigenvalues:
            return self._settings.eigenvalues
        if self._frame is None or self._settings is None:
            return ()
        values = tuple((z.real, z.imag) for z in self._frame.spectrum.constructed.tolist())
        built, wanted = radius(values), self._circle()
        if built == 0.0 or math.isclose(built, wanted, rel_tol=1e-9):
            return values
        return scaled_to(values, wanted)

    def _reach(self) -> float:
        """The largest modulus worth seeing."""
        measured = self._measured()
        moduli = [1.0, self._circle(), *(math.hypot(*value) for value in self.values)]
        return max(moduli + np.abs(measured[np.isfinite(measured)]).tolist())

    def _measured(self) -> ComplexArray:
        return self._frame.spectrum.measured if self._frame else np.empty(0, dtype=complex)

    def _circle(self) -> float:
        """The spectral radius asked for."""
        if self._drag and self._drag.radius is not None:
            return self._drag.radius
        return self._settings.spectral_radius if self._settings else 0.0

    def _remark(self) -> str:
        """What is worth saying of the whole, in one line."""
        if self._frame is None:
            return ""
        spectrum = self._frame.spectrum
        if not np.all(np.isfinite(spectrum.measured)):
            return "W_hh is not finite: it has no eigenvalues"
        if spectrum.ill_conditioned is not None:
            return f"ill-conditioned by ν: dots off by ≤ {short(spectrum.ill_conditioned)}"
        if self._frame.iteration > 0:
            return f"○ as set   ● after {self._frame.iteration} iterations"
        return ""

    def _describe(self) -> None:
        """Say what is there and what can be done, to the eye and to a screen reader."""
        paragraphs = [HELP, KEYS_HELP]
        spectrum = self._frame.spectrum if self._frame else None
        if spectrum is not None and spectrum.ill_conditioned is not None:
            paragraphs.insert(0, ILL_CONDITIONED.format(short(spectrum.ill_conditioned)))
        if paragraphs != self._paragraphs:
            self._paragraphs = paragraphs
            self._tip = tips.page("Eigenvalues λ of W_hh", *paragraphs)
            self.setWhatsThis(self._tip)
            self._show_tip()
        chosen = self._values[self._chosen] if self._chosen is not None else None
        said = f"Chosen: {_spoken(chosen)}. " if chosen else ""
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
            dots=self._measured(),
            circle=self._circle(),
            circle_lit=held is not None and held.index is None,
            lit=_complex(tuple(lit)),
            focused=self.hasFocus() and not (self._drag and self._drag.lends_focus),
        )

    def _pair(self, index: int) -> set[int]:
        return {index, conjugate_index(self.values, index)}

    def _small_font(self) -> QFont:
        return font(QFontInfo(self.font()).pixelSize() * 12 / 13)

    def status_height(self) -> int:
        """Pixels of the line beneath the plane."""
        return QFontMetrics(self._small_font()).height() + 3

    # The pointer

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = _place(event.position())
        held = self._grip(place)
        if event.button() != Qt.MouseButton.LeftButton or held is None or self._settings is None:
            event.ignore()
            return
        view = self.view
        at = view.number(place)
        offset = 0j
        if held.index is not None:
            self._choose(held.index)
            offset = complex(*self._values[held.index]) - at
        else:
            offset = complex(self._settings.spectral_radius - abs(at))
        lends = not self.hasFocus()
        self._drag = _Drag(held, view, place, offset, self._values, self._settings, lends)
        if lends:
            self.setFocus(Qt.FocusReason.MouseFocusReason)  # for Esc, until the button is let go
        if held.index is not None:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = _place(event.position())
        if self._drag is None:
            self._hover(self._grip(place), place)
        elif self._drag.under_way or abs(place - self._drag.pressed) >= DRAG_STARTS:
            self._drag.under_way = True
            self._drag_to(self._drag, place)

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
        if self._settings is None or len(self._values) != self._settings.hidden_size:
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

    def _drag_to(self, drag: _Drag, place: complex) -> None:
        at = drag.view.number(place)
        if drag.grip.index is None:
            radius = min(max(abs(at) + drag.offset.real, 0.0), LARGEST_RADIUS)
            drag.radius = round(radius, RADIUS_DIGITS)
            self._ask("spectral_radius", drag.radius)
        else:
            target = at + drag.offset
            snap = AXIS_REACH / drag.view.scale
            drag.values = _moved(drag.values, drag.grip.index, target, snap)
            self._ask("eigenvalues", rounded(drag.values, DIGITS, LARGEST_RADIUS))
        self._radius = view_radius(self._reach(), self._radius)
        self.update()

    def _end_drag(self) -> None:
        drag, self._drag = self._drag, None
        if drag is not None and drag.lends_focus:
            self.clearFocus()
        self._take_values()
        self.released.emit()
        self.update()

    # The keyboard

    def event(self, event: QEvent) -> bool:
        # Esc is the window's unless there is something to take back.
        if event.type() == QEvent.Type.ShortcutOverride and self._revocable:
            assert isinstance(event, QKeyEvent)
            if event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
        return super().event(event)

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
        if self._settings is None or len(self._values) != self._settings.hidden_size:
            return
        if self._before_keys is None:
            self._before_keys = self._settings
        target = complex(*self._values[index]) + distance * complex(*direction)
        values = _moved(self._values, index, target, FINE / 2)
        self._ask("eigenvalues", rounded(values, DIGITS, LARGEST_RADIUS))

    def _choose(self, index: int) -> None:
        self._chosen = index
        self._describe()
        self.update()

    # Asking, and taking back

    def _ask(self, key: str, value: object) -> None:
        if self._settings is not None and getattr(self._settings, key) != value:
            self.edited.emit(key, value)

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


def _moved(values: Eigenvalues, index: int, target: complex, snap: float) -> Eigenvalues:
    return moved(values, index, (target.real, target.imag), largest=LARGEST_RADIUS, snap=snap)


def _complex(values: Eigenvalues) -> ComplexArray:
    return np.array([complex(*value) for value in values], dtype=complex)


def _place(position: QPointF) -> complex:
    return complex(position.x(), position.y())


def _spoken(value: Eigenvalue) -> str:
    """``λ = 0.62 ± 0.41i,  |λ| = 0.74``."""
    real, imaginary = value
    parts = f"{real:.2f} ± {abs(imaginary):.2f}i" if imaginary else f"{real:.2f}"
    return f"λ = {parts},  |λ| = {math.hypot(real, imaginary):.2f}".replace("-", "−")
