"""Plots side by side whose axes are aligned: in a column at the left, in a row above and below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QPainter

from rnnsim.ui.figure.grid import Cell
from rnnsim.ui.figure.parts import Part, plot_part
from rnnsim.ui.figure.shown import Shown
from rnnsim.ui.theme import Theme

if TYPE_CHECKING:
    from rnnsim.ui.plots.paper import PaperPlot
    from rnnsim.ui.plots.picture import Picture

MOST = 60.0
"""Pixels that a plot gives up at a side to be aligned at most."""


@dataclass(frozen=True, slots=True)
class _Moved:
    """A part at some distance from the corner of its cell."""

    part: Part
    left: float
    top: float

    def draw(self, painter: QPainter) -> None:
        """Paint it from the painter's origin on."""
        painter.save()
        painter.translate(self.left, self.top)
        self.part.draw(painter)
        painter.restore()


class Aligned:
    """The plots of a figure.

    Attributes
    ----------
    parts : dict of Part
        By their numbers in the figure.
    pictures : dict of Picture
        The same, before they were laid out.
    """

    def __init__(
        self,
        plots: Mapping[int, str],
        cells: Sequence[Cell],
        shown: Shown,
        theme: Theme,
        before: Mapping[int, Picture] | None = None,
    ) -> None:
        before = before or {}

        def made(i: int, width: float, height: float) -> PaperPlot:
            return plot_part(plots[i], shown, theme, (width, height), before.get(i))

        first = {i: made(i, cells[i].width, cells[i].height) for i in plots}
        self.pictures = {i: plot.picture for i, plot in first.items()}
        self.parts: dict[int, Part] = dict(first)
        if len(plots) < 2:
            return
        insets = {i: _insets(plot) for i, plot in first.items() if not plot.picture.bare}
        for i in insets:
            column = [insets[j][0] for j in insets if cells[j].column == cells[i].column]
            row = [insets[j] for j in insets if cells[j].row == cells[i].row]
            left = _given_up(insets[i][0], column)
            top = _given_up(insets[i][1], [each[1] for each in row])
            foot = _given_up(insets[i][2], [each[2] for each in row])
            if left or top or foot:
                moved = made(i, cells[i].width - left, cells[i].height - top - foot)
                self.parts[i] = _Moved(moved, left, top)


def _insets(plot: PaperPlot) -> tuple[float, float, float]:
    """Pixels left of, above and below the data."""
    area, (_width, height) = plot.layout.area, plot.layout.size
    return area.left, area.top, height - area.bottom


def _given_up(own: float, all_of_them: list[float]) -> float:
    """How much more room one must leave to be aligned with the others, if that is little."""
    within = [each for each in all_of_them if each - own <= MOST]
    return float(round(max(within) - own))
