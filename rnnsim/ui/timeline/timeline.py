"""A slim row: all iterations of the run, the ways along them, and where it is looked at."""

from __future__ import annotations

import time
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QWidget

from rnnsim.model.frame import Frame
from rnnsim.model.goal import Goal
from rnnsim.model.remaining import remaining_seconds, share_done
from rnnsim.translation import tr
from rnnsim.ui.actions import ActionButton
from rnnsim.ui.numbers import READABLE
from rnnsim.ui.theme import Theme
from rnnsim.ui.timeline.scrubber import Scrubber
from rnnsim.ui.timeline.status import Status
from rnnsim.ui.timeline.words import goal_text, past_text, place_text, reached_text, sought_text

GAP = 4


@dataclass(frozen=True, slots=True)
class Looked:
    """What is wanted of the run.

    Attributes
    ----------
    at : int or None
        The iteration looked at; None for the newest.
    goal : Goal or None
        Where training stops by itself.
    reached : Goal or None
        Where it stopped by itself just now.
    """

    at: int | None = None
    goal: Goal | None = None
    reached: Goal | None = None


class Timeline(QWidget):
    """Emits `sought` with the iteration to look at, None for the newest."""

    sought = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.scrubber = Scrubber(theme)
        self.scrubber.valueChanged.connect(self._seek)
        self.status = Status()
        self.status.setAccessibleName(tr("Where the run is looked at"))
        self._frame: Frame | None = None
        self._looked = Looked()
        self._said_at = 0.0
        self._said_for: object = None
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(GAP)
        self._row.addWidget(self.scrubber, 1)
        self._row.addSpacing(GAP)
        self._row.addWidget(self.status)
        self._make_room(0)

    def add_actions(self, before: list[QAction], after: list[QAction]) -> None:
        """Show actions as buttons before the line and after it."""
        places = [*range(len(before)), *range(len(before) + 1, len(before) + 1 + len(after))]
        for place, made in zip(places, (*before, *after), strict=True):
            button = ActionButton(made)
            button.setObjectName("compact")
            self._row.insertWidget(place, button)

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.scrubber.set_theme(theme)

    def show_frame(self, frame: Frame) -> None:
        """Show how far the run has come; the views follow the handle, not the other way round."""
        before, self._frame = self._frame, frame
        self.scrubber.show_run(frame.earliest, frame.newest, frame.curves.losses)
        if before is None or len(str(before.newest)) != len(str(frame.newest)):
            self._make_room(frame.newest)
        self._show()

    def show_wanted(self, looked: Looked) -> None:
        """Show what is wanted, before the frames of it come."""
        if looked != self._looked:
            self._looked = looked
            self._show()

    def seek_by(self, by: int) -> None:
        """Look so many iterations on."""
        if self.scrubber.isEnabled():
            self.scrubber.setValue(self.scrubber.value() + by)

    def seek_to(self, end: int) -> None:
        """Look at the first iteration, or with 1 at the newest."""
        if self.scrubber.isEnabled():
            line = self.scrubber
            line.setValue(line.maximum() if end else line.minimum())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:  # another size of type
            self._make_room(0 if self._frame is None else self._frame.newest)

    def _seek(self, iteration: int) -> None:
        self.sought.emit(iteration if iteration < self.scrubber.maximum() else None)

    def _show(self) -> None:
        frame, looked = self._frame, self._looked
        if frame is None:
            return
        at = frame.newest if looked.at is None else looked.at
        self.scrubber.show_at(at)
        state = looked, frame.playing, frame.sought is None
        now = time.monotonic()
        if frame.playing and state == self._said_for and now - self._said_at < READABLE:
            return
        self._said_for, self._said_at = state, now
        self._say(frame, looked, at)

    def _say(self, frame: Frame, looked: Looked, at: int) -> None:
        status = self.status
        if frame.sought is not None and frame.iteration < frame.sought:
            status.say(sought_text(frame.iteration, frame.sought), lit=at < frame.newest)
        elif looked.goal is not None and frame.playing:
            goal, curves = looked.goal, frame.curves
            seconds = remaining_seconds(goal, curves, frame.newest, frame.iterations_per_second)
            said = goal_text(goal, frame.newest, frame.passed.loss, seconds)
            status.say(said, share=share_done(goal, frame.newest, curves))
        elif looked.reached is not None:
            status.say(reached_text(looked.reached, frame.newest))
        elif at < frame.newest:
            status.say(past_text(at, frame.newest), lit=True)
        else:
            status.say(place_text(at, frame.newest))

    def _make_room(self, newest: int) -> None:
        nines = int("9" * max(len(str(newest)), 2))
        self.status.make_room([past_text(nines - 1, nines), sought_text(nines, nines)])
