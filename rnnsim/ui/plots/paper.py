"""A plot apart from its widget, to be drawn into files and on printers."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter

from rnnsim.ui.plots.area import lay_out
from rnnsim.ui.plots.axes import Axes
from rnnsim.ui.plots.bars import BarsPart
from rnnsim.ui.plots.curves import Curves
from rnnsim.ui.plots.layer import Part
from rnnsim.ui.plots.legend import Legend
from rnnsim.ui.plots.marks import Marks
from rnnsim.ui.plots.picture import Picture, Reading
from rnnsim.ui.plots.raster import ColorScale, Fields
from rnnsim.ui.plots.readout import Readout
from rnnsim.ui.plots.references import Levels, References
from rnnsim.ui.plots.strip import Strip
from rnnsim.ui.plots.style import Style
from rnnsim.ui.plots.tags import Tags
from rnnsim.ui.plots.ways import Ways


class PaperPlot:
    """A picture laid out for paper: without what is there for the pointer, and without a ground.

    Parameters
    ----------
    picture : Picture
    size : (float, float)
        Width and height, in pixels of the layout.
    style : Style
        For paper.
    quantity : str
        What the height or, where there are coloured fields, their colour says, where it says
        nothing else.
    rings : tuple of Reading
        Points that are ringed because they are selected.

    Attributes
    ----------
    layout : Layout
    """

    def __init__(
        self,
        picture: Picture,
        size: tuple[float, float],
        style: Style,
        quantity: str = "",
        rings: tuple[Reading, ...] = (),
    ) -> None:
        self.picture = picture
        whole = tuple(replace(curve, final=0) for curve in picture.curves)
        plain = replace(picture, curves=whole, handle=None, below=picture.below[-1:])
        shown = _named(plain, quantity)
        self.layout = lay_out(shown, size, style.line, style.label_width)
        tags, readout = Tags(), Readout()
        readout.rings = rings
        self._parts: tuple[Part, ...] = (
            *(Axes(), Fields(), ColorScale(), Strip(), Legend(), BarsPart()),
            *(Curves(past=False), References(), Ways(), tags, Levels(tags), Marks(), readout),
        )
        for part in self._parts:
            part.prepare(shown, self.layout, style)

    def draw(self, painter: QPainter) -> None:
        """Draw it from the painter's origin on, in pixels of the layout."""
        for part in self._parts:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            part.draw(painter)
            painter.restore()


def _named(picture: Picture, quantity: str) -> Picture:
    """The picture with the name of its colours, or of its vertical axis if it has none."""
    if picture.color_bar is not None:
        return replace(picture, color_bar=replace(picture.color_bar, name=quantity))
    return picture if picture.y_label else replace(picture, y_label=quantity)
