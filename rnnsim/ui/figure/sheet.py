"""Parts in a grid, painted on anything: what all figures have in common."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter

from rnnsim.model.figure import WINDOW, FigureError, FigureSpec
from rnnsim.model.view import CANVAS, PLOTS, View
from rnnsim.translation import tr
from rnnsim.ui.canvas.lettering import typeset
from rnnsim.ui.figure.grid import Cell, Grid, letter
from rnnsim.ui.figure.legend import RunsLegend
from rnnsim.ui.figure.parts import Part
from rnnsim.ui.figure.sizing import POINT, margin_of
from rnnsim.ui.spectrum.words import TITLE
from rnnsim.ui.theme import BASE_PIXELS, FIGURE_THEMES, exact_font, plain_glyphs

LETTER_PIXELS = 15.0
"""Size of the letters: 8 points where the type has 7."""

MOST_PIXELS, MOST_ALONG = 2**27, 32_000
"""Of an image: half a GiB, and what Qt can draw on along a side."""


class Sheet:
    """Parts laid out, to be painted as often as wanted.

    Parameters
    ----------
    spec : FigureSpec
    grid : Grid
        In pixels of the layout, of which `BASE_PIXELS` are as high as the type.
    parts : sequence of Part
        One for each cell of the grid.
    legend : RunsLegend or None
        What stands under the grid.
    ground : QColor or None
        What it stands on, where that is not the theme's and it is not transparent.
    """

    def __init__(
        self,
        spec: FigureSpec,
        grid: Grid,
        parts: Sequence[Part],
        legend: RunsLegend | None = None,
        ground: QColor | None = None,
    ) -> None:
        self.spec = spec
        self.grid, self.parts = grid, tuple(parts)
        self._legend, self._theme = legend, FIGURE_THEMES[spec.theme]
        self._ground = ground or self._theme.color("card")

    @property
    def size(self) -> tuple[float, float]:
        """Width and height, mm."""
        width = self.spec.width
        foot = self._legend.height if self._legend else 0.0
        own = (self.grid.height + foot) * width / self.grid.width
        return width, own if self.spec.height is None else self.spec.height

    @property
    def layout_size(self) -> tuple[float, float]:
        """Width and height in pixels of the layout."""
        width, height = self.size
        return self.grid.width, height * self.grid.width / width

    @property
    def type_size(self) -> float:
        """Size of the type in points: smaller than was asked for where there was no room for it."""
        return BASE_PIXELS * self.size[0] / self.layout_size[0] / POINT

    @property
    def ground(self) -> QColor | None:
        """What it stands on; None where it is transparent."""
        return None if self.spec.transparent else self._ground

    def paint(self, painter: QPainter, target: QRectF) -> None:
        """Paint it into a rectangle of its own proportions; the painter is left as it was."""
        painter.save()
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing
            | QPainter.RenderHint.TextAntialiasing
            | QPainter.RenderHint.LosslessImageRendering  # Qt would make a PDF's images JPEGs
        )
        if self.ground is not None:
            painter.fillRect(target, self.ground)
        painter.translate(target.topLeft())
        scale = target.width() / self.grid.width
        painter.scale(scale, scale)
        for number, (part, cell) in enumerate(zip(self.parts, self.grid.cells, strict=True)):
            if cell.head:
                self._paint_head(painter, number, cell)
            painter.save()
            painter.translate(cell.left, cell.top)
            part.draw(painter)
            painter.restore()
        if self._legend is not None:
            margin = margin_of(self.spec)
            painter.translate(margin, self.grid.height - margin)
            self._legend.draw(painter)
        painter.restore()

    def image(self, pixels_per_mm: float) -> QImage:
        """It as an image, transparent where it has no ground.

        Raises
        ------
        FigureError
            If that were too many pixels.
        """
        width, height = (max(1, round(length * pixels_per_mm)) for length in self.size)
        if width * height > MOST_PIXELS or max(width, height) > MOST_ALONG:
            most = min(math.sqrt(MOST_PIXELS / math.prod(self.size)), MOST_ALONG / max(self.size))
            said = tr("so large a figure can have {dpi} pixels an inch at most")
            raise FigureError(said.format(dpi=math.floor(most * 25.4)))
        image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(self.ground or Qt.GlobalColor.transparent)
        painter = QPainter(image)
        self.paint(painter, QRectF(0.0, 0.0, width, width * self.size[1] / self.size[0]))
        painter.end()
        return image

    def _paint_head(self, painter: QPainter, number: int, cell: Cell) -> None:
        """The view's letter, where there are several, and its title, where that is wanted."""
        with plain_glyphs():
            bold = exact_font(BASE_PIXELS, bold=True)
            large = exact_font(LETTER_PIXELS, bold=True)
        left, baseline = cell.left + 2.0, cell.top - 6.0
        painter.setPen(self._theme.color("text"))
        if len(self.spec.views) > 1:
            painter.setFont(large)
            painter.drawText(QPointF(left, baseline), letter(number))
            left += QFontMetricsF(large).horizontalAdvance("m") + 3.0
        if self.spec.titles:
            painter.setFont(bold)
            room = cell.left + cell.width - left
            painter.drawText(QPointF(left, baseline), _title(self.spec.views[number], bold, room))


def titles_of(view: str) -> tuple[str, ...]:
    """A view's title, and its short one if it has any."""
    known: View | None = CANVAS if view == CANVAS.name else PLOTS.get(view)
    if known is None:
        return (tr("The window") if view == WINDOW else typeset(tr(TITLE)),)
    return typeset(tr(known.title)), typeset(tr(known.short))


def _title(view: str, font: QFont, room: float) -> str:
    """A view's title, or its short one, as far as there is room."""
    metrics, titles = QFontMetricsF(font), titles_of(view)
    fitting = (title for title in titles if metrics.horizontalAdvance(title) <= room)
    elided = metrics.elidedText(titles[-1], Qt.TextElideMode.ElideRight, room)
    return next(fitting, elided)
