import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QWheelEvent
from PySide6.QtWidgets import QApplication

from rnnsim.ui.app import make_application
from rnnsim.ui.canvas.geometry import View
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


def drag(qtbot, canvas, start, end):
    qtbot.mousePress(canvas, LEFT, pos=QPoint(start, 100))
    for x in np.linspace(start, end, 5).round().astype(int).tolist():
        qtbot.mouseMove(canvas, QPoint(x, 100))
    qtbot.mouseRelease(canvas, LEFT, pos=QPoint(end, 100))


def hover(qtbot, canvas, k):
    qtbot.mouseMove(canvas, QPoint(round(canvas.place().x(k)), 100))


def test_at_first_all_is_shown(canvas):
    assert canvas.place().columns == range(51)
    assert canvas.selected == 1


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
    assert canvas.place().x(25) == pytest.approx(450.0)
    canvas.fit()
    assert canvas.place() == fitting


# What is chosen


@pytest.mark.parametrize("k", [0, 3, 27, 50])
def test_the_equation_follows_the_pointer(canvas, qtbot, k):
    hover(qtbot, canvas, k)
    assert canvas.selected == k
    name = "".join(chr(ord("₀") + int(digit)) for digit in str(k))
    assert f"‖∂L/∂h{name}‖ = " in canvas.describe()


def test_when_the_pointer_leaves_the_first_step_is_chosen_again(canvas, qtbot):
    hover(qtbot, canvas, 27)
    QApplication.sendEvent(canvas, QEvent(QEvent.Type.Leave))
    assert canvas.selected == 1


def test_arrows_walk_and_stop_at_the_ends(canvas, qtbot):
    qtbot.keyClick(canvas, KEY.Key_Right)
    qtbot.keyClick(canvas, KEY.Key_Right)
    assert canvas.selected == 3
    qtbot.keyClick(canvas, KEY.Key_End)
    assert canvas.selected == 50
    qtbot.keyClick(canvas, KEY.Key_Right)
    assert canvas.selected == 50
    qtbot.keyClick(canvas, KEY.Key_Left)
    assert canvas.selected == 49
    qtbot.keyClick(canvas, KEY.Key_Home)
    qtbot.keyClick(canvas, KEY.Key_Left)
    assert canvas.selected == 0


def test_walking_brings_the_chosen_step_into_view(canvas, qtbot):
    canvas.zoom(8.0)
    for key, k in ((KEY.Key_End, 50), (KEY.Key_Home, 0)):
        qtbot.keyClick(canvas, key)
        assert canvas.selected == k
        assert 0.0 < canvas.place().x(k) < canvas.width()


def test_up_and_down_zoom_round_the_chosen_step(canvas, qtbot):
    for _ in range(20):
        qtbot.keyClick(canvas, KEY.Key_Right)
    before = canvas.place()
    qtbot.keyClick(canvas, KEY.Key_Up)
    assert canvas.place().pitch == pytest.approx(1.25 * before.pitch)
    assert canvas.place().x(21) == pytest.approx(before.x(21))
    qtbot.keyClick(canvas, KEY.Key_Down)
    assert canvas.place() == before


@pytest.mark.parametrize(
    "modifier", [Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier]
)
def test_keys_with_modifiers_are_not_the_canvas_s(canvas, qtbot, modifier):
    before = canvas.place()
    qtbot.keyClick(canvas, KEY.Key_Right, modifier)
    qtbot.keyClick(canvas, KEY.Key_Up, modifier)
    assert canvas.selected == 1
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
    canvas.select(30)
    before = canvas.place()
    canvas.show_frame(frame_of([2.0] * 51))
    assert canvas.place() == before
    assert canvas.selected == 30


@pytest.mark.parametrize("steps", [1, 6, 500])
def test_a_frame_of_another_length_is_shown_whole(canvas, frame_of, steps):
    canvas.zoom(4.0)
    canvas.select(30)
    canvas.show_frame(frame_of([1.0] * (steps + 1)))
    assert canvas.place().columns == range(steps + 1)
    assert canvas.selected == 1


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
    assert "sufficient" in words
    assert "‖∂L/∂h₁‖" in words


# Painting


def picture_on_paper(canvas):
    image = QImage(canvas.size(), QImage.Format.Format_RGB32)
    image.fill(canvas._theme.color("card"))
    with QPainter(image) as painter:
        canvas.render_on(painter)
    return image


def pixels_of(image):
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(image.constBits(), np.uint8).astype(int)


def same(one, other):
    """Equal but for roundings of half-covered pixels."""
    return one.size() == other.size() and abs(pixels_of(one) - pixels_of(other)).max() <= 16


def test_the_picture_on_paper_is_that_on_the_screen(canvas):
    assert same(picture_on_paper(canvas), canvas.grab().toImage())


def test_what_is_kept_of_the_picture_is_never_out_of_date(canvas, frame_of):
    changes = [
        lambda: canvas.set_theme(LIGHT),
        lambda: canvas.zoom(3.0),
        lambda: canvas.resize(700, 260),
        lambda: canvas.select(7),
        lambda: canvas.show_frame(frame_of([1.0] * 51)),
        lambda: canvas.show_frame(frame_of([1.0] * 7)),
        canvas.fit,
    ]
    for change in changes:
        before = canvas.grab().toImage()
        change()
        after = canvas.grab().toImage()
        assert same(after, picture_on_paper(canvas))
        if change != canvas.fit:
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
