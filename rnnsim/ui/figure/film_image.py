"""One image of an animation, as large as it is written or as it is looked at before."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter

from rnnsim.model.animation import PASS, PIXELS_PER_MM, AnimationSpec
from rnnsim.translation import tr
from rnnsim.ui.figure.drawing import Drawing
from rnnsim.ui.figure.shown import Shown
from rnnsim.ui.theme import FIGURE_THEMES, exact_font

STRIP = 1.8
"""Height of the line that tells the iteration, as a multiple of the size of its type."""


class FilmImage:
    """The figure with a margin, and above it the iteration where that is what changes.

    Parameters
    ----------
    spec : AnimationSpec
    shown : Shown
    before : FilmImage or None
        The one before it, whose axes are kept where they suit.

    Attributes
    ----------
    drawing : Drawing
        The figure.
    """

    def __init__(self, spec: AnimationSpec, shown: Shown, before: FilmImage | None = None) -> None:
        self._spec, self._iteration = spec, shown.frame.at
        past = None if before is None else before.drawing
        self.drawing: Drawing = Drawing(spec.figure, shown, before=past)
        self._strip = 0 if spec.of == PASS else round(STRIP * spec.type_size)

    @property
    def pixels(self) -> tuple[int, int]:
        """Width and height as it is written."""
        figure = round(self.drawing.size[1] * PIXELS_PER_MM)
        return self._spec.width, figure + self._strip + 2 * self._spec.margin

    @property
    def size(self) -> tuple[float, float]:
        """Width and height, mm."""
        width, height = self.pixels
        return width / PIXELS_PER_MM, height / PIXELS_PER_MM

    def image(self, pixels_per_mm: float = PIXELS_PER_MM) -> QImage:
        """It as an image, so fine."""
        spec, scale = self._spec, pixels_per_mm / PIXELS_PER_MM
        width, height = (max(1, round(length * scale)) for length in self.pixels)
        theme = FIGURE_THEMES[spec.theme]
        image = QImage(width, height, QImage.Format.Format_RGB32)
        image.fill(theme.color("card"))
        painter = QPainter(image)
        painter.scale(scale, scale)
        across, down = (length * PIXELS_PER_MM for length in self.drawing.size)
        corner = QPointF(spec.margin, spec.margin + self._strip)
        self.drawing.paint(painter, QRectF(corner.x(), corner.y(), across, down))
        if self._strip:
            painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
            painter.setFont(exact_font(spec.type_size, bold=True))
            painter.setPen(theme.color("text"))
            baseline = QPointF(spec.inset, spec.inset + spec.type_size)
            painter.drawText(baseline, tr("iteration {number}").format(number=self._iteration))
        painter.end()
        return image
