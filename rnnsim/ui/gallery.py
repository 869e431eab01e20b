"""The views by their names: which are seen, what they show, and their numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from rnnsim.model.table import Table
from rnnsim.model.target import SPECTRUM
from rnnsim.model.view import CANVAS
from rnnsim.ui.canvas.table import table as canvas_table
from rnnsim.ui.dock_area import SIDE_BY_SIDE
from rnnsim.ui.figure.shown import Shown
from rnnsim.ui.spectrum.table import table as spectrum_table

if TYPE_CHECKING:
    from rnnsim.ui.window import Window


class Gallery:
    """What can be seen in the window.

    Parameters
    ----------
    window : Window
    """

    def __init__(self, window: Window) -> None:
        self._window = window

    @property
    def views(self) -> dict[str, QWidget]:
        """What can be exported, by the name it is known under."""
        window = self._window
        return {
            CANVAS.name: window.canvas_card,
            **window.plots.docks,
            SPECTRUM: window.panel.editor,
            "window": window.centralWidget(),
        }

    @property
    def seen(self) -> tuple[str, ...]:
        """The canvas, and the plots that can be seen as one reads them."""
        docks = [dock for dock in self._window.plots.docks.values() if dock.seen]
        docks.sort(key=lambda dock: dock.mapTo(self._window, QPoint()).toTuple()[::-1])
        return (CANVAS.name, *(dock.name for dock in docks))

    @property
    def cards(self) -> list[QWidget]:
        """All cards that are open in the window, be they scrolled or behind others."""
        window = self._window
        docks = (*window.side_docks.values(), *window.plots.docks.values())
        inside = [dock for dock in docks if dock.seen and not dock.isFloating()]
        return [window.canvas_card, window.pass_card, *window.panel.column.cards.values(), *inside]

    @property
    def shown(self) -> Shown | None:
        """What the views show; None before the first frame."""
        window, frame = self._window, self._window.presenter.frame
        if frame is None:
            return None
        return Shown(frame, window.playback.playhead.moment, window.looking.chosen, window.relative)

    @property
    def toggles(self) -> list[QAction]:
        """An action for each view that shows or hides it."""
        window = self._window
        docks = (window.panel_dock, *window.side_docks.values(), *window.plots.docks.values())
        return [dock.toggleViewAction() for dock in docks]

    def table(self, view: str) -> Table:
        """The numbers that a view shows; empty before there are any."""
        frame = self._window.presenter.frame
        drawn = {CANVAS.name: canvas_table, SPECTRUM: spectrum_table}.get(view)
        if drawn is None:
            return self._window.plots.table(view)
        return Table() if frame is None else drawn(frame)

    def bring_out(self, view: str) -> bool:
        """Let a view be seen; return whether it was closed or behind another."""
        window, dock = self._window, self._window.plots.docks.get(view)
        if dock is None or dock.seen:
            return False
        if not dock.wanted:
            most = min(SIDE_BY_SIDE, window.lecture.most_plots)
            window.area.show_plots((*window.plots.shown[: most - 1], view))
        dock.raise_()
        return True
