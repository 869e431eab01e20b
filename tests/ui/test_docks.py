"""The arrangement of the window: docks, what is remembered of them, what lessons ask for."""

import random
from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtWidgets import QTabBar, QWidget

from rnnsim.model.lesson import find_lesson
from rnnsim.model.target import Kind, Target
from rnnsim.model.view import FIRST_PLOTS, PLOTS
from rnnsim.ui.app import make_application, make_window
from rnnsim.ui.docks import DockHead, HeadButton, ViewDock, draw_cross
from rnnsim.ui.guide import Cover
from rnnsim.ui.pointer import Ring

# The offscreen platform says what it cannot do.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

LESSON = replace(find_lesson("vanishing"), views=FIRST_PLOTS)

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def window(qtbot):
    """A window that is shown but computes nothing."""
    made = make_window(make_application(), LESSON, "dark")
    qtbot.addWidget(made)
    made.resize(1280, 720)
    made.show()
    qtbot.wait(1)
    yield made
    made.close()


def another(qtbot):
    made = make_window(make_application(), LESSON, "dark")
    qtbot.addWidget(made)
    made.keep_layout()
    made.show()
    qtbot.wait(1)
    return made


def heads(window):
    """The plots that are not behind others, from left to right."""
    seen = [dock for dock in window.plots.docks.values() if dock.seen]
    return sorted(seen, key=lambda dock: dock.x())


def bars(window):
    """The words on every row of tabs that is seen."""
    return [
        [bar.tabText(index) for index in range(bar.count())]
        for bar in window.area.findChildren(QTabBar)
        if bar.isVisible() and bar.geometry().intersects(window.area.rect())
    ]


def close_button(dock):
    return next(each for each in dock.findChildren(HeadButton) if "Close" in each.accessibleName())


def test_first_the_usual_plots_stand_side_by_side_and_equally_wide(window):
    assert window.plots.shown == FIRST_PLOTS
    docks = heads(window)
    assert tuple(dock.name for dock in docks) == FIRST_PLOTS
    assert len({dock.y() for dock in docks}) == 1
    widths = [dock.width() for dock in docks]
    assert max(widths) - min(widths) <= 1
    gaps = [b.x() - a.x() - a.width() for a, b in pairwise(docks)]
    assert gaps == [10, 10, 10]


def test_panel_and_right_column_have_their_places(window):
    panel, guide = window.panel_dock, window.side_docks["guide"]
    assert panel.width() == 310
    assert guide.seen
    assert guide.width() >= 250
    others = set(window.side_docks.values()) - {guide}
    assert set(window.area.tabifiedDockWidgets(guide)) == others
    assert bars(window) == [["Lesson", "Inspector", "Runs"]]
    assert window.canvas_card.width() >= 640


@pytest.mark.parametrize("names", [("map",), ("map", "singular"), ("loss", "norm", "cliff")])
def test_a_lesson_shows_its_views_and_no_others(window, qtbot, names):
    window.stage.show_views(names)
    qtbot.wait(1)
    assert {dock.name for dock in heads(window)} == set(names)
    assert set(window.plots.shown) == set(names)
    widths = [dock.width() for dock in heads(window)]
    assert max(widths) - min(widths) <= 1


def test_what_has_no_room_in_the_row_goes_behind_as_tabs(window, qtbot):
    window.stage.show_views(list(PLOTS))
    qtbot.wait(1)
    assert len(heads(window)) == 4
    tabs = [text for bar in bars(window) for text in bar if "Lesson" not in bar]
    assert sorted(tabs) == sorted(view.short for view in PLOTS.values())
    window.stage.show_views(FIRST_PLOTS)
    qtbot.wait(1)
    assert bars(window) == [["Lesson", "Inspector", "Runs"]]  # no tabs are left over


def test_however_the_plots_are_put_no_tabs_are_left_over(window, qapp):
    # as pictures are rendered: without a loop of events Qt does not delete what it has put off
    chance = random.Random(3)
    for _ in range(12):
        if chance.random() < 0.4:
            window.resize(chance.choice([1000, 1280, 1600, 1920]), chance.choice([640, 720, 1080]))
        else:
            window.stage.show_views(chance.sample(list(PLOTS), chance.randint(1, 8)))
        for _ in range(6):
            qapp.processEvents()
        docks = [dock for dock in window.plots.docks.values() if dock.wanted]
        beside = {
            dock: [each for each in window.area.tabifiedDockWidgets(dock) if each in docks]
            for dock in docks
        }
        tabs = [text for bar in bars(window) for text in bar if "Lesson" not in bar]
        assert sorted(tabs) == sorted(dock.windowTitle() for dock in docks if beside[dock])
        widths = [dock.width() for dock in heads(window)]
        assert max(widths) - min(widths) <= 1


def test_the_same_views_again_change_nothing(window):
    window.plots.docks["loss"].setFloating(True)
    window.stage.show_views(FIRST_PLOTS)
    assert window.plots.docks["loss"].isFloating()


def test_in_a_narrow_window_the_right_column_makes_room(window, qtbot):
    window.resize(1100, 700)
    qtbot.wait(1)
    assert not window.side_docks["guide"].seen
    window.resize(1280, 720)
    qtbot.wait(1)
    assert window.side_docks["guide"].seen


def test_as_the_window_grows_so_do_plots_and_panel(window, qtbot):
    window.resize(1920, 1080)
    qtbot.wait(1)
    assert window.panel_dock.width() == 380
    assert heads(window)[0].height() > 350
    assert window.canvas.height() > 400
    widths = [dock.width() for dock in heads(window)]
    assert max(widths) - min(widths) <= 1


def test_what_the_user_has_moved_stays_as_the_window_grows(window, qtbot):
    area = window.area
    x = window.panel_dock.geometry().right() + 5
    place = QPoint(x, area.height() // 3)
    qtbot.mousePress(area, LEFT, pos=place)
    qtbot.mouseMove(area, place + QPoint(40, 0))
    qtbot.wait(5)
    qtbot.mouseRelease(area, LEFT, pos=place + QPoint(40, 0))
    qtbot.wait(1)
    width = window.panel_dock.width()
    assert width > 320
    window.resize(1920, 1080)
    qtbot.wait(1)
    assert window.panel_dock.width() == width


def test_reset_view_brings_all_back(window, qtbot):
    window.plots.docks["loss"].setFloating(True)
    window.plots.docks["norm"].close()
    window.side_docks["guide"].close()
    window.panel_dock.close()
    window.reset_view()
    qtbot.wait(1)
    assert tuple(dock.name for dock in heads(window)) == FIRST_PLOTS
    assert not window.plots.docks["loss"].isFloating()
    assert window.side_docks["guide"].seen
    assert window.panel_dock.isVisible()
    widths = [dock.width() for dock in heads(window)]
    assert max(widths) - min(widths) <= 1


def test_a_plot_is_closed_by_keyboard_and_the_others_share_its_room(window, qtbot):
    before = heads(window)[0].width()
    button = close_button(window.plots.docks["norm"])
    button.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(button, Qt.Key.Key_Space)
    qtbot.wait(1)
    assert window.plots.shown == FIRST_PLOTS[:3]
    assert heads(window)[0].width() > before + 50
    assert not window.playback.playing


def test_the_view_menu_opens_and_closes_every_view(window, qtbot):
    toggles = {each.text(): each for each in window.view_toggles()}
    assert len(toggles) == len(PLOTS) + 4
    toggles[PLOTS["map"].title].trigger()
    qtbot.wait(1)
    assert window.plots.docks["map"].wanted
    toggles[PLOTS["map"].title].trigger()
    toggles["Settings"].trigger()
    qtbot.wait(1)
    assert not window.plots.docks["map"].wanted
    assert not window.panel_dock.isVisible()


def test_floating_docks_are_cards_too(window):
    dock = window.plots.docks["loss"]
    dock.setFloating(True)
    dock.resize(300, 200)
    picture = dock.grab().toImage()
    card, ground = window.appearance.theme.color("card"), window.appearance.theme.color("window")
    assert picture.pixelColor(8, 40).name() == card.name()
    assert picture.pixelColor(0, 0).name() != card.name()
    assert picture.pixelColor(0, 0).name() in (ground.name(), picture.pixelColor(0, 0).name())
    dock.setFloating(False)


# Remembered


def test_the_layout_is_remembered(window, qtbot):
    first = another(qtbot)
    first.plots.docks["norm"].dismiss()
    first.panel_dock.close()
    first.close()
    second = another(qtbot)
    assert second.plots.shown == FIRST_PLOTS[:3]
    assert not second.panel_dock.isVisible()
    assert QSettings().value("geometry") is not None
    second.close()


def test_a_window_that_only_draws_pictures_remembers_nothing(qtbot):
    made = make_window(make_application(), find_lesson("vanishing"), "dark")
    qtbot.addWidget(made)
    made.show()
    made.close()
    assert QSettings().value("layout/state") is None


@pytest.mark.parametrize("state", [b"", b"nonsense", "text", 7, [1, 2]])
def test_a_damaged_layout_is_ignored(qtbot, state):
    first = another(qtbot)
    first.close()
    QSettings().setValue("layout/state", state)
    QSettings().setValue("geometry", state)
    second = another(qtbot)
    assert tuple(dock.name for dock in heads(second)) == FIRST_PLOTS
    assert second.panel_dock.isVisible()
    second.close()


def test_a_layout_of_another_version_is_ignored(qtbot):
    first = another(qtbot)
    first.plots.docks["norm"].dismiss()
    first.close()
    QSettings().setValue("layout/version", 999)
    second = another(qtbot)
    assert second.plots.shown == FIRST_PLOTS
    second.close()


# What a lesson does to views


def test_a_covered_plot_is_seen_once_it_is_revealed(window, qtbot):
    window.stage.cover(["loss"])
    dock = window.plots.docks["loss"]
    reveal = dock.findChild(Cover).button
    assert reveal.isVisible()
    assert window.plots.docks["norm"].findChild(Cover) is None
    qtbot.mouseClick(reveal, LEFT)
    assert not reveal.isVisible()
    window.stage.cover(["norm"])
    window.stage.cover([])
    assert not any(each.isVisible() for each in window.area.findChildren(Cover))


def test_a_ring_goes_round_what_is_pointed_at(window, qtbot):
    field = window.panel.fields["spectral_radius"]
    window.stage.point_at(Target(Kind.KNOB, name="spectral_radius"))
    ring = window.stage._ring
    assert ring.isVisible()
    inside = field.mapTo(window, field.rect().center())
    assert ring.geometry().contains(inside)
    assert abs(ring.height() - field.height()) < 12
    window.stage.point_at(Target(Kind.VIEW, name="map"))
    qtbot.wait(1)
    assert window.plots.docks["map"].seen
    assert ring.geometry().contains(window.plots.docks["map"].mapTo(window, QPoint(20, 20)))
    window.stage.point_at(None)
    assert not ring.isVisible()


def test_a_ring_goes_along_when_what_it_lies_in_moves(qtbot):
    window, holder = QWidget(), QWidget()
    qtbot.addWidget(window)
    holder.setParent(window)
    field = QWidget(holder)
    field.setGeometry(10, 10, 80, 20)
    ring = Ring(window)
    window.show()
    ring.point_at(field)
    before = ring.geometry().top()
    holder.move(0, 46)
    assert ring.geometry().top() == before + 46
    ring.point_at(None)
    holder.move(0, 0)
    assert not ring.isVisible()


def test_the_ring_lets_everything_through(window, qtbot):
    window.stage.point_at(Target(Kind.KNOB, name="spectral_radius"))
    slider = window.panel.fields["spectral_radius"].slider
    place = slider.mapTo(window, slider.rect().center())
    assert window.childAt(place) is slider


def test_the_stage_takes_on_settings_that_can_be_undone(window):
    before = window.presenter.settings
    changed = find_lesson("exploding").settings
    window.stage.take_on(changed)
    assert window.presenter.settings == changed
    window.undo.stack.undo()
    assert window.presenter.settings == before
    window.stage.train(on=True)
    assert window.presenter.playing
    window.stage.train(on=False)
    assert not window.presenter.playing


# Heads


def test_a_head_without_room_shows_the_short_title(qtbot):
    dock = ViewDock("one", "A rather long title of a view", "Short")
    qtbot.addWidget(dock)
    dock.resize(500, 200)
    dock.show()
    assert dock.head._title.shown == "A rather long title of a view"
    dock.resize(170, 200)
    qtbot.waitUntil(lambda: dock.head._title.shown == "Short")


def test_a_button_of_a_head_has_a_name_and_is_pressed_by_space(qtbot):
    holder = QWidget()
    qtbot.addWidget(holder)
    head = DockHead("Title", "T")
    head.setParent(holder)
    button = HeadButton(draw_cross, "Close it", head)
    head.add(button)
    holder.show()
    assert button.accessibleName() == "Close it"
    assert "Close it" in button.whatsThis()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    with qtbot.waitSignal(button.clicked):
        qtbot.keyClick(button, Qt.Key.Key_Space)


def test_a_title_gives_way_where_the_read_out_has_room_beside_the_short_one(qtbot):
    head = DockHead("A rather long title of a view", "Short")
    qtbot.addWidget(head)
    head.set_aside("now 1.36 · 38% right")
    head.resize(600, 30)
    head.show()
    assert head._title.shown == "A rather long title of a view"
    head.resize(150, 30)
    qtbot.waitUntil(lambda: (head._title.shown, head._aside.shown) == ("Short", "now 1.36"))
    head.set_aside("")
    head.resize(260, 30)
    qtbot.waitUntil(lambda: head._title.shown == "A rather long title of a view")
