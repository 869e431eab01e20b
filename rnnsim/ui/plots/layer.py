"""How a plot is put on the screen: parts that prepare and draw, gathered in two layers.

Parts work in pixels, not in data units under a transform as pyqtgraph's own curves do.  Qt strokes
a noisy line of 2 px as one big shape in 4–12 ms; cut into pieces and without a transform it takes
0.2–0.4 ms.
"""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from rnnsim.ui.plots.area import Area, Layout
from rnnsim.ui.plots.labels import Label
from rnnsim.ui.plots.picture import Picture
from rnnsim.ui.plots.style import Style
from rnnsim.ui.vectors import is_vector

EVERYWHERE = QRectF(0.0, 0.0, 1e5, 1e5)


class Part:
    """One kind of thing in a plot.  `prepare` does the work, `draw` only draws."""

    def prepare(self, picture: Picture, layout: Layout, style: Style) -> None:
        """Make everything ready to be drawn."""
        raise NotImplementedError

    def draw(self, painter: QPainter) -> None:
        """Draw what was prepared; the painter is antialiasing and has no brush."""
        raise NotImplementedError


class Layer(pg.GraphicsObject):
    """Parts drawn one over the other."""

    def __init__(self, *parts: Part) -> None:
        super().__init__()
        self._parts = parts

    def prepare(self, picture: Picture, layout: Layout, style: Style) -> None:
        """Make all parts ready to be drawn."""
        for part in self._parts:
            part.prepare(picture, layout, style)

    def boundingRect(self) -> QRectF:
        return EVERYWHERE

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        for part in self._parts:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            part.draw(painter)


class StillLayer(Layer):
    """Parts that change rarely: drawn once and kept as an image, except for files and printers."""

    def __init__(self, *parts: Part) -> None:
        super().__init__(*parts)
        self._image: QPixmap | None = None

    def prepare(self, picture: Picture, layout: Layout, style: Style) -> None:
        super().prepare(picture, layout, style)
        self._size, self._ground = layout.size, style.color("card")
        self._image = None

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        if is_vector(painter):
            super().paint(painter, option)
            return
        scale = painter.deviceTransform().m11()
        if self._image is None or self._image.devicePixelRatio() != scale:
            self._image = self._painted(scale)
        painter.drawPixmap(QPointF(0.0, 0.0), self._image)

    def _painted(self, scale: float) -> QPixmap:
        width, height = self._size
        image = QPixmap(max(1, round(width * scale)), max(1, round(height * scale)))
        image.setDevicePixelRatio(scale)
        image.fill(self._ground)
        painter = QPainter(image)
        super().paint(painter, QStyleOptionGraphicsItem())
        painter.end()
        return image


def frame_of(area: Area) -> QRectF:
    """The edge of the plot."""
    left, top, right, bottom = area.frame
    return QRectF(QPointF(left, top), QPointF(right, bottom))


def crisp(pixel: float) -> float:
    """The middle of a pixel, where a thin line is sharp."""
    return round(pixel - 0.5) + 0.5


def draw_label(
    painter: QPainter, style: Style, role: str, left: float, baseline: float, text: str
) -> None:
    """Write on a ground that lets little shine through."""
    ground = QRectF(left - 3, baseline - style.ascent - 4, style.width(text) + 6, style.ascent + 8)
    painter.fillRect(ground, style.color("card", 0.8))
    painter.setPen(style.theme.ink(role))
    style.write(painter, left, baseline, Label(text))


def write_upwards(painter: QPainter, style: Style, right: float, middle: float, text: str) -> None:
    """Write from the bottom up with the painter's pen, round a middle, left of a baseline."""
    painter.save()
    painter.translate(right, middle)
    painter.rotate(-90)
    style.write(painter, -style.width(text) / 2, 0.0, Label(text))
    painter.restore()
