"""The docks of the live plots; each is made, and pyqtgraph loaded, when it is first seen."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from rnnsim.model.frame import Frame
from rnnsim.model.moment import Moment
from rnnsim.model.table import Table
from rnnsim.model.view import PLOTS, Want, wants_of
from rnnsim.translation import tr
from rnnsim.ui.docks import HeadButton, ViewDock, draw_table
from rnnsim.ui.guide import Cover
from rnnsim.ui.help import mark
from rnnsim.ui.numbers import READABLE
from rnnsim.ui.table import DataTable
from rnnsim.ui.theme import Theme

if TYPE_CHECKING:
    from rnnsim.ui.plots.plot import Plot

LEAST = (150, 90)
"""Smallest width and height of what is under a dock's head."""


class Plots(dict[str, "Plot"]):
    """The plots made so far; any other is made when it is asked for by its name."""

    def __init__(self, make: Callable[[str], Plot]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, name: str) -> Plot:
        self[name] = made = self._make(name)
        return made


class PlotDocks(QObject):
    """A dock for every plot, empty until the plot is first seen; none is before `load`.

    Attributes
    ----------
    docks : dict of ViewDock
        By the names of the views.
    plots : Plots
        The same.
    """

    seen_changed = Signal()
    """Another set of plots is seen."""
    revealed = Signal(str)
    """The user has asked for a covered plot."""
    arranged = Signal()
    """The user has opened or closed a plot."""
    start_moved = Signal(float, float)
    """The w and b at which descents over the cliff are to start."""
    edited = Signal(str, object)
    """A key of the settings and the value asked for."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._frame: Frame | None = None
        self._moment: Moment | None = None
        self._step: int | None = None
        self._said_at = 0.0
        self._bare = False
        self._loaded = False
        self.plots = Plots(self._made)
        self._tables: dict[str, DataTable] = {}
        self._covers: dict[str, Cover] = {}
        self._toggles: dict[str, HeadButton] = {}
        self.docks = {name: self._dock(name) for name in PLOTS}

    def load(self) -> None:
        """Make the plots that are seen, and from now on every other once it is."""
        self._loaded = True
        for toggle in self._toggles.values():
            toggle.setEnabled(True)
        for name in self.docks:
            self._make_if_seen(name)

    def table(self, name: str) -> Table:
        """The numbers that a plot shows."""
        return self.plots[name].table()

    @property
    def shown(self) -> tuple[str, ...]:
        """The plots that are open, be they behind others."""
        return tuple(name for name, dock in self.docks.items() if dock.wanted)

    @property
    def wants(self) -> frozenset[Want]:
        """What the plots that are seen need."""
        return wants_of(name for name, dock in self.docks.items() if dock.seen)

    def show_frame(self, frame: Frame) -> None:
        """Draw `frame` in all plots."""
        self._frame = frame
        readable = not frame.playing or time.monotonic() - self._said_at >= READABLE
        for name, plot in self.plots.items():
            plot.show_frame(frame)
            if readable:
                self._say_aside(name)
            if readable and name in self._tables:
                self._tables[name].show_table(plot.table())
        if readable:
            self._said_at = time.monotonic()

    def show_moment(self, moment: Moment | None) -> None:
        """Draw what is known at a moment of the pass; None: all of it."""
        self._moment = moment
        for plot in self.plots.values():
            plot.show_moment(moment)

    def select_step(self, k: int | None) -> None:
        """Mark a time step in all plots."""
        self._step = k
        for plot in self.plots.values():
            plot.select_step(k)

    def cover(self, names: Iterable[str]) -> None:
        """Hide these plots until the user asks for each; show the others."""
        wanted = set(names)
        for name in self._covers.keys() - wanted:
            cover = self._covers.pop(name)
            cover.hide()
            cover.deleteLater()
            self._toggles[name].setHidden(self._bare)
            self._say_aside(name)
        for name in wanted - self._covers.keys():
            self._covers[name] = Cover(self.docks[name].widget())
            self._covers[name].revealed.connect(partial(self.revealed.emit, name))
            self._toggles[name].hide()  # neither head nor table may tell what is beneath
            self._say_aside(name)

    def set_bare(self, bare: bool) -> None:
        """Show heads without buttons, as for a lecture; or with them."""
        self._bare = bare
        for name, dock in self.docks.items():
            dock.head.show_buttons(not bare)
            self._toggles[name].setHidden(bare or name in self._covers)

    def _make_if_seen(self, name: str) -> None:
        if self._loaded and self.docks[name].seen and name not in self.plots:
            self.plots[name] = self._made(name)
            self._say_aside(name)

    def _made(self, name: str) -> Plot:
        """A plot in its dock, which shows what all others do."""
        # the library beneath takes longer to load than all else together
        from rnnsim.ui.plots import PLOTS as KINDS
        from rnnsim.ui.plots.start import StartPlot
        from rnnsim.ui.plots.threshold import ThresholdPlot

        plot = KINDS[name](self._theme)  # type: ignore[call-arg]
        if isinstance(plot, StartPlot):
            plot.start_moved.connect(self.start_moved)
        if isinstance(plot, ThresholdPlot):
            plot.edited.connect(self.edited)
        self.docks[name].add(plot)
        if name in self._covers:
            self._covers[name].raise_()
        if self._frame is not None:
            plot.show_frame(self._frame)
        plot.show_moment(self._moment)
        plot.select_step(self._step)
        return plot

    def _say_aside(self, name: str) -> None:
        """The read-out of a plot; of one that is covered nothing."""
        told = name in self.plots and name not in self._covers
        self.docks[name].head.set_aside(self.plots[name].aside if told else "")

    def set_theme(self, theme: Theme) -> None:
        """Take on other colours."""
        self._theme = theme
        for plot in self.plots.values():
            plot.set_theme(theme)

    def _dock(self, name: str) -> ViewDock:
        view = PLOTS[name]
        dock = ViewDock(name, tr(view.title), tr(view.short))
        dock.widget().setMinimumSize(*LEAST)  # the dock's own would not count
        toggle = HeadButton(
            draw_table, tr("Table of {view}").format(view=tr(view.short)), dock.head
        )
        toggle.setCheckable(True)
        toggle.setEnabled(False)
        toggle.toggled.connect(partial(self._show_table, name))
        dock.add_button(toggle)
        self._toggles[name] = toggle
        mark(dock, name)
        dock.visibilityChanged.connect(lambda _seen: self._note_seen(name))
        dock.shown.connect(lambda _open: self.arranged.emit())
        return dock

    def _note_seen(self, name: str) -> None:
        self._make_if_seen(name)
        self.seen_changed.emit()

    def _show_table(self, name: str, shown: bool) -> None:
        """Show the numbers of a plot in its place, or the plot again."""
        if shown:
            self._tables[name] = table = DataTable(self.docks[name].title)
            mark(table, "table")
            table.show_table(self.plots[name].table())
            self.docks[name].add(table)
        else:
            table = self._tables.pop(name)
            self.docks[name].remove(table)
            table.deleteLater()
