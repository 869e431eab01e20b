"""Lecture mode in a window made by hand, driven by the keys of a remote."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDockWidget,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMainWindow,
    QVBoxLayout,
    QWidget,
)

from rnnsim.model.lesson import Lesson, Scene
from rnnsim.model.settings import Settings
from rnnsim.ui.guide.tour import Tour
from rnnsim.ui.lecture import LectureMode
from rnnsim.ui.panel import Panel
from rnnsim.ui.theme import DARK, LIGHT, apply_theme, font, load_fonts

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "This plugin does not support")

TEXT = "Each step back multiplies the gradient by W_hh and by the slope. " * 3
LESSON = Lesson(
    "own",
    4,
    "Vanishing gradient",
    "It vanishes.",
    Settings(),
    20.0,
    True,
    views=("gradient", "loss"),
    controls=("spectral_radius", "cell", "seed", "time_steps"),
    scenes=(Scene(TEXT), Scene("Two.", views=("loss",)), Scene("Three.")),
)


class Wardrobe:
    """White ground and large type, or dark and usual."""

    def __init__(self):
        self.heard = []

    def project(self, on):
        self.heard.append(on)
        app = QApplication.instance()
        apply_theme(app, LIGHT if on else DARK)
        app.setFont(font(19 if on else 13))
        app.setStyleSheet(app.styleSheet() + " ")


class Slim(QWidget):
    """Remembers whether it is to do with less room."""

    slim = False

    def set_slim(self, slim):
        self.slim = slim


class Area(QMainWindow):
    """Arranges docks by Qt's own rules."""

    touched = True
    beneath = False

    def favour_plots(self, favoured):
        self.favoured = favoured

    def run_beneath(self, beneath):
        self.beneath = beneath


class Plots:
    """Their docks by name, and whether heads have buttons."""

    def __init__(self, docks):
        self.docks, self.bare = docks, False

    def set_bare(self, bare):
        self.bare = bare


class Hall(QMainWindow):
    """A window with canvas, docks, menu bar and transport."""

    def __init__(self):
        super().__init__()
        self.appearance = Wardrobe()
        self.area = Area()
        self.area.setWindowFlags(Qt.WindowType.Widget)
        self.canvas = QWidget()
        self.canvas.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.panel = Panel(lambda *_: None, DARK)
        self.panel.show_settings(Settings())
        self.panel_dock = self._dock("panel", Qt.DockWidgetArea.LeftDockWidgetArea, self.panel)
        right, below = Qt.DockWidgetArea.RightDockWidgetArea, Qt.DockWidgetArea.BottomDockWidgetArea
        self.side_docks = {name: self._dock(name, right) for name in ("guide", "inspector")}
        docks = {name: self._dock(name, below) for name in ("gradient", "loss", "norm")}
        self.plots = Plots(docks)
        self.pass_card, self.pass_bar, self.verdict = Slim(), Slim(), QWidget()
        self.canvas_card = Slim()
        self.canvas_card.setMinimumHeight(77)
        self.area.setCentralWidget(self.canvas_card)
        QVBoxLayout(self.canvas_card).addWidget(self.canvas)
        for each in (self.pass_card, self.pass_bar, self.verdict):
            self.canvas_card.layout().addWidget(each)
        self.transport = QLineEdit()
        self.timeline = QLineEdit()
        self.runs = SimpleNamespace(legend=Slim())
        centre = QWidget()
        centre.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.transport)
        column.addWidget(self.area, 1)
        column.addWidget(self.timeline)
        self.foot = QHBoxLayout()
        self.foot.addWidget(self.runs.legend)
        column.addLayout(self.foot)
        self.setCentralWidget(centre)
        self.menuBar().addMenu("File")
        self.stage = self
        self.tour = Tour(self)

    def _dock(self, name, where, content=None):
        dock = QDockWidget(name)
        dock.setObjectName(name)
        dock.setWidget(content or QWidget())
        self.area.addDockWidget(where, dock)
        return dock

    def shown_plots(self):
        return {name for name, dock in self.plots.docks.items() if not dock.isHidden()}

    def show_views(self, names):
        names = self.lecture.chosen(names)
        for name, dock in self.plots.docks.items():
            dock.setVisible(name in names)

    def take_on(self, settings):
        self.tour.see(settings)

    def cover(self, names):
        pass

    def point_at(self, target):
        pass

    def go_to(self, moment, *, play):
        pass

    def train(self, *, on):
        pass

    def line_up(self, twins):
        pass


def settle():
    for _ in range(5):
        QApplication.processEvents()


@pytest.fixture
def hall(qtbot, qapp):
    load_fonts()
    apply_theme(qapp, DARK)
    before = qapp.font()
    hall = Hall()
    qtbot.addWidget(hall)
    hall.lecture = LectureMode(hall, hall)
    hall.resize(1100, 700)
    with qtbot.waitActive(hall):
        hall.show()
        hall.activateWindow()
    hall.tour.open(LESSON)
    hall.canvas.setFocus()
    settle()
    yield hall
    hall.lecture.leave()
    qapp.setFont(before)


@pytest.fixture
def lecture(hall):
    hall.lecture.enter()
    settle()
    return hall.lecture


def press(key):
    QTest.keyClick(QApplication.focusWidget() or QApplication.activeWindow(), key)
    settle()


def look(hall):
    """All that lecture mode must give back."""
    return {
        "geometry": hall.geometry(),
        "state": hall.windowState(),
        "menus": hall.menuBar().isVisible(),
        "transport": hall.transport.isVisible(),
        "docks": {
            dock.objectName(): (dock.isVisible(), dock.geometry())
            for dock in hall.findChildren(QDockWidget)
        },
        "fields": {key: field.isVisible() for key, field in hall.panel.fields.items()},
        "type": QApplication.font().pixelSize(),
        "ground": QApplication.palette().window().color().name(),
        "focus": QApplication.focusWidget(),
        "caption": hall.lecture.caption.isVisible(),
        "slim": (hall.canvas_card.slim, hall.pass_card.slim, hall.pass_bar.slim, hall.plots.bare),
        "canvas": hall.canvas_card.minimumHeight(),
        "verdict": hall.verdict.isVisible(),
        "area": (hall.area.touched, hall.area.beneath),
    }


def test_it_fills_the_screen_and_puts_away_what_is_not_the_lecture(hall, lecture):
    assert lecture.active
    assert hall.isFullScreen()
    assert hall.appearance.heard == [True]
    assert not hall.menuBar().isVisible()
    assert not hall.transport.isVisible()
    assert all(dock.isHidden() for dock in hall.side_docks.values())
    assert hall.canvas.isVisible()
    assert hall.shown_plots() == {"gradient", "loss"}
    assert lecture.caption.isVisible()
    assert lecture.caption.leave.isVisible()


def test_what_is_not_read_from_the_back_row_is_put_away(hall, lecture):
    assert hall.canvas_card.slim
    assert hall.pass_card.slim
    assert hall.pass_bar.slim
    assert hall.runs.legend.slim
    assert hall.lecture.caption.isAncestorOf(hall.runs.legend)  # no row of its own
    assert hall.plots.bare
    assert hall.area.beneath


@pytest.mark.parametrize(("width", "height"), [(1024, 768), (1280, 720), (1920, 1080)])
def test_the_canvas_has_nearly_half_the_height_and_the_verdict_only_room_to_spare(
    hall, lecture, width, height
):
    hall.setWindowState(Qt.WindowState.WindowNoState)
    hall.resize(width, height)
    settle()
    assert hall.canvas_card.height() >= 0.45 * height
    assert hall.verdict.isVisible() is (height >= 900)


def test_on_a_small_screen_two_plots_are_shown_first_those_that_the_scene_is_about(hall, lecture):
    views = ("gradient", "loss", "norm")
    scenes = (Scene("One."), Scene("Two.", covered=("norm",)))
    hall.setWindowState(Qt.WindowState.WindowNoState)
    hall.resize(1399, 800)
    settle()
    hall.tour.open(replace(LESSON, views=views, scenes=scenes))
    assert hall.shown_plots() == {"gradient", "loss"}
    hall.tour.next()
    assert hall.shown_plots() == {"gradient", "norm"}
    hall.resize(1400, 800)
    settle()
    assert hall.shown_plots() == set(views)
    lecture.leave()
    assert lecture.chosen(views) == views


def test_after_the_last_scene_there_is_nothing(hall, lecture):
    for _ in range(5):
        press(Qt.Key.Key_PageDown)
    assert hall.tour.index == 2
    assert lecture.active


def test_it_fills_the_screen_where_no_window_manager_does(hall, qtbot, monkeypatch):
    before, screen = hall.geometry(), hall.screen().geometry()
    assert before != screen
    monkeypatch.setattr(hall, "setWindowState", lambda _state: None)
    monkeypatch.setattr(hall, "isFullScreen", lambda: True)
    hall.lecture.enter()
    qtbot.waitUntil(lambda: hall.geometry() == screen, timeout=5000)
    hall.lecture.leave()
    settle()
    assert hall.geometry() == before


def test_only_the_lessons_knobs_stay_and_three_at_most(hall, lecture):
    shown = {key for key, field in hall.panel.fields.items() if field.isVisible()}
    assert shown == {"spectral_radius", "cell", "seed"}
    assert 230 <= hall.panel.width() <= 360


def test_without_controls_the_column_is_put_away_and_another_lesson_brings_its_own(hall, lecture):
    hall.tour.open(replace(LESSON, controls=()))
    assert hall.panel_dock.isHidden()
    hall.tour.open(replace(LESSON, controls=("cell",)))
    settle()
    assert hall.panel.fields["cell"].isVisible()
    assert not hall.panel.fields["seed"].isVisible()


def test_leaving_gives_everything_back(hall):
    hall.plots.docks["norm"].hide()
    hall.side_docks["inspector"].hide()
    hall.transport.setFocus()
    hall.area.resizeDocks([hall.panel_dock], [333], Qt.Orientation.Horizontal)
    settle()
    before = look(hall)
    hall.lecture.enter()
    settle()
    assert look(hall) != before
    hall.lecture.leave()
    settle()
    assert look(hall) == before
    assert hall.foot.indexOf(hall.runs.legend) >= 0
    assert hall.appearance.heard == [True, False]


def test_the_plots_are_those_of_the_scene_that_the_lecture_ended_on(hall, lecture):
    hall.tour.next()
    assert hall.shown_plots() == {"loss"}
    lecture.leave()
    settle()
    assert hall.shown_plots() == {"loss"}
    assert hall.tour.index == 1


def test_plots_that_the_user_had_opened_come_back(hall):
    hall.plots.docks["norm"].show()
    hall.lecture.enter()
    assert hall.shown_plots() == {"gradient", "loss"}
    hall.lecture.leave()
    assert hall.shown_plots() == {"gradient", "loss", "norm"}


def test_entering_and_leaving_twice_is_once(hall):
    for _ in range(2):
        hall.lecture.enter()
    for _ in range(2):
        hall.lecture.leave()
    assert hall.appearance.heard == [True, False]
    hall.lecture.toggle()
    assert hall.lecture.active
    hall.lecture.toggle()
    assert not hall.lecture.active


def test_the_remote_walks(hall, lecture):
    press(Qt.Key.Key_PageDown)
    assert hall.tour.index == 1
    press(Qt.Key.Key_PageDown)
    press(Qt.Key.Key_PageUp)
    assert hall.tour.index == 1


def test_a_slider_that_has_the_focus_does_not_take_the_page_keys(hall, lecture):
    slider = hall.panel.fields["spectral_radius"].slider
    slider.setFocus(Qt.FocusReason.TabFocusReason)
    value = slider.sliderPosition()
    press(Qt.Key.Key_PageDown)
    assert hall.tour.index == 1
    assert slider.sliderPosition() == value


def test_a_shortcut_of_the_window_does_not_take_the_remotes_keys(hall, lecture):
    heard = []
    for key in ("B", "Esc"):
        QShortcut(QKeySequence(key), hall).activated.connect(lambda key=key: heard.append(key))
    press(Qt.Key.Key_B)
    assert lecture.blank.isVisible()
    press(Qt.Key.Key_B)
    press(Qt.Key.Key_Escape)
    assert not lecture.active
    assert heard == []
    press(Qt.Key.Key_B)
    assert heard == ["B"]


def test_letters_and_points_are_still_typed_where_one_types(hall, lecture):
    entry = hall.panel.fields["spectral_radius"].entry
    entry.setFocus(Qt.FocusReason.TabFocusReason)
    entry.selectAll()
    for key in (Qt.Key.Key_0, Qt.Key.Key_Period, Qt.Key.Key_5):
        press(key)
    assert entry.text() == "0.5"
    assert not lecture.blank.isVisible()
    press(Qt.Key.Key_PageDown)
    assert hall.tour.index == 1


@pytest.mark.parametrize(
    ("key", "color"),
    [
        (Qt.Key.Key_B, "#000000"),
        (Qt.Key.Key_Period, "#000000"),
        (Qt.Key.Key_W, "#ffffff"),
        (Qt.Key.Key_Comma, "#ffffff"),
    ],
)
@pytest.mark.parametrize("back", [Qt.Key.Key_Space, Qt.Key.Key_PageDown, Qt.Key.Key_Tab])
def test_a_key_blanks_the_screen_until_any_other(hall, lecture, key, color, back):
    hall.canvas.setFocus()
    press(key)
    image = hall.grab().toImage()
    assert {image.pixelColor(x, y).name() for x in (2, 400) for y in (2, 300)} == {color}
    press(back)
    assert not lecture.blank.isVisible()
    assert hall.tour.index == 0
    assert hall.canvas.hasFocus()
    assert lecture.active


def test_a_key_of_the_windows_only_ends_the_blank(hall, lecture):
    heard = []
    QShortcut(QKeySequence("X"), hall).activated.connect(lambda: heard.append("X"))
    press(Qt.Key.Key_B)
    press(Qt.Key.Key_X)
    assert not lecture.blank.isVisible()
    assert heard == []


def test_the_docks_have_their_sizes_when_the_window_gets_its_own_late(hall, monkeypatch):
    hall.area.resizeDocks([hall.panel_dock], [333], Qt.Orientation.Horizontal)
    settle()
    before, size = look(hall)["docks"], hall.size()
    hall.lecture.enter()
    settle()
    monkeypatch.setattr(hall, "setGeometry", lambda _rect: None)  # as where windows are managed
    hall.lecture.leave()
    hall.resize(700, 500)
    settle()
    hall.resize(size)
    settle()
    assert look(hall)["docks"] == before


def test_a_click_ends_the_blank_and_a_larger_screen_stays_blank(hall, lecture):
    press(Qt.Key.Key_B)
    hall.resize(1300, 800)
    settle()
    assert lecture.blank.size() == hall.size()
    QTest.mouseClick(lecture.blank, Qt.MouseButton.LeftButton)
    assert not lecture.blank.isVisible()


def test_esc_and_the_visible_button_leave(hall):
    hall.lecture.enter()
    settle()
    press(Qt.Key.Key_Escape)
    assert not hall.lecture.active
    hall.lecture.enter()
    settle()
    QTest.mouseClick(hall.lecture.caption.leave, Qt.MouseButton.LeftButton)
    assert not hall.lecture.active


def test_the_remote_is_silent_before_and_after(hall):
    press(Qt.Key.Key_PageDown)
    hall.lecture.enter()
    hall.lecture.leave()
    settle()
    press(Qt.Key.Key_PageDown)
    press(Qt.Key.Key_B)
    assert hall.tour.index == 0
    assert not hall.lecture.blank.isVisible()


def test_guide_and_inspector_stay_away_whoever_shows_them(hall, lecture):
    for dock in hall.side_docks.values():
        dock.show()
    settle()
    assert all(dock.isHidden() for dock in hall.side_docks.values())


def test_all_of_it_is_legible_on_the_smallest_projector(hall, lecture):
    hall.setWindowState(Qt.WindowState.WindowNoState)
    hall.resize(1024, 768)
    settle()
    assert hall.size().width() == 1024
    assert lecture.caption.height() <= 0.22 * 768
    assert lecture.caption.text.font().pixelSize() >= 22
    found = (*hall.findChildren(QLabel), *hall.findChildren(QAbstractButton))
    shown = [each for each in found if each.isVisible()]
    own = [each for each in shown if hall.panel.isAncestorOf(each)]
    own += [each for each in shown if lecture.caption.isAncestorOf(each)]
    assert len(own) > 12
    for part in own:
        assert part.font().pixelSize() >= 14, part
        assert part.visibleRegion().boundingRect().height() == part.height(), part
        if isinstance(part, QLabel) and part.wordWrap():
            assert part.height() >= part.heightForWidth(part.width())
    assert lecture.caption.geometry().bottom() < 768
