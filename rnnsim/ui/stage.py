"""The window as the stage on which a lesson's tour plays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from rnnsim.model.moment import Moment
from rnnsim.model.settings import Settings
from rnnsim.model.target import Kind, Target
from rnnsim.model.twin import TwinWanted
from rnnsim.ui.pointer import Ring

if TYPE_CHECKING:
    from rnnsim.ui.window import Window

TELLING = {"gradient", "cells"}
"""Where these are to be predicted, canvas and verdict would give the answer away."""


class LessonStage:
    """Does in the window what a scene asks for.

    Parameters
    ----------
    window : Window

    Attributes
    ----------
    recording : bool
        Whether settings that are taken on can be undone by themselves.
    may_train : bool
        Whether a scene may begin to train.
    may_arrange : bool
        Whether a scene may choose the plots: not at the start, where the user's own layout is.
    """

    def __init__(self, window: Window) -> None:
        self._window = window
        self._ring = Ring(window)
        self.recording = self.may_train = self.may_arrange = True

    def take_on(self, settings: Settings) -> None:
        """Simulate with settings that the guide brings, from the start; can be undone."""
        window = self._window
        before = window.stand
        window.presenter.take_on(settings, anew=True)
        if self.recording:
            window.undo.record(before, window.stand)

    def line_up(self, twins: Sequence[TwinWanted]) -> None:
        """Train these runs beside the main one, in place of those a scene asked for before."""
        self._window.runs.line_up(twins)

    def show_views(self, names: Sequence[str]) -> None:
        """Show these plots, and no others."""
        if self.may_arrange:
            self._window.area.show_plots(self._window.lecture.chosen(names))

    def cover(self, names: Sequence[str]) -> None:
        """Hide these plots until the user asks for each."""
        spoiled = bool(TELLING & set(names))
        self._window.plots.cover(names)
        self._window.canvas.conceal(spoiled)
        self._window.verdict.conceal(spoiled)

    def point_at(self, target: Target | None) -> None:
        """Draw the eye to a part of the network, a knob or a view."""
        kind = None if target is None else target.kind
        beside = kind in (Kind.KNOB, Kind.VIEW)
        self._window.canvas.point_at(None if beside else target)
        self._ring.point_at(self._named(target) if beside and target is not None else None)

    def go_to(self, moment: Moment | None, *, play: bool = False) -> None:
        """Show a moment of the pass, and play on from there."""
        playback, settings = self._window.playback, self._window.presenter.settings
        playback.set_time_steps(settings.time_steps)  # of the pass whose frame is still to come
        playback.go_to(moment, play=play)

    def train(self, *, on: bool) -> None:
        """Train, or stop."""
        if on and self.may_train:
            self._window.presenter.play()
        else:
            self._window.presenter.pause()

    def _named(self, target: Target) -> QWidget | None:
        """The widget of a knob or a view, brought into sight."""
        window = self._window
        if target.kind is Kind.KNOB:
            field = window.panel.fields[target.name]
            window.panel.ensureWidgetVisible(field)
            return field if field.isVisible() else window.panel.editor
        window.bring_out(target.name)
        return window.views().get(target.name)
