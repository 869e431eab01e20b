"""The lesson at hand: opened, brought back, undone; and what somebody has made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rnnsim.model.draft import Present
from rnnsim.model.lesson import Lesson
from rnnsim.model.session import Session
from rnnsim.model.settings import Settings
from rnnsim.translation import tr
from rnnsim.ui.session.state import SessionState
from rnnsim.ui.undo import SettingsUndo, Stand

if TYPE_CHECKING:
    from rnnsim.ui.window import Window


class AtHand:
    """Opens lessons and sessions in the window, and notes it for undo.

    Parameters
    ----------
    window : Window
    lesson : Lesson
        The one that is open at first.

    Attributes
    ----------
    lesson : Lesson
        The one that is open.
    undo : SettingsUndo
        All changes made so far.
    """

    def __init__(self, window: Window, lesson: Lesson) -> None:
        self._window = window
        self.lesson = lesson
        self.undo = SettingsUndo(self._come_back_to, window)
        self._state = SessionState(window)

    @property
    def session(self) -> Session:
        """What brings the window back to where it is."""
        return self._state.take()

    @property
    def present(self) -> Present:
        """What is shown, to be captured as a scene of one's own lesson."""
        window = self._window
        return Present(
            settings=window.presenter.settings,
            views=window.plots.shown,
            moment=window.playback.playhead.moment,
            point=window.looking.chosen,
            training=window.presenter.playing,
            pace=window.presenter.pace,
            twins=window.runs.wanted,
        )

    @property
    def stand(self) -> Stand:
        """What undo comes back to."""
        return Stand(self._window.presenter.settings, self.lesson)

    @property
    def left(self) -> bool:
        """Whether the settings are neither the lesson's nor those of its scene."""
        settings = self._window.presenter.settings
        return settings != self.lesson.settings and not self._window.tour.on_path(settings)

    def begin(self, lesson: Lesson) -> None:
        """Take on settings, views and pace of a lesson, and train if it does."""
        before = self.stand
        self._begin(lesson)
        self.undo.record(before, self.stand, text=lesson.heading)

    def restore(self, session: Session) -> None:
        """Be where a session was, which can be undone as far as its settings go."""
        stage, before = self._window.stage, self.stand
        self.lesson = session.lesson
        stage.recording = False
        self._state.bring_back(session)
        stage.recording = True
        self.undo.record(before, self.stand, text=self.lesson.heading)

    def reset(self) -> None:
        """Back to the settings and the pace of the lesson."""
        before = self.stand
        self._window.presenter.reset_all()
        self._window.presenter.set_pace(self.lesson.pace)
        self.undo.record(before, self.stand, text=tr("reset all"))

    def record(self, key: str, before: Settings, after: Settings) -> None:
        """Note that a setting was changed."""
        self.undo.record(Stand(before, self.lesson), Stand(after, self.lesson), key)

    def _begin(self, lesson: Lesson) -> None:
        """Take on a lesson, which is one change whatever its first scene changes."""
        window, presenter = self._window, self._window.presenter
        self.lesson = lesson
        window.stage.recording = False
        presenter.pause()  # or the lesson's start would be trained for a moment
        presenter.load(lesson.settings)
        presenter.set_pace(lesson.pace)
        window.tour.open(lesson)
        window.stage.recording = True
        window.sessions.become_untitled()

    def _come_back_to(self, stand: Stand) -> None:
        if stand.lesson is not self.lesson:
            training = self._window.presenter.playing
            self._begin(stand.lesson)
            self._window.stage.train(on=training)
        self._window.presenter.take_on(stand.settings)
