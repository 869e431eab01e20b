"""Coloured fields with their scale of colours, lines of equal height, and thin lines behind."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QPolygonF

from rnnsim.model.arrays import FloatArray
from rnnsim.ui.inspector.colors import reduced
from rnnsim.ui.plots.area import BAR, BAR_GAP, INSET, SAMPLE_LINES, Layout
from rnnsim.ui.plots.colors import image_of, ramp, shades
from rnnsim.ui.plots.curves import in_pieces, joined
from rnnsim.ui.plots.labels import Label
from rnnsim.ui.plots.layer import Part, crisp, frame_of, write_upwards
from rnnsim.ui.plots.picture import ColorBar, Picture, Raster, Shaded
from rnnsim.ui.plots.shades import image_of as image_of_shades
from rnnsim.ui.plots.style import Style
from rnnsim.ui.theme import Theme

CONTOUR_WIDTH = 1.0

TILE = 10.0
"""Pixels from which on fields have gaps between them."""

FINE = 5.0
"""Pixels of an image on paper for each of the layout: some 600 an inch where type has 7 points."""

TIP = 6.0
"""Height of the points at the ends of a colour bar, in pixels."""

NAME_INSET = 6.0
"""Pixels between the baseline of the bar's name and the edge of the plot."""

CORNER = 8.0
"""Pixels between words in a corner and the edges."""


class Fields(Part):
    """A raster, lines of equal height over it, and threads."""

    def __init__(self) -> None:
        self._image: QImage | None = None
        self._gaps: list[QLineF] = []
        self._corner: tuple[float, float, str] | None = None
        self._threads: list[tuple[QPen, QPainterPath]] = []

    def prepare(self, picture: Picture, layout: Layout, style: Style) -> None:
        self._image, self._threads = None, []
        self._style, self._frame, area = style, frame_of(layout.area), layout.area
        self._gaps, self._corner = [], None
        if picture.scenery is None:
            return
        raster, contours = picture.scenery.raster, picture.scenery.contours
        if raster is not None:
            corner = QPointF(area.across(raster.x.low), area.down(raster.y.high))
            other = QPointF(area.across(raster.x.high), area.down(raster.y.low))
            self._place = QRectF(corner, other).normalized()
            self._color(raster, style)
            self._corner = _corner(picture.corner, frame_of(area), style)
        if contours is not None:
            x, y = area.across(contours[:, ::2]), area.down(contours[:, 1::2])
            pen = QPen(style.color("card", 0.55), CONTOUR_WIDTH * style.stroke)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)  # square ones would cover one another
            path = pg.functions.arrayToQPath(x.ravel(), y.ravel(), connect="pairs")
            self._threads.append((pen, path))
        for thread in picture.scenery.threads:
            series = thread.series
            x, y = area.across(series.x), area.down(series.y)
            path = (joined if style.paper else in_pieces)(x, y, series.shown)
            self._threads.append((style.pen(thread.look), path))

    def _color(self, raster: Raster | Shaded, style: Style) -> None:
        """Make the picture of a raster, and the gaps between its fields."""
        place, theme, fine = self._place, style.theme, FINE if style.paper else 1.0
        pixels = QRectF(place.topLeft(), place.size() * fine)
        if isinstance(raster, Shaded):
            self._smooth = False
            self._gaps = gaps(place, *raster.codes.shape)
            self._image, filled = image_of_shades(raster, pixels, theme)
            width, height = filled.width() / fine, filled.height() / fine
            self._place = QRectF(place.left(), place.top(), width, height)
        else:
            shown = pooled(raster, pixels) if raster.signed else raster
            self._image, self._smooth = image_of(shown, theme), raster.smooth
            self._gaps = [] if self._smooth else gaps(place, *raster.shares.shape)
        if style.paper:
            self._image = enlarged(self._image, self._place, smooth=self._smooth)

    def draw(self, painter: QPainter) -> None:
        if self._image is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self._smooth)
            painter.drawImage(self._place, self._image)
            painter.setPen(QPen(self._style.color("card"), 1.0))
            painter.drawLines(self._gaps)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._corner is not None:
            painter.setPen(self._style.color("muted"))
            left, baseline, words = self._corner
            self._style.write(painter, left, baseline, Label(words))
        for pen, path in self._threads:
            painter.setPen(pen)
            painter.drawPath(path)


class ColorScale(Part):
    """The colour bar at the right, with its decades; below it what has a colour of its own."""

    def __init__(self) -> None:
        self._bar: ColorBar | None = None

    def prepare(self, picture: Picture, layout: Layout, style: Style) -> None:
        self._bar = picture.color_bar
        if self._bar is None:
            return
        self._style, area = style, layout.area
        left = area.right + INSET + BAR_GAP
        height = SAMPLE_LINES * style.line
        samples = [("0", "faint")] * self._bar.zero
        samples += [(self._bar.broken, "error")] * bool(self._bar.broken)
        bottom = area.bottom - height * len(samples)
        self._place = QRectF(left, area.top, BAR, max(bottom - area.top, 10.0))
        self._place.adjust(0.0, TIP * self._bar.above, 0.0, -TIP * self._bar.below)
        self._image = ramp(self._bar, style.theme)
        if style.paper:
            self._image = enlarged(self._image, self._place, smooth=True)
        self._tips = tips(self._place, self._bar, style.theme)
        span, text_left = self._bar.span, left + BAR + 5
        self._texts, self._ticks = [], []
        for tick in layout.bar_ticks:
            share = (tick.position / 2 - span.low / 2) / span.half_length
            y = self._place.bottom() - share * self._place.height()
            self._ticks.append(QLineF(left + BAR, crisp(y), left + BAR + 3, crisp(y)))
            self._texts.append((text_left, y + style.ascent / 2, tick.label))
        self._name = self._bar.name, layout.size[0] - NAME_INSET, self._place.center().y()
        self._samples = []
        for i, (word, role) in enumerate(samples):
            top = bottom + height * (i + 1) - BAR
            self._samples.append((QRectF(left, top, BAR, BAR), role))
            self._texts.append((text_left, top + BAR / 2 + style.ascent / 2, Label(word)))

    def draw(self, painter: QPainter) -> None:
        if self._bar is None:
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(self._place, self._image)
        for place, role in self._samples:
            painter.fillRect(place, self._style.color(role))
        painter.setPen(QPen(self._style.color("muted", 0.6), self._style.thin))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(self._place)
        painter.drawLines(self._ticks)
        for color, tip in self._tips:
            painter.setBrush(color)
            painter.drawPolygon(tip)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(self._style.color("muted"))
        for left, baseline, label in self._texts:
            self._style.write(painter, left, baseline, label)
        name, right, middle = self._name
        if name:
            write_upwards(painter, self._style, right, middle, name)


def enlarged(image: QImage, place: QRectF, *, smooth: bool) -> QImage:
    """An image so fine that no reader of files, who may smooth what he enlarges, blurs it."""
    size = (place.size() * FINE).toSize().expandedTo(image.size())
    how = Qt.TransformationMode
    kept = Qt.AspectRatioMode.IgnoreAspectRatio
    return image.scaled(size, kept, how.SmoothTransformation if smooth else how.FastTransformation)


def pooled(raster: Raster, place: QRectF) -> Raster:
    """A signed raster with no more fields than there are pixels."""
    room = max(1, int(place.height())), max(1, int(place.width()))
    return replace(raster, shares=reduced(raster.shares, *room))


def tips(place: QRectF, bar: ColorBar, theme: Theme) -> list[tuple[QColor, QPolygonF]]:
    """Points at the ends of a bar, in their colours, where there are values beyond."""
    colors, made = shades(dark=theme.dark), []
    for there, index, y, height in (
        (bar.above, -1, place.top(), -TIP),
        (bar.below, 0, place.bottom(), TIP),
    ):
        if there:
            corners = ((place.left(), y), (place.right(), y), (place.center().x(), y + height))
            tip = QPolygonF([QPointF(*corner) for corner in corners])
            made.append((QColor.fromRgba(int(colors[index])), tip))
    return made


def gaps(place: QRectF, rows: int, columns: int) -> list[QLineF]:
    """Lines between fields, which are then tiles, where they are large enough for it."""
    width, height = place.width() / columns, place.height() / rows
    lines = []
    if min(width, height) >= TILE:
        for i in range(1, columns):
            x = crisp(place.left() + i * width)
            lines.append(QLineF(x, place.top(), x, place.bottom()))
        for i in range(1, rows):
            y = crisp(place.top() + i * height)
            lines.append(QLineF(place.left(), y, place.right(), y))
    return lines


def _corner(
    wordings: tuple[str, ...], frame: QRectF, style: Style
) -> tuple[float, float, str] | None:
    """Left, baseline and the wording that fits in the upper right half of a triangle."""
    bottom = CORNER + style.line
    for words in wordings:
        left = frame.right() - CORNER - style.width(words)
        slope = frame.left() + bottom / frame.height() * frame.width()
        if left >= slope + CORNER + 0.04 * frame.width():
            return left, frame.top() + CORNER + style.ascent, words
    return None


def contour(x: FloatArray, y: FloatArray, z: FloatArray, level: float) -> FloatArray:
    """Where z, linear within two triangles of each cell of its grid, has one value.

    Parameters
    ----------
    x, y, z : (X,), (Y,) and (Y, X) arrays
        Where z is not finite there is no line.

    Returns
    -------
    (m, 4) array
        m pieces: x and y of one end, x and y of the other.
    """
    grid = np.stack([*np.meshgrid(x, y), z], axis=-1)
    a, b, c, d = grid[:-1, :-1], grid[:-1, 1:], grid[1:, 1:], grid[1:, :-1]
    corners = np.concatenate(
        [np.stack(three, axis=2).reshape(-1, 3, 3) for three in ((a, b, c), (a, c, d))]
    )
    corners = corners[np.isfinite(corners[:, :, 2]).all(axis=1)]
    above = corners[:, :, 2] > level
    count = above.sum(axis=1)
    cut = (count == 1) | (count == 2)
    corners, above, count = corners[cut], above[cut], count[cut]
    # the corner that lies alone on its side: the line crosses both edges that meet there
    alone = np.where(count == 1, above.argmax(axis=1), above.argmin(axis=1))
    rows = np.arange(len(corners))
    tip = corners[rows, alone]
    ends = []
    for offset in (1, 2):
        other = corners[rows, (alone + offset) % 3]
        share = (level - tip[:, 2:]) / (other[:, 2:] - tip[:, 2:])
        ends.append(tip[:, :2] + share * (other[:, :2] - tip[:, :2]))
    return np.concatenate(ends, axis=1)
