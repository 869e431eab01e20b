from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QImage, QKeyEvent, QPainter, QWheelEvent
from PySide6.QtWidgets import QApplication

from rnnsim.model.moment import Moment, Part, Stage, parse_moment
from rnnsim.model.settings import Settings
from rnnsim.model.target import LOSS, Kind, Target, parse_target
from rnnsim.ui.app import make_application
from rnnsim.ui.canvas.geometry import View, layout
from rnnsim.ui.canvas.kept import Layers
from rnnsim.ui.canvas.marks import ring_of
from rnnsim.ui.canvas.picture import paint_picture
from rnnsim.ui.canvas.targets import target_box
from rnnsim.ui.canvas.view import NetworkCanvas
from rnnsim.ui.theme import DARK, LIGHT

KEY = Qt.Key
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def canvas(qtbot, frame_of):
    make_application()
    canvas = NetworkCanvas(DARK)
    qtbot.addWidget(canvas)
    canvas.resize(900, 300)
    canvas.show_frame(frame_of(np.geomspace(1e-6, 1.0, 51)))
    canvas.show()
    canvas.setFocus()
    return canvas


def turn_wheel(canvas, x, *, steps=0.0, sideways=0.0):
    position = QPointF(x, 100.0)
    event = QWheelEvent(
        position,
        QPointF(canvas.mapToGlobal(position)),
        QPoint(),
        QPoint(round(120 * sideways), round(120 * steps)),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas, event)
    return event.isAccepted()


def drag(qtbot, canvas, start, end, y=100):
    qtbot.mousePress(canvas, LEFT, pos=QPoint(start, y))
    for x in np.linspace(start, end, 5).round().astype(int).tolist():
        qtbot.mouseMove(canvas, QPoint(x, y))
    qtbot.mouseRelease(canvas, LEFT, pos=QPoint(end, y))


def hover(qtbot, canvas, k):
    qtbot.mouseMove(canvas, QPoint(round(canvas.place().x(k)), 100))


def test_at_first_all_is_shown(canvas):
    assert canvas.place().columns == range(51)
    assert canvas.step == 1


def test_the_wheel_zooms_round_the_pointer(canvas):
    before = canvas.place()
    column = (600.0 - before.origin) / before.pitch
    assert turn_wheel(canvas, 600.0, steps=4)
    after = canvas.place()
    assert after.pitch == pytest.approx(before.pitch * 1.25**4)
    assert after.x(column) == pytest.approx(600.0)


def test_the_wheel_zooms_out_until_all_is_shown(canvas):
    before = canvas.place()
    turn_wheel(canvas, 600.0, steps=10)
    assert canvas.place() != before
    turn_wheel(canvas, 200.0, steps=-30)
    assert canvas.place() == before


def test_a_sideways_wheel_moves(canvas):
    turn_wheel(canvas, 450.0, steps=10)
    before = canvas.place()
    turn_wheel(canvas, 450.0, sideways=1)
    assert canvas.place().origin == pytest.approx(before.origin + 60.0)
    assert canvas.place().pitch == before.pitch


def test_dragging_moves_with_the_pointer(canvas, qtbot):
    turn_wheel(canvas, 450.0, steps=10)
    before = canvas.place()
    drag(qtbot, canvas, 500, 380)
    assert canvas.place().origin == pytest.approx(before.origin - 120.0)
    assert canvas.place().pitch == pytest.approx(before.pitch)


def test_what_is_all_shown_cannot_be_dragged_away(canvas, qtbot):
    before = canvas.place()
    drag(qtbot, canvas, 500, 100)
    assert canvas.place() == before


def test_after_a_drag_the_pointer_drags_no_more(canvas, qtbot):
    turn_wheel(canvas, 450.0, steps=10)
    drag(qtbot, canvas, 500, 380)
    before = canvas.place()
    qtbot.mouseMove(canvas, QPoint(100, 100))
    assert canvas.place() == before


def test_the_right_button_does_not_drag(canvas, qtbot):
    turn_wheel(canvas, 450.0, steps=10)
    before = canvas.place()
    qtbot.mousePress(canvas, Qt.MouseButton.RightButton, pos=QPoint(500, 100))
    qtbot.mouseMove(canvas, QPoint(300, 100))
    qtbot.mouseRelease(canvas, Qt.MouseButton.RightButton, pos=QPoint(300, 100))
    assert canvas.place() == before


def test_a_double_click_shows_all_again(canvas, qtbot):
    fitting = canvas.place()
    turn_wheel(canvas, 450.0, steps=10)
    qtbot.mouseDClick(canvas, LEFT, pos=QPoint(300, 100))
    assert canvas.place() == fitting


def test_zoom_and_fit_as_the_menu_asks_for_them(canvas):
    fitting = canvas.place()
    canvas.zoom(2.0)
    assert canvas.place().pitch == pytest.approx(2.0 * fitting.pitch)
    column = (450.0 - fitting.origin) / fitting.pitch
    assert canvas.place().x(column) == pytest.approx(450.0)
    canvas.fit()
    assert canvas.place() == fitting


# What is chosen


@pytest.mark.parametrize("k", [0, 3, 27, 50])
def test_the_equation_follows_the_pointer(canvas, qtbot, k):
    hover(qtbot, canvas, k)
    assert canvas.step == k
    name = "".join(chr(ord("₀") + int(digit)) for digit in str(k))
    assert f"‖∂L/∂h{name}‖ = " in canvas.describe()


def test_when_the_pointer_leaves_the_first_step_is_chosen_again(canvas, qtbot):
    hover(qtbot, canvas, 27)
    QApplication.sendEvent(canvas, QEvent(QEvent.Type.Leave))
    assert canvas.step == 1


def test_arrows_walk_and_stop_at_the_ends(canvas, qtbot):
    for k in (1, 2, 3):  # the first key selects what the equation is of
        qtbot.keyClick(canvas, KEY.Key_Right)
        assert canvas.step == k
        assert canvas.selection == Target(Kind.CELL, k)
    qtbot.keyClick(canvas, KEY.Key_End)
    assert canvas.step == 50
    qtbot.keyClick(canvas, KEY.Key_Right)
    assert canvas.step == 50
    qtbot.keyClick(canvas, KEY.Key_Left)
    assert canvas.step == 49
    qtbot.keyClick(canvas, KEY.Key_Home)
    qtbot.keyClick(canvas, KEY.Key_Left)
    assert canvas.step == 0


def test_walking_brings_the_chosen_step_into_view(canvas, qtbot):
    canvas.zoom(8.0)
    for key, k in ((KEY.Key_End, 50), (KEY.Key_Home, 0)):
        qtbot.keyClick(canvas, key)
        assert canvas.step == k
        assert 0.0 < canvas.place().x(k) < canvas.width()


@pytest.mark.parametrize(
    "modifier", [Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier]
)
def test_keys_with_modifiers_are_not_the_canvas_s(canvas, qtbot, modifier):
    before = canvas.place()
    qtbot.keyClick(canvas, KEY.Key_Right, modifier)
    qtbot.keyClick(canvas, KEY.Key_Up, modifier)
    assert canvas.step == 1
    assert canvas.place() == before


@pytest.mark.parametrize(
    ("key", "claimed"),
    [
        (KEY.Key_Right, True),
        (KEY.Key_Home, True),
        (KEY.Key_Up, True),
        (KEY.Key_Space, False),
        (KEY.Key_R, False),
        (0x416, False),  # a Cyrillic letter, for which Qt has no name
    ],
)
def test_it_claims_its_own_keys_from_shortcuts_and_no_others(canvas, key, claimed):
    event = QKeyEvent(QEvent.Type.ShortcutOverride, key, Qt.KeyboardModifier.NoModifier)
    event.ignore()
    QApplication.sendEvent(canvas, event)
    assert event.isAccepted() is claimed


# Frames


def test_a_frame_of_the_same_length_keeps_zoom_and_choice(canvas, frame_of):
    canvas.zoom(4.0)
    canvas.select(parse_target("h_30"))
    before = canvas.place()
    canvas.show_frame(frame_of([2.0] * 51))
    assert canvas.place() == before
    assert canvas.step == 30


@pytest.mark.parametrize("steps", [1, 6, 500])
def test_a_frame_of_another_length_is_shown_whole(canvas, frame_of, steps):
    canvas.zoom(4.0)
    canvas.select(parse_target("h_30"))
    canvas.show_frame(frame_of([1.0] * (steps + 1)))
    assert canvas.place().columns == range(steps + 1)
    assert canvas.step == 1


def test_without_a_frame_nothing_breaks(qtbot):
    canvas = NetworkCanvas(DARK)
    qtbot.addWidget(canvas)
    canvas.show()
    turn_wheel(canvas, 100.0, steps=3)
    qtbot.mouseMove(canvas, QPoint(50, 50))
    for key in (KEY.Key_Right, KEY.Key_End, KEY.Key_Up):
        qtbot.keyClick(canvas, key)
    assert canvas.describe() == ""
    canvas.grab()
    picture_on_paper(canvas)


def test_the_description_says_what_is_seen(canvas):
    words = canvas.describe()
    assert "The gradient shrinks" in words
    assert "σ₁" in words
    assert "‖∂L/∂h₁‖" in words


# What is selected


def centre(canvas, target):
    x, y, width, height = target_box(canvas.place(), parse_target(target))
    return QPoint(round(x + width / 2), round(y + height / 2))


@pytest.mark.parametrize("steps", [6, 50, 500])
@pytest.mark.parametrize("target", ["h_3", "gradient_3", "loss"])
def test_a_click_selects_and_beside_everything_lets_go(canvas, qtbot, frame_of, steps, target):
    canvas.show_frame(frame_of([1.0] * (steps + 1)))
    with qtbot.waitSignal(canvas.selected) as told:
        qtbot.mouseClick(canvas, LEFT, pos=centre(canvas, target))
    assert told.args == [parse_target(target)] == [canvas.selection]
    with qtbot.waitSignal(canvas.selected) as told:
        qtbot.mouseClick(canvas, LEFT, pos=QPoint(5, 60))
    assert told.args == [None]
    assert canvas.selection is None


def test_a_drag_selects_nothing(canvas, qtbot):
    turn_wheel(canvas, 450.0, steps=10)
    start = round(canvas.place().x(canvas.place().step_at(500.0)))
    y = round(canvas.place().forward_y)
    drag(qtbot, canvas, start, start - 120, y)  # what is under the pointer comes along
    assert canvas.selection is None
    qtbot.mouseClick(canvas, LEFT, pos=QPoint(start - 120, y))
    assert canvas.selection is not None


def test_the_pointer_tells_what_is_under_it_once(canvas, qtbot, frame_of):
    canvas.show_frame(frame_of([1.0] * 7))
    told = []
    canvas.hovered.connect(told.append)
    for target in ("h_3", "h_3", "gradient_2", "x_4", "loss"):
        qtbot.mouseMove(canvas, centre(canvas, target))
    QApplication.sendEvent(canvas, QEvent(QEvent.Type.Leave))
    assert [str(target) for target in told] == ["h_3", "gradient_2", "x_4", "loss", "None"]


def test_what_is_selected_already_is_not_told_again(canvas, qtbot):
    canvas.select(LOSS)
    with qtbot.assertNotEmitted(canvas.selected):
        canvas.select(LOSS)


@pytest.mark.parametrize("target", ["x_0", "h_51", "knob:seed", "view:map"])
def test_what_is_not_on_the_canvas_cannot_be_selected(canvas, target):
    canvas.select(parse_target(target))
    assert canvas.selection is None


def test_a_shorter_sequence_lets_go_of_what_it_has_not(canvas, qtbot, frame_of):
    canvas.select(parse_target("h_30"))
    with qtbot.waitSignal(canvas.selected) as told:
        canvas.show_frame(frame_of([1.0] * 7))
    assert told.args == [None]


def test_the_keyboard_reaches_every_row(canvas, qtbot):
    canvas.select(parse_target("h_7"))
    reached = []
    for key in (KEY.Key_Down, KEY.Key_Down, KEY.Key_Down, KEY.Key_Home, KEY.Key_Left):
        qtbot.keyClick(canvas, key)
        reached.append(str(canvas.selection))
    assert reached == ["gradient_7", "x_7", "x_7", "x_1", "x_1"]
    for key in (KEY.Key_End, KEY.Key_Up, KEY.Key_Up, KEY.Key_Up, KEY.Key_Up):
        qtbot.keyClick(canvas, key)
        reached.append(str(canvas.selection))
    assert reached[5:] == ["x_50", "gradient_50", "h_50", "loss", "loss"]
    qtbot.keyClick(canvas, KEY.Key_Escape)
    assert canvas.selection is None


# Moments


MOMENTS = [
    *("forward 3", "forward 3 recurrent", "forward 3 input", "forward 3 activation", "loss"),
    *("backward 3", "backward 3 slope", "backward 3 transposed", "backward 3 contribution"),
]


@pytest.mark.parametrize("steps", [6, 50, 500])
def test_every_moment_looks_different_and_the_same_on_paper(canvas, frame_of, steps):
    canvas.resize(900, 400)
    canvas.show_frame(frame_of(np.geomspace(0.1, 1.0, steps + 1), contributions=np.ones(steps)))
    seen = [canvas.grab().toImage()]
    alike = () if steps == 6 else ("forward 3 activation", "backward 3 transposed")
    for moment in (moment for moment in MOMENTS if moment not in alike):
        canvas.show_moment(parse_moment(moment))
        seen.append(canvas.grab().toImage())
        assert same(seen[-1], picture_on_paper(canvas))
    assert all(one != other for one, other in combinations(seen, 2))
    canvas.show_moment(None)
    assert canvas.grab().toImage() == seen[0]


def test_a_moment_beyond_the_end_is_shown_at_the_end(canvas, frame_of):
    canvas.show_frame(frame_of([1.0] * 7))
    canvas.show_moment(parse_moment("forward 40 input"))
    beyond = canvas.grab().toImage()
    canvas.show_moment(parse_moment("forward 6 input"))
    assert canvas.grab().toImage() == beyond


def test_what_is_at_work_stays_in_view(canvas):
    canvas.zoom(8.0)
    for t in (1, 25, 50):
        canvas.show_moment(parse_moment(f"backward {t}"))
        assert 0.0 < canvas.place().x(t) < canvas.width()


# The relative scale


def test_the_relative_scale_is_told_and_looks_different(canvas):
    canvas.show_frame(replaced(canvas, 1e-3))
    fixed = canvas.grab().toImage()
    assert "relative" not in canvas.describe()
    canvas.show_relative(True)
    assert "relative to ‖∂L/∂h₅₀‖ = 0.0010" in canvas.describe()
    assert canvas.grab().toImage() != fixed
    canvas.show_relative(False)
    assert canvas.grab().toImage() == fixed


@pytest.mark.parametrize("steps", [6, 50])
def test_relative_to_the_end_a_factor_makes_no_difference(canvas, frame_of, steps):
    canvas.show_relative(True)
    canvas.show_moment(parse_moment("backward 1 contribution"))
    rows, pictures = slice(100, 200), []
    for factor in (1.0, 1e-3):
        canvas.show_frame(frame_of(factor * np.geomspace(1e-3, 1.0, steps + 1)))
        pictures.append(pixels_of(canvas.grab().toImage()).reshape(300, 900, 4)[rows])
    assert (pictures[0] == pictures[1]).all()
    canvas.show_relative(False)
    assert (pixels_of(canvas.grab().toImage()).reshape(300, 900, 4)[rows] != pictures[1]).any()


def replaced(canvas, factor):
    """The canvas's frame with gradients so many times as large."""
    frame = canvas._frame
    magnitude = frame.passed.gradient_magnitude * factor
    return replace(frame, passed=replace(frame.passed, gradient_magnitude=magnitude))


@pytest.mark.parametrize("last", [0.0, np.inf, np.nan, 5e-324])
def test_without_a_size_at_the_end_nothing_breaks(canvas, frame_of, last):
    canvas.show_relative(True)
    canvas.show_frame(frame_of([1.0, 0.0, 1.0, last]))
    canvas.grab()


# Pointing


@pytest.mark.parametrize("steps", [6, 50, 500])
@pytest.mark.parametrize("target", ["h_3", "gradient_3", "gradient_6", "x_3", "loss"])
def test_the_pointer_is_large_enough_to_be_seen(canvas, frame_of, steps, target):
    canvas.show_frame(frame_of([1.0] * (steps + 1)))
    before = pixels_of(canvas.grab().toImage()).reshape(300, 900, 4)
    canvas.point_at(parse_target(target))
    after = pixels_of(canvas.grab().toImage()).reshape(300, 900, 4)
    assert (np.abs(after - before).max(axis=2) > 60).sum() > 500
    canvas.point_at(None)
    assert (pixels_of(canvas.grab().toImage()).reshape(300, 900, 4) == before).all()


@pytest.mark.parametrize("target", ["h_3", "gradient_3", "x_3"])
def test_no_ring_is_too_small_to_be_seen(target):
    ring = ring_of(layout(900.0, 300.0, 500, View()), parse_target(target))
    assert min(ring.width(), ring.height()) >= 16.0


def test_pointing_elsewhere_points_at_nothing_here(canvas):
    before = canvas.grab().toImage()
    canvas.point_at(parse_target("knob:seed"))
    assert canvas.grab().toImage() == before


def test_what_is_pointed_at_comes_into_view(canvas):
    canvas.zoom(8.0)
    canvas.point_at(parse_target("h_50"))
    assert 0.0 < canvas.place().x(50) < canvas.width()


# Painting


def picture_on_paper(canvas):
    image = QImage(canvas.size(), QImage.Format.Format_RGB32)
    image.fill(canvas._theme.color("card"))
    with QPainter(image) as painter:
        if canvas._frame is not None:
            paint_picture(painter, canvas._picture(canvas._frame), Layers())
    return image


def pixels_of(image):
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(image.constBits(), np.uint8).astype(int)


def same(one, other):
    """Equal but for roundings of half-covered pixels."""
    return one.size() == other.size() and abs(pixels_of(one) - pixels_of(other)).max() <= 16


def test_the_picture_on_paper_is_that_on_the_screen(canvas):
    assert same(picture_on_paper(canvas), canvas.grab().toImage())


@pytest.mark.parametrize("moment", ["", "forward 7 input", "loss", "backward 7 contribution"])
def test_what_is_kept_of_the_picture_is_never_out_of_date(canvas, frame_of, moment):
    canvas.show_moment(parse_moment(moment) if moment else None)
    judged_at_all = Settings(time_steps=6, loss_at="all")
    changes = [
        lambda: canvas.set_theme(LIGHT),
        lambda: canvas.zoom(3.0),
        lambda: canvas.resize(700, 260),
        lambda: canvas.select(parse_target("h_7")),
        lambda: canvas.show_frame(frame_of([1.0] * 51)),
        lambda: canvas.show_frame(frame_of([1.0] * 7)),
        lambda: canvas.show_relative(True),
        lambda: canvas.show_frame(frame_of([1.0] * 7, tokens=tuple("abcdef"))),
        lambda: canvas.show_frame(frame_of([1.0] * 7, settings=judged_at_all)),
        lambda: canvas.show_moment(parse_moment("backward 5")),
        canvas.fit,
    ]
    for change in changes:
        before = canvas.grab().toImage()
        change()
        after = canvas.grab().toImage()
        assert same(after, picture_on_paper(canvas))
        if change != canvas.fit and not moment:  # what is not reached yet does not show
            assert after != before


def test_it_paints_all_of_itself(canvas, qtbot, frame_of):
    """Nothing behind it is painted for it, so nothing may shine through."""
    empty = NetworkCanvas(DARK)
    qtbot.addWidget(empty)
    empty.resize(500, 300)
    for widget in (canvas, empty):
        image = QImage(widget.size(), QImage.Format.Format_ARGB32)
        image.fill(0)
        widget.render(image)
        pixels = np.frombuffer(image.constBits(), np.uint8).reshape(-1, 4)
        assert (pixels[:, 3] == 255).all()


def test_the_focus_shows_when_it_came_by_a_key(canvas):
    without = canvas.grab().toImage()
    canvas.clearFocus()
    canvas.setFocus(Qt.FocusReason.TabFocusReason)
    framed = canvas.grab().toImage()
    assert framed != without
    canvas.clearFocus()
    canvas.setFocus(Qt.FocusReason.MouseFocusReason)
    assert canvas.grab().toImage() == without


def test_the_view_shows_all_unless_told_otherwise():
    assert View() == View(None, 0.0)


def test_those_who_cannot_see_the_canvas_are_told_what_it_shows(canvas):
    QAccessible.setActive(True)
    try:
        canvas.select(Target(Kind.CELL, 2))
        assert "‖∂L/∂h₂‖" in canvas.accessibleDescription()
        canvas.show_moment(Moment(Stage.FORWARD, 1, Part.ACTIVATION))
        assert "h₁" in canvas.accessibleDescription()
        assert canvas.accessibleDescription() == canvas.describe()
    finally:
        QAccessible.setActive(False)
