"""How what can be dragged looks: a ring, or a knob on a line."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from rnnsim.ui.plots.area import Layout
from rnnsim.ui.plots.hand import pixel_of
from rnnsim.ui.plots.layer import Part, frame_of
from rnnsim.ui.plots.picture import Handle, Picture
from rnnsim.ui.plots.style import Style

RING = 11.0
"""Diameter of a ring, in pixels."""

HALO = 22.0
"""Diameter of what is lit round it under the pointer or with the focus."""

KNOB = (7.0, 16.0)
"""Width and height of the knob at the right end of a line."""


class Grip(Part):
    """The handle of a picture.

    Attributes
    ----------
    lit : bool
        Whether the pointer is on it or holds it, or the keyboard moves it.
    """

    def __init__(self) -> None:
        self.lit = False
        self._handle: Handle | None = None

    def prepare(self, picture: Picture, layout: Layout, style: Style) -> None:
        self._handle, self._style = picture.handle, style
        if picture.handle is not None:
            self._at = QPointF(*pixel_of(picture.handle, layout.area))
            self._right = frame_of(layout.area).right()

    def draw(self, painter: QPainter) -> None:
        if self._handle is None:
            return
        if self._handle.line:
            self._draw_knob(painter, self._handle.role)
        else:
            self._draw_ring(painter, self._handle.role)

    def _draw_ring(self, painter: QPainter, role: str) -> None:
        style = self._style
        if self.lit:
            painter.setPen(QPen(style.color("accent"), 2.0 * style.stroke))
            painter.setBrush(style.color("accent", 0.3))
            painter.drawEllipse(self._at, HALO * style.scale / 2, HALO * style.scale / 2)
        painter.setPen(QPen(style.color(role), 2.0 * style.stroke))
        painter.setBrush(style.color("card"))
        painter.drawEllipse(self._at, RING * style.scale / 2, RING * style.scale / 2)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _draw_knob(self, painter: QPainter, role: str) -> None:
        style = self._style
        width, height = (length * style.scale for length in KNOB)
        place = QRectF(self._right - width, self._at.y() - height / 2, width, height)
        painter.setPen(QPen(style.color("accent" if self.lit else role), 1.5 * style.stroke))
        painter.setBrush(style.color("accent" if self.lit else "card"))
        painter.drawRoundedRect(place, width / 2, width / 2)
        painter.setBrush(Qt.BrushStyle.NoBrush)
