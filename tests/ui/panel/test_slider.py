"""The slider over a parameter's values."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from rnnsim.model.parameters import PARAMETERS
from rnnsim.ui.panel.scale import scale_of
from rnnsim.ui.panel.slider import ValueSlider

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def slider(qtbot):
    slider = ValueSlider(scale_of(PARAMETERS["spectral_radius"]))
    qtbot.addWidget(slider)
    slider.resize(200, 22)
    slider.chosen_values = []
    slider.chosen.connect(slider.chosen_values.append)
    slider.show_value(0.85)
    with qtbot.waitActive(slider):
        slider.show()
        slider.activateWindow()
    slider.setFocus()
    return slider


def wheel(slider, delta):
    middle = QPointF(100.0, 11.0)
    event = QWheelEvent(
        middle,
        slider.mapToGlobal(middle),
        QPoint(),
        QPoint(0, delta),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(slider, event)
    return event


def test_showing_emits_nothing(slider):
    slider.show_value(1.5)
    assert slider.chosen_values == []
    assert slider.sliderPosition() == 500


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (Qt.Key.Key_Right, 0.86),
        (Qt.Key.Key_Up, 0.86),
        (Qt.Key.Key_Left, 0.84),
        (Qt.Key.Key_Down, 0.84),
        (Qt.Key.Key_PageUp, 0.9),
        (Qt.Key.Key_PageDown, 0.8),
        (Qt.Key.Key_Home, 0.0),
        (Qt.Key.Key_End, 3.0),
    ],
)
def test_keys_step(slider, key, value):
    QTest.keyClick(slider, key)
    assert slider.chosen_values == [value]


def test_shift_steps_far(slider):
    QTest.keyClick(slider, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert slider.chosen_values == [0.9]


def test_the_end_is_not_chosen_again(slider):
    slider.show_value(3.0)
    QTest.keyClick(slider, Qt.Key.Key_Right)
    assert slider.chosen_values == []


def test_a_press_jumps_there_and_a_drag_follows(slider):
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(100, 11))
    assert slider.chosen_values == [1.5]
    QTest.mouseMove(slider, QPoint(120, 11))
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(120, 11))
    assert slider.chosen_values[-1] == pytest.approx(1.83, abs=0.02)
    assert all(value in slider._scale.stops for value in slider.chosen_values)


def test_a_drag_beyond_the_ends_stays_within(slider):
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(100, 11))
    QTest.mouseMove(slider, QPoint(4000, 11))
    assert slider.chosen_values[-1] == 3.0
    QTest.mouseMove(slider, QPoint(-4000, 11))
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(-4000, 11))
    assert slider.chosen_values[-1] == 0.0


def test_the_handle_stays_under_the_finger_and_settles_on_the_stop(slider):
    slider.chosen.connect(slider.show_value)
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(77, 11))
    held = slider.sliderPosition()
    QTest.mouseMove(slider, QPoint(77, 12))
    assert slider.sliderPosition() == held
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(77, 12))
    assert slider.sliderPosition() == round(1000 * slider.value_shown / 3.0)


def test_the_right_button_does_nothing(slider):
    QTest.mouseClick(slider, Qt.MouseButton.RightButton, pos=QPoint(100, 11))
    assert slider.chosen_values == []


def test_a_click_leaves_the_focus_where_it_is(slider):
    slider.clearFocus()
    QTest.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(100, 11))
    assert not slider.hasFocus()


def test_the_wheel_steps_only_with_the_focus(slider):
    assert wheel(slider, 120).isAccepted()
    wheel(slider, -60)
    wheel(slider, -60)
    assert slider.chosen_values == [0.86, 0.85]
    slider.clearFocus()
    assert not wheel(slider, 120).isAccepted()
    assert slider.chosen_values == [0.86, 0.85]


def test_left_is_more_where_one_writes_from_right_to_left(slider):
    slider.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    QTest.keyClick(slider, Qt.Key.Key_Left)
    assert slider.chosen_values == [0.86]
    QTest.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(199, 11))
    assert slider.chosen_values[-1] == 0.0


@pytest.mark.parametrize("mark", [1.2, 1e9, float("nan"), float("inf"), None])
def test_any_mark_can_be_painted(slider, mark):
    slider.show_mark(mark)
    assert not slider.grab().isNull()


def test_a_mark_is_seen_and_nan_is_none(slider):
    plain = slider.grab().toImage()
    slider.show_mark(2.0)
    assert slider.grab().toImage() != plain
    slider.show_mark(float("nan"))
    assert slider._mark is None
    assert slider.grab().toImage() == plain


@pytest.mark.parametrize("band", [(0.5, 2.0), (1e-9, 1e9), (2.9, 2.9001)])
def test_a_band_of_values_is_seen(slider, band):
    plain = slider.grab().toImage()
    slider.show_band(*band)
    assert slider.grab().toImage() != plain
    slider.show_band(0.0, 0.0)
    assert slider.grab().toImage() == plain


@pytest.mark.parametrize(
    "band", [(0.0, 1.0), (2.0, 1.0), (1.0, float("inf")), (float("nan"), 1.0), (1.0, float("nan"))]
)
def test_what_is_no_range_has_no_band(slider, band):
    plain = slider.grab().toImage()
    slider.show_band(*band)
    assert slider.grab().toImage() == plain
