"""A dot for each scene: where one is, and a way to any other."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QWidget

from rnnsim.translation import tr
from rnnsim.ui import tips
from rnnsim.ui.keys import ARROWS, ENDS, KeyGuard

WIDEST, NARROWEST = 20, 12
"""Pixels between dots where there is room, and where there are many."""

HEIGHT = 24
RADIUS = 4.0
LONGEST = 80
"""Characters of a scene's text in the tooltip of its dot."""


class Dots(QWidget):
    """Emits `chosen` with the index of a scene.

    Tab finds the present one; the arrows, Home and End go to others.
    """

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.dots: list[Dot] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self.setAccessibleName(tr("Scenes of the lesson"))

    def show_scenes(self, texts: Sequence[str], index: int) -> None:
        """Show a dot for each text; the one at `index` is where one is."""
        if len(texts) != len(self.dots):
            self._make(len(texts))
        for i, (dot, text) in enumerate(zip(self.dots, texts, strict=True)):
            place = tr("Scene {number} of {count}").format(number=i + 1, count=len(texts))
            dot.show_place(place, text, here=i == index, passed=i < index)
        focused = next((dot for dot in self.dots if dot.hasFocus()), None)
        if focused is not None and not focused.isChecked():
            self.dots[index].setFocus(Qt.FocusReason.OtherFocusReason)

    def _make(self, count: int) -> None:
        for dot in self.dots:
            dot.hide()
            dot.deleteLater()
        width = min(WIDEST, max(NARROWEST, 200 // max(count, 1)))
        self.dots = [Dot(width, self) for _ in range(count)]
        for i, dot in enumerate(self.dots):
            self._row.addWidget(dot)
            dot.clicked.connect(lambda _checked=False, i=i: self.chosen.emit(i))
            dot.moved = self._move

    def _move(self, key: Qt.Key) -> None:
        here = next(i for i, dot in enumerate(self.dots) if dot.isChecked())
        forward = -1 if self.isRightToLeft() else 1
        last = len(self.dots) - 1
        wanted = {
            Qt.Key.Key_Left: here - forward,
            Qt.Key.Key_Right: here + forward,
            Qt.Key.Key_Up: here - 1,
            Qt.Key.Key_Down: here + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }[key]
        if 0 <= wanted <= last and wanted != here:
            self.chosen.emit(wanted)


class Dot(QAbstractButton):
    """One scene."""

    def __init__(self, width: int, parent: Dots) -> None:
        super().__init__(parent)
        self.moved = lambda key: None
        self._passed = False
        self.setCheckable(True)
        self.setFixedSize(QSize(width, HEIGHT))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        KeyGuard(self, (*ARROWS, *ENDS, Qt.Key.Key_Space))

    def show_place(self, place: str, text: str, *, here: bool, passed: bool) -> None:
        """Show which scene this is, and whether it is the present one or lies behind."""
        self._passed = passed
        self.setChecked(here)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if here else Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(place)
        shown = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
        self.setAccessibleDescription(shown)
        page = tips.page(place, shown)
        self.setToolTip(page)
        self.setWhatsThis(page)
        self.update()

    def nextCheckState(self) -> None:
        """Where one is, the tour says."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in (*ARROWS, *ENDS):
            self.moved(key)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, role = self.palette(), QPalette.ColorRole
        center = QPointF(self.width() / 2, self.height() / 2)
        lit = palette.color(role.Highlight)
        dim = palette.color(role.PlaceholderText)
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(lit)
            painter.drawEllipse(center, RADIUS + 1.0, RADIUS + 1.0)
        else:
            painter.setPen(QPen(lit if self.underMouse() else dim, 1.5))
            painter.setBrush(dim if self._passed else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(center, RADIUS - 1.0, RADIUS - 1.0)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(palette.color(role.WindowText), 2.0))
            ring = min(self.width() / 2 - 1.0, RADIUS + 4.0)
            painter.drawEllipse(center, ring, ring)
