"""What is looked at: what is pointed at or chosen, and the numbers that are wanted for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rnnsim.model.target import WITH_TIME_STEP, Target
from rnnsim.model.view import Want
from rnnsim.ui.inspector import inspected_step

if TYPE_CHECKING:
    from rnnsim.ui.window import Window


class Looking:
    """Shows in the views what is looked at, and tells the worker.

    Parameters
    ----------
    window : Window

    Attributes
    ----------
    chosen : Target or None
        What was clicked at.
    """

    def __init__(self, window: Window) -> None:
        self._window = window
        self._pointed: Target | None = None
        self.chosen: Target | None = None

    def choose(self, target: Target | None) -> None:
        """Look at it until something else is chosen; None: at nothing."""
        self.chosen = target
        self._show()

    def hover(self, target: Target | None) -> None:
        """Look at what the pointer is on; None: at what was chosen."""
        self._pointed = target
        self._show()

    def tell_wants(self) -> None:
        """Ask for the numbers that somebody looks at, and no others."""
        window = self._window
        if window.closed:
            return
        wants = window.plots.wants | window.training_desk.wants | window.export_desk.wants
        inspecting = window.side_docks["inspector"].seen
        if inspecting or window.playback.playhead.moment is not None:
            wants |= {Want.DETAIL}
        time_steps = window.presenter.settings.time_steps
        inspected = inspected_step(self._target, time_steps) if inspecting else None
        window.presenter.want(wants, inspected)

    @property
    def _target(self) -> Target | None:
        return self._pointed or self.chosen

    def _show(self) -> None:
        self._window.inspector.show_target(self._target)
        self._window.plots.select_step(_time_step(self._target))
        self.tell_wants()


def _time_step(target: Target | None) -> int | None:
    return target.time_step if target is not None and target.kind in WITH_TIME_STEP else None
