"""A figure: its views drawn anew, apart from the window, at the size and in the type asked for."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QRegion
from PySide6.QtWidgets import QMainWindow, QWidget

from rnnsim.model.figure import HEIGHTS, WINDOW, FigureError, FigureSpec
from rnnsim.model.view import CANVAS, PLOTS, View
from rnnsim.translation import tr
from rnnsim.ui.canvas.lettering import typeset
from rnnsim.ui.figure.aligned import Aligned
from rnnsim.ui.figure.grid import HEAD, Cell, Grid, Shape, arranged, letter
from rnnsim.ui.figure.legend import RunsLegend
from rnnsim.ui.figure.parts import CanvasPart, Part, SpectrumPart, shape_of
from rnnsim.ui.figure.shown import Shown
from rnnsim.ui.spectrum.words import TITLE
from rnnsim.ui.theme import BASE_PIXELS, FIGURE_THEMES, PRINT, exact_font, plain_glyphs

if TYPE_CHECKING:
    from rnnsim.ui.plots.picture import Picture

POINT = 25.4 / 72.0
"""mm."""

LETTER_PIXELS = 15.0
"""Size of the letters: 8 points where the type has 7."""

MARGIN = 14.0
"""Pixels between the views and the edge where that is seen: not on paper."""

ATTEMPTS = 8
"""To make the type so small that all views have room."""

MOST_PIXELS, MOST_ALONG = 2**27, 32_000
"""Of an image: half a GiB, and what Qt can draw on along a side."""


class Drawing:
    """A figure to be painted on anything, as often as wanted.

    Parameters
    ----------
    spec : FigureSpec
    shown : Shown
        Numbers that its views want are in `shown.frame.extras`; where they are not, views say that
        they wait for them.
    window : QWidget or None
        What a figure of the window is of; others do not need it.
    before : Drawing or None
        Of the same views at another moment, whose axes are kept where they suit.

    Raises
    ------
    FigureError
        If it is to be of a window and there is none.
    """

    def __init__(
        self,
        spec: FigureSpec,
        shown: Shown,
        window: QWidget | None = None,
        before: Drawing | None = None,
    ) -> None:
        self.spec = spec
        self._theme = FIGURE_THEMES[spec.theme]
        self._window: QWidget | None = None
        self._parts: list[Part] = []
        self._grid = Grid((), 1.0, 1.0)
        self._legend: RunsLegend | None = None
        self.pictures: dict[int, Picture] = {}
        if spec.views == (WINDOW,):
            self._frame_window(window)
        else:
            with plain_glyphs():
                self._lay_out(shown, before)

    def _frame_window(self, window: QWidget | None) -> None:
        if window is None:
            raise FigureError("there is no window that the figure could be of")
        central = window.centralWidget() if isinstance(window, QMainWindow) else None
        self._window = central or window
        self._grid = Grid((), float(self._window.width()), float(self._window.height()))

    def _lay_out(self, shown: Shown, before: Drawing | None) -> None:
        spec = self.spec
        self._grid, self._legend = self._arranged(shown)
        pictures = before.pictures if before else {}
        plots = {i: view for i, view in enumerate(spec.views) if view in PLOTS}
        aligned = Aligned(plots, self._grid.cells, shown, self._theme, pictures)
        self.pictures = aligned.pictures
        self._parts = [
            aligned.parts[i] if i in plots else self._part(view, shown, self._grid.cells[i])
            for i, view in enumerate(spec.views)
        ]

    def _arranged(self, shown: Shown) -> tuple[Grid, RunsLegend]:
        """The views at the size of type asked for, or smaller where they would have no room."""
        spec, dense = self.spec, BASE_PIXELS / (self.spec.font * POINT)
        for _ in range(ATTEMPTS):
            width = max(float(round(spec.width * dense)), 1.0)
            legend = RunsLegend(spec.views, shown.frame, self._theme, width - 2 * self._margin)
            shapes = [shape_of(view, shown) for view in spec.views]
            height = spec.height and spec.height * width / spec.width - legend.height
            grid = self._arranged_in(width, height, shapes)
            tallest = HEIGHTS[1] * width / spec.width - legend.height
            if grid.height > tallest:
                grid = self._arranged_in(width, tallest, shapes)
            if grid.crowded == 1.0:
                break
            dense *= max(grid.crowded, 1.01)
        return grid, legend

    @property
    def _margin(self) -> float:
        return 0.0 if self._theme is PRINT else MARGIN

    def _arranged_in(self, width: float, height: float | None, shapes: list[Shape]) -> Grid:
        spec = self.spec
        head = HEAD if spec.titles or len(spec.views) > 1 else 0.0
        return arranged(shapes, width, height, spec.columns, head=head, margin=self._margin)

    def _part(self, view: str, shown: Shown, cell: Cell) -> Part:
        made = CanvasPart if view == CANVAS.name else SpectrumPart
        return made(shown, self._theme, (cell.width, cell.height))

    @property
    def size(self) -> tuple[float, float]:
        """Width and height, mm."""
        width = self.spec.width
        foot = self._legend.height if self._legend else 0.0
        own = (self._grid.height + foot) * width / self._grid.width
        if self._window is not None or self.spec.height is None:
            return width, own
        return width, self.spec.height

    @property
    def layout_size(self) -> tuple[float, float]:
        """Width and height in pixels of the layout."""
        width, height = self.size
        return self._grid.width, height * self._grid.width / width

    @property
    def ground(self) -> QColor | None:
        """What it stands on; None where it is transparent."""
        if self.spec.transparent:
            return None
        if self._window is not None:
            return self._window.palette().window().color()
        return self._theme.color("card")

    def paint(self, painter: QPainter, target: QRectF) -> None:
        """Paint it into a rectangle of its own proportions; the painter is left as it was."""
        painter.save()
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing
        )
        if self.ground is not None:
            painter.fillRect(target, self.ground)
        painter.translate(target.topLeft())
        scale = target.width() / self._grid.width
        painter.scale(scale, scale)
        if self._window is not None:
            self._paint_window(painter, self._window)
        with plain_glyphs():
            for i, (part, cell) in enumerate(zip(self._parts, self._grid.cells, strict=True)):
                self._paint_head(painter, i, cell)
                painter.save()
                painter.translate(cell.left, cell.top)
                part.draw(painter)
                painter.restore()
            if self._legend is not None:
                painter.translate(self._margin, self._grid.height - self._margin)
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
            raise FigureError(
                tr("so large a figure can have {dpi} pixels an inch at most").format(
                    dpi=math.floor(most * 25.4)
                )
            )
        image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(self.ground or Qt.GlobalColor.transparent)
        painter = QPainter(image)
        self.paint(painter, QRectF(0.0, 0.0, width, width * self.size[1] / self.size[0]))
        painter.end()
        return image

    def _paint_window(self, painter: QPainter, window: QWidget) -> None:
        window.render(painter, QPoint(), QRegion(), QWidget.RenderFlag.DrawChildren)

    def _paint_head(self, painter: QPainter, number: int, cell: Cell) -> None:
        """The view's letter, where there are several, and its title, where that is wanted."""
        if not cell.head:
            return
        left, baseline = cell.left + 2.0, cell.top - 6.0
        painter.setPen(self._theme.color("text"))
        if len(self.spec.views) > 1:
            font = exact_font(LETTER_PIXELS, bold=True)
            painter.setFont(font)
            painter.drawText(QPointF(left, baseline), letter(number))
            left += QFontMetricsF(font).horizontalAdvance("m") + 3.0
        if self.spec.titles:
            font = exact_font(BASE_PIXELS, bold=True)
            painter.setFont(font)
            room = cell.left + cell.width - left
            painter.drawText(QPointF(left, baseline), _title(self.spec.views[number], font, room))


def _title(view: str, font: QFont, room: float) -> str:
    """A view's title, or its short one, as far as there is room."""
    metrics = QFontMetricsF(font)
    known: View | None = CANVAS if view == CANVAS.name else PLOTS.get(view)
    told = (tr(known.title), tr(known.short)) if known else (tr(TITLE),)
    titles = [typeset(title) for title in told]
    fitting = (title for title in titles if metrics.horizontalAdvance(title) <= room)
    elided = metrics.elidedText(titles[-1], Qt.TextElideMode.ElideRight, room)
    return next(fitting, elided)
