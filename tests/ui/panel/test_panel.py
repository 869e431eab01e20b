"""The panel, driven by mouse and keys."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetrics, QKeySequence, QShortcut, QTextDocumentFragment
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QScrollArea

from rnnsim.model.edits import edited
from rnnsim.model.frame import Clipping
from rnnsim.model.kinds import ChoiceParameter, Effect, Group, Parameter, RealParameter
from rnnsim.model.parameters import PARAMETERS
from rnnsim.model.settings import Settings
from rnnsim.ui.panel import Panel
from rnnsim.ui.panel import panel as panel_module
from rnnsim.ui.panel.balloon import Balloon
from rnnsim.ui.panel.choice_fields import BoxField, SegmentsField
from rnnsim.ui.panel.field import TypedField
from rnnsim.ui.panel.fields import field_for
from rnnsim.ui.panel.number_fields import NumberField
from rnnsim.ui.plate import Button
from rnnsim.ui.theme import DARK, LIGHT, apply_theme, font

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "This plugin does not support")

OWN = edited(Settings(), {"eigenvalues": ((0.9, 0.0), (-0.4, 0.0), (0.5, 0.3), (0.5, -0.3))})
ACTING = replace(
    Settings(), cell="lstm", clip="norm", truncation=7, loss_at="all", task="text", seed=5
)
"""Nothing does nothing."""

OTHERS = {
    "spectrum": "circle",
    "spectral_radius": 1.25,
    "non_normality": 0.5,
    "cell": "gru",
    "hidden_size": 32,
    "time_steps": 50,
    "batch_size": 4,
    "activation": "relu",
    "forget_bias": 2.5,
    "precision": "float16",
    "task": "fixed",
    "loss_at": "last",
    "optimizer": "adam",
    "learning_rate": 0.02,
    "clip": "value",
    "clip_threshold": 2.5,
    "truncation": 9,
    "truncation_stride": 3,
    "seed": 77,
}
"""For each key that has one, another value than any here."""

TYPED = [key for key in OTHERS if not isinstance(PARAMETERS[key], ChoiceParameter)]
CHOSEN = [key for key in OTHERS if isinstance(PARAMETERS[key], ChoiceParameter)]

SMALL, LARGE, TALL, ROOMY = (310, 640), (380, 980), (310, 1100), (310, 1400)
"""In a window of 1280 × 720, of 1920 × 1080, with room for all that acts, and for all there is."""


def entry_of(desk, key):
    field = desk.panel.fields[key]
    assert isinstance(field, TypedField)
    return field.entry


def write(desk, key, text, then=Qt.Key.Key_Return):
    entry = entry_of(desk, key)
    QTest.mouseClick(entry, Qt.MouseButton.LeftButton)
    entry.selectAll()
    if text:
        QTest.keyClicks(entry, text)
    else:
        QTest.keyClick(entry, Qt.Key.Key_Delete)
    if then is not None:
        QTest.keyClick(entry, then)
    return entry


def button_of(desk, key, value):
    field = desk.panel.fields[key]
    assert isinstance(field, SegmentsField)
    return next(b for b in field.segments.buttons if b.choice.value == value)


def box_of(desk, key):
    field = desk.panel.fields[key]
    assert isinstance(field, BoxField)
    return field.box


def choose(desk, key, value):
    """Choose with the mouse or the keyboard, as the kind of field wants."""
    if isinstance(desk.panel.fields[key], SegmentsField):
        QTest.mouseClick(button_of(desk, key, value), Qt.MouseButton.LeftButton)
        return
    box = box_of(desk, key)
    box.setFocus(Qt.FocusReason.TabFocusReason)
    down = box.findData(value) - box.currentIndex()
    for _ in range(abs(down)):
        QTest.keyClick(box, Qt.Key.Key_Down if down > 0 else Qt.Key.Key_Up)


def shown_choice(desk, key):
    field = desk.panel.fields[key]
    if isinstance(field, BoxField):
        return field.box.currentData()
    return next(b.choice.value for b in field.segments.buttons if b.isChecked())


def balloon_of(desk):
    return desk.panel.findChild(Balloon)


def texts(widget):
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]


class TestFromTheTable:
    @pytest.mark.parametrize("settings", [Settings(), OWN], ids=["default", "own"])
    def test_every_parameter_has_a_label_a_tooltip_and_names(self, desk_of, settings):
        desk = desk_of(settings, (420, 1200))
        for key, field in desk.panel.fields.items():
            row = PARAMETERS[key]
            label = QTextDocumentFragment.fromHtml(field.label.text()).toPlainText()
            assert label == f"{row.label} {row.symbol}".strip().replace("_", "")
            assert field.label.buddy() in field.controls()
            for control in field.controls():
                assert row.label in control.accessibleName()
                assert control.accessibleDescription()
                assert control.toolTip().startswith("<table")
                assert control.whatsThis()
            plain = [each for each in field.controls() if not isinstance(each, Button)]
            for widget in (field, field.label, *plain[:1]):
                said = QTextDocumentFragment.fromHtml(widget.toolTip()).toPlainText()
                assert row.help.replace("_", "") in said
                assert row.effect.value.replace("_", "") in said.lower().replace("whh", "Whh")

    def test_a_new_row_appears_by_itself(self, qtbot, desk_of, monkeypatch):
        row = RealParameter(
            key="seed_of_doubt",
            label="doubt",
            group=Group.TRAINING,
            effect=Effect.RESTART,
            minimum=0.0,
            maximum=1.0,
            help="New.",
        )
        monkeypatch.setattr(panel_module, "PARAMETERS", {**PARAMETERS, row.key: row})
        panel = panel_module.Panel(lambda key, value: None, DARK)
        qtbot.addWidget(panel)
        assert "doubt" in [field.caption for field in panel.fields.values()]
        assert panel.fields[row.key].isVisibleTo(panel)

    def test_a_kind_without_a_field_is_told(self):
        with pytest.raises(TypeError, match="no field shows"):
            field_for(
                Parameter(
                    key="x", label="x", group=Group.NETWORK, effect=Effect.RESTART, help="None."
                )
            )

    def test_no_field_of_the_settings_is_missing(self, desk):
        assert set(desk.panel.fields) == {field.name for field in fields(Settings)}

    @pytest.mark.parametrize("size", [SMALL, TALL])
    @pytest.mark.parametrize("settings", [OWN, ACTING], ids=["own", "acting"])
    def test_tab_goes_from_top_to_bottom(self, desk_of, settings, size):
        desk = desk_of(settings, size)
        desk.panel.editor.setFocus()
        visited = [QApplication.focusWidget()]
        while len(visited) < 60:
            QTest.keyClick(visited[-1], Qt.Key.Key_Tab)
            if QApplication.focusWidget() is desk.panel.editor:
                break
            visited.append(QApplication.focusWidget())
        controls = [c for field in desk.panel.fields.values() for c in field.controls()]
        reachable = [c for c in controls if c.isEnabled() and c.isVisible()]
        assert len(visited) == 1 + len(reachable) + 1
        assert desk.panel.column.fold.head in visited
        fields = list(desk.panel.fields.values())
        tops = [
            next((w for w in fields if w.isAncestorOf(widget)), widget)
            .mapTo(desk.panel.column, QPoint(0, 0))
            .y()
            for widget in visited
        ]
        assert tops == sorted(tops)


class TestShowing:
    def test_showing_settings_asks_for_nothing(self, desk):
        everything = edited(Settings(), OTHERS)
        for settings in (everything, OWN, Settings()):
            desk.panel.show_settings(settings)
        assert desk.asked == []

    @pytest.mark.parametrize("key", TYPED)
    def test_a_typed_value_is_shown(self, desk, key):
        desk.panel.show_settings(replace(Settings(), **{key: OTHERS[key]}))
        assert PARAMETERS[key].parse(entry_of(desk, key).text()) == OTHERS[key]
        assert desk.asked == []

    @pytest.mark.parametrize("key", CHOSEN)
    def test_a_choice_is_shown(self, desk, key):
        desk.panel.show_settings(replace(Settings(), **{key: OTHERS[key]}))
        assert shown_choice(desk, key) == OTHERS[key]
        assert desk.asked == []

    def test_own_eigenvalues_have_a_line_only_where_there_are_any(self, desk):
        line = desk.panel.fields["eigenvalues"]
        assert not line.isVisible()
        desk.panel.show_settings(OWN)
        assert line.isVisible()
        assert entry_of(desk, "eigenvalues").text() == "0.9, -0.4, 0.5±0.3i"
        desk.panel.show_settings(Settings())
        assert not line.isVisible()

    def test_a_number_of_many_figures_is_shown_short_and_kept_whole(self, desk_of):
        desk = desk_of(replace(Settings(), spectral_radius=2.0700207728426303))
        entry = write(desk, "spectral_radius", "2.07")
        assert (entry.text(), desk.asked) == ("2.07", [])
        assert desk.settings.spectral_radius == 2.0700207728426303

    @pytest.mark.parametrize(
        ("key", "reason"),
        [
            ("clip_threshold", "clipping is off"),
            ("forget_bias", "an RNN has no gates"),
            ("text", "the task reads no text"),
            ("truncation_stride", "carried all the way"),
        ],
    )
    def test_what_does_nothing_is_greyed_with_the_reason_or_left_out(self, desk_of, key, reason):
        desk = desk_of(Settings(), ROOMY)
        field = desk.panel.fields[key]
        assert field.isVisible()
        assert not field.isEnabled()
        for widget in (field, field.label):
            assert reason in widget.toolTip()
            assert reason in widget.accessibleDescription()
        desk.panel.show_settings(ACTING)
        assert field.isEnabled()
        assert reason not in field.toolTip()
        desk.panel.show_settings(Settings())
        desk.panel.resize(*SMALL)
        QApplication.processEvents()
        assert not field.isVisible()

    def test_a_measured_radius_is_set_against_the_one_asked_for(self, desk, frame_after):
        settings = Settings()
        desk.panel.show_settings(settings)
        desk.panel.show_frame(frame_after(settings))
        assert not [text for text in texts(desk.panel) if text.startswith("now ")]
        desk.panel._pause.stop()
        desk.panel.show_frame(frame_after(settings, 60))
        assert [text for text in texts(desk.panel) if text.startswith("now ")]
        assert entry_of(desk, "spectral_radius").text() == "0.85"

    @pytest.mark.parametrize("only", [None, ("spectral_radius",)])
    def test_a_measured_radius_of_many_digits_is_not_cut(self, desk, only):
        desk.panel.show_only(only)
        field = desk.panel.fields["spectral_radius"]
        field.show_measured(0.7)
        before = field.read_out.width()
        field.show_measured(7.5e32)
        QApplication.processEvents()
        needed = field.read_out.fontMetrics().horizontalAdvance("now 7.50·10³²")
        assert field.read_out.text() == "now 7.50·10³²"
        assert field.read_out.width() >= needed
        assert not field.read_out.geometry().intersects(field.entry.geometry())
        field.show_measured(0.7)
        assert field.read_out.width() == before

    def test_thresholds_that_suit_the_run_are_marked_and_explained(self, desk_of, frame_after):
        desk = desk_of(ACTING)
        field = desk.panel.fields["clip_threshold"]
        before = field.grab().toImage()
        assert "band" not in field.toolTip()
        suggested = Clipping(share=0.5, cosine=1.0, suggested=(0.21, 4.2))
        desk.panel.show_frame(frame_after(ACTING, clipping=suggested))
        assert "The band on the slider, 0.21 to 4.2, suits the gradients so far" in field.toolTip()
        assert field.grab().toImage() != before
        desk.panel._pause.stop()
        desk.panel.show_frame(frame_after(ACTING, clipping=replace(suggested, suggested=(0, 0))))
        assert "band" not in field.toolTip()
        assert field.grab().toImage() == before

    @pytest.mark.parametrize(
        ("cell", "title", "why"),
        [
            ("rnn", "Recurrent matrix Wₕₕ", ""),
            ("lstm", "Candidate block of Wₕₕ", "the candidate state g"),
            ("gru", "Candidate block of Wₕₕ", "the candidate state n"),
        ],
    )
    def test_the_card_says_what_the_spectrum_is_of(self, desk, cell, title, why):
        desk.panel.show_settings(replace(Settings(), cell=cell))
        card = desk.panel.column.cards[Group.RECURRENT]
        assert title in texts(card)
        assert card.accessibleName() == title
        label = next(each for each in card.findChildren(QLabel) if each.text() == title)
        assert why in label.toolTip()

    def test_read_outs_are_slow_but_the_last_one_comes(self, desk, frame_after, qtbot):
        first = frame_after(Settings())
        last = frame_after(replace(Settings(), spectral_radius=1.1))
        desk.panel.show_frame(first)
        before = texts(desk.panel)
        desk.panel.show_frame(last)
        assert texts(desk.panel) == before
        qtbot.waitUntil(lambda: any("1.10" in text for text in texts(desk.panel)), timeout=10_000)


class TestAsking:
    @pytest.mark.parametrize("key", TYPED)
    def test_typing_and_enter(self, desk_of, key):
        desk = desk_of(ACTING, TALL)
        write(desk, key, PARAMETERS[key].format(OTHERS[key]))
        assert desk.asked == [(key, OTHERS[key])]
        assert getattr(desk.settings, key) == OTHERS[key]

    @pytest.mark.parametrize("key", CHOSEN)
    def test_choosing(self, desk_of, key):
        desk = desk_of(ACTING, TALL)
        choose(desk, key, OTHERS[key])
        assert desk.asked[-1] == (key, OTHERS[key])
        assert getattr(desk.settings, key) == shown_choice(desk, key) == OTHERS[key]

    def test_a_button_is_pressed_wherever_it_is_clicked(self, desk):
        for value, corner in (("lstm", "topRight"), ("gru", "bottomLeft")):
            button = button_of(desk, "cell", value)
            inside = getattr(button.rect().adjusted(1, 1, -1, -1), corner)()
            QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=inside)
            assert desk.settings.cell == value

    def test_arrows_go_through_a_choice(self, desk):
        button = button_of(desk, "cell", "rnn")
        button.setFocus()
        QTest.keyClick(button, Qt.Key.Key_Right)
        assert desk.asked == [("cell", "lstm")]
        assert button_of(desk, "cell", "lstm").hasFocus()

    def test_dragging_a_slider(self, desk):
        field = desk.panel.fields["spectral_radius"]
        slider = field.slider
        y = slider.height() // 2
        QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(20, y))
        for x in range(30, slider.width() // 2 + 1, 10):
            QTest.mouseMove(slider, QPoint(x, y))
        QTest.mouseMove(slider, QPoint(slider.width() // 2, y))
        QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.width() // 2, y))
        assert {key for key, _ in desk.asked} == {"spectral_radius"}
        assert desk.settings.spectral_radius == pytest.approx(1.5, abs=0.02)
        assert field.entry.text() == PARAMETERS["spectral_radius"].format(
            desk.settings.spectral_radius
        )

    def test_a_slider_of_whole_numbers_asks_for_whole_numbers(self, desk):
        slider = desk.panel.fields["hidden_size"].slider
        slider.setFocus()
        QTest.keyClick(slider, Qt.Key.Key_Right)
        assert desk.asked == [("hidden_size", 17)]
        assert type(desk.asked[0][1]) is int

    def test_up_in_the_text_steps(self, desk):
        write(desk, "hidden_size", "20", then=Qt.Key.Key_Return)
        QTest.keyClick(entry_of(desk, "hidden_size"), Qt.Key.Key_Up)
        assert desk.settings.hidden_size == 21

    def test_up_and_down_in_the_seed_step_and_stop_at_the_end(self, desk_of):
        desk = desk_of(replace(Settings(), seed=1), TALL)
        for _ in range(3):
            QTest.keyClick(entry_of(desk, "seed"), Qt.Key.Key_Down)
        assert desk.asked == [("seed", 0)]
        QTest.keyClick(entry_of(desk, "seed"), Qt.Key.Key_Up)
        assert desk.settings.seed == 1

    def test_the_die_throws_another_seed(self, desk_of):
        desk = desk_of(Settings(), TALL)
        die = desk.panel.fields["seed"].die
        for _ in range(30):
            before = desk.settings.seed
            QTest.mouseClick(die, Qt.MouseButton.LeftButton)
            assert desk.settings.seed != before
        assert len(desk.asked) == 30

    def test_typing_eigenvalues_sets_the_size(self, desk_of):
        desk = desk_of(OWN)
        write(desk, "eigenvalues", "1, 0.2±0.4i")
        assert desk.settings.eigenvalues == ((1.0, 0.0), (0.2, 0.4), (0.2, -0.4))
        assert entry_of(desk, "hidden_size").text() == "3"

    def test_a_slider_commits_what_is_being_typed_elsewhere(self, desk):
        entry = write(desk, "time_steps", "8", then=None)
        slider = desk.panel.fields["spectral_radius"].slider
        QTest.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(40, 8))
        assert [key for key, _ in desk.asked] == ["time_steps", "spectral_radius"]
        assert not entry.hasFocus()

    def test_dragging_in_the_plane_asks_too(self, desk, frame_after):
        desk.panel.show_frame(frame_after(Settings()))
        editor = desk.panel.editor
        place = editor.view.place(complex(*editor.values[0]))
        start = QPoint(round(place.real), round(place.imag))
        QTest.mousePress(editor, Qt.MouseButton.LeftButton, pos=start)
        QTest.mouseMove(editor, start + QPoint(9, 4))
        still = editor.geometry()
        QTest.mouseMove(editor, start + QPoint(12, 4))
        assert desk.settings.spectrum == "own"
        assert (editor.geometry(), desk.panel.fields["eigenvalues"].isVisible()) == (still, False)
        QTest.mouseRelease(editor, Qt.MouseButton.LeftButton, pos=start + QPoint(12, 4))
        assert editor.height() < still.height()
        assert desk.panel.fields["eigenvalues"].isVisible()


class TestRefusing:
    @pytest.mark.parametrize(
        ("key", "text", "message"),
        [
            ("hidden_size", "0", "give a whole number from 1 to 256"),
            ("hidden_size", "2.5", "give a whole number from 1 to 256"),
            ("hidden_size", "", "give a whole number from 1 to 256"),
            ("time_steps", "1000000000", "give a whole number from 1 to 500"),
            ("time_steps", "1e999", "give a whole number from 1 to 500"),
            ("spectral_radius", "nan", "give a number from 0 to 3"),
            ("spectral_radius", "-inf", "give a number from 0 to 3"),
            ("learning_rate", "abc", "give a number from 1e-05 to 10"),
            ("learning_rate", "<b>1</b>", "give a number from 1e-05 to 10"),
            ("forget_bias", "chronos", "give a number from -10 to 10, or chrono"),
            ("seed", "-1", "give a whole number from 0 to 999999"),
        ],
    )
    def test_nonsense_is_refused_where_it_is_typed(self, desk_of, key, text, message):
        desk = desk_of(ACTING, TALL)
        before = desk.settings
        entry = write(desk, key, text)
        balloon = balloon_of(desk)
        assert (entry.text(), entry.property("refused")) == (text, True)
        assert (balloon.isVisible(), balloon.text()) == (True, message)
        assert entry.accessibleDescription() == message
        field = desk.panel.fields[key]
        below = field.mapTo(desk.panel, QPoint(0, field.height())).y()
        top = balloon.mapTo(desk.panel, QPoint(0, 0)).y()
        assert top >= below or top + balloon.height() <= below - field.height()
        assert desk.panel.rect().contains(balloon.mapTo(desk.panel, balloon.rect().bottomRight()))
        assert (desk.settings, desk.asked) == (before, [])

    def test_an_unpaired_eigenvalue_is_refused(self, desk_of):
        desk = desk_of(OWN)
        write(desk, "eigenvalues", "0.5+0.3i, 2")
        assert "has no conjugate" in balloon_of(desk).text()
        assert desk.settings == OWN

    @pytest.mark.parametrize("how", [Qt.Key.Key_Escape, Qt.Key.Key_Tab])
    def test_escape_and_leaving_restore_the_last_good_value(self, desk, how):
        entry = write(desk, "hidden_size", "0")
        QTest.keyClick(entry, how)
        assert (entry.text(), entry.property("refused")) == ("16", False)
        assert not balloon_of(desk).isVisible()
        assert "whole number" in entry.accessibleDescription()
        assert desk.asked == []

    def test_a_correction_is_accepted_while_it_is_typed(self, desk):
        entry = write(desk, "hidden_size", "0")
        QTest.keyClick(entry, Qt.Key.Key_Backspace)
        assert balloon_of(desk).isVisible()
        QTest.keyClicks(entry, "8")
        assert not balloon_of(desk).isVisible()
        assert (entry.property("refused"), desk.asked) == (False, [])
        QTest.keyClick(entry, Qt.Key.Key_Return)
        assert desk.settings.hidden_size == 8

    def test_frames_and_settings_meanwhile_leave_the_text_alone(self, desk, frame_after):
        entry = write(desk, "hidden_size", "0")
        desk.panel.show_frame(frame_after(Settings(), 3))
        desk.panel.show_settings(replace(Settings(), hidden_size=20))
        assert entry.text() == "0"
        QTest.keyClick(entry, Qt.Key.Key_Escape)
        assert entry.text() == "20"

    def test_what_the_presenter_refuses_springs_back(self, desk):
        box_of(desk, "spectrum").setFocus()
        QTest.keyClick(box_of(desk, "spectrum"), Qt.Key.Key_End)
        assert desk.asked == [("spectrum", "own")]
        assert shown_choice(desk, "spectrum") == "disk"
        assert balloon_of(desk).text().startswith("give the eigenvalues themselves")

    def test_a_refused_slider_springs_back(self, desk_of):
        zero = edited(Settings(), {"eigenvalues": ((0.0, 0.0), (0.0, 0.0))})
        desk = desk_of(zero)
        slider = desk.panel.fields["spectral_radius"].slider
        QTest.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(100, 8))
        assert slider.value_shown == 0.0
        assert balloon_of(desk).isVisible()
        assert entry_of(desk, "spectral_radius").property("refused") in (None, False)

    def test_what_is_typed_and_refused_by_the_presenter_stays_for_correction(self, desk_of):
        desk = desk_of(edited(Settings(), {"eigenvalues": ((0.0, 0.0), (0.0, 0.0))}))
        entry = write(desk, "spectral_radius", "0.5")
        assert (entry.text(), entry.refused) == ("0.5", True)
        assert "0 cannot be scaled" in balloon_of(desk).text()

    def test_before_there_are_settings_an_edit_is_asked_for_all_the_same(self, qtbot):
        asked = []
        panel = Panel(lambda key, value: asked.append((key, value)), DARK)
        qtbot.addWidget(panel)
        panel.fields["seed"].edited.emit("seed", 3)
        assert asked == [("seed", 3)]

    def test_the_next_edit_takes_the_message_back(self, desk):
        desk.panel.fields["spectrum"].edited.emit("spectrum", "own")
        assert balloon_of(desk).isVisible()
        choose(desk, "spectrum", "circle")
        assert not balloon_of(desk).isVisible()

    def test_a_refusal_can_be_said_and_cleared_from_outside(self, desk):
        desk.panel.refuse("learning_rate", "give something else")
        assert balloon_of(desk).text() == "give something else"
        desk.panel.clear_refusal()
        assert not balloon_of(desk).isVisible()

    def test_a_refusal_of_a_hidden_field_is_said_at_the_plane(self, desk):
        desk.panel.refuse("eigenvalues", "give others")
        assert balloon_of(desk).isVisible()


class TestKeys:
    """The window's single keys, and the panel's fields that need them."""

    @pytest.fixture
    def fired(self, desk):
        fired = []
        for key in ("Space", "Right", "Left", "Home", "R", "1", "Esc"):
            shortcut = QShortcut(QKeySequence(key), desk.panel)
            shortcut.activated.connect(lambda key=key: fired.append(key))
        return fired

    def test_a_slider_keeps_its_arrows_but_not_space(self, desk, fired):
        slider = desk.panel.fields["spectral_radius"].slider
        slider.setFocus()
        for key in (Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_Space, Qt.Key.Key_R):
            QTest.keyClick(slider, key)
        assert fired == ["Space", "R"]

    def test_a_button_keeps_space_and_arrows(self, desk, fired):
        button = button_of(desk, "cell", "rnn")
        button.setFocus()
        QTest.keyClick(button, Qt.Key.Key_Space)
        QTest.keyClick(button, Qt.Key.Key_Right)
        assert fired == []

    def test_a_text_keeps_all_it_can_type(self, desk, fired):
        write(desk, "time_steps", "1 R", then=Qt.Key.Key_Home)
        assert fired == []

    @pytest.mark.parametrize("what", ["slider", "button", "box", "fold", "plane", "die"])
    def test_the_mouse_leaves_the_keyboard_to_the_window(self, desk_of, frame_after, what):
        desk = desk_of(Settings(), TALL)
        desk.panel.show_frame(frame_after(desk.settings))
        editor = desk.panel.editor
        eigenvalue = editor.view.place(complex(*editor.values[0]))
        widget = {
            "slider": desk.panel.fields["spectral_radius"].slider,
            "button": button_of(desk, "cell", "gru"),
            "box": box_of(desk, "activation"),
            "fold": desk.panel.column.fold.head,
            "plane": editor,
            "die": desk.panel.fields["seed"].die,
        }[what]
        QApplication.focusWidget().clearFocus()
        place = QPoint(round(eigenvalue.real), round(eigenvalue.imag)) if what == "plane" else None
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=place or widget.rect().center())
        box_of(desk, "activation").hidePopup()
        assert not widget.hasFocus()


SETTINGS = {
    "default": Settings(),
    "own": OWN,
    "gated": replace(Settings(), cell="lstm", clip="norm"),
    "chrono": replace(Settings(), cell="gru", forget_bias="chrono", task="text", text="abc" * 50),
}
every_state = pytest.mark.parametrize("settings", SETTINGS.values(), ids=SETTINGS)


class TestLook:
    @every_state
    @pytest.mark.parametrize("size", [SMALL, LARGE, TALL, (380, 700)])
    def test_everything_is_seen_without_scrolling(self, desk_of, settings, size):
        desk = desk_of(settings, size)
        assert desk.panel.verticalScrollBar().maximum() == 0
        assert desk.panel.horizontalScrollBar().maximum() == 0
        for field in desk.panel.fields.values():
            if field.isVisible():
                corner = field.mapTo(desk.panel, field.rect().bottomRight())
                assert desk.panel.rect().contains(corner)

    @every_state
    def test_in_a_large_window_every_setting_that_acts_is_seen(self, desk_of, settings):
        desk = desk_of(settings, LARGE)
        for field in desk.panel.fields.values():
            assert field.isVisible() is (field.wanted and not field.idle)

    def test_the_line_of_eigenvalues_finds_room_when_it_appears(self, desk):
        desk.panel.show_settings(OWN)
        below = desk.panel.column.fold.head
        assert desk.panel.rect().contains(below.mapTo(desk.panel, below.rect().bottomRight()))
        line = desk.panel.fields["eigenvalues"]
        assert line.height() == desk.panel.fields["hidden_size"].height()

    def test_the_plane_is_large_enough_and_grows(self, desk_of):
        small = desk_of(Settings(), SMALL).panel.editor.view
        large = desk_of(Settings(), LARGE).panel.editor.view
        assert small.height >= 150
        assert large.height > 260

    @every_state
    @pytest.mark.parametrize(
        "size", [SMALL, (300, 400), (250, 500), LARGE, (500, 900), (380, 1400)]
    )
    def test_nothing_overlaps(self, desk_of, settings, size):
        desk = desk_of(settings, size)
        shown = [field for field in desk.panel.fields.values() if field.isVisible()]
        boxes = [
            widget.rect().translated(widget.mapTo(desk.panel, QPoint(0, 0)))
            for widget in (desk.panel.editor, *shown)
        ]
        for number, box in enumerate(boxes):
            assert not any(box.intersects(other) for other in boxes[number + 1 :])
        for field in shown:
            parts = [part for part in field.children() if part.isWidgetType() and part.isVisible()]
            for part in parts:
                assert field.rect().contains(part.geometry()), field.row.key
            for number, part in enumerate(parts):
                for other in parts[number + 1 :]:
                    assert not part.geometry().intersects(other.geometry()), field.row.key

    def test_there_is_no_horizontal_scrolling_however_narrow(self, desk_of):
        desk = desk_of(Settings(), (250, 300))
        assert desk.panel.widget().width() <= desk.panel.viewport().width()
        assert desk.panel.verticalScrollBar().maximum() > 0

    @every_state
    @pytest.mark.parametrize("size", [SMALL, LARGE, (310, 500)])
    def test_no_text_is_cut_at_the_usual_size(self, desk_of, settings, size):
        desk = desk_of(settings, size)
        for field in desk.panel.fields.values():
            if not field.isVisible():
                continue
            assert "…" not in field.label.text()
            if isinstance(field, SegmentsField):
                for button in field.segments.buttons:
                    assert button.width() >= button.least_width
            if isinstance(field, BoxField):
                widest = max(choice.label for choice in field.box.choices)
                taken = QFontMetrics(field.box.font()).horizontalAdvance(widest)
                assert taken + 60 <= field.box.width()
            if isinstance(field, NumberField):
                metrics = QFontMetrics(field.entry.font())
                assert metrics.horizontalAdvance("0.00012") + 12 <= field.entry.width()

    def test_larger_type_is_given_room(self, desk_of, qapp):
        desk = desk_of(ACTING, (420, 1300))
        before = entry_of(desk, "seed").height()
        qapp.setFont(font(20))
        qapp.setStyleSheet(qapp.styleSheet() + " ")
        QApplication.processEvents()
        assert entry_of(desk, "seed").height() > before
        labels = desk.panel.fields["clip_threshold"].label
        needed = QFontMetrics(labels.font()).horizontalAdvance(labels.text())
        assert labels.width() >= needed

    def test_the_fields_keep_their_order_from_right_to_left(self, desk):
        desk.panel.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        QApplication.processEvents()
        field = desk.panel.fields["hidden_size"]
        assert field.label.x() > field.slider.x() > field.entry.x()

    def test_another_theme_is_taken_on(self, desk, qapp):
        before = desk.panel.grab().toImage().pixelColor(30, 100)
        apply_theme(qapp, LIGHT)
        desk.panel.set_theme(LIGHT)
        QApplication.processEvents()
        assert desk.panel.grab().toImage().pixelColor(30, 100) != before

    def test_it_is_one_scroll_area_of_line_edits_without_a_frame(self, desk):
        assert isinstance(desk.panel, QScrollArea)
        assert desk.panel.frameWidth() == 0
        assert desk.panel.findChildren(QLineEdit)
