"""Where training stands: the timeline, the goal, and what is said of a run that diverged."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from rnnsim.model.edits import edited
from rnnsim.model.frame import Frame
from rnnsim.model.goal import Goal, iterations_more, until_loss
from rnnsim.model.remedy import Remedy
from rnnsim.model.settings import SettingError
from rnnsim.model.view import Want
from rnnsim.translation import tr
from rnnsim.ui.autopsy import Autopsy, Report, report_of, twin_notes
from rnnsim.ui.goal_popup import GoalPopup
from rnnsim.ui.guide.tour import Stage
from rnnsim.ui.presenter import Presenter
from rnnsim.ui.theme import Theme
from rnnsim.ui.timeline import Timeline
from rnnsim.ui.timeline.timeline import Looked


class Room(Protocol):
    """What the desk needs of the window."""

    @property
    def presenter(self) -> Presenter:
        """What is wanted of the run."""

    @property
    def stage(self) -> Stage:
        """What simulates with other settings from the start, which can be undone."""

    def tell_wants(self) -> None:
        """Ask for the numbers that somebody looks at."""


class TrainingDesk(QObject):
    """Owns the widgets, and wires them to the presenter.

    Parameters
    ----------
    window : QWidget
    room : Room
        The same window, as what the desk needs of it.
    theme : Theme
    """

    def __init__(self, window: QWidget, room: Room, theme: Theme) -> None:
        super().__init__(window)
        self._window, self._room = window, room
        self.timeline = Timeline(theme)
        self.timeline.sought.connect(self._seek)
        self.autopsy = Autopsy()
        self.autopsy.looked.connect(self._look_before)
        self.autopsy.chosen.connect(self._try)
        self.autopsy.dismissed.connect(self._dismiss)
        self._popup: GoalPopup | None = None
        self._goal: Goal | None = None
        self._reached: tuple[Goal, int] | None = None  # and at which iteration
        self._report: Report | None = None
        self._topic: Report | tuple[str, ...] | None = None
        self._dismissed: Report | tuple[str, ...] | None = None
        self._walks: tuple[QAction, ...] = ()

    @property
    def wants(self) -> frozenset[Want]:
        """The numbers that the desk looks at."""
        looked_at = self._report is not None and not self.autopsy.isHidden()
        return frozenset({Want.REMEDIES}) if looked_at else frozenset()

    @property
    def popup(self) -> GoalPopup:
        """Where a goal is typed; what was typed is kept while it is closed."""
        if self._popup is None:
            self._popup = GoalPopup(self._window, self._train_more, self._train_to_loss)
        return self._popup

    def ask_goal(self, below: QWidget) -> None:
        """Ask until when to train, below a widget."""
        self.popup.open_at(below)

    def fill(self, make: Callable[..., QAction]) -> tuple[QAction, ...]:
        """Make the actions that walk through the iterations, and show them beside the line."""
        line = self.timeline
        start = make(
            tr("To the f&irst iteration"),
            lambda: line.seek_to(0),
            "Ctrl+Home",
            tip=tr("Look at the run's start"),
            picture="first",
        )
        back = make(
            tr("Iteration bac&k"),
            lambda: line.seek_by(-1),
            "Ctrl+Left",
            tip=tr("Look at the iteration before"),
            picture="back",
        )
        forward = make(
            tr("Iteration for&ward"),
            lambda: line.seek_by(1),
            "Ctrl+Right",
            tip=tr("Look at the iteration after"),
            picture="step",
        )
        newest = make(
            tr("To the &newest iteration"),
            lambda: line.seek_to(1),
            "Ctrl+End",
            tip=tr("Look at the iteration that was reached"),
            picture="last",
        )
        line.add_actions([start, back], [forward, newest])
        self._walks = start, back, forward, newest
        self._enable()
        return self._walks

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.timeline.set_theme(theme)

    def show_state(self) -> None:
        """Show what is wanted."""
        presenter = self._room.presenter
        if presenter.goal is not None or presenter.playing:
            self._goal = presenter.goal
        if presenter.playing or presenter.at is not None:
            self._reached = None
        self._show_wanted()

    def show_frame(self, frame: Frame) -> None:
        """Show how far the run has come, and what became of it."""
        if self._reached is not None and self._reached[1] != frame.newest:
            self._reached = None
        self._note_goal(frame)
        self.timeline.show_frame(frame)
        self._show_wanted()
        self._enable()
        self._show_divergence(frame)

    def _show_wanted(self) -> None:
        presenter = self._room.presenter
        reached = None if self._reached is None else self._reached[0]
        self.timeline.show_wanted(Looked(presenter.at, presenter.goal, reached))

    def _enable(self) -> None:
        line = self.timeline.scrubber
        there, past = line.isEnabled(), line.past
        early = line.value() > line.minimum()
        for made, able in zip(self._walks, (early, early, past, past), strict=False):
            made.setEnabled(there and able)

    def _seek(self, iteration: int | None) -> None:
        self._room.presenter.seek(iteration)
        self._enable()

    # The goal

    def _note_goal(self, frame: Frame) -> None:
        presenter, goal = self._room.presenter, self._goal
        if goal is None or frame.playing or presenter.playing or presenter.awaiting:
            return
        self._goal = None
        if frame.divergence is None and goal.reached(frame.newest, frame.passed.loss):
            self._reached = goal, frame.newest

    def _train_more(self, typed: str) -> None:
        frame = self._room.presenter.frame
        start = self._start(frame)
        self._train_to(iterations_more(_number(typed), start))

    def _train_to_loss(self, typed: str) -> None:
        frame = self._room.presenter.frame
        present = float("inf") if frame is None else float(frame.passed.loss)
        self._train_to(until_loss(_number(typed), self._start(frame), present))

    def _start(self, frame: Frame | None) -> int:
        at = self._room.presenter.at
        if at is not None:
            return at
        return 0 if frame is None else frame.newest

    def _train_to(self, goal: Goal) -> None:
        self._room.presenter.play_to(goal)

    # A run that diverged

    def _show_divergence(self, frame: Frame) -> None:
        """Tell of the main run, else of twins, until it is dismissed or there is another run.

        It stays while the run's past is looked at.
        """
        presenter, found, wanted = self._room.presenter, report_of(frame), self.wants
        if found is not None:
            self._report = found
        elif presenter.at is None and not presenter.awaiting:
            self._report = None
        notes = tuple(twin_notes(frame.settings, frame.others))
        topic = self._report or notes or None
        if topic != self._dismissed:
            self._dismissed = None
        if topic is None or topic == self._dismissed:
            self.autopsy.hide()
        elif self._report is None:
            self.autopsy.note(notes[-1])
        else:
            self.autopsy.say(self._report)
            self._offer(frame)
        self._topic = topic
        if self.wants != wanted:
            self._room.tell_wants()

    def _offer(self, frame: Frame) -> None:
        """Show the remedies of the run reported, as far as they are known."""
        found = frame.extras.remedies
        if found or (frame.divergence is not None and not frame.extras_owed):
            self.autopsy.offer(found)
        elif frame.divergence is not None:
            self.autopsy.offer(None)

    def _dismiss(self) -> None:
        self._dismissed = self._topic
        self.autopsy.hide()
        self._room.tell_wants()

    def _look_before(self) -> None:
        if self._report is not None and self._report.before is not None:
            self._room.presenter.seek(self._report.before.iteration)

    def _try(self, remedy: Remedy) -> None:
        """Keep what diverged as a ghost, and train anew with a change."""
        presenter, report = self._room.presenter, self._report
        if report is None or presenter.frame is None:
            return
        try:
            settings = edited(report.settings, dict(remedy.changes))
        except SettingError:
            return
        name = tr("before: NaN at {number}").format(number=report.after.iteration)
        presenter.lineup.pin(presenter.frame, name)
        self._room.stage.take_on(settings)
        presenter.play()


def _number(typed: str) -> object:
    """What was typed as a number, or as it is for a refusal."""
    try:
        return float(typed.replace(",", "."))
    except ValueError:
        return typed
