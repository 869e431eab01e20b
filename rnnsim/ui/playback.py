"""Moves the playhead by the clock and by hand, and hands the moment on to the views."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer

from rnnsim.model.moment import Moment
from rnnsim.ui.pass_bar import PassBar
from rnnsim.ui.playhead import Playhead

INTERVAL = 15
"""Milliseconds between two looks at the clock while a pass plays: somewhat under a sixtieth of a
second, so that a late look still comes in time for the next picture of a usual display."""


class Playback(QObject):
    """Between the playhead, the bar and the views.

    Parameters
    ----------
    show : callable
        Takes the moment to be shown, None for the whole pass; called when it changes.
    """

    def __init__(
        self, bar: PassBar, show: Callable[[Moment | None], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self.playhead = Playhead()
        self._bar, self._show = bar, show
        self._shown: Moment | None = None
        self._last = 0.0
        self.on_play: Callable[[bool], None] = lambda playing: None
        """Called when playing begins or ends."""
        self._was_playing = False
        self.timer = QTimer(self)
        self.timer.setTimerType(Qt.TimerType.PreciseTimer)
        self.timer.setInterval(INTERVAL)
        self.timer.timeout.connect(self._tick)
        bar.moved.connect(self._drag_to)
        bar.speed_chosen.connect(self.set_speed)
        bar.looping_chosen.connect(self.set_looping)
        bar.parts_chosen.connect(self.show_parts)
        bar.show_playhead(self.playhead)

    @property
    def playing(self) -> bool:
        """Whether the pass plays."""
        return self.playhead.playing

    def toggle(self) -> None:
        """Play, or pause."""
        if self.playing:
            self.playhead.pause()
        else:
            self.playhead.play()
        self._update()

    def step(self, by: int) -> None:
        """Pause, and go so many steps on."""
        self.playhead.step(by)
        self._update()

    def go_to(self, moment: Moment | None, *, play: bool = False) -> None:
        """Pause at a moment, or play on from there; None is the whole pass, or its beginning."""
        self.playhead.pause()
        self.playhead.move_to_moment(moment)
        if play:
            self.playhead.play()
        self._update()

    def go_to_position(self, position: int) -> None:
        """Pause at a position."""
        self.playhead.pause()
        self.playhead.move_to(position)
        self._update()

    def set_time_steps(self, time_steps: int) -> None:
        """Follow a pass over another number of time steps."""
        if time_steps != self.playhead.time_steps:
            self.playhead.set_time_steps(time_steps)
            self._update()

    def set_speed(self, speed: float) -> None:
        """Time steps a second."""
        self.playhead.speed = speed
        self._update()

    def set_looping(self, looping: bool) -> None:
        """Begin again after the end, or not."""
        self.playhead.looping = looping
        self._update()

    def show_parts(self, parts: bool) -> None:
        """Tell sub-steps apart, or not."""
        self.playhead.show_parts(parts=parts)
        self._update()

    def stop(self) -> None:
        """Move no more."""
        self.playhead.pause()
        self.timer.stop()

    def _drag_to(self, position: int) -> None:
        self.playhead.pause()
        self.playhead.move_to(position)
        self._update()

    def _tick(self) -> None:
        now = time.perf_counter()
        passed, self._last = now - self._last, now
        if self.playhead.advance(passed) or not self.playhead.playing:
            self._update()

    def _update(self) -> None:
        """Show where the playhead is; let the clock run only while it is wanted."""
        if self.playing and not self.timer.isActive():
            self._last = time.perf_counter()
            self.timer.start()
        elif not self.playing:
            self.timer.stop()
        self._bar.show_playhead(self.playhead)
        moment = self.playhead.moment
        if moment != self._shown:
            self._shown = moment
            self._show(moment)
        if self.playing != self._was_playing:
            self._was_playing = self.playing
            self.on_play(self.playing)
