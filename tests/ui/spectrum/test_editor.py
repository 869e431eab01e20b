"""The eigenvalue editor, driven by mouse and keys."""

from __future__ import annotations

import math
from dataclasses import replace
from unittest.mock import Mock

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QFont, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from rnnsim.model.edits import edited
from rnnsim.model.eigenvalues import require_conjugates
from rnnsim.model.samples import Trail
from rnnsim.model.settings import Settings
from rnnsim.ui.spectrum import SpectrumEditor, painting
from rnnsim.ui.spectrum.geometry import View
from rnnsim.ui.spectrum.painting import Plane
from rnnsim.ui.theme import DARK, LIGHT

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

OWN = edited(
    Settings(), {"eigenvalues": ((0.8, 0.0), (-0.4, 0.0), (0.5, 0.3), (0.5, -0.3), (0.0, 0.0))}
)
LEFT = Qt.MouseButton.LeftButton
SHIFT = Qt.KeyboardModifier.ShiftModifier


def pixel(editor, value):
    place = editor.view.place(complex(*value) if isinstance(value, tuple) else complex(value))
    return QPoint(round(place.real), round(place.imag))


def drag(editor, start, *stops, release=True):
    """Press at a number of the plane, move through others as they lie at the press, release."""
    view_stops = [pixel(editor, stop) for stop in stops]
    QTest.mousePress(editor, LEFT, pos=pixel(editor, start))
    for stop in view_stops:
        QTest.mouseMove(editor, stop)
    if release:
        QTest.mouseRelease(editor, LEFT, pos=view_stops[-1])


def near(value, other, pixels, editor):
    return math.dist(value, other) <= pixels / editor.view.scale


class TestShowing:
    def test_showing_asks_for_nothing(self, desk, frame_after):
        for settings in (OWN, Settings(), replace(Settings(), hidden_size=40)):
            desk.editor.show_settings(settings)
            desk.editor.show_frame(frame_after(settings))
        assert desk.asked == []

    def test_before_training_rings_and_dots_are_one(self, desk):
        plane = desk.editor._plane(desk.editor.view)
        assert sorted(plane.dots, key=lambda z: (z.real, z.imag)) == pytest.approx(
            sorted(plane.rings, key=lambda z: (z.real, z.imag))
        )

    def test_after_training_both_are_shown(self, desk_of):
        desk = desk_of(replace(Settings(), learning_rate=0.5), 40)
        plane = desk.editor._plane(desk.editor.view)
        assert np.array_equal(plane.rings, desk.frame.spectrum.constructed)
        assert np.array_equal(plane.dots, desk.frame.spectrum.measured)
        assert desk.editor.status == "○ as set   ● after 40 iterations"

    def test_a_trail_is_painted_and_named_once_something_was_learned(self, desk_of):
        desk = desk_of(replace(Settings(), learning_rate=0.5), 40)
        start = desk.frame.spectrum.constructed
        without = desk.editor.grab().toImage()
        trail = Trail((0, 20), (start, (start + desk.frame.spectrum.measured) / 2), (1.0, 1.0))
        desk.editor.show_frame(replace(desk.frame, trail=trail))
        assert desk.editor.status.endswith("iterations   – trail")
        assert "doubtful" in desk.editor.accessibleDescription()
        assert desk.editor.grab().toImage() != without
        desk.editor.show_frame(replace(desk.frame, iteration=0, trail=trail))
        assert "trail" not in desk.editor.status

    def test_own_eigenvalues_do_not_wait_for_a_frame(self, desk):
        desk.editor.show_settings(OWN)
        assert desk.editor.values == OWN.eigenvalues

    def test_ill_conditioned_eigenvalues_are_said_to_be(self, desk_of):
        desk = desk_of()
        spectrum = replace(desk.frame.spectrum, ill_conditioned=0.02)
        desk.editor.show_frame(replace(desk.frame, spectrum=spectrum))
        assert desk.editor.status.startswith("ill-conditioned by ν: dots off by ≤ ")
        assert "W_hh itself is as asked" in desk.editor.accessibleDescription()
        assert "ill-conditioned" in desk.editor.toolTip()

    def test_what_is_not_finite_is_said_and_can_be_painted(self, desk):
        spectrum = replace(
            desk.frame.spectrum,
            measured=np.full(16, complex(math.nan, math.nan)),
            spectral_radius=math.nan,
            largest_singular_value=math.nan,
        )
        desk.editor.show_frame(replace(desk.frame, spectrum=spectrum))
        assert desk.editor.status == "W_hh is not finite: it has no eigenvalues"
        assert desk.editor.aside == "ρ NaN · σ₁ NaN"
        assert not desk.editor.grab().isNull()

    @pytest.mark.parametrize("size", [1e3, 1e30, 1e300])
    def test_huge_eigenvalues_can_be_painted(self, desk, size):
        measured = desk.frame.spectrum.measured * size
        desk.editor.show_frame(
            replace(desk.frame, spectrum=replace(desk.frame.spectrum, measured=measured))
        )
        assert not desk.editor.grab().isNull()

    def test_aside(self, desk_of):
        assert SpectrumEditor(DARK).aside == ""
        desk = desk_of(replace(Settings(), spectral_radius=1.1))
        assert desk.editor.aside == "ρ 1.10 · σ₁ 1.10"

    def test_the_unit_circle_is_seen_at_every_radius(self, desk):
        for radius in (0.0, 0.5, 1.0, 1.2, 1.9, 3.0):
            desk.editor.show_settings(replace(Settings(), spectral_radius=radius))
            view = desk.editor.view
            assert view.radius > max(1.0, radius)
            assert view.scale > 25

    def test_a_theme_is_worn(self, desk):
        before = desk.editor.grab().toImage()
        desk.editor.set_theme(LIGHT)
        assert desk.editor.grab().toImage() != before

    def test_without_settings_or_frame_it_is_an_empty_plane(self, qtbot):
        editor = SpectrumEditor(DARK)
        qtbot.addWidget(editor)
        editor.resize(276, 200)
        assert not editor.grab().isNull()
        QTest.mouseMove(editor, QPoint(138, 90))
        for key in (Qt.Key.Key_N, Qt.Key.Key_Home, Qt.Key.Key_Up):
            QTest.keyClick(editor, key)
        assert editor.chosen is None


class TestHovering:
    def test_a_pair_is_read_off(self, desk):
        value = next(v for v in desk.editor.values if v[1])
        QTest.mouseMove(desk.editor, pixel(desk.editor, value))
        real, imaginary = value
        assert desk.editor.status == (
            f"λ = {real:.2f} ± {abs(imaginary):.2f}i,  |λ| = {math.hypot(*value):.2f}"
        ).replace("-", "−")
        assert len(desk.editor._plane(desk.editor.view).lit) == 2
        assert desk.editor.cursor().shape() == Qt.CursorShape.OpenHandCursor

    def test_a_real_one_is_read_off(self, desk_of):
        desk = desk_of(OWN)
        QTest.mouseMove(desk.editor, pixel(desk.editor, -0.4))
        assert desk.editor.status == "λ = −0.40,  |λ| = 0.40"

    def test_the_circle_is_read_off(self, desk_of):
        desk = desk_of(OWN)
        QTest.mouseMove(desk.editor, pixel(desk.editor, -0.8))
        assert desk.editor.status == "ρ = 0.80, the largest |λ|"
        assert desk.editor.cursor().shape() == Qt.CursorShape.SizeHorCursor

    def test_no_tooltip_over_what_can_be_taken_hold_of(self, desk_of):
        desk = desk_of(OWN)
        assert desk.editor.toolTip()
        QTest.mouseMove(desk.editor, pixel(desk.editor, -0.4))
        assert desk.editor.toolTip() == ""
        QTest.mouseMove(desk.editor, QPoint(3, 3))
        assert desk.editor.toolTip()

    def test_leaving_forgets(self, desk_of):
        desk = desk_of(OWN)
        QTest.mouseMove(desk.editor, pixel(desk.editor, -0.4))
        QApplication.sendEvent(desk.editor, QEvent(QEvent.Type.Leave))
        assert desk.editor.status == "drag an eigenvalue, or the dashed circle ρ"
        assert desk.editor.cursor().shape() == Qt.CursorShape.ArrowCursor


class TestDragging:
    def test_an_eigenvalue_and_its_conjugate_follow(self, desk_of):
        desk = desk_of(OWN)
        drag(desk.editor, (0.5, 0.3), (0.4, 0.4), (0.2, 0.6))
        values = desk.settings.eigenvalues
        assert near(values[2], (0.2, 0.6), 1, desk.editor)
        assert values[3] == (values[2][0], -values[2][1])
        assert (values[:2], values[4]) == (OWN.eigenvalues[:2], OWN.eigenvalues[4])
        assert all(key == "eigenvalues" for key, _ in desk.asked)
        assert all(round(part, 3) == part for value in values for part in value)

    def test_the_lower_one_can_be_dragged_too(self, desk_of):
        desk = desk_of(OWN)
        drag(desk.editor, (0.5, -0.3), (0.2, -0.6))
        assert near(desk.settings.eigenvalues[3], (0.2, -0.6), 1, desk.editor)
        require_conjugates(desk.settings.eigenvalues)

    def test_from_an_arrangement_they_become_ones_own(self, desk):
        value = desk.editor.values[0]
        drag(desk.editor, value, (0.1, 0.5))
        assert desk.settings.spectrum == "own"
        assert len(desk.settings.eigenvalues) == 16

    def test_a_pair_snaps_to_the_real_axis(self, desk_of):
        desk = desk_of(OWN)
        drag(desk.editor, (0.5, 0.3), (0.5, 0.1), (0.5, 0.02))
        assert desk.settings.eigenvalues[2][1] == desk.settings.eigenvalues[3][1] == 0.0

    def test_two_reals_leave_the_axis_together(self, desk_of):
        desk = desk_of(OWN)
        drag(desk.editor, (-0.4, 0.0), (-0.4, 0.1), (-0.3, 0.5))
        values = desk.settings.eigenvalues
        assert near(values[1], (-0.3, 0.5), 1, desk.editor)
        assert values[4] == (values[1][0], -values[1][1])

    def test_none_goes_beyond_modulus_3(self, desk_of):
        desk = desk_of(OWN)
        drag(desk.editor, (0.5, 0.3), (0.9, 0.9), (9.0, 9.0))
        assert 2.99 < desk.settings.spectral_radius <= 3.0
        require_conjugates(desk.settings.eigenvalues)

    def test_widening_the_view_under_a_drag_does_not_run_away(self, desk_of):
        desk = desk_of(OWN)
        before = desk.editor.view
        QTest.mousePress(desk.editor, LEFT, pos=pixel(desk.editor, (0.5, 0.3)))
        target = QPoint(*(round(p) for p in (before.place(1.4).real, before.place(1.4).imag)))
        for _ in range(5):
            QTest.mouseMove(desk.editor, target)
            QTest.mouseMove(desk.editor, target + QPoint(0, 1))
        assert desk.settings.spectral_radius == pytest.approx(1.4, abs=0.05)
        assert desk.editor.view.radius > before.radius
        QTest.mouseRelease(desk.editor, LEFT, pos=target)

    def test_the_view_does_not_narrow_under_a_drag(self, desk_of, frame_after):
        desk = desk_of(edited(OWN, {"eigenvalues": ((1.9, 0.0), (0.1, 0.0))}))
        wide = desk.editor.view.radius
        drag(desk.editor, (1.9, 0.0), (1.0, 0.0), (0.5, 0.0), release=False)
        desk.editor.show_frame(frame_after(desk.settings))
        assert desk.editor.view.radius == wide
        QTest.mouseRelease(desk.editor, LEFT)
        assert desk.editor.view.radius < wide

    def test_only_the_left_button_drags_and_only_what_it_has_hold_of(self, desk_of):
        desk = desk_of(OWN)
        place, chosen = pixel(desk.editor, (0.5, 0.3)), desk.editor.chosen
        QTest.mouseClick(desk.editor, Qt.MouseButton.RightButton, pos=place)
        QTest.mousePress(desk.editor, LEFT, pos=QPoint(3, 3))
        QTest.mouseMove(desk.editor, QPoint(30, 30))
        QTest.mouseRelease(desk.editor, LEFT, pos=QPoint(30, 30))
        assert (desk.asked, desk.editor.chosen, desk.editor.dragging) == ([], chosen, False)

    def test_what_was_pointed_at_may_go(self, desk_of):
        desk = desk_of(OWN)
        QTest.mouseMove(desk.editor, pixel(desk.editor, (0.0, 0.0)))
        assert desk.editor.status.startswith("λ = 0.00")
        desk.editor.show_settings(edited(Settings(), {"eigenvalues": ((0.5, 0.0),)}))
        assert desk.editor.status == "drag an eigenvalue, or the dashed circle ρ"

    def test_a_press_alone_asks_for_nothing(self, desk_of):
        desk = desk_of(OWN)
        QTest.mouseClick(desk.editor, LEFT, pos=pixel(desk.editor, (0.5, 0.3)) + QPoint(4, 3))
        assert desk.asked == []
        assert desk.editor.chosen == 2
        assert not desk.editor.hasFocus()

    def test_a_shaking_hand_does_not_drag(self, desk_of):
        desk = desk_of(OWN)
        start = pixel(desk.editor, (0.5, 0.3))
        QTest.mousePress(desk.editor, LEFT, pos=start)
        QTest.mouseMove(desk.editor, start + QPoint(1, 1))
        assert desk.asked == []
        QTest.mouseMove(desk.editor, start + QPoint(4, 0))
        QTest.mouseMove(desk.editor, start + QPoint(1, 0))
        assert len(desk.asked) == 2
        QTest.mouseRelease(desk.editor, LEFT, pos=start)

    def test_it_does_not_jump_to_the_pointer(self, desk_of):
        desk = desk_of(OWN)
        start = pixel(desk.editor, (0.5, 0.3)) + QPoint(6, 0)
        QTest.mousePress(desk.editor, LEFT, pos=start)
        QTest.mouseMove(desk.editor, start + QPoint(0, 3))
        QTest.mouseRelease(desk.editor, LEFT, pos=start + QPoint(0, 3))
        assert desk.settings.eigenvalues[2][0] == pytest.approx(0.5, abs=0.002)

    def test_the_circle_changes_the_radius(self, desk_of):
        desk = desk_of(OWN)
        drag(desk.editor, -0.8, -1.0, -1.2)
        assert {key for key, _ in desk.asked} == {"spectral_radius"}
        assert desk.settings.spectral_radius == pytest.approx(1.2, abs=0.02)
        assert desk.settings.eigenvalues[1][0] == pytest.approx(-0.6, abs=0.02)

    @pytest.mark.parametrize("settings", [OWN, Settings()], ids=["own", "disk"])
    def test_the_eigenvalues_go_with_the_circle(self, desk_of, settings):
        desk = desk_of(settings, 20)
        before = np.array(desk.editor.values)
        drag(desk.editor, -settings.spectral_radius * 1j, -1.2j, release=False)
        factor = desk.settings.spectral_radius / settings.spectral_radius
        assert factor == pytest.approx(1.2 / settings.spectral_radius, abs=0.05)
        assert np.array(desk.editor.values) == pytest.approx(factor * before)
        QTest.mouseRelease(desk.editor, LEFT)
        assert np.array(desk.editor.values) == pytest.approx(factor * before)

    def test_after_training_a_drag_starts_at_the_radius_asked_for_since(self, desk_of):
        """The frame still tells the eigenvalues of the start, at the radius of then."""
        desk = desk_of(Settings(), 20)
        desk.settings = replace(desk.settings, spectral_radius=1.3)
        desk.editor.show_settings(desk.settings)
        drag(desk.editor, desk.editor.values[2], (0.1, 0.2))
        assert desk.settings.spectral_radius == pytest.approx(1.3, abs=0.001)

    def test_the_circle_goes_from_0_to_3(self, desk):
        drag(desk.editor, -0.85j, -9j)
        assert desk.settings.spectral_radius == 3.0
        drag(desk.editor, -3j, 0j)
        assert desk.settings.spectral_radius == pytest.approx(0.0, abs=0.02)

    def test_the_keyboard_is_borrowed_only_as_long_as_the_drag(self, desk_of):
        desk = desk_of(OWN)
        above = QPoint(60, 1)
        drag(desk.editor, (0.5, 0.3), (0.3, 0.4), release=False)
        assert desk.editor.hasFocus()
        assert desk.editor.grab().toImage().pixelColor(above).name() == DARK.card
        QTest.mouseRelease(desk.editor, LEFT)
        assert QApplication.focusWidget() is None
        desk.editor.setFocus()
        drag(desk.editor, desk.editor.values[2], (0.2, 0.4))
        assert desk.editor.hasFocus()

    def test_frame_after_and_settings_meanwhile_do_not_disturb(self, desk_of, frame_after):
        desk = desk_of(OWN)
        drag(desk.editor, (0.5, 0.3), (0.3, 0.4), release=False)
        desk.editor.show_frame(frame_after(OWN))
        desk.editor.show_settings(OWN)
        assert near(desk.editor.values[2], (0.3, 0.4), 1, desk.editor)
        QTest.mouseRelease(desk.editor, LEFT)
        assert desk.editor.values == OWN.eigenvalues

    def test_trained_dots_are_no_handles_and_rings_start_from_the_start(self, desk_of):
        desk = desk_of(replace(Settings(), learning_rate=0.5), 60)
        constructed = desk.frame.spectrum.constructed
        dots = [
            dot
            for dot in desk.frame.spectrum.measured
            if min(abs(dot - constructed)) > 20 / desk.editor.view.scale
            and abs(abs(dot) - 0.85) > 10 / desk.editor.view.scale
        ]
        assert dots
        QTest.mouseMove(desk.editor, pixel(desk.editor, dots[0]))
        assert desk.editor.cursor().shape() == Qt.CursorShape.ArrowCursor
        drag(desk.editor, constructed[0], 0.1 + 0.6j)
        others = [complex(*v) for v in desk.settings.eigenvalues[2:]]
        assert others == pytest.approx(constructed[2:].tolist(), abs=1e-3)

    def test_a_frame_of_another_size_is_not_dragged(self, desk):
        desk.editor.show_settings(replace(Settings(), hidden_size=30))
        before = desk.editor.values
        QTest.mouseMove(desk.editor, pixel(desk.editor, before[0]))
        assert desk.editor.cursor().shape() == Qt.CursorShape.ArrowCursor
        QTest.keyClick(desk.editor, Qt.Key.Key_Up)
        assert desk.asked == []

    @pytest.mark.parametrize("settings", [OWN, Settings()], ids=["own", "disk"])
    def test_escape_takes_the_drag_back(self, desk_of, settings):
        desk = desk_of(settings)
        value = desk.editor.values[2]
        drag(desk.editor, value, (0.1, 0.9), (0.1, 1.1), release=False)
        assert desk.settings != settings
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
        assert desk.settings == settings
        asked = len(desk.asked)
        QTest.mouseMove(desk.editor, QPoint(100, 100))
        QTest.mouseRelease(desk.editor, LEFT, pos=QPoint(100, 100))
        assert len(desk.asked) == asked

    @pytest.mark.parametrize("settings", [OWN, Settings()], ids=["own", "disk"])
    def test_escape_takes_back_the_radius(self, desk_of, settings):
        desk = desk_of(settings)
        rho = settings.spectral_radius
        drag(desk.editor, -rho * 1j, -0.3j, release=False)
        assert desk.settings != settings
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
        assert desk.settings == settings


class TestKeys:
    @pytest.fixture
    def own(self, desk_of):
        desk = desk_of(OWN)
        desk.editor.setFocus()
        return desk

    def test_focus_chooses_the_largest_and_says_so(self, own):
        assert own.editor.chosen == 0
        assert own.editor.accessibleDescription().startswith("Chosen: λ = 0.80,  |λ| = 0.80.")
        assert own.editor.status == "λ = 0.80,  |λ| = 0.80"

    def test_n_and_p_go_round(self, own):
        chosen = []
        for key in (Qt.Key.Key_N, Qt.Key.Key_N, Qt.Key.Key_P, Qt.Key.Key_End, Qt.Key.Key_N):
            QTest.keyClick(own.editor, key)
            chosen.append(own.editor.chosen)
        assert chosen == [2, 1, 2, 4, 0]
        QTest.keyClick(own.editor, Qt.Key.Key_P)
        QTest.keyClick(own.editor, Qt.Key.Key_Home)
        assert own.editor.chosen == 0
        assert own.asked == []

    @pytest.mark.parametrize(
        ("key", "modifier", "value"),
        [
            (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier, (0.51, 0.3)),
            (Qt.Key.Key_Left, SHIFT, (0.4, 0.3)),
            (Qt.Key.Key_Up, SHIFT, (0.5, 0.4)),
            (Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier, (0.5, 0.29)),
        ],
    )
    def test_arrows_move_the_chosen_one(self, own, key, modifier, value):
        QTest.keyClick(own.editor, Qt.Key.Key_N)
        QTest.keyClick(own.editor, key, modifier)
        assert own.settings.eigenvalues[2] == pytest.approx(value)
        require_conjugates(own.settings.eigenvalues)

    def test_arrows_lead_to_the_axis_and_off_it(self, own):
        QTest.keyClick(own.editor, Qt.Key.Key_N)
        for _ in range(3):
            QTest.keyClick(own.editor, Qt.Key.Key_Down, SHIFT)
        assert own.settings.eigenvalues[2:4] == ((0.5, 0.0), (0.5, 0.0))
        QTest.keyClick(own.editor, Qt.Key.Key_Up)
        assert own.settings.eigenvalues[2] == (0.5, 0.01)

    def test_escape_takes_all_moves_back_and_is_then_the_windows(self, own):
        fired = []
        escape = QShortcut(QKeySequence("Esc"), own.editor)
        escape.activated.connect(lambda: fired.append("Esc"))
        for _ in range(3):
            QTest.keyClick(own.editor, Qt.Key.Key_Right)
        QTest.keyClick(own.editor, Qt.Key.Key_Escape)
        assert (own.settings, fired) == (OWN, [])
        QTest.keyClick(own.editor, Qt.Key.Key_Escape)
        assert fired == ["Esc"]

    def test_its_keys_are_kept_from_the_window_and_no_others(self, own):
        fired = []
        for key in ("Right", "Home", "N", "Space", "R", "PgDown"):
            shortcut = QShortcut(QKeySequence(key), own.editor)
            shortcut.activated.connect(lambda key=key: fired.append(key))
        for key in (
            Qt.Key.Key_Right,
            Qt.Key.Key_Home,
            Qt.Key.Key_N,
            Qt.Key.Key_Space,
            Qt.Key.Key_R,
            Qt.Key.Key_PageDown,
        ):
            QTest.keyClick(own.editor, key)
        assert fired == ["Space", "R", "PgDown"]

    def test_the_frame_of_the_focus_is_painted(self, own):
        above = QPoint(60, 1)
        assert own.editor.grab().toImage().pixelColor(above).name() == DARK.accent
        own.editor.clearFocus()
        assert own.editor.grab().toImage().pixelColor(above).name() == DARK.card

    def test_fewer_eigenvalues_than_the_chosen(self, own, frame_after):
        QTest.keyClick(own.editor, Qt.Key.Key_End)
        few = edited(Settings(), {"eigenvalues": ((0.5, 0.0),)})
        own.editor.show_settings(few)
        assert own.editor.chosen is None
        QTest.keyClick(own.editor, Qt.Key.Key_Right)
        assert own.asked == [("eigenvalues", ((0.51, 0.0),))]


@pytest.mark.parametrize(("radius", "named"), [(0.5, True), (2.0, False)])
def test_the_imaginary_axis_is_named_where_nothing_is_drawn_over_its_name(qtbot, radius, named):
    view, none = View(300.0, 200.0, 2.0), np.zeros(0, complex)
    painter = Mock()
    plane = Plane(view, none, none, radius, circle_lit=False, lit=none, focused=False)
    painting._labels(painter, plane, DARK, QFont())
    said = [call.args[-1] for call in painter.drawText.call_args_list]
    assert ("Im" in said) is named
