"""Fields of their own kinds: boxes, a number or a word, a text, and the fold."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QStyleOptionViewItem

from rnnsim.model.activations import ACTIVATIONS
from rnnsim.model.kinds import TextParameter
from rnnsim.model.parameters import PARAMETERS
from rnnsim.model.settings import Settings
from rnnsim.ui import pictures
from rnnsim.ui.panel.balloon import Balloon

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "This plugin does not support")

LEFT = Qt.MouseButton.LeftButton
GATED = replace(Settings(), cell="lstm")
READING = replace(Settings(), task="text")
TALL = (310, 1100)


def wheel_over(widget, notches):
    middle = widget.rect().center()
    event = QWheelEvent(
        QPointF(middle),
        QPointF(widget.mapToGlobal(middle)),
        QPoint(0, 0),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


class TestBox:
    @pytest.fixture
    def box(self, desk):
        return desk.panel.fields["activation"].box

    def test_the_list_is_that_of_the_table(self, box):
        choices = PARAMETERS["activation"].choices
        assert [box.itemData(i) for i in range(box.count())] == [each.value for each in choices]
        assert [box.itemText(i) for i in range(box.count())] == [each.label for each in choices]
        for index, choice in enumerate(choices):
            assert choice.label in box.itemData(index, Qt.ItemDataRole.ToolTipRole)

    def test_a_click_opens_the_list_and_a_key_chooses(self, desk, box, qtbot):
        QTest.mouseClick(box, LEFT)
        qtbot.waitUntil(box.view().isVisible)
        QTest.keyClick(box.view(), Qt.Key.Key_Down)
        QTest.keyClick(box.view(), Qt.Key.Key_Return)
        assert desk.asked == [("activation", "relu")]
        assert box.currentText() == "ReLU"

    def test_what_is_shown_is_explained(self, desk, box):
        assert "tanh: γ = sup |φ′| = 1" in box.toolTip()
        desk.panel.show_settings(replace(Settings(), activation="sigmoid"))
        assert "sigmoid: γ = ¼" in box.toolTip()
        assert "sigmoid: γ = ¼" in box.accessibleDescription()

    def test_keys_choose_and_stay_from_the_window(self, desk, box):
        fired = []
        for key in ("Down", "End", "Space", "R"):
            shortcut = QShortcut(QKeySequence(key), desk.panel)
            shortcut.activated.connect(lambda key=key: fired.append(key))
        box.setFocus(Qt.FocusReason.TabFocusReason)
        for key in (Qt.Key.Key_Down, Qt.Key.Key_End, Qt.Key.Key_R):
            QTest.keyClick(box, key)
        assert [value for _, value in desk.asked] == ["relu", [*ACTIVATIONS][-1]]
        assert fired == ["R"]

    def test_the_wheel_chooses_only_with_the_focus(self, desk, box):
        assert not wheel_over(box, -1)
        assert desk.asked == []
        box.setFocus(Qt.FocusReason.TabFocusReason)
        assert wheel_over(box, -1)
        assert desk.asked == [("activation", "relu")]

    def test_every_function_has_a_picture_of_its_own(self, desk, box):
        seen = set()
        for choice in box.choices:
            assert pictures.has_curve(choice.value)
            desk.panel.show_settings(replace(Settings(), activation=choice.value))
            picture = box.grab(box.rect().adjusted(0, 0, -box.width() + 24, 0)).toImage()
            seen.add(bytes(picture.constBits()))
        assert len(seen) == len(box.choices)

    def test_the_list_has_the_pictures_and_other_lists_none(self, desk, box):
        def pictured(of, index):
            option = QStyleOptionViewItem()
            of.itemDelegate().initStyleOption(option, of.model().index(index, 0))
            return not option.icon.isNull()

        assert all(pictured(box, index) for index in range(box.count()))
        assert not pictured(desk.panel.fields["task"].box, 0)

    def test_without_a_value_nothing_is_shown(self, box):
        box.setCurrentIndex(-1)
        assert box.choice is None
        assert not box.grab().isNull()

    def test_it_is_mirrored_where_one_writes_from_right_to_left(self, desk, box):
        before = box.grab().toImage()
        desk.panel.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        QApplication.processEvents()
        assert box.grab().toImage() != before


class TestNumberOrWord:
    @pytest.fixture
    def desk(self, desk_of):
        return desk_of(GATED)

    @pytest.fixture
    def field(self, desk):
        return desk.panel.fields["forget_bias"]

    def test_the_word_is_put_in_place_of_the_number_and_back(self, desk, field):
        QTest.mouseClick(field.word, LEFT)
        assert desk.settings.forget_bias == "chrono"
        assert (field.word.isChecked(), field.slider.isEnabled()) == (True, False)
        assert field.entry.text() == ""
        QTest.mouseClick(field.word, LEFT)
        assert desk.settings.forget_bias == 1.0
        assert (field.word.isChecked(), field.slider.isEnabled()) == (False, True)
        assert field.entry.text() == "1"

    def test_by_the_keyboard(self, desk, field):
        field.word.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(field.word, Qt.Key.Key_Space)
        assert desk.asked == [("forget_bias", "chrono")]

    @pytest.mark.parametrize(("text", "value"), [("chrono", "chrono"), ("-2.5", -2.5)])
    def test_both_can_be_typed(self, desk, field, text, value):
        field.entry.setFocus()
        field.entry.selectAll()
        QTest.keyClicks(field.entry, text)
        QTest.keyClick(field.entry, Qt.Key.Key_Return)
        assert desk.settings.forget_bias == value

    def test_a_number_typed_over_the_word_gives_it_up(self, desk, field):
        desk.edit("forget_bias", "chrono")
        field.entry.setFocus()
        QTest.keyClicks(field.entry, "3")
        QTest.keyClick(field.entry, Qt.Key.Key_Return)
        assert desk.settings.forget_bias == 3.0
        assert not field.word.isChecked()

    def test_a_lesson_may_begin_with_the_word(self, desk_of):
        desk = desk_of(replace(GATED, forget_bias="chrono"))
        field = desk.panel.fields["forget_bias"]
        assert field.word.isChecked()
        QTest.mouseClick(field.word, LEFT)
        assert desk.settings.forget_bias == 0.0

    def test_the_slider_asks_for_numbers(self, desk, field):
        field.slider.setFocus()
        QTest.keyClick(field.slider, Qt.Key.Key_Left)
        assert desk.settings.forget_bias == pytest.approx(0.9)


class TestText:
    @pytest.fixture
    def desk(self, desk_of):
        return desk_of(READING)

    @pytest.fixture
    def field(self, desk):
        return desk.panel.fields["text"]

    def balloon(self, desk):
        return desk.panel.findChild(Balloon)

    def test_a_file_is_read_and_summed_up(self, desk, field, tmp_path):
        path = tmp_path / "ishmael.txt"
        path.write_text("Call me Ishmael.\nSome years ago, never mind how long", encoding="utf-8")
        field.read(path)
        assert desk.settings.text == path.read_text(encoding="utf-8")
        assert field.summary.text().startswith("52 characters: “Call me Ishm")
        assert not self.balloon(desk).isVisible()

    @pytest.mark.parametrize(
        ("content", "said"),
        [(b"", "is empty"), (b"\xff\xfe\x00", "UTF-8"), (b"aaaa", "two different characters")],
    )
    def test_what_is_no_text_is_refused_in_words(self, desk, field, tmp_path, content, said):
        path = tmp_path / "no.txt"
        path.write_bytes(content)
        field.read(path)
        assert desk.settings == READING
        assert said in self.balloon(desk).text()
        assert self.balloon(desk).isVisible()
        assert self.balloon(desk).objectName() == "refusal"

    def test_a_file_that_is_gone_is_refused(self, desk, field, tmp_path):
        field.read(tmp_path / "gone.txt")
        assert "gone.txt" in self.balloon(desk).text()
        assert desk.asked == []

    def test_of_a_long_file_it_is_said_what_was_left_out(self, desk, field, tmp_path):
        row = PARAMETERS["text"]
        assert isinstance(row, TextParameter)
        path = tmp_path / "long.txt"
        path.write_text("ab" * row.longest, encoding="utf-8")
        field.read(path)
        assert len(desk.settings.text) == row.longest
        balloon = self.balloon(desk)
        assert (balloon.isVisible(), balloon.objectName()) == (True, "note")
        assert "longer than" in balloon.text()
        field.read(tmp_path / "gone.txt")
        assert balloon.objectName() == "refusal"

    def test_the_file_is_asked_for(self, desk, field, tmp_path):
        path = tmp_path / "text.txt"
        path.write_text("abcabc", encoding="utf-8")
        QTest.mouseClick(field.open, LEFT)
        dialog = field.findChild(QFileDialog)
        assert dialog.isVisible()
        dialog.fileSelected.emit(str(path))
        assert desk.settings.text == "abcabc"
        dialog.close()

    def test_a_text_is_pasted(self, desk, field):
        QGuiApplication.clipboard().setText("one\r\ntwo")
        QTest.mouseClick(field.paste, LEFT)
        assert desk.settings.text == "one\ntwo"

    @pytest.mark.parametrize(
        ("content", "said"), [("", "holds no text"), ("aaa", "at least two of them different")]
    )
    def test_what_cannot_be_read_is_not_pasted(self, desk, field, content, said):
        QGuiApplication.clipboard().setText(content)
        QTest.mouseClick(field.paste, LEFT)
        assert desk.settings == READING
        assert said in self.balloon(desk).text()

    def test_it_can_be_given_up_for_the_shipped_one(self, desk, field):
        assert not field.give_up.isEnabled()
        assert field.summary.text() == "the shipped text"
        desk.edit("text", "abc")
        field.give_up.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(field.give_up, Qt.Key.Key_Space)
        assert desk.settings.text == ""

    def test_markup_is_text(self, desk, field):
        desk.edit("text", "<b>x</b>")
        assert "<b>x</b>" in field.summary.text()


class TestFold:
    @pytest.fixture
    def fold(self, desk):
        return desk.panel.column.fold

    def test_it_is_closed_where_room_is_scarce_and_says_what_it_holds(self, desk, fold):
        assert not fold.head.opened
        assert not desk.panel.fields["seed"].isVisible()
        assert "batch size, precision" in fold.head.toolTip()
        assert fold.head.accessibleDescription().startswith("closed. batch size")

    def test_what_is_unusual_in_it_is_said(self, desk, fold):
        desk.panel.show_settings(replace(Settings(), precision="float16", truncation=5))
        assert fold.head.toolTip() == "precision float16 · k₂ 5"

    def test_it_opens_and_closes_by_mouse_and_key(self, desk, fold):
        QTest.mouseClick(fold.head, LEFT)
        assert fold.head.opened
        assert desk.panel.fields["seed"].isVisible()
        assert desk.panel.verticalScrollBar().maximum() > 0
        assert fold.head.accessibleDescription().startswith("open.")
        fold.head.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(fold.head, Qt.Key.Key_Space)
        assert not fold.head.opened
        assert desk.panel.verticalScrollBar().maximum() == 0

    def test_it_is_open_where_there_is_room_unless_it_was_closed(self, desk_of):
        desk = desk_of(Settings(), TALL)
        head = desk.panel.column.fold.head
        assert head.opened
        QTest.mouseClick(head, LEFT)
        desk.panel.resize(400, 1200)
        QApplication.processEvents()
        assert not head.opened

    def test_both_states_look_different_and_show_the_focus(self, fold):
        closed = fold.head.grab().toImage()
        fold.head.setFocus(Qt.FocusReason.TabFocusReason)
        focused = fold.head.grab().toImage()
        assert focused != closed
        fold.head.clearFocus()
        fold.head.click()
        assert fold.head.grab().toImage() not in (closed, focused)

    def test_it_is_mirrored_where_one_writes_from_right_to_left(self, desk, fold):
        before = fold.head.grab().toImage()
        desk.panel.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        QApplication.processEvents()
        assert fold.head.grab().toImage() != before

    def test_a_refusal_of_what_is_folded_away_is_said_at_the_plane(self, desk):
        desk.panel.refuse("seed", "give another")
        balloon = desk.panel.findChild(Balloon)
        assert balloon.isVisible()
        assert balloon.y() <= desk.panel.editor.mapTo(desk.panel, QPoint(0, 400)).y()
