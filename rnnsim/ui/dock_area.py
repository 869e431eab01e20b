"""The middle of the window: canvas in the centre, docks round it, and how they are arranged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtCore import QByteArray, QChildEvent, QEvent, QSettings, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabBar, QTabWidget, QWidget

from rnnsim.translation import tr
from rnnsim.ui import tips
from rnnsim.ui.docks import BareDock, ViewDock

MARGIN = 10
"""Pixels between cards, and round them."""

SIDE_BY_SIDE = 4
"""Most plots in a row; the others go behind them."""

NARROWEST_PLOT = 205
"""Pixels of width below which a plot goes behind another."""

COMFORTABLE_PLOT = 270
"""Pixels of width that plots have beside the column at the right, or else they run under it."""

LEAST_FOR_RIGHT = 1200
"""Width of the window from which on there is room for a column at the right."""

TALL = 800
"""Height of the window's middle from which on plots run under the column at the right too."""

PLOTS_PART, LOW_PLOTS_PART = 0.385, 0.32
"""Of the height, what the row of plots takes: less where the canvas would have too little."""

FAVOURED_PART = 0.6
"""The same, where the plots matter more than the canvas."""

VERSION = 2
"""Of the remembered layout; those of other versions are ignored."""

LAYOUT = "layout"

_TABS = """
    QTabBar { background: transparent; }
    QTabBar::tab { background: transparent; color: palette(placeholder-text);
        border: 2px solid transparent; padding: 1px 6px 3px 6px; margin: 0 1px; }
    QTabBar::tab:selected { color: palette(window-text); border-bottom-color: palette(highlight); }
    QTabBar::tab:selected:focus { border-color: palette(window-text); border-radius: 4px; }
    QTabBar::tab:hover { color: palette(window-text); }
    QTabBar QToolButton { padding: 0; border-radius: 3px; }
"""


def panel_width(window_width: int) -> int:
    """Pixels of width for the panel."""
    return min(max(310, window_width // 5), 380)


def right_width(window_width: int) -> int:
    """Pixels of width for the column at the right."""
    return min(max(250, window_width // 5), 380)


def plots_height(area_height: int, *, favoured: bool = False) -> int:
    """Pixels of height for the row of plots."""
    usual = PLOTS_PART if area_height >= TALL else LOW_PLOTS_PART
    return max(160, round((FAVOURED_PART if favoured else usual) * area_height))


class DockArea(QMainWindow):
    """Arranges docks: panel at the left, guide and inspector at the right, plots below.

    Until the user moves something the arrangement follows the size of the window.
    """

    arranged = Signal()
    """Plots have changed their places."""

    def __init__(self, centre: QWidget, panel: BareDock) -> None:
        super().__init__()
        self.setWindowFlags(Qt.WindowType.Widget)
        self.setCentralWidget(centre)
        self.setDockNestingEnabled(True)
        self.setAnimated(False)
        self.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        area = Qt.DockWidgetArea
        self.setCorner(Qt.Corner.BottomLeftCorner, area.LeftDockWidgetArea)
        self.setCorner(Qt.Corner.BottomRightCorner, area.BottomDockWidgetArea)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._panel = panel
        self._side: list[ViewDock] = []
        self._plots: list[ViewDock] = []
        self._columns = 0
        self._heads: list[ViewDock] = []
        self._arranging = False
        self._narrow = False
        self._to_share = False
        self._favoured = False
        self.touched = False
        """Whether the user has moved anything, so that places and sizes are theirs."""
        self.addDockWidget(area.LeftDockWidgetArea, panel)

    def add_side(self, docks: Sequence[ViewDock]) -> None:
        """Put docks at the right, one behind the other; the first in front."""
        self._side = list(docks)
        for dock in docks:
            self.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
            self._watch(dock)

    def add_plots(self, docks: Sequence[ViewDock]) -> None:
        """Put docks below."""
        self._plots = list(docks)
        for dock in docks:
            self.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, dock)
            self._watch(dock)

    def run_beneath(self, beneath: bool) -> None:
        """Let the plots run under the panel, over the whole width; or stop beside it."""
        area = Qt.DockWidgetArea
        corner = area.BottomDockWidgetArea if beneath else area.LeftDockWidgetArea
        self.setCorner(Qt.Corner.BottomLeftCorner, corner)

    def reset(self, shown: Sequence[str]) -> None:
        """Everything to its first place; the plots `shown` are open."""
        self.touched = False
        with self._in_one_go():
            self._panel.show()
            self._place_side()
            for dock in self._plots:
                dock.setFloating(False)
            self._tile([dock for dock in self._plots if dock.name in shown])
        self.share_out()

    def show_plots(self, shown: Sequence[str]) -> None:
        """Open these plots in place of others; those that the user put elsewhere stay there."""
        if {dock.name for dock in self._plots if dock.wanted} == set(shown):
            return
        with self._in_one_go():
            for dock in self._elsewhere():
                dock.setVisible(dock.name in shown)
            self._tile([dock for dock in self._below() if dock.name in shown])
        self.share_out()

    def tidy(self) -> None:
        """Give the plots that are open below equal widths, as many as have room in a row."""
        with self._in_one_go():
            self._tile([dock for dock in self._below() if dock.wanted])
        self.share_out()

    def share_out(self) -> None:
        """Give panel, right column and plots the sizes that suit the window's."""
        if self.touched:
            return
        orientation = Qt.Orientation
        self._choose_corner(self._below_wanted())
        # one at a time: each takes from the centre
        self.resizeDocks([self._panel], [panel_width(self.width())], orientation.Horizontal)
        side = [dock for dock in self._side if dock.wanted][:1]
        if side:
            self.resizeDocks(side, [right_width(self.width())], orientation.Horizontal)
        row = [dock for dock in self._heads if dock.wanted]
        if row:
            height = plots_height(self.height(), favoured=self._favoured)
            self.resizeDocks(row[:1], [height], orientation.Vertical)
            width = (self._row_room() + MARGIN) // len(row) - MARGIN
            self.resizeDocks(row, [width] * len(row), orientation.Horizontal)

    def favour_plots(self, favoured: bool) -> None:
        """Give the plots more height than the canvas, or again less."""
        if favoured != self._favoured:
            self._favoured = favoured
            self.share_out()

    def remember(self) -> None:
        """Keep the layout for the next start."""
        settings = QSettings()
        settings.setValue(f"{LAYOUT}/version", VERSION)
        settings.setValue(f"{LAYOUT}/touched", self.touched)
        settings.setValue(f"{LAYOUT}/state", self.saveState(VERSION))

    def restore(self) -> bool:
        """Take on the layout of the last time, if there is one and it can be read."""
        settings = QSettings()
        state = settings.value(f"{LAYOUT}/state")
        known = str(settings.value(f"{LAYOUT}/version")) == str(VERSION)
        if not known or not isinstance(state, QByteArray):
            return False
        with self._in_one_go():
            restored = self.restoreState(state, VERSION)
        self.touched = restored and str(settings.value(f"{LAYOUT}/touched")).lower() == "true"
        return restored

    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            self._hide_left_tabs()
            if self._to_share:
                self._to_share = False
                self.share_out()
        if handled and event.type() is QEvent.Type.MouseButtonPress:
            self.touched = True  # a separator is what takes a press here
        return handled

    def childEvent(self, event: QChildEvent) -> None:
        super().childEvent(event)
        if event.type() is QEvent.Type.ChildPolished and isinstance(event.child(), QTabBar):
            _dress(event.child())  # type: ignore[arg-type]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.touched or self._arranging:
            return  # what is being moved may itself ask for another size
        self._make_room_at_the_right()
        self._choose_corner(self._below_wanted())
        if self._columns != self._columns_for(self._below_wanted()):
            self.tidy()
        else:
            self.share_out()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.share_out()

    @contextmanager
    def _in_one_go(self) -> Iterator[None]:
        """What is moved now is not moved by the user, and painted once."""
        before, self._arranging = self._arranging, True
        try:
            yield
        finally:
            self._arranging = before
        self._hide_left_tabs()
        self._to_share = True  # once more when Qt has laid out what was moved
        self.arranged.emit()

    def _hide_left_tabs(self) -> None:
        """Hide the bars of tabs that Qt deletes late where docks have been taken apart."""
        docks = [dock for dock in (*self._side, *self._plots) if dock.wanted]
        groups = []
        for dock in docks:
            beside = [each for each in self.tabifiedDockWidgets(dock) if not each.isHidden()]
            groups.append(sorted(each.windowTitle() for each in (dock, *beside)))
        for bar in self.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly):
            titles = sorted(bar.tabText(index) for index in range(bar.count()))
            # what Qt itself has put out of sight it shows again there, and lays out for it
            in_sight = bar.isVisible() and bar.geometry().intersects(self.rect())
            if in_sight and titles not in groups:
                bar.hide()

    def _watch(self, dock: QDockWidget) -> None:
        dock.topLevelChanged.connect(self._moved)
        dock.dockLocationChanged.connect(self._moved)

    def _moved(self) -> None:
        if not self._arranging:
            self.touched = True

    def _place_side(self) -> None:
        area = Qt.DockWidgetArea.RightDockWidgetArea
        for dock in self._side:
            dock.setFloating(False)
            self.removeDockWidget(dock)
            self.addDockWidget(area, dock)
        for dock in self._side[1:]:
            self.tabifyDockWidget(self._side[0], dock)
        self._narrow = self.width() < LEAST_FOR_RIGHT
        for dock in self._side:
            dock.setVisible(not self._narrow)
        if self._side:
            self._side[0].raise_()

    def _make_room_at_the_right(self) -> None:
        """Hide the right column where the window has become narrow, show it where wide."""
        narrow = self.width() < LEAST_FOR_RIGHT
        if narrow == self._narrow:
            return
        self._narrow = narrow
        with self._in_one_go():
            for dock in self._side:
                dock.setVisible(not narrow)

    def _below(self) -> list[ViewDock]:
        """The plots that have their place in the row."""
        below = Qt.DockWidgetArea.BottomDockWidgetArea
        return [
            dock
            for dock in self._plots
            if not dock.isFloating()
            and self.dockWidgetArea(dock) in (below, Qt.DockWidgetArea.NoDockWidgetArea)
        ]

    def _below_wanted(self) -> int:
        return sum(dock.wanted for dock in self._below())

    def _elsewhere(self) -> list[ViewDock]:
        below = self._below()
        return [dock for dock in self._plots if dock not in below]

    def _columns_for(self, count: int) -> int:
        room = (self._row_room() + MARGIN) // (NARROWEST_PLOT + MARGIN)
        return max(1, min(count, SIDE_BY_SIDE, room))

    def _choose_corner(self, plots: int) -> None:
        """In a low window the column at the right goes on to the bottom: its text needs it.

        Not where so many plots would not find room beside it.
        """
        area = Qt.DockWidgetArea
        room = self.width() - self._left_room() - right_width(self.width())
        beside = self.height() < TALL and plots * (COMFORTABLE_PLOT + MARGIN) <= room
        corner = area.RightDockWidgetArea if beside else area.BottomDockWidgetArea
        if corner is not self.corner(Qt.Corner.BottomRightCorner):
            self.setCorner(Qt.Corner.BottomRightCorner, corner)

    def _row_room(self) -> int:
        """Pixels of width for the row of plots."""
        return self.width() - self._left_room() - self._right_room()

    def _right_room(self) -> int:
        """Pixels of width that the column at the right takes from the plots."""
        beneath = self.corner(Qt.Corner.BottomRightCorner) is Qt.DockWidgetArea.BottomDockWidgetArea
        beside = any(dock.wanted and not dock.isFloating() for dock in self._side)
        return right_width(self.width()) + MARGIN if beside and not beneath else 0

    def _left_room(self) -> int:
        """Pixels of width that the panel takes from the plots."""
        beneath = self.corner(Qt.Corner.BottomLeftCorner) is Qt.DockWidgetArea.BottomDockWidgetArea
        return 0 if beneath or self._panel.isHidden() else panel_width(self.width()) + MARGIN

    def _tile(self, shown: Sequence[ViewDock]) -> None:
        """Put these plots below, side by side, and what has no room behind them in turn."""
        area, across = Qt.DockWidgetArea.BottomDockWidgetArea, Qt.Orientation.Horizontal
        below = self._below()
        for dock in below:
            self.removeDockWidget(dock)
        self._choose_corner(len(shown))
        self._columns = self._columns_for(len(shown))
        self._heads = heads = list(shown[: self._columns])
        for dock in heads:
            self.addDockWidget(area, dock, across)
        for number, dock in enumerate(shown[self._columns :]):
            self.tabifyDockWidget(heads[number % self._columns], dock)
        for dock in below:
            if dock not in shown:
                self.addDockWidget(area, dock, across)
            dock.setVisible(dock in shown)
        for dock in heads:
            dock.raise_()


def _dress(tabs: QTabBar) -> None:
    """Make tabs calm: words, and a line under the one in front."""
    tabs.setStyleSheet(_TABS)
    tabs.setDrawBase(False)
    tabs.setElideMode(Qt.TextElideMode.ElideRight)
    tabs.setUsesScrollButtons(True)
    tabs.setExpanding(False)
    name = tr("Views behind one another")
    page = tips.page(name, tr("Left and Right bring another of them to the front."))
    tabs.setAccessibleName(name)
    tabs.setToolTip(page)
    tabs.setWhatsThis(page)
