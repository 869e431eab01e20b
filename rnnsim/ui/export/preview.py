"""What will be written, as large as there is room, drawn anew with what changes."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QPointF, QRect, QRectF, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QHideEvent,
    QImage,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QPixmap,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from rnnsim.model.figure import FigureError
from rnnsim.translation import tr

LEAST = 0.2
"""Seconds from one picture to the next, at least."""

SHARE, MOST = 8.0, 2.0
"""Times as long as a picture took, and seconds at most, it waits for the next while training runs:
the window has the rest."""

SOON = 30
"""Milliseconds after a change, so that several at once make one picture."""

MARGIN = 14
CHECK = 8
CORNER = 8.0
DESK = 0.35
"""Opacity of the ground.  Pixels: round the picture; of a square of the ground beneath what is
transparent; of the corners."""


class Drawn(Protocol):
    """What the preview shows."""

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in mm."""

    def image(self, pixels_per_mm: float) -> QImage:
        """All of it, so fine."""


class Preview(QWidget):
    """Shows what `make` returns.

    Parameters
    ----------
    make : callable
        Returns what is to be shown, or None where there is nothing yet; raises `FigureError`
        where it cannot be.
    """

    drawn = Signal()
    """There is another picture, or a reason why there is none."""

    def __init__(self, make: Callable[[], Drawn | None]) -> None:
        super().__init__()
        self._make = make
        self._image: QImage | None = None
        self._cost, self._drawn_at = 0.0, 0.0
        self.size_drawn: tuple[float, float] | None = None
        """Of what is shown, in mm; None where nothing is."""
        self.reason = ""
        """Why there is none."""
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._begin)
        self._paint = QTimer(self, singleShot=True, interval=0)
        self._paint.timeout.connect(self._finish)
        self._made: Drawn | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(280, 200)
        self.setAccessibleName(tr("Preview"))

    @property
    def image(self) -> QImage | None:
        """What is shown."""
        return self._image

    def nudge(self, *, eager: bool = False) -> None:
        """Draw soon: where the user waits for it, `eager`, sooner than for newer numbers."""
        if not self.isVisible():
            return
        pause = LEAST if eager else max(LEAST, min(MOST, SHARE * self._cost))
        wait = max(SOON, round(1000.0 * (pause - (time.monotonic() - self._drawn_at))))
        if not self._timer.isActive() or wait < self._timer.remainingTime():
            self._timer.start(wait)

    def stop(self) -> None:
        """Draw no more."""
        self._timer.stop()
        self._paint.stop()

    def _begin(self) -> None:
        """Lay it out; the window has a look at its events before it is painted."""
        self._drawn_at = time.monotonic()
        try:
            self._made, self.reason = self._make(), ""
        except FigureError as error:
            self._made, self.reason = None, str(error)
        self._cost = time.monotonic() - self._drawn_at
        self._paint.start()

    def _finish(self) -> None:
        began, made = time.monotonic(), self._made
        self.size_drawn = made.size if made is not None else None
        self._image = self._picture(made) if made is not None else None
        self._made = None
        self._drawn_at = time.monotonic()
        self._cost += self._drawn_at - began
        self.update()
        self.drawn.emit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.nudge(eager=True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.nudge(eager=True)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        role, palette = QPalette.ColorRole, self.palette()
        self._paint_desk(painter)
        if self._image is None or self.size_drawn is None:
            painter.setPen(palette.color(role.PlaceholderText))
            where = self.rect().adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
            how = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(where, how, self.reason)
            return
        place = self._place(self.size_drawn)
        if self._image.hasAlphaChannel():
            painter.fillRect(place, QColor("white"))
            painter.fillRect(place, _checks())
        painter.drawImage(place, self._image)
        painter.setPen(QPen(palette.color(role.Mid), 1.0))
        painter.drawRect(place.toRect().adjusted(-1, -1, 0, 0))

    def _paint_desk(self, painter: QPainter) -> None:
        """What the paper lies on: a little darker than the window."""
        role, palette = QPalette.ColorRole, self.palette()
        ground = palette.color(role.Mid)
        ground.setAlphaF(DESK)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(palette.color(role.Mid), 1.0))
        painter.setBrush(ground)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), CORNER, CORNER)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _picture(self, made: Drawn) -> QImage:
        place = self._place(made.size)
        fineness = place.width() * self.devicePixelRatioF() / made.size[0]
        return made.image(fineness)

    def _place(self, size: tuple[float, float]) -> QRectF:
        """Where a picture of this form has most room."""
        room = QRectF(QRect(0, 0, self.width(), self.height()))
        room.adjust(MARGIN, MARGIN, -MARGIN, -MARGIN)
        fitting = QSizeF(*size).scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        width, height = max(1.0, round(fitting.width())), max(1.0, round(fitting.height()))
        corner = QPointF(round(room.center().x() - width / 2), room.center().y() - height / 2)
        return QRectF(QPointF(corner.x(), round(corner.y())), QSizeF(width, height))


def _checks() -> QBrush:
    """Grey and white squares: the ground of what is transparent."""
    tile = QPixmap(2 * CHECK, 2 * CHECK)
    tile.fill(Qt.GlobalColor.white)
    painter = QPainter(tile)
    for corner in (0, CHECK):
        painter.fillRect(corner, corner, CHECK, CHECK, QColor("#dcdfe4"))
    painter.end()
    return QBrush(tile)
