"""Lecture mode: network, the scene's plots, the lesson's few knobs and a caption, full screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from PySide6.QtCore import QByteArray, QEvent, QObject, QRect, QSize, Qt, QTimer
from PySide6.QtWidgets import QBoxLayout, QDockWidget, QMainWindow, QVBoxLayout, QWidget

from rnnsim.model.lesson import Lesson
from rnnsim.model.target import Kind
from rnnsim.model.view import PLOTS
from rnnsim.ui.card import Card
from rnnsim.ui.dock_area import DockArea
from rnnsim.ui.guide.caption import Caption
from rnnsim.ui.guide.tour import Stage, Tour
from rnnsim.ui.lecture_blank import Blank
from rnnsim.ui.lecture_remote import Remote
from rnnsim.ui.panel import Panel
from rnnsim.ui.pass_bar import PassBar
from rnnsim.ui.plot_docks import PlotDocks
from rnnsim.ui.runs import RunsDesk

MOST_KNOBS = 3
"""So many of a lesson's controls are shown; more would be looked for."""

NARROW, WIDE = 230, 360
"""Pixels that the knobs' column is wide, on a small screen and on a large one."""

PART = 0.235
"""Its width as part of the screen's, between these."""


FEW_BELOW = 1400
"""Pixels of the screen's width below which only `FEW` plots are legible from the back row."""

FEW, SEVERAL = 2, 3

CANVAS_PART = 0.46
"""Of the screen's height, what the canvas has at least."""

ASIDE_PART = 0.33
"""The same, where the scene is about another network than that on the canvas."""

ELSEWHERE = ("cliff",)
"""Views of another network than that on the canvas."""

PLOTS_HEIGHT = 150
"""Pixels left to the plots where a line above all takes height from the views."""

VERDICT_FROM = 900
"""Pixels of the screen's height from which on there is room for the verdict."""


FILLED_AFTER = 250
"""Milliseconds after which a full screen should be filled."""


class Projects(Protocol):
    """Wears the projector's colours and large type."""

    def project(self, on: bool) -> None:
        """Put them on, or come back to what was chosen."""


class Hall(Protocol):
    """What lecture mode needs of the window."""

    @property
    def tour(self) -> Tour:
        """The walk through the lesson."""

    @property
    def appearance(self) -> Projects:
        """What the window wears."""

    @property
    def panel(self) -> Panel:
        """All knobs."""

    @property
    def panel_dock(self) -> QDockWidget:
        """Where they are."""

    @property
    def side_docks(self) -> Mapping[str, QDockWidget]:
        """Guide and inspector; put away."""

    @property
    def transport(self) -> QWidget:
        """What controls the run; put away."""

    @property
    def timeline(self) -> QWidget:
        """The line of iterations; put away."""

    @property
    def area(self) -> DockArea:
        """What arranges the docks."""

    @property
    def plots(self) -> PlotDocks:
        """What has the plots' heads."""

    @property
    def canvas_card(self) -> Card:
        """The network; what has the most room."""

    @property
    def pass_card(self) -> Card:
        """The bar that plays a pass, and the verdict."""

    @property
    def pass_bar(self) -> PassBar:
        """The bar."""

    @property
    def runs(self) -> RunsDesk:
        """What has the one legend of all plots."""

    @property
    def foot(self) -> QBoxLayout:
        """What ends with the legend when no lecture is given."""

    @property
    def verdict(self) -> QWidget:
        """The verdict, in one row."""

    @property
    def stage(self) -> Stage:
        """What shows the plots of a scene."""


@dataclass(frozen=True)
class Before:
    """What lecture mode gives back."""

    geometry: QRect
    state: Qt.WindowState
    layout: QByteArray
    size: QSize
    """Of the area that `layout` is for."""
    touched: bool
    widths: tuple[int, int]
    """The least and the most that the panel may be wide."""
    canvas_height: int
    """The least that the canvas may be high."""
    hidden: tuple[QWidget, ...]
    focus: QWidget | None
    stop: tuple[Lesson | None, int]


class LectureMode(QObject):
    """Enters and leaves; PageDown and PageUp walk, B blanks the screen, Esc leaves.

    Parameters
    ----------
    window : QMainWindow
        Its central widget has a vertical layout, at the end of which the caption is put.
    hall : Hall
        The parts of it; the window itself.
    """

    def __init__(self, window: QMainWindow, hall: Hall) -> None:
        super().__init__(window)
        self._window, self._hall = window, hall
        self._before: Before | None = None
        self._to_restore: Before | None = None
        self._lesson: Lesson | None = None
        self._most_shown = len(PLOTS)
        self.caption = Caption(window)
        self.caption.follow(hall.tour)
        self.caption.leave.clicked.connect(self.leave)
        self.caption.hide()
        self._column().addWidget(self.caption)
        self.blank = Blank(window)
        self.remote = Remote(window, self._keys())
        self._filling = QTimer(self)
        self._filling.setSingleShot(True)
        self._filling.setInterval(FILLED_AFTER)
        self._filling.timeout.connect(self._fill)
        hall.tour.watch(self._follow)
        for dock in hall.side_docks.values():
            dock.installEventFilter(self)
        hall.area.installEventFilter(self)

    @property
    def active(self) -> bool:
        """Whether a lecture is given."""
        return self._before is not None

    @property
    def most_plots(self) -> int:
        """How many plots may be shown at a time."""
        if not self.active:
            return len(PLOTS)
        return FEW if self._window.width() < FEW_BELOW else SEVERAL

    def chosen(self, names: Sequence[str]) -> tuple[str, ...]:
        """The plots to be shown of these: in a lecture few, first what the scene is about."""
        self._most_shown = self.most_plots
        tour = self._hall.tour
        about = set(tour.covered if tour.scene is None else tour.scene.covered)
        if tour.scene is not None and tour.scene.point is not None:
            point = tour.scene.point
            about |= {point.name} if point.kind is Kind.VIEW else set()
        first = sorted(names, key=lambda name: name not in about)[: self._most_shown]
        return tuple(name for name in names if name in first)

    def enter(self) -> None:
        """Show the lecture, full screen."""
        if self.active:
            return
        hall, window = self._hall, self._window
        self._to_restore = None
        away = [window.menuBar(), hall.transport, hall.timeline]
        self._before = self._present(tuple(each for each in away if not each.isHidden()))
        with self._at_once():
            for each in (*away, *hall.side_docks.values()):
                each.hide()
            hall.appearance.project(True)
            hall.area.touched = False
            self._make_slim(True)
            hall.stage.show_views(hall.tour.views)
            self._choose_knobs()
            self.caption.carry(hall.runs.legend)
            self.caption.show()
        self.remote.switch(on=True)
        self._centre().setFocus(Qt.FocusReason.OtherFocusReason)
        window.setWindowState(window.windowState() | Qt.WindowState.WindowFullScreen)
        self._filling.start()

    def leave(self) -> None:
        """Bring back what was before; the tour stays where it is."""
        before = self._before
        if before is None:
            return
        self._before = None
        self._filling.stop()
        self.blank.uncover()
        self.remote.switch(on=False)
        with self._at_once():
            self._bring_back(before)
        if before.focus is not None:
            before.focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def toggle(self) -> None:
        """Enter or leave."""
        if self.active:
            self.leave()
        else:
            self.enter()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.Resize and watched is self._hall.area:
            self._resized()
        elif kind == QEvent.Type.Show and self.active and isinstance(watched, QDockWidget):
            watched.hide()  # whatever shows guide or inspector: the caption is there
        return False

    def _bring_back(self, before: Before) -> None:
        hall, window = self._hall, self._window
        self.caption.hide()
        hall.foot.addWidget(hall.runs.legend)
        hall.panel.show_only(None)
        hall.panel.setMinimumWidth(before.widths[0])
        hall.panel.setMaximumWidth(before.widths[1])
        hall.appearance.project(False)
        self._make_slim(False)
        hall.canvas_card.setMinimumHeight(before.canvas_height)
        hall.area.favour_plots(False)
        hall.verdict.show()
        for each in before.hidden:
            each.show()
        window.setWindowState(before.state)
        if not before.state & (Qt.WindowState.WindowMaximized | Qt.WindowState.WindowFullScreen):
            window.setGeometry(before.geometry)
        self._restore_layout(before)

    @contextmanager
    def _at_once(self) -> Iterator[None]:
        """Arrange the knobs and paint the window once, after all that changes."""
        self._window.setUpdatesEnabled(False)
        try:
            with self._hall.panel.held():
                yield
        finally:
            self._window.setUpdatesEnabled(True)

    def _keys(self) -> dict[Qt.Key, Callable[[], object]]:
        tour, key = self._hall.tour, Qt.Key
        black, white = Qt.GlobalColor.black, Qt.GlobalColor.white
        keys: dict[Qt.Key, Callable[[], object]] = {
            key.Key_PageDown: tour.next,
            key.Key_PageUp: tour.back,
            key.Key_Escape: self.leave,
            **dict.fromkeys((key.Key_B, key.Key_Period), lambda: self.blank.cover(black)),
            **dict.fromkeys((key.Key_W, key.Key_Comma), lambda: self.blank.cover(white)),
        }
        return {key: partial(self._unblanked, do) for key, do in keys.items()}

    def _unblanked(self, do: Callable[[], object]) -> None:
        """Do it, or where the screen is blank nothing but show it again."""
        if self.blank.isHidden():
            do()
        else:
            self.blank.uncover()

    def _present(self, shown: tuple[QWidget, ...]) -> Before:
        hall, window = self._hall, self._window
        return Before(
            geometry=window.geometry(),
            state=window.windowState(),
            layout=hall.area.saveState(),
            size=hall.area.size(),
            touched=hall.area.touched,
            widths=(hall.panel.minimumWidth(), hall.panel.maximumWidth()),
            canvas_height=hall.canvas_card.minimumHeight(),
            hidden=shown,
            focus=window.focusWidget(),
            stop=(hall.tour.lesson, hall.tour.index),
        )

    def _restore_layout(self, before: Before) -> None:
        """Bring the docks back, and once more when the window has its size again."""
        hall = self._hall
        hall.area.restoreState(before.layout)
        hall.area.touched = before.touched
        self._to_restore = None if hall.area.size() == before.size else before
        if (hall.tour.lesson, hall.tour.index) != before.stop:
            hall.stage.show_views(hall.tour.views)

    def _resized(self) -> None:
        if self.active:
            self._fit()
        elif self._to_restore is not None and self._hall.area.size() == self._to_restore.size:
            self._restore_layout(self._to_restore)

    def _follow(self) -> None:
        """Another lesson has other knobs, another scene may be about another network."""
        if self.active and self._hall.tour.lesson is not self._lesson:
            self._choose_knobs()
        elif self.active:
            self._share_height()

    def _choose_knobs(self) -> None:
        hall = self._hall
        self._lesson = hall.tour.lesson
        keys = self._lesson.controls[:MOST_KNOBS] if self._lesson else ()
        hall.panel.show_only(keys)
        hall.panel_dock.setVisible(bool(keys))
        self._fit()

    def _make_slim(self, slim: bool) -> None:
        """Put away heads, buttons and switches; the plots take the room under the knobs."""
        hall = self._hall
        hall.plots.set_bare(slim)
        for each in (hall.canvas_card, hall.pass_card, hall.pass_bar, hall.runs.legend):
            each.set_slim(slim)
        hall.area.run_beneath(slim)

    def _fill(self) -> None:
        """Fill the screen where nobody else does: there may be no window manager."""
        window, screen = self._window, self._window.screen().geometry()
        if window.isFullScreen() and window.geometry() != screen:
            window.setGeometry(screen)

    def _fit(self) -> None:
        """Share out the screen, as large as it is now."""
        hall, window = self._hall, self._window
        width = round(PART * window.width())
        hall.panel.setFixedWidth(min(max(NARROW, width), WIDE))
        self._share_height()
        hall.verdict.setVisible(window.height() >= VERDICT_FROM)
        if self._most_shown != self.most_plots:
            hall.stage.show_views(hall.tour.views)

    def _share_height(self) -> None:
        """Give the canvas its height, or the plots, where these are what the scene is about."""
        elsewhere = bool(set(self._hall.tour.views) & set(ELSEWHERE))
        part = ASIDE_PART if elsewhere else CANVAS_PART
        wanted, hall = round(part * self._window.height()), self._hall
        room = hall.area.height() - hall.pass_card.sizeHint().height() - PLOTS_HEIGHT
        hall.canvas_card.setMinimumHeight(min(wanted, max(room, 0)))
        hall.area.favour_plots(elsewhere)

    def _centre(self) -> QWidget:
        centre = self._window.centralWidget()
        assert centre is not None
        return centre

    def _column(self) -> QVBoxLayout:
        layout = self._centre().layout()
        assert isinstance(layout, QVBoxLayout)
        return layout
