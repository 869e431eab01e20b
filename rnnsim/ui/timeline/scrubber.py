"""The slider over all iterations, with the loss behind it."""

from __future__ import annotations

import time

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QPixmap,
    QPolygonF,
    QWheelEvent,
)

from rnnsim.model.arrays import FloatArray
from rnnsim.translation import noted, tr
from rnnsim.ui import tips
from rnnsim.ui.guard import reported
from rnnsim.ui.keys import ARROWS, ENDS, PAGES, KeyGuard
from rnnsim.ui.numbers import READABLE
from rnnsim.ui.pressed_slider import PressedSlider
from rnnsim.ui.theme import Theme, type_scale
from rnnsim.ui.timeline.spark import spark
from rnnsim.ui.vectors import is_vector

HEIGHT, LEAST_WIDTH = 28, 120
RADIUS = 6.0
"""Of the handle, pixels."""

PAGES_OF_ALL = 20
"""So many pages is the whole line long."""

COLUMN = 3
"""Pixels of width in which losses are put together."""

SMALL = 100
"""Losses that are drawn anew at every frame; more are now and then."""

HELP = noted(
    "Drag to look at an earlier iteration in every view; nothing is lost. Training stops"
    " meanwhile, and goes on from the iteration looked at. The line behind is the loss."
)


class Scrubber(PressedSlider):
    """Emits `valueChanged` with the iteration that the user moves it to, and for nothing else."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._theme = theme
        self._losses: FloatArray = np.zeros(0)
        self._line = QPixmap()
        self._drawn: tuple[int, float, object] = (0, 0.0, None)  # losses, when, and how
        self.setRange(0, 0)
        # a drag leaves the keyboard where it is, so that the arrows go on stepping through a pass
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        KeyGuard(self, (*ARROWS, *ENDS, *PAGES))
        self.setAccessibleName(tr("Timeline"))
        page = tips.page(tr("Timeline"), tr(HELP), tr("Keys: Ctrl+Left, Ctrl+Right."))
        self.setToolTip(page)
        self.setWhatsThis(page)

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        self.update()

    def show_run(self, earliest: int, newest: int, losses: FloatArray) -> None:
        """Show a line over these iterations, and the loss along it."""
        self.blockSignals(True)
        follows = self.value() == self.maximum() and not self.isSliderDown()
        self.setRange(earliest, newest)
        self.setPageStep(max(1, (newest - earliest) // PAGES_OF_ALL))
        if follows:
            self.setValue(newest)
        self.blockSignals(False)
        self.setEnabled(newest > earliest)
        self._losses = losses
        self.update()

    def show_at(self, iteration: int) -> None:
        """Put the handle there, unless it is held."""
        if not self.isSliderDown():
            self.blockSignals(True)
            self.setValue(iteration)
            self.blockSignals(False)

    @property
    def past(self) -> bool:
        """Whether the handle is at an earlier iteration than the newest."""
        return self.value() < self.maximum()

    def sizeHint(self) -> QSize:
        return QSize(3 * LEAST_WIDTH, round(HEIGHT * type_scale()))

    def minimumSizeHint(self) -> QSize:
        return QSize(LEAST_WIDTH, self.sizeHint().height())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        with reported():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._draw_losses(painter)
            self._draw_groove(painter)
            self._draw_handle(painter)
            painter.end()

    def _drag_to(self, x: float) -> None:
        share = (x - self._margin) / max(self.width() - 2.0 * self._margin, 1.0)
        span = self.maximum() - self.minimum()
        self.setValue(self.minimum() + round(min(max(share, 0.0), 1.0) * span))

    @property
    def _margin(self) -> float:
        return RADIUS * type_scale() + 2.0

    @property
    def _groove(self) -> float:
        """Where the groove is, from above."""
        return self.height() - self._margin

    def _x(self, share: float) -> float:
        return self._margin + share * (self.width() - 2.0 * self._margin)

    @property
    def _handle(self) -> QPointF:
        span = self.maximum() - self.minimum()
        share = (self.value() - self.minimum()) / span if span else 1.0
        return QPointF(self._x(share), self._groove)

    def _draw_losses(self, painter: QPainter) -> None:
        if not self.isEnabled():
            return
        at = round(self._handle.x())
        for left, right, ink in ((0, at, 1.0), (at, self.width(), 0.4)):  # fainter what came after
            painter.setOpacity(ink)
            self._draw_part(painter, QRectF(left, 0.0, right - left, self.height()))
        painter.setOpacity(1.0)

    def _draw_part(self, painter: QPainter, part: QRectF) -> None:
        """Draw the line as far as it lies within a part."""
        if is_vector(painter):
            painter.save()
            painter.setClipRect(part, Qt.ClipOperation.IntersectClip)
            self._draw_line(painter)
            painter.restore()
            return
        line = self._line_of_losses()
        ratio = line.devicePixelRatio()
        source = QRectF(part.left() * ratio, 0.0, part.width() * ratio, line.height())
        painter.drawPixmap(part, line, source)

    def _draw_groove(self, painter: QPainter) -> None:
        thick = 3.0 * type_scale()
        left, right, at = self._x(0.0), self._x(1.0), self._handle.x()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().color(QPalette.ColorRole.Mid))
        y = self._groove - thick / 2.0
        painter.drawRoundedRect(QRectF(left, y, right - left, thick), thick / 2, thick / 2)
        if self.isEnabled():
            painter.setBrush(self._theme.color("accent"))
            painter.drawRoundedRect(QRectF(left, y, at - left, thick), thick / 2, thick / 2)

    def _draw_handle(self, painter: QPainter) -> None:
        theme, radius, at = self._theme, RADIUS * type_scale(), self._handle
        if not self.isEnabled():
            painter.setBrush(self.palette().color(QPalette.ColorRole.Mid))
            painter.drawEllipse(at, radius, radius)
            return
        held = self.past or self.isSliderDown() or self.underMouse() or self.hasFocus()
        if self.past:
            painter.setPen(QPen(theme.color("accent"), 1.5 * theme.stroke))
            painter.drawLine(QPointF(at.x(), 1.0), at)
            painter.setPen(Qt.PenStyle.NoPen)
        if self.hasFocus():
            painter.setBrush(theme.color("text"))
            painter.drawEllipse(at, radius + 2.0, radius + 2.0)
            painter.setBrush(theme.color("card"))
            painter.drawEllipse(at, radius + 0.5, radius + 0.5)
            radius -= 1.0
        painter.setBrush(theme.color("accent" if held else "text"))
        painter.drawEllipse(at, radius, radius)

    def _line_of_losses(self) -> QPixmap:
        """The loss along the line; of a long run not drawn anew at every frame."""
        place = self._losses.__array_interface__["data"]  # a run's losses grow where they are
        look = self.size(), self.devicePixelRatio(), self._theme, place
        count, now = len(self._losses), time.monotonic()
        drawn, when, as_looked = self._drawn
        soon = min(count, drawn) > SMALL and now - when < READABLE
        if look != as_looked or not (drawn == count or soon):
            self._line = self._drawn_line()
            self._drawn = count, now, look
        return self._line

    def _drawn_line(self) -> QPixmap:
        ratio = self.devicePixelRatio()
        pixmap = QPixmap(self.size() * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_line(painter)
        painter.end()
        return pixmap

    def _draw_line(self, painter: QPainter) -> None:
        x, y = spark(self._losses, self.width() // COLUMN)
        thick = 0.7 * self._theme.stroke
        top, bottom = 2.0 + thick, self._groove - 4.0
        places = (self._x(0.0) + x * (self._x(1.0) - self._x(0.0)))[::2]
        heights = bottom - y * (bottom - top)
        low, high = heights[::2] + thick, heights[1::2] - thick
        edge = np.concatenate([low, high[::-1]]).tolist()
        along = np.concatenate([places, places[::-1]]).tolist()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("loss"))
        # an area, for lines with so many corners take a tenth of a second
        painter.drawPolygon(QPolygonF([QPointF(*each) for each in zip(along, edge, strict=True)]))
