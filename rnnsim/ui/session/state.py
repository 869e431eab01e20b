"""The window's state as a session, and the way back to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rnnsim.model.session import Session
from rnnsim.model.settings import SettingError
from rnnsim.model.twin import TwinWanted

if TYPE_CHECKING:
    from rnnsim.ui.window import Window


class SessionState:
    """Takes a session from the window, and brings the window back to one.

    Parameters
    ----------
    window : Window
    """

    def __init__(self, window: Window) -> None:
        self._window = window
        self._came_from: Session | None = None

    def take(self) -> Session:
        """What the window shows now; runs that are pinned are not in it."""
        window, presenter = self._window, self._window.presenter
        present, before = window.present, self._came_from
        return Session(
            lesson=window.lesson,
            course=presenter.course,
            at=presenter.at,
            scene=window.tour.index,
            views=present.views,
            moment=present.moment,
            point=present.point,
            relative=window.relative,
            pace=present.pace,
            twins=present.twins,
            cliff_start=presenter.cliff_start,
            kept={} if before is None or before.lesson != window.lesson else before.kept,
        )

    def bring_back(self, session: Session) -> None:
        """Show a session: its lesson at the scene, its run made again, paused."""
        window, presenter = self._window, self._window.presenter
        self._came_from = session
        presenter.pause()
        presenter.load(session.lesson.settings)
        presenter.restore(session.course, session.at)
        presenter.start_cliff_at(*session.cliff_start)
        presenter.set_pace(session.pace)
        window.tour.resume(session.lesson, session.scene, session.settings)
        window.stage.show_views(session.views)
        self._line_up(session.twins)
        window.stage.go_to(session.moment)
        window.canvas.select(session.point)
        window.show_relative(session.relative)

    def _line_up(self, twins: Sequence[TwinWanted]) -> None:
        """The twins: those of the scene belong to it, the others to the user."""
        runs, tour = self._window.runs, self._window.tour
        runs.line_up([each for each in twins if each in tour.twins])
        for each in twins:
            if each in tour.twins:
                continue
            try:
                runs.add(each.changes, each.name)
            except SettingError as error:
                runs.refuse(error)
