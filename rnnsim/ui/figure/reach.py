"""The figure of a sweep: what is left of the gradient at every point of its grid."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rnnsim.model.arrays import FloatArray
from rnnsim.model.figure import FigureSpec
from rnnsim.model.sweep import Axis
from rnnsim.ui.figure.drawing import MARGIN, Drawing
from rnnsim.ui.figure.grid import Grid, Shape, arranged
from rnnsim.ui.theme import BASE_PIXELS, FIGURE_THEMES, PRINT, plain_glyphs

MAP = Shape(40.0, 0.74, (170.0, 110.0))
CURVE = Shape(90.0, 0.43, (170.0, 110.0))
"""What fields ask for, and what a curve does."""


class ReachDrawing(Drawing):
    """The picture of a sweep, painted as the figure of a view is.

    Parameters
    ----------
    spec : FigureSpec
        Its views count for nothing.
    axes : one or two of Axis
    ratios, there : arrays
        As `rnnsim.run.sweep_grid.ratio_grid` gives them.
    over : sequence of str
        Keys of the axes over which it is the median.

    Attributes
    ----------
    said : str
        What it shows, in words.
    """

    def __init__(
        self,
        spec: FigureSpec,
        axes: Sequence[Axis],
        ratios: FloatArray,
        there: NDArray[np.bool_],
        over: Sequence[str] = (),
    ) -> None:
        from rnnsim.ui.plots.paper import PaperPlot
        from rnnsim.ui.plots.reach_map import compose, said_of
        from rnnsim.ui.plots.style import Style

        self.spec = spec
        self._theme, self._window = FIGURE_THEMES[spec.theme], None
        self._shape = MAP if len(axes) > 1 else CURVE
        with plain_glyphs():
            self._grid = self._arranged()
            cell, picture = self._grid.cells[0], compose(axes, ratios, there, over)
            style = Style(self._theme, BASE_PIXELS, paper=True)
            self.pictures = {0: picture}
            self.said = said_of(axes, over)
            self._parts = [PaperPlot(picture, (cell.width, cell.height), style)]

    def _arranged_in(self, width: float, height: float | None) -> Grid:
        margin = 0.0 if self._theme is PRINT else MARGIN
        return arranged([self._shape], max(width, 1.0), height, margin=margin)
