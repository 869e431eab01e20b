"""“Train until…” under real keys: what is typed is handed on, what is refused is said there."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from rnnsim.model.settings import SettingError
from rnnsim.ui.goal_popup import GoalPopup

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "propagateSizeHints")


class Trainer:
    def __init__(self):
        self.iterations, self.losses = [], []

    def more(self, typed):
        if not typed.isdigit():
            raise SettingError("iterations", typed, "a whole number")
        self.iterations.append(typed)

    def until(self, typed):
        self.losses.append(typed)


@pytest.fixture
def popup(qtbot):
    from PySide6.QtWidgets import QWidget

    from rnnsim.ui.theme import load_fonts

    load_fonts()
    below, trainer = QWidget(), Trainer()
    qtbot.addWidget(below)
    below.show()
    made = GoalPopup(below, trainer.more, trainer.until)
    made.trainer, made.below = trainer, below
    made.open_at(below)
    yield made
    made.close()


def test_the_field_is_ready_to_be_typed_in(popup):
    QTest.keyClicks(popup.iterations.field, "250")
    QTest.keyClick(popup.iterations.field, Qt.Key.Key_Return)
    assert popup.trainer.iterations == ["250"]
    assert popup.isHidden()


def test_the_button_of_a_row_trains_for_that_row(popup):
    popup.loss.field.setText("0.5")
    QTest.mouseClick(popup.loss.button, Qt.MouseButton.LeftButton)
    assert popup.trainer.losses == ["0.5"]
    assert popup.trainer.iterations == []


def test_a_refusal_is_said_beside_its_field_until_it_is_corrected(popup):
    row = popup.iterations
    QTest.keyClicks(row.field, "many")
    QTest.keyClick(row.field, Qt.Key.Key_Return)
    assert not popup.isHidden()
    assert row.refusal.text == "give a whole number"
    assert row.refusal.isVisible()
    assert row.field.property("refused") == "true"
    assert popup.loss.refusal.isHidden()
    QTest.keyClicks(row.field, "7")
    assert row.refusal.isHidden()
    assert row.field.property("refused") == "false"
    QTest.keyClick(row.field, Qt.Key.Key_Return)
    assert popup.trainer.iterations == ["7"]


def test_escape_closes_it_and_what_was_typed_stays(popup):
    QTest.keyClicks(popup.iterations.field, "42")
    QTest.keyClick(popup.iterations.field, Qt.Key.Key_Escape)
    assert popup.isHidden()
    popup.open_at(popup.below)
    assert popup.iterations.field.text() == "42"
