"""What is said beneath a field that was refused."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QLabel, QWidget

PADDING = 8
LINGERS = 6000
"""Milliseconds for which a refusal is shown that nobody can correct where it stands."""


class Balloon(QLabel):
    """A message over the panel, so that nothing moves away under the typing hand."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setMargin(PADDING)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._timer = QTimer(self, singleShot=True, interval=LINGERS)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def say(self, message: str, field: QWidget, *, lingers: bool, refusal: bool = True) -> None:
        """Show `message` beneath `field`, above it where there is no room; for ever or a while.

        Parameters
        ----------
        lingers : bool
            Whether it goes by itself after a while.
        refusal : bool
            Whether something was refused; else it is a note.
        """
        self.setObjectName("refusal" if refusal else "note")
        self.style().unpolish(self)
        self.style().polish(self)
        self.setText(message)
        self.ensurePolished()
        top_left = field.mapTo(self._over, QPoint(0, 0))
        height = self.heightForWidth(field.width())
        below = top_left.y() + field.height() + 2
        fits = below + height <= self._over.height()
        top = below if fits else max(0, top_left.y() - height - 2)
        self.setGeometry(top_left.x(), top, field.width(), height)
        self.show()
        self.raise_()
        if lingers:
            self._timer.start()
        else:
            self._timer.stop()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        painter.setPen(QPen(palette.color(QPalette.ColorRole.WindowText), 1.0))
        painter.setBrush(palette.color(QPalette.ColorRole.AlternateBase))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5.0, 5.0)
        painter.end()
        super().paintEvent(event)
