"""A twin with any settings: several at once, and refusals where they are."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QDialog, QLineEdit

from rnnsim.model.edits import edited
from rnnsim.model.parameters import PARAMETERS
from rnnsim.model.settings import Settings
from rnnsim.ui.lineup import Lineup
from rnnsim.ui.runs.dialog import TwinDialog

MAIN = Settings()
OWN = edited(MAIN, {"eigenvalues": ((0.5, 0.2), (0.5, -0.2), (0.9, 0.0))})
LEFT = Qt.MouseButton.LeftButton

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def lineup():
    return Lineup()


@pytest.fixture
def opened(put, lineup):
    def open_on(main=MAIN):
        dialog = TwinDialog(main, lambda *given: lineup.add_twin(main, *given))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        return put(dialog, 460, 620)

    return open_on


def typed(dialog, qtbot, key, text):
    entry = dialog.fields[key].entry
    entry.setFocus()
    entry.selectAll()
    qtbot.keyClicks(entry, text)
    qtbot.keyClick(entry, Qt.Key.Key_Return)


def test_every_setting_has_its_field_as_the_main_run_has_it(opened):
    dialog = opened()
    assert list(dialog.fields) == list(PARAMETERS)
    assert not dialog.begin.isEnabled()
    assert "Nothing differs" in dialog.summary.text()


def test_several_settings_make_one_twin(opened, lineup, qtbot):
    dialog = opened()
    typed(dialog, qtbot, "hidden_size", "32")
    typed(dialog, qtbot, "learning_rate", "0.02")
    buttons = dialog.fields["cell"].controls()
    dialog.fields["cell"].edited.emit("cell", "gru")
    assert buttons
    assert dialog.summary.text() == "Differs in: GRU, N = 32, η = 0.02"
    qtbot.keyClicks(dialog.name, "large")
    qtbot.mouseClick(dialog.begin, LEFT)
    assert dialog.result() == QDialog.DialogCode.Accepted
    ((member,), twin) = lineup.members, lineup.twins[0]
    assert member.name == "large"
    assert dict(twin.changes) == {"cell": "gru", "hidden_size": 32, "learning_rate": 0.02}


def test_what_cannot_be_is_said_at_its_field_and_the_last_good_value_stays(opened, qtbot):
    dialog = opened()
    typed(dialog, qtbot, "time_steps", "30")
    typed(dialog, qtbot, "time_steps", "5000")
    said = dialog.refusals["time_steps"]
    assert said.isVisible()
    assert "give a whole number from 1 to 500" in said.text()
    assert dialog.settings.time_steps == 30
    assert dialog.begin.isEnabled()
    typed(dialog, qtbot, "time_steps", "40")
    assert not said.isVisible()
    assert dialog.settings.time_steps == 40


def test_what_does_not_agree_is_said_too(opened, qtbot):
    dialog = opened()
    typed(dialog, qtbot, "time_steps", "3")
    dialog.fields["task"].edited.emit("task", "temporal_order")
    assert "at least 4 time steps" in dialog.refusals["task"].text()
    assert dialog.settings.task == MAIN.task


def test_own_eigenvalues_are_typed_and_scaled(opened, lineup, qtbot):
    dialog = opened(OWN)
    typed(dialog, qtbot, "spectral_radius", "1.8")
    qtbot.mouseClick(dialog.begin, LEFT)
    twin = lineup.twins[0].settings_beside(OWN)
    assert twin.spectral_radius == 1.8
    assert twin.eigenvalues == ((1.0, 0.4), (1.0, -0.4), (1.8, 0.0))


def test_eigenvalues_can_be_given_where_there_were_none(opened, lineup, qtbot):
    dialog = opened()
    typed(dialog, qtbot, "eigenvalues", "0.9, 0.5±0.3i")
    assert dialog.settings.spectrum == "own"
    qtbot.mouseClick(dialog.begin, LEFT)
    assert lineup.twins[0].settings_beside(MAIN).hidden_size == 3


def test_what_the_line_up_refuses_is_said_and_the_dialog_stays(opened, lineup, qtbot):
    for seed in (2, 3, 4):
        lineup.add_twin(MAIN, {"seed": seed})
    dialog = opened()
    typed(dialog, qtbot, "seed", "9")
    qtbot.mouseClick(dialog.begin, LEFT)
    assert dialog.isVisible()
    assert "fewer twins: remove one first" in dialog.error.text()
    typed(dialog, qtbot, "seed", "10")
    assert not dialog.error.isVisible()


def test_what_is_changed_back_differs_in_nothing(opened, qtbot):
    dialog = opened()
    typed(dialog, qtbot, "seed", "9")
    typed(dialog, qtbot, "seed", "1")
    assert not dialog.begin.isEnabled()


def test_cancel_begins_nothing(opened, lineup, qtbot):
    dialog = opened()
    typed(dialog, qtbot, "seed", "9")
    qtbot.mouseClick(dialog.leave, LEFT)
    assert not dialog.isVisible()
    assert lineup.members == ()


def test_every_control_says_what_it_is(opened):
    dialog = opened()
    own = [*dialog.findChildren(QAbstractButton), *dialog.findChildren(QLineEdit)]
    assert len(own) > 30
    for each in own:
        if isinstance(each.parentWidget(), QComboBox):
            continue
        assert each.accessibleName() or each.text(), each
        assert each.toolTip(), each.accessibleName()
        assert each.whatsThis(), each.accessibleName()


def test_the_fields_have_the_width_there_is(opened, qtbot):
    dialog = opened()
    dialog.resize(700, 500)
    qtbot.wait(1)
    wide = dialog.fields["learning_rate"].slider.width()
    dialog.resize(400, 500)
    qtbot.wait(1)
    assert dialog.fields["learning_rate"].slider.width() < wide
    assert dialog._area.horizontalScrollBar().maximum() == 0
