"""The main window: lays out the views, wires actions to the presenter, hands frames on."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QActionGroup, QCloseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QMainWindow,
    QMenu,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from rnnsim.export.picture import ExportError, picture_of, save_png
from rnnsim.model.frame import Frame
from rnnsim.model.lesson import Lesson
from rnnsim.ui import dialogs
from rnnsim.ui.actions import action
from rnnsim.ui.appearance import CHOICES, Appearance
from rnnsim.ui.banner import Banner
from rnnsim.ui.canvas.view import ZOOM_STEP, NetworkCanvas
from rnnsim.ui.card import Card
from rnnsim.ui.icons import icon
from rnnsim.ui.panel import Panel
from rnnsim.ui.plot_row import TITLES, PlotRow
from rnnsim.ui.presenter import Presenter
from rnnsim.ui.pump import FramePump
from rnnsim.ui.theme import Theme
from rnnsim.ui.transport import Transport

MARGIN = 10
"""Pixels between cards, and round them."""

LAST_LESSON_KEY = 9
"""Lessons up to this number open with the key of their number."""

NARROW_PANEL, WIDE_PANEL = 310, 380
"""Width of the panel in a small window and in a large one."""


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
        self.setWindowTitle("rnnsim")
        self._presenter = presenter
        self._appearance = appearance
        appearance.setParent(self)
        self._lessons = lessons
        self._lesson = lesson
        theme = appearance.theme
        self.canvas = NetworkCanvas(theme)
        self.panel = Panel(presenter.edit, theme)
        self.plots = PlotRow(theme)
        self.transport = Transport(lessons)
        self.banner = Banner()
        self._canvas_card = Card("Unrolled network", self.canvas)
        self._canvas_card.set_help(self.canvas.whatsThis())
        self._lay_out()
        self._make_actions()
        self._pump = FramePump(presenter, self._show_frame, self)
        presenter.changed = self._show_state
        appearance.on_change = self._wear
        self.transport.lesson_chosen.connect(self.open_lesson)
        self.transport.pace_chosen.connect(presenter.set_pace)
        self._dress(theme)
        self._show_state()

    @property
    def presenter(self) -> Presenter:
        """What the window's actions go to."""
        return self._presenter

    def start(self, *, play: bool = True) -> None:
        """Start the worker and load the plots, then train if the lesson does."""
        if self._pump.stopped:
            return  # closed before it began
        self._presenter.start()
        self.plots.load()
        self._presenter.set_pace(self._lesson.pace)
        if play and self._lesson.train:
            self._presenter.play()
        self._pump.nudge()

    def open_lesson(self, name: str) -> None:
        """Take on the settings and the pace of a lesson, and train if it does."""
        self._lesson = self._lessons[name]
        self._presenter.load(self._lesson.settings)
        self._presenter.set_pace(self._lesson.pace)
        if self._lesson.train:
            self._presenter.play()
        else:
            self._presenter.pause()

    def views(self) -> dict[str, QWidget]:
        """What can be exported, by the name it is known under."""
        return {
            "canvas": self._canvas_card,
            **self.plots.cards,
            "spectrum": self.panel.editor,
            "window": self.centralWidget(),
        }

    def export_png(self, view: str, path: Path) -> bool:
        """Write a picture of a view; say so in the banner where that fails."""
        try:
            save_png(picture_of(self.views()[view]), path)
        except ExportError as error:
            self.banner.say(str(error))
            return False
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.panel.setFixedWidth(min(max(NARROW_PANEL, self.width() // 5), WIDE_PANEL))

    def closeEvent(self, event: QCloseEvent) -> None:
        self._pump.stop()
        self._presenter.stop()
        super().closeEvent(event)

    def _lay_out(self) -> None:
        right = QSplitter(Qt.Orientation.Vertical)
        right.setHandleWidth(MARGIN)
        right.setChildrenCollapsible(False)
        right.addWidget(self._canvas_card)
        right.addWidget(self.plots)
        right.setStretchFactor(0, 11)
        right.setStretchFactor(1, 9)
        right.setSizes([550, 450])
        below = QHBoxLayout()
        below.setSpacing(MARGIN)
        below.addWidget(self.panel)
        below.addWidget(right, 1)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(MARGIN, 8, MARGIN, MARGIN)
        column.setSpacing(8)
        column.addWidget(self.transport)
        column.addWidget(self.banner)
        column.addLayout(below, 1)
        content.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setCentralWidget(content)
        content.setFocus()  # or the lesson box would take the first keys
        self.setMinimumSize(1000, 640)
        self.resize(1280, 760)

    def _make_actions(self) -> None:
        presenter = self._presenter
        self._play = action(
            self,
            "&Play",
            presenter.toggle,
            keys=("Space", "Alt+K"),
            tip="Train, or pause",
        )
        self._once = action(
            self, "&One iteration", presenter.iterate, keys=("Right",), tip="One weight update"
        )
        self._restart = action(
            self,
            "&Restart",
            presenter.reset,
            keys=("R",),
            tip="Start anew from the seed: the same weights again",
        )
        self._reset_all = action(
            self,
            "Reset &all",
            self._reset,
            keys=("Alt+R",),
            tip="Back to the settings of the lesson",
        )
        self._theme = action(self, "Dark / light", self._appearance.toggle, keys=("Ctrl+Shift+L",))
        self.transport.add_action(self._play, primary=True)
        for each in (self._once, self._restart, self._reset_all):
            self.transport.add_action(each)
        self._make_menus()
        self.transport.add_menu("Export PNG", self._export_menu)
        self.transport.add_icon(self._theme)
        for lesson in self._lessons.values():
            if lesson.number is not None and lesson.number <= LAST_LESSON_KEY:
                keys = (str(lesson.number),)
                action(self, lesson.heading, partial(self.open_lesson, lesson.name), keys=keys)

    def _make_menus(self) -> None:
        file = self.menuBar().addMenu("&File")
        lessons = file.addMenu("&Lesson")
        for lesson in self._lessons.values():
            lessons.addAction(lesson.heading, partial(self.open_lesson, lesson.name))
        self._export_menu = file.addMenu("&Export PNG")
        self._add_export(self._export_menu)
        file.addSeparator()
        file.addAction(action(self, "&Quit", self.close, keys=("Ctrl+Q",)))
        run = self.menuBar().addMenu("&Simulation")
        run.addActions([self._play, self._once, self._restart, self._reset_all])
        run.addSeparator()
        faster = action(self, "&Faster", lambda: self.transport.change_pace(1), keys=("+", "="))
        slower = action(self, "&Slower", lambda: self.transport.change_pace(-1), keys=("-",))
        run.addActions([faster, slower])
        self._make_view_menu()
        help_menu = self.menuBar().addMenu("&Help")
        keys = action(self, "&Keys", lambda: dialogs.show_keys(self), keys=("?", "F1"))
        help_menu.addActions([keys, action(self, "&About rnnsim", lambda: dialogs.about(self))])

    def _make_view_menu(self) -> None:
        view = self.menuBar().addMenu("&View")
        view.addAction(action(self, "Zoom &in", lambda: self.canvas.zoom(ZOOM_STEP), keys=("Z",)))
        out = action(self, "Zoom &out", lambda: self.canvas.zoom(1 / ZOOM_STEP), keys=("Shift+Z",))
        view.addAction(out)
        view.addAction(action(self, "&Fit", self.canvas.fit, keys=("F",)))
        view.addSeparator()
        theme, choices = view.addMenu("&Theme"), QActionGroup(self)
        for choice in CHOICES:
            made = theme.addAction(choice.capitalize(), partial(self._appearance.choose, choice))
            made.setCheckable(True)
            made.setData(choice)
            choices.addAction(made)
        theme.aboutToShow.connect(partial(self._mark_theme, choices))
        view.addAction(self._theme)
        view.addSeparator()
        view.addAction(action(self, "F&ull screen", self._toggle_full_screen, keys=("F11",)))
        action(self, "Leave full screen", self._leave_full_screen, keys=("Esc",))

    def _mark_theme(self, choices: QActionGroup) -> None:
        for each in choices.actions():
            each.setChecked(each.data() == self._appearance.choice)

    def _add_export(self, menu: QMenu) -> None:
        names = {"canvas": "Unrolled network", **TITLES, "spectrum": "Spectrum"}
        for view, title in names.items():
            menu.addAction(f"{title}…", partial(self._ask_and_export, view))
        window = action(
            self, "Picture of the window…", lambda: self._ask_and_export("window"), keys=("Ctrl+E",)
        )
        menu.addAction(window)

    def _ask_and_export(self, view: str) -> None:
        dialog = QFileDialog(self, "Export PNG", filter="PNG (*.png)")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("png")  # before it asks whether to replace a file
        dialog.selectFile(f"rnnsim-{view}.png")
        dialog.fileSelected.connect(lambda name: self.export_png(view, Path(name)))
        dialog.open()

    def _reset(self) -> None:
        self._presenter.reset_all()
        self._presenter.set_pace(self._lesson.pace)

    def _toggle_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _leave_full_screen(self) -> None:
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowFullScreen)

    def _show_frame(self, frame: Frame) -> None:
        self.canvas.show_frame(frame)
        self.plots.show_frame(frame)
        self.panel.show_frame(frame)
        self.transport.show_frame(frame)
        self._enable_training()
        if frame.failure is not None:
            self.banner.say(f"Something went wrong inside: {frame.failure}")

    def _show_state(self) -> None:
        """Show what is wanted: settings, playing, pace."""
        presenter = self._presenter
        own = presenter.settings != self._lesson.settings
        self.panel.show_settings(presenter.settings)
        self.transport.show_lesson(None if own else self._lesson)
        self.transport.show_pace(presenter.pace)
        self._canvas_card.set_aside("" if own else self._lesson.claim)
        self._play.setText("&Pause" if presenter.playing else "&Play")
        self._set_icons()
        self._enable_training()
        self._pump.nudge()

    def _enable_training(self) -> None:
        """Training is for what can be trained: no lesson that looks at one pass, no overflow."""
        still = not self._lesson.train and self._presenter.settings == self._lesson.settings
        frame = self._presenter.frame
        over = frame is not None and frame.divergence is not None and not self._presenter.awaiting
        for each in (self._play, self._once):
            each.setEnabled(not (still or over))

    def _wear(self, theme: Theme) -> None:
        self.canvas.set_theme(theme)
        self.panel.set_theme(theme)
        self.plots.set_theme(theme)
        self._dress(theme)

    def _dress(self, theme: Theme) -> None:
        self._once.setIcon(icon("step", theme))
        self._restart.setIcon(icon("restart", theme))
        self._theme.setIcon(icon("theme", theme))
        self._set_icons()

    def _set_icons(self) -> None:
        name = "pause" if self._presenter.playing else "play"
        self._play.setIcon(icon(name, self._appearance.theme, "text"))
