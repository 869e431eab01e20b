"""The figure of a sweep: what is left of the gradient at every point of its grid."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rnnsim.model.arrays import FloatArray
from rnnsim.model.figure import FigureSpec
from rnnsim.model.sweep import Axis
from rnnsim.ui.figure.drawing import LEAST_HEIGHT, LEAST_WIDTH, POINT, Drawing
from rnnsim.ui.figure.grid import Cell, Grid, Shape
from rnnsim.ui.theme import BASE_PIXELS, FIGURE_THEMES

REACH = "reach"
"""What the figure is called where views have their names."""

MAP, CURVE = Shape(40.0, 0.74), Shape(40.0, 0.55)
"""What fields ask for, and a curve."""


class ReachDrawing(Drawing):
    """The picture of a sweep, painted as the figure of a view is.

    Parameters
    ----------
    spec : FigureSpec
        Its views do not count.
    axes : one or two of Axis
    ratios, there : arrays
        As `rnnsim.run.sweep_grid.ratio_grid` gives them.
    over : sequence of str
        Keys of the axes over which it is the median.
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
        from rnnsim.ui.plots.reach_map import compose
        from rnnsim.ui.plots.style import Style

        self.spec = spec
        self._theme, self._window = FIGURE_THEMES[spec.theme], None
        width = max(float(round(spec.width * BASE_PIXELS / (spec.font * POINT))), LEAST_WIDTH)
        own = (MAP if len(axes) > 1 else CURVE).height(width)
        height = max(spec.height * width / spec.width, LEAST_HEIGHT) if spec.height else own
        cell = Cell(0.0, 0.0, width, height, 0, 0)
        self._grid = Grid((cell,), width, height)
        picture = compose(axes, ratios, there, over)
        style = Style(self._theme, BASE_PIXELS, paper=True)
        self.pictures = {0: picture}
        self._parts = [PaperPlot(picture, (width, height), style)]
