"""The window's timer: takes the newest frame from the presenter and hands it to the views."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer

from rnnsim.model.frame import Frame
from rnnsim.ui.presenter import Presenter

STEADY = 33
"""Milliseconds between two looks while training runs: 30 pictures a second."""

EAGER = 1
"""Milliseconds between two looks while an order is still to be answered, or runs are hidden."""


class FramePump(QObject):
    """Looks for frames as often as there is cause to: not at all while nothing can come."""

    def __init__(
        self, presenter: Presenter, show: Callable[[Frame], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._show = show
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._look)
        self.stopped = False
        """Whether it has been stopped for good."""

    def nudge(self) -> None:
        """Look soon; to be called after every order."""
        self._set_pace()

    def stop(self) -> None:
        """Look no more, whatever is asked for later."""
        self.stopped = True
        self._timer.stop()

    def _look(self) -> None:
        frame = self._presenter.poll()
        if frame is not None:
            self._show(frame)
        self._set_pace()

    def _set_pace(self) -> None:
        if self.stopped:
            return
        if self._presenter.awaiting or self._presenter.undrawn:
            self._run_every(EAGER)
        elif self._presenter.playing or self._presenter.extras_owed:
            self._run_every(STEADY)
        else:
            self._timer.stop()

    def _run_every(self, milliseconds: int) -> None:
        if not self._timer.isActive() or self._timer.interval() != milliseconds:
            self._timer.start(milliseconds)
