"""Numbers as a table: what is shown, moved over, copied and said."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from rnnsim.model.table import Table, as_text
from rnnsim.ui.table import DataTable

TABLE = Table(
    ("time step k", "‖∂L/∂h_k‖", "word"),
    ((0, 0.1 + 0.2, "a\tb"), (1, float("nan"), "c"), (20_000, float("inf"), ""), (3, None, "d")),
)


@pytest.fixture
def view(qtbot: QtBot) -> DataTable:
    view = DataTable("Loss")
    qtbot.addWidget(view)
    view.show_table(TABLE)
    view.resize(400, 200)
    with qtbot.waitActive(view):
        view.show()
        view.activateWindow()
    view.setFocus()
    return view


def cells(view: DataTable) -> list[list[str]]:
    model = view.model()
    return [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_numbers_are_shown_short_and_honest(view: DataTable) -> None:
    assert cells(view) == [
        ["0", "0.300000", "a\tb"],
        ["1", "NaN", "c"],
        ["20\u2009000", "∞", ""],
        ["3", "", "d"],
    ]
    heads = [view.model().headerData(i, Qt.Orientation.Horizontal) for i in range(3)]
    assert tuple(heads) == TABLE.columns


@pytest.mark.parametrize("empty", [Table(), Table(("k",)), Table((), ((), ()))])
def test_an_empty_table_after_an_empty_one_changes_no_cell(qtbot: QtBot, empty: Table) -> None:
    view = DataTable()
    qtbot.addWidget(view)
    view.show_table(empty)
    with qtbot.assertNotEmitted(view.model().dataChanged):
        view.show_table(Table(empty.columns, empty.rows))
    view.show_table(TABLE)
    with qtbot.waitSignal(view.model().dataChanged):
        view.show_table(Table(TABLE.columns, TABLE.rows))


def test_all_is_copied_with_all_digits_by_keyboard(qtbot: QtBot, view: DataTable) -> None:
    qtbot.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    text = QGuiApplication.clipboard().text()
    assert text == as_text(TABLE)
    lines = text.splitlines()
    assert lines[1] == "0\t0.30000000000000004\ta b"
    assert lines[2:] == ["1\tnan\tc", "20000\tinf\t", "3\t\td"]


def test_a_part_chosen_with_the_arrow_keys_is_copied(qtbot: QtBot, view: DataTable) -> None:
    qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "‖∂L/∂h_k‖\n0.30000000000000004\nnan\n"


def test_new_numbers_of_the_same_form_leave_the_place(qtbot: QtBot, view: DataTable) -> None:
    qtbot.keyClick(view, Qt.Key.Key_Down)
    rows = tuple((row[0], 2.0, "") for row in TABLE.rows)
    view.show_table(Table(TABLE.columns, rows))
    assert view.currentIndex().row() == 1
    assert cells(view)[1][1] == "2.00000"
    view.show_table(Table(("t",), ((1,),)))
    assert cells(view) == [["1"]]
    assert view.currentIndex().row() == 0


def test_it_says_what_it_is(view: DataTable) -> None:
    assert view.accessibleName() == "Table: Loss"
    assert view.accessibleDescription() == "4 rows, 3 columns"
    assert view.toolTip()
    assert view.whatsThis()


def test_tab_leaves_it(qtbot: QtBot, view: DataTable) -> None:
    assert not view.tabKeyNavigation()


def test_a_table_without_numbers_is_empty(view: DataTable) -> None:
    view.show_table(Table())
    assert cells(view) == []
    view.copy()
