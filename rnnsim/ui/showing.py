"""Frames, moments and what is wanted, handed on to the views."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rnnsim.model.frame import Frame
from rnnsim.model.moment import Moment
from rnnsim.translation import tr
from rnnsim.ui.theme import Theme

if TYPE_CHECKING:
    from rnnsim.ui.window import Window


class Showing:
    """Shows in all views of the window what has come to be.

    Parameters
    ----------
    window : Window
    """

    def __init__(self, window: Window) -> None:
        self._window = window
        self._trained = False

    def show_frame(self, frame: Frame) -> None:
        """Show what the worker has left."""
        window = self._window
        window.canvas.show_frame(frame)
        window.plots.show_frame(frame)
        window.panel.show_frame(frame)
        window.transport.show_frame(frame)
        window.verdict.show_frame(frame)
        window.runs.show_frame(frame)
        window.training_desk.show_frame(frame)
        window.sessions.show_frame(frame)
        if window.side_docks["inspector"].seen:
            window.inspector.show_frame(frame)
        window.export_desk.follow()
        self._enable_training()
        if frame.failure is not None:
            said = tr("Something went wrong inside: {what}")
            window.say(said.format(what=frame.failure))

    def show_moment(self, moment: Moment | None) -> None:
        """Show a moment of the pass; None: all of it."""
        window = self._window
        window.canvas.show_moment(moment)
        window.plots.show_moment(moment)
        window.export_desk.follow()
        window.tell_wants()

    def show_state(self) -> None:
        """Show what is wanted: settings, training, pace."""
        window, presenter = self._window, self._window.presenter
        window.playback.set_time_steps(presenter.settings.time_steps)
        window.panel.show_settings(presenter.settings)
        window.transport.show_pace(presenter.pace)
        window.runs.show_state()
        window.training_desk.show_state()
        if presenter.playing and not self._trained:
            window.playback.go_to(None)
        self._trained = presenter.playing
        window.tour.see(presenter.settings)
        self.show_lesson()
        self.name_actions()
        window.pump.nudge()

    def show_lesson(self) -> None:
        """Name the lesson, as long as the settings are its own or those of its scene."""
        window, left = self._window, self._window.at_hand.left
        window.transport.show_lesson(None if left else window.lesson)
        window.canvas_card.set_aside("" if left else tr(window.lesson.claim))
        window.sessions.show_state()
        self._enable_training()

    def name_actions(self) -> None:
        """Call the actions what they would do now."""
        window = self._window
        training, passing = window.presenter.playing, window.playback.playing
        window.commands.show_state(window.appearance.theme, training=training, passing=passing)

    def wear(self, theme: Theme) -> None:
        """Give all views the colours of a theme."""
        window = self._window
        for view in (window.canvas, window.panel, window.plots, window.pass_bar):
            view.set_theme(theme)
        window.verdict.set_theme(theme)
        window.training_desk.set_theme(theme)
        window.inspector.set_theme(theme)
        window.runs.set_theme(theme)
        window.commands.dress(theme)

    def _enable_training(self) -> None:
        """Training is for what can be trained: no fixed loss vector, no overflow."""
        presenter, commands = self._window.presenter, self._window.commands
        still = presenter.settings.task == "fixed"
        frame = presenter.frame
        over = frame is not None and not frame.alive and not presenter.awaiting
        for each in (commands.train, commands.once, commands.goal):
            each.setEnabled(not (still or over))
