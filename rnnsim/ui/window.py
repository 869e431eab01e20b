"""The main window: lays out the views, wires actions to the presenter, hands frames on."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QByteArray, QPoint, QSettings, Qt
from PySide6.QtGui import QAction, QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QMainWindow,
    QVBoxLayout,
    QWidget,
)

from rnnsim.model.draft import Present
from rnnsim.model.frame import Frame
from rnnsim.model.lesson import Lesson
from rnnsim.model.moment import Moment
from rnnsim.model.session import Session
from rnnsim.model.settings import Settings
from rnnsim.model.table import Table
from rnnsim.model.target import SPECTRUM, WITH_TIME_STEP, Target
from rnnsim.model.view import CANVAS, Want
from rnnsim.translation import tr
from rnnsim.ui.appearance import Appearance
from rnnsim.ui.banner import Banner
from rnnsim.ui.canvas.table import table as canvas_table
from rnnsim.ui.canvas.view import NetworkCanvas
from rnnsim.ui.card import Card
from rnnsim.ui.commands import Commands
from rnnsim.ui.dock_area import MARGIN, SIDE_BY_SIDE, DockArea
from rnnsim.ui.docks import BareDock, ViewDock
from rnnsim.ui.export import ExportDesk
from rnnsim.ui.figure.shown import Shown
from rnnsim.ui.guide import Guide
from rnnsim.ui.guide.tour import Tour
from rnnsim.ui.inspector import Inspector, inspected_step
from rnnsim.ui.lecture import LectureMode
from rnnsim.ui.lesson_desk import LessonDesk
from rnnsim.ui.panel import Panel
from rnnsim.ui.pass_bar import PassBar
from rnnsim.ui.playback import Playback
from rnnsim.ui.plot_docks import PlotDocks
from rnnsim.ui.presenter import Presenter
from rnnsim.ui.pump import FramePump
from rnnsim.ui.runs import RunsDesk
from rnnsim.ui.session.desk import SessionDesk
from rnnsim.ui.session.offer import RecoveryOffer
from rnnsim.ui.session.state import SessionState
from rnnsim.ui.spectrum.table import table as spectrum_table
from rnnsim.ui.stage import LessonStage
from rnnsim.ui.theme import Theme
from rnnsim.ui.training_desk import TrainingDesk
from rnnsim.ui.transport import Transport
from rnnsim.ui.undo import SettingsUndo, Stand
from rnnsim.ui.verdict_strip import VerdictStrip

GEOMETRY = "geometry"


class Window(QMainWindow):
    """Everything in one calm window.

    Parameters
    ----------
    presenter : Presenter
        Not yet started; the window starts and stops it.
    appearance : Appearance
    lessons : mapping
        The lessons by name, in order.
    lesson : Lesson
        The one that is open at first.
    """

    def __init__(
        self,
        presenter: Presenter,
        appearance: Appearance,
        lessons: Mapping[str, Lesson],
        lesson: Lesson,
    ) -> None:
        super().__init__()
        self.presenter = presenter
        self.appearance = appearance
        appearance.setParent(self)
        self.lessons = lessons
        self._lesson = lesson
        self.relative = False
        self._remembers = False
        self._trained = False
        self._pointed: Target | None = None
        self._chosen: Target | None = None
        self._make_views(appearance.theme)
        self.playback = Playback(self.pass_bar, self._show_moment, self)
        self.undo = SettingsUndo(self._come_back_to, self)
        self._lay_out()
        self.stage = LessonStage(self)
        self.tour = Tour(self.stage)
        self.guide.follow(self.tour)
        self.tour.watch(self._show_lesson)
        self.lecture = LectureMode(self, self)
        self.lesson_desk: LessonDesk = LessonDesk(self, self)
        self.export_desk: ExportDesk = ExportDesk(self, self)
        self._session = SessionState(self)
        self.sessions: SessionDesk = SessionDesk(self, self)
        self._commands = Commands(self)
        self._pump = FramePump(presenter, self._show_frame, self)
        self._connect()
        self._commands.dress(appearance.theme)
        self._show_state()

    # Beginning and end

    def start(self, *, play: bool = True, session: Session | None = None) -> None:
        """Start the worker and load the plots, then train if the lesson does; or bring back."""
        if self._pump.stopped:
            return  # closed before it began
        self.presenter.start()
        self.plots.load()
        self.presenter.set_pace(self._lesson.pace)
        self.stage.may_train = play
        self.tour.see(self.presenter.settings)
        if session is None:
            self.tour.open(self._lesson)
        else:
            self.stage.may_arrange = True
            self.restore(session)
        self.stage.may_train = self.stage.may_arrange = True
        self.undo.stack.clear()
        self.tell_wants()
        self._pump.nudge()

    def keep_layout(self) -> None:
        """Take on the layout of the last time, and remember this one's at the end."""
        self._remembers = True
        geometry = QSettings().value(GEOMETRY)
        if isinstance(geometry, QByteArray):
            self.restoreGeometry(geometry)
        self.stage.may_arrange = not self.area.restore()

    @property
    def closed(self) -> bool:
        """Whether it has been closed for good."""
        return self._pump.stopped

    def closeEvent(self, event: QCloseEvent) -> None:
        if not (self.closed or self._may_close()):
            event.ignore()
            return
        if self._remembers and not self._pump.stopped and not self.lecture.active:
            QSettings().setValue(GEOMETRY, self.saveGeometry())
            self.area.remember()
        for dialog in reversed(self.findChildren(QDialog)):  # those that a dialog opened first
            if dialog.isVisible():
                dialog.reject()
        self._pump.stop()
        self.panel.stop()
        self.playback.stop()
        self.runs.stop()
        self.undo.stop()
        self.sessions.stop()
        self.presenter.stop()
        super().closeEvent(event)

    def _may_close(self) -> bool:
        """Whether nothing is lost; where something would be, it closes after the answer."""
        asks = self.sessions.asks
        return not asks or (self.lesson_desk.may_close() and self.sessions.may_close())

    # What actions do

    def open_lesson(self, lesson: Lesson | str) -> None:
        """Take on settings, views and pace of a lesson, and train if it does.

        Where a session with a name has changed, that is asked first.
        """
        chosen = self.lessons[lesson] if isinstance(lesson, str) else lesson
        self.sessions.unless_lost(lambda: self.begin_lesson(chosen), undone=True)
        self._show_lesson()  # the box that names it has gone ahead

    def begin_lesson(self, lesson: Lesson) -> None:
        """The same, without asking."""
        before = self.stand
        self._begin(lesson)
        self.undo.record(before, self.stand, text=self._lesson.heading)

    def _begin(self, lesson: Lesson) -> None:
        """Take on a lesson, which is one change whatever its first scene changes."""
        self._lesson = lesson
        self.stage.recording = False
        self.presenter.pause()  # or the lesson's start would be trained for a moment
        self.presenter.load(lesson.settings)
        self.presenter.set_pace(lesson.pace)
        self.tour.open(lesson)
        self.stage.recording = True
        self.sessions.become_untitled()

    @property
    def session(self) -> Session:
        """What brings this window back to where it is."""
        return self._session.take()

    def restore(self, session: Session) -> None:
        """Be where a session was, which can be undone as far as its settings go."""
        before, self._lesson = self.stand, session.lesson
        self.stage.recording = False
        self._session.bring_back(session)
        self.stage.recording = True
        self.undo.record(before, self.stand, text=self._lesson.heading)

    @property
    def lesson(self) -> Lesson:
        """The one that is open."""
        return self._lesson

    @property
    def present(self) -> Present:
        """What is shown, to be captured as a scene of one's own lesson."""
        return Present(
            settings=self.presenter.settings,
            views=self.plots.shown,
            moment=self.playback.playhead.moment,
            point=self._chosen,
            training=self.presenter.playing,
            pace=self.presenter.pace,
            twins=self.runs.wanted,
        )

    def toggle_training(self) -> None:
        """Train, or stop."""
        self.presenter.toggle()

    def iterate(self) -> None:
        """Make one weight update, and show the whole pass after it."""
        self.playback.go_to(None)
        self.presenter.iterate()

    def reset_all(self) -> None:
        """Back to the settings and the pace of the lesson."""
        before = self.stand
        self.presenter.reset_all()
        self.presenter.set_pace(self._lesson.pace)
        self.undo.record(before, self.stand, text=tr("reset all"))

    def reset_view(self) -> None:
        """Every view to its place, as the scene of the lesson has them."""
        begun = self.tour.lesson is not None
        self.area.reset(self.tour.views if begun else self._lesson.views)

    def toggle_lecture(self) -> None:
        """Into lecture mode, or out of it."""
        self.lecture.toggle()

    def leave_lecture(self) -> None:
        """Out of lecture mode; nothing where there is none."""
        self.lecture.leave()

    # Views

    def views(self) -> dict[str, QWidget]:
        """What can be exported, by the name it is known under."""
        return {
            CANVAS.name: self.canvas_card,
            **self.plots.docks,
            "spectrum": self.panel.editor,
            "window": self.centralWidget(),
        }

    @property
    def views_seen(self) -> tuple[str, ...]:
        """The canvas, and the plots that can be seen as one reads them."""
        docks = [dock for dock in self.plots.docks.values() if dock.seen]
        docks.sort(key=lambda dock: dock.mapTo(self, QPoint()).toTuple()[::-1])
        return (CANVAS.name, *(dock.name for dock in docks))

    @property
    def shown(self) -> Shown | None:
        """What the views show; None before the first frame."""
        frame = self.presenter.frame
        if frame is None:
            return None
        moment = self.playback.playhead.moment
        return Shown(frame, moment, self._chosen, self.relative)

    def table(self, view: str) -> Table:
        """The numbers that a view shows; empty before there are any."""
        frame = self.presenter.frame
        drawn = {CANVAS.name: canvas_table, SPECTRUM: spectrum_table}.get(view)
        if drawn is None:
            return self.plots.plots[view].table()
        return Table() if frame is None else drawn(frame)

    def view_toggles(self) -> list[QAction]:
        """An action for each view that shows or hides it."""
        docks = (self.panel_dock, *self.side_docks.values(), *self.plots.docks.values())
        return [dock.toggleViewAction() for dock in docks]

    def bring_out(self, view: str) -> bool:
        """Let a view be seen; return whether it was closed or behind another."""
        dock = self.plots.docks.get(view)
        if dock is None or dock.seen:
            return False
        if not dock.wanted:
            most = min(SIDE_BY_SIDE, self.lecture.most_plots)
            self.area.show_plots((*self.plots.shown[: most - 1], view))
        dock.raise_()
        return True

    # Making it

    def _make_views(self, theme: Theme) -> None:
        self.canvas = NetworkCanvas(theme)
        self.panel = Panel(self.presenter.edit, theme)
        self.plots = PlotDocks(theme, self)
        self.transport = Transport(self.lessons)
        self.banner = Banner()
        self.offer = RecoveryOffer()
        self.training_desk: TrainingDesk = TrainingDesk(self, self, theme)
        self.timeline = self.training_desk.timeline
        self.pass_bar: PassBar = PassBar(theme)
        self.verdict = VerdictStrip(theme)
        self.guide: Guide = Guide()
        self.inspector = Inspector(theme)
        self.runs: RunsDesk = RunsDesk(self, self, theme)
        self.canvas_card = Card(tr(CANVAS.title), self.canvas)
        self.canvas_card.set_help(self.canvas.whatsThis())
        self.panel_dock = BareDock("panel", tr("Settings"), self.panel)
        self.side_docks = {
            "guide": _side_dock("guide", tr("Lesson"), self.guide),
            "inspector": _side_dock("inspector", tr("Inspector"), self.inspector),
            "runs": _side_dock("runs", tr("Runs"), self.runs.view),
        }

    def _lay_out(self) -> None:
        self.area = DockArea(self._centre(), self.panel_dock)
        self.area.add_side(list(self.side_docks.values()))
        self.area.add_plots(list(self.plots.docks.values()))
        self.area.reset(self._lesson.views)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(MARGIN, 8, MARGIN, MARGIN)
        column.setSpacing(8)
        column.addWidget(self.transport)
        column.addWidget(self.banner)
        column.addWidget(self.offer)
        column.addWidget(self.training_desk.autopsy)
        column.addWidget(self.area, 1)
        self.foot = foot = QHBoxLayout()
        foot.addWidget(self.timeline, 1)
        foot.addWidget(self.runs.legend)
        column.addLayout(foot)
        content.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setCentralWidget(content)
        content.setFocus()  # or the lesson box would take the first keys
        self.setMinimumSize(1000, 640)
        self.resize(1280, 720)

    def _centre(self) -> QWidget:
        """Canvas, verdict, pass bar, and room for the caption of a lecture."""
        self.pass_card = below = Card("", self.verdict, self.pass_bar)
        below.setAccessibleName(tr("The pass"))
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(MARGIN)
        column.addWidget(self.canvas_card, 1)
        column.addWidget(below)
        self.centre = column
        return centre

    def _connect(self) -> None:
        presenter, transport = self.presenter, self.transport
        presenter.changed = self._show_state
        presenter.recorded = self._record
        self.appearance.on_change = self._wear
        transport.lesson_chosen.connect(self.open_lesson)
        transport.pace_chosen.connect(presenter.set_pace)
        self.playback.on_play = lambda _playing: self._name_actions()
        self.pass_bar.relative_chosen.connect(self.show_relative)
        self.plots.seen_changed.connect(self.tell_wants)
        self.plots.arranged.connect(self.area.tidy)
        self.plots.revealed.connect(self.tour.reveal)
        self.plots.start_moved.connect(presenter.start_cliff_at)
        self.plots.edited.connect(presenter.edit)
        for dock in self.side_docks.values():
            dock.visibilityChanged.connect(lambda _seen: self.tell_wants())
        self.side_docks["runs"].visibilityChanged.connect(lambda _seen: self.runs.show_state())
        guide = self.side_docks["guide"]  # it says what the lesson claims
        guide.visibilityChanged.connect(lambda seen: self.canvas_card.show_aside(not seen))
        self.canvas.selected.connect(self._choose)
        self.canvas.hovered.connect(self._hover)

    # Showing

    def _show_frame(self, frame: Frame) -> None:
        self.canvas.show_frame(frame)
        self.plots.show_frame(frame)
        self.panel.show_frame(frame)
        self.transport.show_frame(frame)
        self.verdict.show_frame(frame)
        self.runs.show_frame(frame)
        self.training_desk.show_frame(frame)
        self.sessions.show_frame(frame)
        if self.side_docks["inspector"].seen:
            self.inspector.show_frame(frame)
        self.export_desk.follow()
        self._enable_training()
        if frame.failure is not None:
            said = tr("Something went wrong inside: {what}")
            self.banner.say(said.format(what=frame.failure))

    def _show_moment(self, moment: Moment | None) -> None:
        self.canvas.show_moment(moment)
        self.plots.show_moment(moment)
        self.export_desk.follow()
        self.tell_wants()

    def show_relative(self, relative: bool) -> None:
        """Draw gradients relative to that of the last time step, or as they are."""
        self.relative = relative
        self.canvas.show_relative(relative)
        self.pass_bar.show_relative(relative=relative)

    def _show_state(self) -> None:
        """Show what is wanted: settings, training, pace."""
        presenter = self.presenter
        self.playback.set_time_steps(presenter.settings.time_steps)
        self.panel.show_settings(presenter.settings)
        self.transport.show_pace(presenter.pace)
        self.runs.show_state()
        self.training_desk.show_state()
        if presenter.playing and not self._trained:
            self.playback.go_to(None)
        self._trained = presenter.playing
        self.tour.see(presenter.settings)
        self._show_lesson()
        self._name_actions()
        self._pump.nudge()

    def _show_lesson(self) -> None:
        """Name the lesson, as long as the settings are its own or those of its scene."""
        own = self._are_own(self.presenter.settings)
        self.transport.show_lesson(None if own else self._lesson)
        self.canvas_card.set_aside("" if own else tr(self._lesson.claim))
        self.sessions.show_state()
        self._enable_training()

    def _are_own(self, settings: Settings) -> bool:
        """Whether the user has left the lesson with these settings."""
        return settings != self._lesson.settings and not self.tour.on_path(settings)

    def _name_actions(self) -> None:
        training, passing = self.presenter.playing, self.playback.playing
        self._commands.show_state(self.appearance.theme, training=training, passing=passing)

    def _enable_training(self) -> None:
        """Training is for what can be trained: no fixed loss vector, no overflow."""
        still = self.presenter.settings.task == "fixed"
        frame = self.presenter.frame
        over = frame is not None and not frame.alive and not self.presenter.awaiting
        for each in (self._commands.train, self._commands.once, self._commands.goal):
            each.setEnabled(not (still or over))

    def _wear(self, theme: Theme) -> None:
        for view in (self.canvas, self.panel, self.plots, self.pass_bar):
            view.set_theme(theme)
        self.verdict.set_theme(theme)
        self.training_desk.set_theme(theme)
        self.inspector.set_theme(theme)
        self.runs.set_theme(theme)
        self._commands.dress(theme)

    # What is looked at

    def _choose(self, target: Target | None) -> None:
        self._chosen = target
        self._look_at_target()

    def _hover(self, target: Target | None) -> None:
        self._pointed = target
        self._look_at_target()

    def _look_at_target(self) -> None:
        target = self._pointed or self._chosen
        self.inspector.show_target(target)
        self.plots.select_step(_time_step(target))
        self.tell_wants()

    def tell_wants(self) -> None:
        """Ask for the numbers that somebody looks at, and no others."""
        if self._pump.stopped:
            return
        wants = self.plots.wants | self.training_desk.wants | self.export_desk.wants
        inspecting = self.side_docks["inspector"].seen
        if inspecting or self.playback.playhead.moment is not None:
            wants |= {Want.DETAIL}
        target, time_steps = self._pointed or self._chosen, self.presenter.settings.time_steps
        inspected = inspected_step(target, time_steps) if inspecting else None
        self.presenter.want(wants, inspected)

    # Undo

    @property
    def stand(self) -> Stand:
        """What undo comes back to."""
        return Stand(self.presenter.settings, self._lesson)

    def _record(self, key: str, before: Settings, after: Settings) -> None:
        self.undo.record(Stand(before, self._lesson), Stand(after, self._lesson), key)

    def _come_back_to(self, stand: Stand) -> None:
        if stand.lesson is not self._lesson:
            training = self.presenter.playing
            self._begin(stand.lesson)
            self.stage.train(on=training)
        self.presenter.take_on(stand.settings)


def _side_dock(name: str, title: str, content: QWidget) -> ViewDock:
    dock = ViewDock(name, title, title)
    dock.setMinimumSize(220, 160)
    dock.add(content)
    return dock


def _time_step(target: Target | None) -> int | None:
    return target.time_step if target is not None and target.kind in WITH_TIME_STEP else None
