"""A plot in which the start of the descents over the cliff can be dragged."""

from __future__ import annotations

from PySide6.QtCore import Signal

from rnnsim.model.cliff import start_at
from rnnsim.translation import tr
from rnnsim.ui import tips
from rnnsim.ui.plots.draggable import DraggablePlot
from rnnsim.ui.plots.hand import Place
from rnnsim.ui.plots.picture import Look
from rnnsim.ui.theme import Theme

DIGITS, STEP = 3, 0.001
"""Decimals of a start that was moved, and how far an arrow key moves it: so thin is the wall."""

BIAS = Look("text", 1.2, (2.0, 3.0))
"""The line of its b, in every plot that has b as its vertical axis."""


def told(value: float) -> str:
    """w, b or a state in so many decimals as a start has."""
    return f"{round(value, DIGITS) + 0.0:g}".replace("-", "−")


class StartPlot(DraggablePlot):
    """Its handle stands at w and b of the start; of a line only b counts."""

    start_moved = Signal(float, float)
    """The w and b at which the descents are to start."""

    def __init__(self, theme: Theme, title: str) -> None:
        super().__init__(theme, title)
        self.setToolTip(tips.line(tr("Both descents start here: drag it, or use the arrow keys")))

    def _ask_for(self, place: Place) -> Place:
        w, b = start_at(round(place[0], DIGITS), round(place[1], DIGITS))
        self.start_moved.emit(w, b)
        return w, b
