"""The table of what runs differ in, in a wide place and in a narrow one."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from rnnsim.ui.runs.content import Column, Comparison
from rnnsim.ui.runs.view import AIR, GAP, SAMPLE, RunsView
from rnnsim.ui.theme import DARK, LIGHT

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

COLUMNS = (Column(0, "main run"), Column(1, "LSTM"), Column(2, "seed 4", ghost=True))
COMPARISON = Comparison(
    columns=COLUMNS,
    settings=(("cell", ("RNN", "LSTM", "RNN")), ("seed", ("1", "1", "4"))),
    numbers=(("iteration", (12000, 12000, 300)), ("loss", (1.23456789, None, 0.5))),
)
COPIED = (
    "\tmain run\tLSTM\tseed 4\n"
    "cell\tRNN\tLSTM\tRNN\n"
    "seed\t1\t1\t4\n"
    "iteration\t12000\t12000\t300\n"
    "loss\t1.23456789\t\t0.5\n"
)


@pytest.fixture
def view(put):
    return put(RunsView(DARK), 600, 400)


@pytest.fixture(params=[600, 230], ids=["wide", "narrow"])
def shown(view, request, qtbot):
    view.resize(request.param, 400)
    view.show_comparison(COMPARISON)
    qtbot.wait(1)
    return view


def texts(table):
    """All that is to be read, row by row, the titles too."""
    model = table.model()
    across = Qt.Orientation.Vertical
    found = []
    for row in range(model.rowCount()):
        title = model.headerData(row, across) if table.verticalHeader().isVisible() else ""
        cells = [model.index(row, i).data() or "" for i in range(model.columnCount())]
        found.append([each for each in (title, *cells) if each])
    return [row for row in found if row]


def test_a_run_alone_is_told_what_others_are_for(view):
    view.show_comparison(Comparison())
    assert view.hint.isVisible()
    assert not view.table.isVisible()


def test_titles_stand_beside_the_cells_or_above_them(view, qtbot):
    view.show_comparison(COMPARISON)
    qtbot.wait(1)
    assert not view.table.stacked
    rows = [["cell", "RNN", "LSTM", "RNN"], ["seed", "1", "1", "4"]]
    rows += [["iteration", "12\u2009000", "12\u2009000", "300"], ["loss", "1.23", "0.500"]]
    assert texts(view.table) == rows
    view.resize(230, 400)
    qtbot.wait(1)
    assert view.table.stacked
    assert texts(view.table) == [part for title, *cells in rows for part in ([title], cells)]
    view.resize(600, 400)
    qtbot.wait(1)
    assert texts(view.table) == rows


def test_all_is_copied_under_its_names_with_all_digits(shown, qtbot):
    table = shown.table
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == COPIED


def test_numbers_change_and_what_is_selected_stays(shown):
    table = shown.table
    last = table.model().rowCount() - 1
    table.setCurrentIndex(table.model().index(last, 2))
    later = (("iteration", (12001, 12001, 300)), ("loss", (1.2, None, 0.5)))
    shown.show_comparison(Comparison(COLUMNS, COMPARISON.settings, later))
    assert (table.currentIndex().row(), table.currentIndex().column()) == (last, 2)
    assert ["12\u2009001", "12\u2009001", "300"] in [row[-3:] for row in texts(table)]


def test_nothing_is_selected_of_other_runs(shown):
    shown.table.selectAll()
    shown.show_comparison(Comparison(COLUMNS[:2], (("cell", ("RNN", "GRU")),)))
    assert not shown.table.selectionModel().hasSelection()


def test_each_column_has_its_line_at_its_head(view):
    view.show_comparison(COMPARISON)
    model, role = view.table.model(), Qt.ItemDataRole.DecorationRole

    def samples():
        heads = (model.headerData(i, Qt.Orientation.Horizontal, role) for i in range(3))
        return [each.toImage() for each in heads]

    dark = samples()
    assert dark[0] != dark[1] != dark[2]
    view.set_theme(LIGHT)
    assert all(one != other for one, other in zip(dark, samples(), strict=True))


def test_more_columns_than_have_room_scroll(view, qtbot):
    many = tuple(Column(i, f"run {i} with a long name") for i in range(8))
    view.resize(230, 400)
    view.show_comparison(Comparison(many, (("cell", ("LSTM",) * 8),)))
    qtbot.wait(1)
    assert view.table.horizontalScrollBar().maximum() > 0
    assert view.table.columnWidth(0) < 100


def test_the_main_run_has_its_whole_name(view, qtbot):
    many = (Column(0, "main run"), *(Column(i, f"run {i} with a long name") for i in range(1, 8)))
    view.resize(230, 400)
    view.show_comparison(Comparison(many, (("cell", ("RNN",) * 8),)))
    qtbot.wait(1)
    heads = view.table.horizontalHeader()
    room = view.table.columnWidth(0) - SAMPLE.width() - GAP - AIR
    assert heads.fontMetrics().horizontalAdvance("main run") <= room
