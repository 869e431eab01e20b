"""The window's inside, in the order in which it comes to be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rnnsim.model.lesson import Lesson
from rnnsim.ui.at_hand import AtHand
from rnnsim.ui.commands import Commands
from rnnsim.ui.export import ExportDesk
from rnnsim.ui.filling.layout import content_of
from rnnsim.ui.filling.views import make_views
from rnnsim.ui.filling.wiring import connect
from rnnsim.ui.gallery import Gallery
from rnnsim.ui.guide.tour import Tour
from rnnsim.ui.lecture import LectureMode
from rnnsim.ui.lesson_desk import LessonDesk
from rnnsim.ui.looking import Looking
from rnnsim.ui.playback import Playback
from rnnsim.ui.presenter import Presenter
from rnnsim.ui.pump import FramePump
from rnnsim.ui.session.desk import SessionDesk
from rnnsim.ui.showing import Showing
from rnnsim.ui.stage import LessonStage
from rnnsim.ui.window import Window


def fill(
    window: Window, presenter: Presenter, lessons: Mapping[str, Lesson], lesson: Lesson
) -> Iterator[None]:
    """Fill a window; between two steps events may be handled.

    Parameters
    ----------
    window : Window
        One that is empty.
    presenter : Presenter
        Not yet started; the window starts and stops it.
    lessons : mapping
        The lessons by name, in order.
    lesson : Lesson
        The one that is open at first.
    """
    window.presenter, window.lessons = presenter, lessons
    theme = window.appearance.theme
    yield from make_views(window, theme)
    window.showing, window.looking = Showing(window), Looking(window)
    window.gallery = Gallery(window)
    window.at_hand = AtHand(window, lesson)
    window.playback = Playback(window.pass_bar, window.showing.show_moment, window)
    content = content_of(window)
    window.area.reset(lesson.views)
    yield
    window.appearance.dress()
    yield
    # from here on the window is changed, which is to be seen at once
    _make_desks(window)
    window.commands = Commands(window)
    window.pump = FramePump(presenter, window.showing.show_frame, window)
    connect(window)
    window.commands.dress(theme)
    window.showing.show_state()
    window.put_in(content)
    window.lecture = LectureMode(window, window)
    if window.appearance.theme is not theme:
        window.showing.wear(window.appearance.theme)
    yield


def _make_desks(window: Window) -> None:
    """Make what does in the window what a lesson or the user asks for."""
    window.stage = LessonStage(window)
    window.tour = Tour(window.stage)
    window.lesson_desk = LessonDesk(window, window)
    window.export_desk = ExportDesk(window, window)
    window.sessions = SessionDesk(window, window)
