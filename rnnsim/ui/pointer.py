"""A ring drawn round any widget that is to be looked at."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QWidget

WIDTH = 3.0
CORNER = 9.0


class Ring(QWidget):
    """Lies over the window and follows one widget; lets everything through."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._target: QWidget | None = None
        self._watched: list[QWidget] = []
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def point_at(self, target: QWidget | None) -> None:
        """Go round `target`; None: away."""
        self._target = target
        self._watch()
        self._follow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = QEvent.Type
        if event.type() in (kind.Move, kind.Resize, kind.Show, kind.Hide, kind.ParentChange):
            if event.type() is kind.ParentChange:
                self._watch()
            self._follow()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Highlight), WIDTH))
        inset = WIDTH / 2
        edge = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(edge, CORNER, CORNER)

    def _watch(self) -> None:
        """See the target move, and whatever it lies in: it moves along and is told nothing."""
        for before in self._watched:
            before.removeEventFilter(self)
        self._watched = []
        each: QWidget | None = self._target
        while each is not None and each is not self.window():
            each.installEventFilter(self)
            self._watched.append(each)
            each = each.parentWidget()

    def _follow(self) -> None:
        target = self._target
        if target is None or not target.isVisible() or target.window() is not self.window():
            self.hide()
            return
        corner = target.mapTo(self.window(), QPoint(0, 0))
        self.setGeometry(QRect(corner, target.size()).adjusted(-4, -4, 4, 4))
        self.show()
        self.raise_()
