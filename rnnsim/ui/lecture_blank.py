"""A screen gone black or white, so that the audience looks at the lecturer."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from rnnsim.translation import tr


class Blank(QWidget):
    """Covers `over` until any key or a click; hidden at first."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self._color = Qt.GlobalColor.black
        self._before: QWidget | None = None
        self.setAccessibleName(tr("Blank screen. Any key shows the lecture again."))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        over.installEventFilter(self)
        self.hide()

    def cover(self, color: Qt.GlobalColor) -> None:
        """Show nothing but a colour."""
        self._color = color
        self._before = self._over.focusWidget()
        self.setGeometry(self._over.rect())
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def uncover(self) -> None:
        """Show the lecture again; the focus goes back to where it was."""
        if self.isHidden():
            return
        self.hide()
        if self._before is not None:
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self._before = None

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # any key, be it a shortcut of the window's
            return True
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._over and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._over.rect())
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.uncover()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.uncover()
        event.accept()

    def focusNextPrevChild(self, _next: bool) -> bool:
        return False  # Tab is a key like any other

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self._color)
