"""The main window: there at once with its empty cards, filled when it has been painted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtGui import QAction, QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from rnnsim.ui.appearance import Appearance
from rnnsim.ui.sketch import Sketch, remember_cards

if TYPE_CHECKING:  # all this is loaded when the window is to be seen already
    from rnnsim.model.draft import Present
    from rnnsim.model.lesson import Lesson
    from rnnsim.model.session import Session
    from rnnsim.model.table import Table
    from rnnsim.ui.at_hand import AtHand
    from rnnsim.ui.banner import Banner
    from rnnsim.ui.canvas.view import NetworkCanvas
    from rnnsim.ui.card import Card
    from rnnsim.ui.commands import Commands
    from rnnsim.ui.dock_area import DockArea
    from rnnsim.ui.docks import BareDock, ViewDock
    from rnnsim.ui.export import ExportDesk
    from rnnsim.ui.figure.shown import Shown
    from rnnsim.ui.gallery import Gallery
    from rnnsim.ui.guide import Guide
    from rnnsim.ui.guide.tour import Tour
    from rnnsim.ui.inspector import Inspector
    from rnnsim.ui.lecture import LectureMode
    from rnnsim.ui.lesson_desk import LessonDesk
    from rnnsim.ui.looking import Looking
    from rnnsim.ui.panel import Panel
    from rnnsim.ui.pass_bar import PassBar
    from rnnsim.ui.playback import Playback
    from rnnsim.ui.plot_docks import PlotDocks
    from rnnsim.ui.presenter import Presenter
    from rnnsim.ui.pump import FramePump
    from rnnsim.ui.runs import RunsDesk
    from rnnsim.ui.session.desk import SessionDesk
    from rnnsim.ui.session.offer import RecoveryOffer
    from rnnsim.ui.showing import Showing
    from rnnsim.ui.stage import LessonStage
    from rnnsim.ui.timeline import Timeline
    from rnnsim.ui.training_desk import TrainingDesk
    from rnnsim.ui.transport import Transport
    from rnnsim.ui.undo import SettingsUndo, Stand
    from rnnsim.ui.verdict_strip import VerdictStrip

GEOMETRY = "geometry"

LEAST = 1000, 640
FIRST = 1280, 720
"""Width and height in pixels: the smallest, and those of the very first start."""


class Window(QMainWindow):
    """Everything in one calm window.

    It begins with nothing but a sketch of itself; `rnnsim.ui.filling.fill` makes what is in it.

    Parameters
    ----------
    appearance : Appearance

    Attributes
    ----------
    filled : bool
        Whether all its parts are there.
    closed : bool
        Whether it has been closed for good.
    relative : bool
        Whether gradients are drawn relative to that of the last time step.
    """

    presenter: Presenter
    lessons: Mapping[str, Lesson]
    # what is seen
    canvas: NetworkCanvas
    canvas_card: Card
    pass_bar: PassBar
    pass_card: Card
    verdict: VerdictStrip
    panel: Panel
    panel_dock: BareDock
    side_docks: dict[str, ViewDock]
    guide: Guide
    inspector: Inspector
    plots: PlotDocks
    transport: Transport
    banner: Banner
    offer: RecoveryOffer
    timeline: Timeline
    # where it stands
    area: DockArea
    centre: QVBoxLayout
    foot: QHBoxLayout
    # who does what
    at_hand: AtHand
    showing: Showing
    looking: Looking
    gallery: Gallery
    playback: Playback
    stage: LessonStage
    tour: Tour
    lecture: LectureMode
    lesson_desk: LessonDesk
    export_desk: ExportDesk
    training_desk: TrainingDesk
    runs: RunsDesk
    sessions: SessionDesk
    commands: Commands
    pump: FramePump

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self.appearance = appearance
        appearance.setParent(self)
        self.filled = self.closed = self.relative = False
        self._remembers = False
        self._said = ""
        self.sketch: Sketch | None = Sketch(self)
        self.setWindowTitle("rnnsim")
        self.setMinimumSize(*LEAST)
        self.resize(*FIRST)

    # Beginning and end

    def keep_layout(self) -> None:
        """Take on the layout of the last time, and remember this one's at the end."""
        self._remembers = True
        geometry = QSettings().value(GEOMETRY)
        if isinstance(geometry, QByteArray):
            self.restoreGeometry(geometry)
        if self.filled:
            self._take_on_layout()

    def put_in(self, content: QWidget) -> None:
        """Put the views beneath the sketch, until `uncover`: all parts are there."""
        assert self.sketch is not None
        self.sketch.leave_keys()
        self.setCentralWidget(content)
        if self.isVisible():
            content.show()  # what is hidden takes no focus in a window that is seen
        content.setFocus()  # or the lesson box would take the first keys
        self.sketch.raise_()
        self.filled = True
        if self._remembers:
            self._take_on_layout()
        if self._said:
            self.say(self._said)

    def uncover(self) -> None:
        """Let the views be seen, which have come to their places."""
        if self.sketch is not None:
            self.sketch.hide()
            self.sketch.deleteLater()
            self.sketch = None

    def start(self, *, play: bool = True, session: Session | None = None) -> None:
        """Begin, with the plots."""
        self.begin(play=play, session=session)
        self.plots.load()

    def begin(self, *, play: bool = True, session: Session | None = None) -> None:
        """Start the worker, then train if the lesson does; or bring a session back."""
        if self.closed:
            return  # before it began
        self.presenter.start()
        self.presenter.set_pace(self.lesson.pace)
        self.stage.may_train = play
        self.tour.see(self.presenter.settings)
        if session is None:
            self.tour.open(self.lesson)
        else:
            self.stage.may_arrange = True
            self.restore(session)
        self.stage.may_train = self.stage.may_arrange = True
        self.undo.stack.clear()
        self.tell_wants()
        self.pump.nudge()

    def say(self, text: str) -> None:
        """Say that something went wrong, once there is where to say it."""
        if self.filled:
            self.banner.say(text)
        else:
            self._said = text
            if self.sketch is not None:
                self.sketch.say(text)

    def end_unasked(self) -> None:
        """Close without a question: nobody is there to answer."""
        if self.filled:
            self.sessions.end_unasked()
        self.close()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.sketch is not None:
            self.sketch.resize(event.size())

    def closeEvent(self, event: QCloseEvent) -> None:
        if not (self.closed or self._may_close()):
            event.ignore()
            return
        if self._remembers and not self.closed:
            self._remember_layout()
        self.closed = True
        if self.filled:
            self._stop()
        super().closeEvent(event)

    def _may_close(self) -> bool:
        """Whether nothing is lost; where something would be, it closes after the answer."""
        asks = self.filled and self.sessions.asks
        return not asks or (self.lesson_desk.may_close() and self.sessions.may_close())

    def _stop(self) -> None:
        for dialog in reversed(self.findChildren(QDialog)):  # those that a dialog opened first
            if dialog.isVisible():
                dialog.reject()
        self.pump.stop()
        self.panel.stop()
        self.playback.stop()
        self.runs.stop()
        self.undo.stop()
        self.sessions.stop()
        self.presenter.stop()

    def _take_on_layout(self) -> None:
        self.stage.may_arrange = not self.area.restore()

    def _remember_layout(self) -> None:
        if self.filled and self.lecture.active:
            return
        QSettings().setValue(GEOMETRY, self.saveGeometry())
        if self.filled:
            self.area.remember()
            remember_cards(self, self.gallery.cards)

    # What actions do

    def open_lesson(self, lesson: Lesson | str) -> None:
        """Take on settings, views and pace of a lesson, and train if it does.

        Where a session with a name has changed, that is asked first.
        """
        chosen = self.lessons[lesson] if isinstance(lesson, str) else lesson
        self.sessions.unless_lost(lambda: self.begin_lesson(chosen), undone=True)
        self.showing.show_lesson()  # the box that names it has gone ahead

    def begin_lesson(self, lesson: Lesson) -> None:
        """The same, without asking."""
        self.at_hand.begin(lesson)

    def restore(self, session: Session) -> None:
        """Be where a session was, which can be undone as far as its settings go."""
        self.at_hand.restore(session)

    def toggle_training(self) -> None:
        """Train, or stop."""
        self.presenter.toggle()

    def iterate(self) -> None:
        """Make one weight update, and show the whole pass after it."""
        self.playback.go_to(None)
        self.presenter.iterate()

    def reset_all(self) -> None:
        """Back to the settings and the pace of the lesson."""
        self.at_hand.reset()

    def reset_view(self) -> None:
        """Every view to its place, as the scene of the lesson has them."""
        begun = self.tour.lesson is not None
        self.area.reset(self.tour.views if begun else self.lesson.views)

    def toggle_lecture(self) -> None:
        """Into lecture mode, or out of it."""
        self.lecture.toggle()

    def leave_lecture(self) -> None:
        """Out of lecture mode; nothing where there is none."""
        self.lecture.leave()

    def show_relative(self, relative: bool) -> None:
        """Draw gradients relative to that of the last time step, or as they are."""
        self.relative = relative
        self.canvas.show_relative(relative)
        self.pass_bar.show_relative(relative=relative)

    def tell_wants(self) -> None:
        """Ask for the numbers that somebody looks at, and no others."""
        self.looking.tell_wants()

    # What is at hand

    @property
    def lesson(self) -> Lesson:
        """The one that is open."""
        return self.at_hand.lesson

    @property
    def session(self) -> Session:
        """What brings this window back to where it is."""
        return self.at_hand.session

    @property
    def present(self) -> Present:
        """What is shown, to be captured as a scene of one's own lesson."""
        return self.at_hand.present

    @property
    def stand(self) -> Stand:
        """What undo comes back to."""
        return self.at_hand.stand

    @property
    def undo(self) -> SettingsUndo:
        """All changes of the settings."""
        return self.at_hand.undo

    # Views

    def views(self) -> dict[str, QWidget]:
        """What can be exported, by the name it is known under."""
        return self.gallery.views

    @property
    def views_seen(self) -> tuple[str, ...]:
        """The canvas, and the plots that can be seen as one reads them."""
        return self.gallery.seen

    @property
    def shown(self) -> Shown | None:
        """What the views show; None before the first frame."""
        return self.gallery.shown

    def table(self, view: str) -> Table:
        """The numbers that a view shows; empty before there are any."""
        return self.gallery.table(view)

    def view_toggles(self) -> list[QAction]:
        """An action for each view that shows or hides it."""
        return self.gallery.toggles

    def bring_out(self, view: str) -> bool:
        """Let a view be seen; return whether it was closed or behind another."""
        return self.gallery.bring_out(view)
