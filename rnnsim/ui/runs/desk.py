"""Runs beside the main one: begun, named, hidden, pinned and removed."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Protocol

from PySide6.QtCore import QObject, QPoint, QTimer
from PySide6.QtWidgets import QDockWidget, QMenu, QWidget

from rnnsim.model.frame import Frame, Run
from rnnsim.model.proposals import Proposal, proposals
from rnnsim.model.settings import SettingError, Settings
from rnnsim.model.twin import TwinWanted
from rnnsim.translation import tr
from rnnsim.ui.banner import Banner
from rnnsim.ui.help import mark
from rnnsim.ui.lineup import Lineup, Member
from rnnsim.ui.numbers import READABLE
from rnnsim.ui.panel import words
from rnnsim.ui.runs.content import Comparison, comparison
from rnnsim.ui.runs.dialog import TwinDialog
from rnnsim.ui.runs.legend import Legend
from rnnsim.ui.runs.menu import CompareMenu
from rnnsim.ui.runs.state import states
from rnnsim.ui.runs.view import RunsView
from rnnsim.ui.theme import Theme

DOCK = "runs"
"""Name of the dock with the table."""


class Bench(Protocol):
    """What runs are put beside; the presenter."""

    @property
    def lineup(self) -> Lineup:
        """The runs beside the main one."""

    @property
    def settings(self) -> Settings:
        """Those of the main run, as they are asked for."""

    @property
    def frame(self) -> Frame | None:
        """The newest frame."""


class Room(Protocol):
    """What the desk needs of the window."""

    @property
    def presenter(self) -> Bench:
        """What runs are put beside."""

    @property
    def banner(self) -> Banner:
        """Where refusals are said."""

    @property
    def side_docks(self) -> Mapping[str, QDockWidget]:
        """Where the table is, by `DOCK`."""


class RunsDesk(QObject):
    """Does with runs what the user asks for, and shows what has come of it.

    Parameters
    ----------
    window : QWidget
    room : Room
        The same window, as what the desk needs of it.
    theme : Theme

    Attributes
    ----------
    compare : CompareMenu
    legend : Legend
    view : RunsView
    """

    def __init__(self, window: QWidget, room: Room, theme: Theme) -> None:
        super().__init__(window)
        self._window, self._room = window, room
        self._frame: Frame | None = None
        self._said_at = -READABLE
        self._later = QTimer(self, singleShot=True, interval=round(1000 * READABLE))
        self._later.timeout.connect(self._say)
        self.compare = CompareMenu(self._offered, self._take, window)
        self.legend = Legend(theme, self.compare)
        self.view = RunsView(theme)
        for widget in (self.legend, self.view):
            mark(widget, "runs")
        self.legend.switched.connect(lambda number, on: self._lineup.show(number, shown=on))
        self.legend.asked.connect(self.open_menu)
        self.legend.renamed.connect(self._lineup.rename)
        self.legend.removed.connect(self._lineup.remove)

    # What actions do

    def add(self, changes: Mapping[str, object], name: str = "") -> int:
        """Begin a twin; return its number.

        Raises
        ------
        SettingError
            If there can be no such twin.
        """
        return self._lineup.add_twin(self._room.presenter.settings, changes, name)

    def ask(self) -> None:
        """Ask for any settings in which a twin is to differ."""
        dialog = TwinDialog(self._room.presenter.settings, self.add, self._window)
        dialog.open()

    def pin(self) -> None:
        """Keep the present run as it stands, to compare with what comes."""
        frame = self._room.presenter.frame
        if frame is not None:
            self._lineup.pin(frame)

    def clear(self) -> None:
        """Remove every run but the main one."""
        self._lineup.clear()

    def line_up(self, twins: Sequence[TwinWanted]) -> None:
        """Have the twins that a scene wants, in place of those of the scene before."""
        try:
            self._lineup.line_up(self._room.presenter.settings, twins)
        except SettingError as error:
            self.refuse(error)

    @property
    def wanted(self) -> tuple[TwinWanted, ...]:
        """The twins there are, as a lesson would ask for them."""
        return self._lineup.wanted(self._room.presenter.settings)

    def show_table(self) -> None:
        """Bring out the table of what differs."""
        dock = self._room.side_docks[DOCK]
        dock.show()
        dock.raise_()

    def open_menu(self, number: int, place: QPoint) -> None:
        """Offer what can be done with a run, at a place on the screen."""
        menu = self.menu_of(number)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def menu_of(self, number: int) -> QMenu:
        """What can be done with a run."""
        menu, lineup = QMenu(self._window), self._lineup
        member = next((each for each in lineup.members if each.number == number), None)
        if member is not None:
            shown = member.shown
            menu.addAction(tr("Rename…"), lambda: self.legend.rename(number))
            words_for_it = tr("Hide") if shown else tr("Show")
            menu.addAction(words_for_it, lambda: lineup.show(number, shown=not shown))
        pinned = menu.addAction(tr("Pin as it stands"), lambda: self._pin(number))
        pinned.setEnabled(self._pinnable(member) is not None)
        menu.addSeparator()
        menu.addAction(tr("Settings that differ"), self.show_table)
        if member is not None:
            menu.addSeparator()
            menu.addAction(tr("Remove"), lambda: lineup.remove(number))
        return menu

    # Showing

    def show_state(self) -> None:
        """Show which runs there are now."""
        self._say()

    def show_frame(self, frame: Frame) -> None:
        """Show where the runs stand, no oftener than can be read."""
        self._frame = frame
        readable = not frame.playing or time.monotonic() - self._said_at >= READABLE
        if readable:
            self._say()
        elif not self._later.isActive():
            self._later.start()

    def set_theme(self, theme: Theme) -> None:
        """Draw in the colours of `theme`."""
        self.legend.set_theme(theme)
        self.view.set_theme(theme)

    def stop(self) -> None:
        """Say nothing more: the window is closed."""
        self._later.stop()

    @property
    def _lineup(self) -> Lineup:
        return self._room.presenter.lineup

    def _say(self) -> None:
        self._said_at = time.monotonic()
        self._later.stop()
        presenter = self._room.presenter
        main, members = presenter.settings, self._lineup.members
        frame = presenter.frame
        self.legend.show_states(states(main, members, frame))
        dock = self._room.side_docks[DOCK]
        if getattr(dock, "seen", True):
            shown = comparison(main, members, frame) if members else Comparison()
            self.view.show_comparison(shown)

    def _offered(self) -> tuple[Proposal, ...]:
        return proposals(self._room.presenter.settings, self._lineup.twins)

    def _take(self, proposal: Proposal) -> None:
        try:
            self.add(proposal.changes)
        except SettingError as error:
            self.refuse(error)

    def refuse(self, error: SettingError) -> None:
        """Say why there can be no such twin."""
        said = tr("There can be no such twin: {reason}")
        self._room.banner.say(said.format(reason=words.refusal(error)))

    def _pin(self, number: int) -> None:
        member = next((each for each in self._lineup.members if each.number == number), None)
        run = self._pinnable(member)
        if run is not None:
            self._lineup.pin(run, member.name if member is not None else "")

    def _pinnable(self, member: Member | None) -> Frame | Run | None:
        """What would be kept of a run: nothing of one that stands still or is hidden."""
        frame = self._room.presenter.frame
        if frame is None or member is None:
            return frame
        others = (each for each in frame.others if each.number == member.number and not each.ghost)
        return next(others, None)
