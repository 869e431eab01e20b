"""What can be dragged in a plot: with the mouse and by the keyboard, and how it is taken back."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from rnnsim.model.frame import Frame
from rnnsim.model.table import Table
from rnnsim.ui.plots.area import Area
from rnnsim.ui.plots.draggable import DraggablePlot
from rnnsim.ui.plots.hand import pixel_of, reaches, stepped, taken
from rnnsim.ui.plots.picture import Handle, Picture, Reading, Scale
from rnnsim.ui.plots.ranges import Span
from rnnsim.ui.theme import DARK

AREA = Area(100.0, 0.0, 300.0, 100.0, Span(0.0, 2.0), Span(-1.0, 1.0))
HOME = (0.5, 0.5)
POINT = Handle(1.0, 0.0, "text", home=HOME, step=(0.01, 0.02))
LINE = replace(POINT, line=True)

Frames = Callable[..., Frame]


# the hand


def test_a_point_is_reached_from_all_sides_and_a_line_along_its_length() -> None:
    assert pixel_of(POINT, AREA) == (200.0, 50.0)
    assert reaches(POINT, AREA, (212.0, 50.0))
    assert reaches(POINT, AREA, (200.0, 38.0))
    assert not reaches(POINT, AREA, (211.0, 61.0))
    assert reaches(LINE, AREA, (290.0, 55.0))
    assert not reaches(LINE, AREA, (290.0, 60.0))
    assert not reaches(LINE, AREA, (320.0, 50.0))  # beside the plot


def test_what_lies_outside_is_reached_at_the_edge() -> None:
    far = replace(LINE, y=40.0)
    assert reaches(far, AREA, (150.0, -5.0))
    hold = taken(far, AREA, (150.0, -5.0))
    assert hold is not None
    assert hold.follow((150.0, 52.0)) == pytest.approx((1.0, 0.0), abs=0.1)


def test_what_is_held_keeps_its_distance_from_the_pointer_and_a_shaking_hand_moves_nothing() -> (
    None
):
    hold = taken(POINT, AREA, (206.0, 53.0))
    assert hold is not None
    assert hold.follow((207.0, 53.0)) is None
    assert hold.follow((226.0, 43.0)) == pytest.approx((1.2, 0.2))
    assert hold.follow((206.0, 53.0)) == pytest.approx((1.0, 0.0))  # back, and no longer shaking


def test_nothing_is_dragged_over_the_ends_of_the_axes() -> None:
    hold = taken(POINT, AREA, (200.0, 50.0))
    assert hold is not None
    assert hold.follow((9999.0, -9999.0)) == (2.0, 1.0)
    assert stepped(POINT, AREA, -1000.0, -1000.0) == (0.0, -1.0)


def test_a_line_goes_up_and_down_only() -> None:
    hold = taken(LINE, AREA, (130.0, 50.0))
    assert hold is not None
    assert hold.follow((180.0, 25.0)) == (1.0, 0.5)
    assert stepped(LINE, AREA, 3.0, 1.0) == (1.0, 0.02)


def test_a_press_beside_it_takes_it_there_where_a_press_anywhere_will_do() -> None:
    assert taken(POINT, AREA, (120.0, 90.0)) is None
    hold = taken(replace(POINT, anywhere=True), AREA, (120.0, 90.0))
    assert hold is not None
    assert hold.follow((120.0, 90.0)) == pytest.approx((0.2, -0.8))
    assert taken(replace(POINT, anywhere=True), AREA, (400.0, 90.0)) is None


# the plot


class Board(DraggablePlot):
    """Shows a handle at a frame's loss, and at the height of its gradient norm."""

    name = "board"

    def __init__(self) -> None:
        super().__init__(DARK, "board")
        self.setToolTip("drag it")
        self.asked: list[tuple[float, float]] = []

    def _identity_of(self, frame: Frame) -> Hashable:
        return frame.passed.loss, frame.passed.gradient_norm

    def _handle_of(self, frame: Frame) -> Handle | None:
        return replace(POINT, x=frame.passed.loss, y=frame.passed.gradient_norm)

    def _ask_for(self, place: tuple[float, float]) -> tuple[float, float]:
        rounded = round(place[0], 2), round(place[1], 2)
        self.asked.append(rounded)
        return rounded

    def _compose(self, frame: Frame, have: Picture | None, columns: int) -> Picture:
        return Picture(AREA.x, AREA.y, Scale.AMOUNTS, "x", handle=self._handle(frame))

    def _reading(self, frame: Frame, x: float, next_x: float) -> Reading | None:
        return Reading(x, 0.0, "text", "read")

    def _summary(self, frame: Frame) -> str:
        return ""

    def _table(self, frame: Frame) -> Table:
        return Table()

    @property
    def place(self) -> tuple[float, float]:
        self.settle()
        assert self._picture is not None
        assert self._picture.handle is not None
        return self._picture.handle.place

    def pixel(self, x: float, y: float) -> QPoint:
        self.settle()
        assert self._layout is not None
        area = self._layout.area
        return QPointF(area.across(x), area.down(y)).toPoint()

    @property
    def cursor_shape(self) -> Qt.CursorShape:
        return self.viewport().cursor().shape()


@pytest.fixture(name="told")
def _told(frame_of: Frames) -> Callable[..., Frame]:
    def frame(x: float, y: float, **fields: object) -> Frame:
        return frame_of(loss=x, gradient_norm=y, **fields)

    return frame


@pytest.fixture(name="board")
def _board(qtbot: QtBot, told: Callable[..., Frame]) -> Board:
    board = Board()
    qtbot.addWidget(board)
    board.resize(400, 300)
    with qtbot.waitActive(board):
        board.show()
        board.activateWindow()
    board.clearFocus()
    board.show_frame(told(1.0, 0.0, generation=1))
    board.settle()
    return board


def press(qtbot: QtBot, board: Board, x: float, y: float) -> None:
    qtbot.mousePress(board.viewport(), Qt.MouseButton.LeftButton, pos=board.pixel(x, y))


def move(qtbot: QtBot, board: Board, x: float, y: float) -> None:
    qtbot.mouseMove(board.viewport(), board.pixel(x, y))


def release(qtbot: QtBot, board: Board, x: float, y: float) -> None:
    qtbot.mouseRelease(board.viewport(), Qt.MouseButton.LeftButton, pos=board.pixel(x, y))


def test_it_follows_the_mouse_at_once_and_asks_for_every_place(qtbot: QtBot, board: Board) -> None:
    press(qtbot, board, 1.0, 0.0)
    assert board.asked == []
    assert board.dragging
    for x in (1.2, 1.5):
        move(qtbot, board, x, 0.3)
        assert board.place == board.asked[-1] == pytest.approx((x, 0.3), abs=0.02)
    with qtbot.waitSignal(board.released):
        release(qtbot, board, 1.5, 0.3)
    assert not board.dragging
    assert len(board.asked) == 2


def test_old_frames_do_not_tear_it_from_the_hand(
    qtbot: QtBot, board: Board, told: Callable[..., Frame]
) -> None:
    press(qtbot, board, 1.0, 0.0)
    move(qtbot, board, 1.6, 0.4)
    wanted = board.asked[-1]
    board.show_frame(told(1.1, 0.1, generation=2))  # the answer to a place on the way
    assert board.place == wanted
    release(qtbot, board, 1.6, 0.4)
    assert board.place == wanted
    board.show_frame(told(1.1, 0.1, generation=2, extras_owed=True))
    assert board.place == wanted
    board.show_frame(told(*wanted, generation=3))
    assert board.place == wanted
    board.show_frame(told(0.3, 0.3, generation=3))  # somebody else has moved it
    assert board.place == (0.3, 0.3)


def test_another_answer_than_was_asked_for_holds(
    qtbot: QtBot, board: Board, told: Callable[..., Frame]
) -> None:
    press(qtbot, board, 1.0, 0.0)
    move(qtbot, board, 1.6, 0.4)
    release(qtbot, board, 1.6, 0.4)
    board.show_frame(told(1.0, 0.0, generation=1))  # made before
    assert board.place == board.asked[-1]
    board.show_frame(told(1.0, 0.0, generation=7))  # asked for, and taken back elsewhere
    assert board.place == (1.0, 0.0)


def test_esc_takes_a_drag_back(qtbot: QtBot, board: Board) -> None:
    press(qtbot, board, 1.0, 0.0)
    move(qtbot, board, 1.6, 0.4)
    qtbot.keyClick(board, Qt.Key.Key_Escape)
    assert board.asked[-1] == board.place == (1.0, 0.0)
    assert not board.dragging
    move(qtbot, board, 0.2, 0.2)
    assert len(board.asked) == 2


def test_a_drag_only_borrows_the_focus(qtbot: QtBot, board: Board) -> None:
    press(qtbot, board, 1.0, 0.0)
    assert board.hasFocus()
    release(qtbot, board, 1.0, 0.0)
    assert not board.hasFocus()


def test_a_double_click_brings_it_home(qtbot: QtBot, board: Board) -> None:
    qtbot.mouseDClick(board.viewport(), Qt.MouseButton.LeftButton, pos=board.pixel(1.8, -0.5))
    assert board.asked == [HOME]


def test_other_buttons_drag_nothing(qtbot: QtBot, board: Board) -> None:
    qtbot.mousePress(board.viewport(), Qt.MouseButton.RightButton, pos=board.pixel(1.0, 0.0))
    assert not board.dragging


def test_beside_it_the_pointer_reads_off(qtbot: QtBot, board: Board) -> None:
    press(qtbot, board, 0.2, -0.8)
    assert not board.dragging
    assert board.reading is not None
    press(qtbot, board, 1.0, 0.0)
    assert board.reading is None


def test_the_cursor_tells_what_a_press_would_do(qtbot: QtBot, board: Board) -> None:
    move(qtbot, board, 0.2, -0.8)
    assert board.cursor_shape == Qt.CursorShape.ArrowCursor
    move(qtbot, board, 1.0, 0.0)
    assert board.cursor_shape == Qt.CursorShape.OpenHandCursor
    press(qtbot, board, 1.0, 0.0)
    assert board.cursor_shape == Qt.CursorShape.ClosedHandCursor
    release(qtbot, board, 1.0, 0.0)
    assert board.cursor_shape == Qt.CursorShape.OpenHandCursor


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_tip_only_shows_over_what_can_be_dragged(qtbot: QtBot, board: Board) -> None:
    def asks_for_tip(x: float, y: float) -> bool:
        move(qtbot, board, x, y)
        at = board.pixel(x, y)
        event = QHelpEvent(QEvent.Type.ToolTip, at, board.viewport().mapToGlobal(at))
        QApplication.sendEvent(board.viewport(), event)
        shown = QToolTip.text() == "drag it"
        QToolTip.hideText()
        return shown

    assert not asks_for_tip(0.2, -0.8)
    assert asks_for_tip(1.0, 0.0)


def test_arrows_move_it_and_home_and_esc_bring_it_back(qtbot: QtBot, board: Board) -> None:
    board.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(board, Qt.Key.Key_Right)
    qtbot.keyClick(board, Qt.Key.Key_Up)
    assert board.asked == [(1.01, 0.0), (1.01, 0.02)]
    qtbot.keyClick(board, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(board, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert board.asked[2:] == [(0.91, 0.02), (0.91, -0.18)]
    qtbot.keyClick(board, Qt.Key.Key_Escape)
    assert board.asked[-1] == board.place == HOME
    qtbot.keyClick(board, Qt.Key.Key_Home)
    assert len(board.asked) == 5  # it is there


def test_it_is_lit_under_the_pointer_and_with_the_focus(qtbot: QtBot, board: Board) -> None:
    def picture() -> bytes:
        image = board.grab().toImage()
        return bytes(image.constBits())

    calm = picture()
    board.setFocus(Qt.FocusReason.TabFocusReason)
    assert picture() != calm
    board.clearFocus()
    assert picture() == calm
