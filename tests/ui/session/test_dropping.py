"""Files and share texts dropped onto the window, the way Qt brings them."""

from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QGraphicsView

from rnnsim.model.lesson import find_lesson
from rnnsim.model.session import read_session
from rnnsim.model.session.share import share_text

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "This plugin does not support")

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
COPY = Qt.DropAction.CopyAction


def of_files(*paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def of_text(text):
    data = QMimeData()
    data.setText(text)
    return data


def drop(window, data, on=None):
    """Drag it onto the middle of a widget, and let go; return whether that was allowed."""
    widget = on or window.canvas
    place = widget.mapTo(window, widget.rect().center())
    handle, buttons = window.windowHandle(), (COPY, data, LEFT, NONE)
    enter = QDragEnterEvent(place, *buttons)
    QCoreApplication.sendEvent(handle, enter)
    move = QDragMoveEvent(place, *buttons)
    QCoreApplication.sendEvent(handle, move)
    if not move.isAccepted():
        return False
    let_go = QDropEvent(QPointF(place), *buttons)
    QCoreApplication.sendEvent(handle, let_go)
    QCoreApplication.processEvents()
    return let_go.isAccepted()


@pytest.fixture
def saved(window, tmp_path):
    """A session's file, and the window in another lesson."""
    path = tmp_path / "mine.rnnsim"
    window.presenter.edit("seed", 5)
    assert window.sessions.save_to(path)
    window.open_lesson("power")
    return path


def test_a_file_is_opened_wherever_it_is_dropped(window, saved):
    plots = window.findChildren(QGraphicsView)
    assert plots
    shown = [each.viewport() for each in plots if each.isVisible()]
    assert shown
    for widget in (window.canvas, window.panel, window.transport, *shown):
        window.open_lesson("power")
        assert drop(window, of_files(saved), widget), widget
        assert window.sessions.path == saved
        assert window.presenter.settings.seed == 5


def test_of_several_files_the_first_that_can_be_opened_is(window, saved, tmp_path):
    (tmp_path / "bad.rnnsim").write_text("no session")
    assert drop(window, of_files(tmp_path / "none.png", tmp_path / "bad.rnnsim", saved))
    assert window.sessions.path == saved
    assert "mine.rnnsim is open; only one of several files" in window.banner.accessibleName()


def test_a_file_that_cannot_be_opened_says_why_and_changes_nothing(window, tmp_path):
    before = window.session
    path = tmp_path / ("<b>" + "x" * 200 + ".rnnsim")
    path.write_text("no session")
    assert drop(window, of_files(path))
    assert "<b>xxx" in window.banner.accessibleName()
    assert "cannot be opened" in window.banner.accessibleName()
    assert window.session == before


def test_a_share_text_is_opened(window):
    settings = find_lesson("exploding").settings
    assert drop(window, of_text(f"see {share_text(settings, 0)}"))
    assert window.presenter.settings == settings


@pytest.mark.parametrize("text", ["some words", "https://example.org/a.rnnsim", ""])
def test_what_is_neither_is_not_taken(window, text):
    before = window.session
    assert not drop(window, of_text(text))
    assert window.session == before


def test_what_lies_elsewhere_is_not_taken(window):
    data = QMimeData()
    data.setUrls([QUrl("https://example.org/a.rnnsim")])
    assert not drop(window, data)


def test_dropping_asks_before_a_changed_file_is_lost(window, saved, tmp_path):
    assert drop(window, of_files(saved))
    window.presenter.edit("seed", 6)
    other = tmp_path / "other.rnnsim"
    other.write_bytes(saved.read_bytes())
    assert drop(window, of_files(other))
    assert window.sessions.path == saved
    assert window.presenter.settings.seed == 6
    assert read_session(Path(saved)).settings.seed == 5
