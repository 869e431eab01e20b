"""The row of live plots under the canvas; pyqtgraph is loaded when the row is first wanted."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from rnnsim.model.frame import Frame
from rnnsim.ui.card import Card
from rnnsim.ui.numbers import READABLE
from rnnsim.ui.theme import Theme

if TYPE_CHECKING:
    from rnnsim.ui.plots.plot import Plot

TITLES = {
    "gradient": "Gradient magnitude ‖∂L/∂hₖ‖",
    "loss": "Loss",
    "norm": "Gradient norm",
}


class PlotRow(QWidget):
    """Three cards, empty until `load` fills them with their plots."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._frame: Frame | None = None
        self._said_at = 0.0
        self.plots: dict[str, Plot] = {}
        self.cards = {view: Card(title) for view, title in TITLES.items()}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        for card in self.cards.values():
            card.setMinimumSize(205, 200)
            row.addWidget(card, 1)

    def load(self) -> None:
        """Make the plots; their library takes longer to load than all else together."""
        from rnnsim.ui.plots import GradientNormPlot, GradientPlot, LossPlot

        makers = {"gradient": GradientPlot, "loss": LossPlot, "norm": GradientNormPlot}
        for view, card in self.cards.items():
            self.plots[view] = makers[view](self._theme)
            card.add(self.plots[view])
        if self._frame is not None:
            self.show_frame(self._frame)

    def show_frame(self, frame: Frame) -> None:
        """Draw `frame` in all plots."""
        self._frame = frame
        readable = not frame.playing or time.monotonic() - self._said_at >= READABLE
        for view, plot in self.plots.items():
            plot.show_frame(frame)
            if readable:
                self.cards[view].set_aside(plot.aside)
        if readable:
            self._said_at = time.monotonic()

    def set_theme(self, theme: Theme) -> None:
        """Take on other colours."""
        self._theme = theme
        for plot in self.plots.values():
            plot.set_theme(theme)
