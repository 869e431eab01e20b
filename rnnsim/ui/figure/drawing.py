"""A figure: its views drawn anew, apart from the window, at the size and in the type asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMainWindow, QWidget

from rnnsim.model.figure import WINDOW, FigureError, FigureSpec
from rnnsim.model.view import CANVAS, PLOTS
from rnnsim.ui.figure.aligned import Aligned
from rnnsim.ui.figure.grid import Cell, Grid
from rnnsim.ui.figure.legend import RunsLegend
from rnnsim.ui.figure.parts import CanvasPart, Part, SpectrumPart, WindowPart, shape_of
from rnnsim.ui.figure.sheet import Sheet
from rnnsim.ui.figure.shown import Shown
from rnnsim.ui.figure.sizing import fitted, margin_of
from rnnsim.ui.theme import FIGURE_THEMES, Theme, plain_glyphs

if TYPE_CHECKING:
    from rnnsim.ui.plots.picture import Picture


class Drawing(Sheet):
    """A figure of some views, or of the window.

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

    Attributes
    ----------
    pictures : mapping of int to Picture
        Of its plots, by their place among the views.

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
        self.pictures: Mapping[int, Picture] = {}
        if spec.views == (WINDOW,):
            self._frame_window(spec, window)
        else:
            with plain_glyphs():
                self._lay_out(spec, shown, before)

    def _frame_window(self, spec: FigureSpec, window: QWidget | None) -> None:
        """A window has the proportions that it has."""
        if window is None:
            raise FigureError("there is no window that the figure could be of")
        central = window.centralWidget() if isinstance(window, QMainWindow) else None
        seen = central or window
        width, height = float(seen.width()), float(seen.height())
        grid = Grid((Cell(0.0, 0.0, width, height, 0, 0),), width, height)
        ground = seen.palette().window().color()
        super().__init__(replace(spec, height=None), grid, [WindowPart(seen)], ground=ground)

    def _lay_out(self, spec: FigureSpec, shown: Shown, before: Drawing | None) -> None:
        theme = FIGURE_THEMES[spec.theme]

        def legend_in(width: float) -> RunsLegend:
            return RunsLegend(spec.views, shown.frame, theme, width)

        shapes = [shape_of(view, shown) for view in spec.views]
        grid = fitted(spec, shapes, lambda width: legend_in(width).height)
        plots = {i: view for i, view in enumerate(spec.views) if view in PLOTS}
        pictures = before.pictures if before else {}
        aligned = Aligned(plots, grid.cells, shown, theme, pictures)
        self.pictures = aligned.pictures
        parts = [
            aligned.parts[i] if i in plots else _part(view, shown, theme, grid.cells[i])
            for i, view in enumerate(spec.views)
        ]
        super().__init__(spec, grid, parts, legend_in(grid.width - 2 * margin_of(spec)))


def _part(view: str, shown: Shown, theme: Theme, cell: Cell) -> Part:
    made = CanvasPart if view == CANVAS.name else SpectrumPart
    return made(shown, theme, (cell.width, cell.height))
