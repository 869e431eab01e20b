"""What the window's menu and keys export, and what they put on the clipboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from rnnsim.export.table import session_in_csv
from rnnsim.model.figure import VIEWS, FigureSpec
from rnnsim.model.session import session_of
from rnnsim.model.view import Want
from rnnsim.ui.export import desk
from rnnsim.ui.export.figures import Figure
from rnnsim.ui.export.remembered import remembered_figure
from rnnsim.ui.export.words import title_of

# The offscreen platform says what it cannot do.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

CONTROL = Qt.KeyboardModifier.ControlModifier
CODE = "import rnnsim"


@pytest.fixture
def window(open_window):
    return open_window(hidden_size=8)


@pytest.fixture
def clipboard():
    """Empty at first."""
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("")
    return clipboard


def entries(window):
    menu = window.findChild(QMenu, "export")
    return {each.text(): each for each in menu.actions() if not each.isSeparator()}


def test_the_key_opens_a_figure_of_the_views_that_are_seen(window, qtbot):
    window.canvas.setFocus()
    qtbot.keyClick(window.canvas, Qt.Key.Key_E, CONTROL)
    dialog = window.export_desk.dialog
    assert dialog.isVisible()
    assert dialog.page is dialog.pages["figure"]
    seen = dialog.page.options.spec.views
    assert seen == window.views_seen
    assert seen[0] == "canvas"
    assert all(window.plots.docks[name].seen for name in seen[1:])
    qtbot.waitUntil(lambda: dialog.left.preview.image is not None)


def test_views_that_are_seen_are_in_the_order_in_which_one_reads(open_window, qtbot):
    window = open_window()
    window.resize(1600, 900)
    window.area.show_plots(("norm", "gradient"))
    qtbot.waitUntil(lambda: {"norm", "gradient"} <= set(window.views_seen))
    docks = [window.plots.docks[name] for name in window.views_seen[1:]]
    places = [dock.mapTo(window, dock.rect().topLeft()).toTuple()[::-1] for dock in docks]
    assert places == sorted(places)


def test_every_view_has_an_entry_that_opens_just_that(window):
    for view in VIEWS:
        entries(window)[f"{title_of(view)}…"].trigger()
        assert window.export_desk.dialog.page.options.spec.views == (view,)


@pytest.mark.parametrize("page", ["animation", "data"])
def test_every_page_has_an_entry(window, page):
    entries(window)[f"&{page.capitalize()}…"].trigger()
    dialog = window.export_desk.dialog
    assert dialog.page is dialog.pages[page]


def test_numbers_that_take_time_are_made_while_they_are_to_be_exported(window, qtbot):
    exports = window.export_desk
    assert Want.MAP not in exports.wants
    exports.open("figure", ("map",))
    assert exports.wants == {Want.MAP}
    qtbot.waitUntil(lambda: window.presenter.frame.extras.gradient_map is not None)
    exports.dialog.close()
    assert exports.wants == frozenset()


def test_the_key_copies_what_is_seen_as_a_figure(window, qtbot, clipboard):
    window.centralWidget().setFocus()
    qtbot.keyClick(window.centralWidget(), Qt.Key.Key_C, CONTROL)
    assert clipboard.mimeData().hasImage()
    assert b"svg" in bytes(clipboard.mimeData().data("image/svg+xml").data())


def test_the_key_copies_the_view_that_has_the_focus(window, qtbot, clipboard, monkeypatch):
    copied = []

    def noted(views):
        copied.append(views)
        return remembered_figure(views)

    monkeypatch.setattr(desk, "remembered_figure", noted)
    window.canvas.setFocus()
    qtbot.keyClick(window.canvas, Qt.Key.Key_C, CONTROL)
    assert copied == [("canvas",)]


def test_the_key_copies_text_where_text_has_the_focus(window, qtbot, clipboard):
    entry = window.panel.fields["learning_rate"].entry
    entry.setFocus()
    entry.selectAll()
    qtbot.keyClick(entry, Qt.Key.Key_C, CONTROL)
    assert clipboard.text() == entry.text()
    assert not clipboard.mimeData().hasImage()


def test_the_key_copies_cells_where_a_table_has_the_focus(window, qtbot, clipboard):
    window.plots._toggles["gradient"].click()
    table = window.plots._tables["gradient"]
    table.setFocus()
    table.selectAll()
    qtbot.keyClick(table, Qt.Key.Key_C, CONTROL)
    assert "\t" in clipboard.text()
    assert not clipboard.mimeData().hasImage()


def test_the_run_is_copied_as_python(window, clipboard):
    entries(window)["Copy as &Python"].trigger()
    assert clipboard.text().startswith(CODE)
    assert "hidden_size=8" in clipboard.text()


def test_every_view_has_a_table(window):
    tables = {view: window.table(view) for view in window.views() if view != "window"}
    for view in ("canvas", "spectrum", "gradient", "loss"):
        assert len(tables[view].rows) > 0, view
    assert tables["gates"].columns == ()  # whose numbers nobody has asked for yet


def test_closing_the_window_gives_up_what_is_written(window, qtbot, tmp_path):
    window.export_desk.open("animation", ("gradient",))
    dialog = window.export_desk.dialog
    dialog.page.options.of.buttons[1].click()
    dialog.page.options.last.show_value(2000)
    dialog.page.changed.emit()
    dialog.save_to(tmp_path / "film.webp")
    assert dialog.busy
    window.close()
    assert not dialog.busy
    assert list(tmp_path.iterdir()) == []


def test_a_figure_carries_what_it_shows_though_more_has_been_asked_for(window):
    frame = window.presenter.frame
    window.presenter.edit("spectral_radius", 0.3)  # no frame of it has been taken yet
    figure = Figure.of(FigureSpec(("gradient",)), window.shown, window, window)
    carried = session_of(figure.session.encode())
    assert carried.settings == frame.settings != window.session.settings
    assert carried.course == frame.course


def test_so_does_a_table(window):
    frame = window.presenter.frame
    window.presenter.edit("spectral_radius", 0.3)
    window.export_desk.open("data")
    text = window.export_desk.dialog.page.text()
    carried = session_of(session_in_csv(text.encode()).encode())
    assert carried.course == frame.course
