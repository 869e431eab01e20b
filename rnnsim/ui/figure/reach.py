"""The figure of a sweep: what is left of the gradient at every point of its grid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from rnnsim.model.arrays import FloatArray
from rnnsim.model.figure import FigureSpec
from rnnsim.model.sweep import Axis
from rnnsim.ui.figure.grid import Shape
from rnnsim.ui.figure.sheet import Sheet
from rnnsim.ui.figure.sizing import fitted
from rnnsim.ui.theme import BASE_PIXELS, FIGURE_THEMES, plain_glyphs

MAP = Shape(40.0, 0.74, (170.0, 110.0))
CURVE = Shape(90.0, 0.43, (170.0, 110.0))
"""What fields ask for, and what a curve does."""


class ReachDrawing(Sheet):
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
        from rnnsim.ui.plots.reach_map import RATIO, compose, said_of
        from rnnsim.ui.plots.style import Style

        spec = replace(spec, views=spec.views[:1], columns=None, titles=False)
        picture = compose(axes, ratios, there, over)
        self.said = said_of(axes, over)
        with plain_glyphs():
            grid = fitted(spec, [MAP if len(axes) > 1 else CURVE])
            (cell,) = grid.cells
            style = Style(FIGURE_THEMES[spec.theme], BASE_PIXELS, paper=True)
            part = PaperPlot(picture, (cell.width, cell.height), style, RATIO)
        super().__init__(spec, grid, [part])
