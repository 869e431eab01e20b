"""Sessions in the real window: opened, saved, named, shared, asked about before they are lost."""

import os
import time
from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QMessageBox, QToolTip

from rnnsim.export.carrying import carried_by_png, carried_by_svg
from rnnsim.export.picture import picture_of, save_png
from rnnsim.export.table import Header, save_csv
from rnnsim.model.cliff import START
from rnnsim.model.lesson import find_lesson, lessons, write_lesson
from rnnsim.model.session import bytes_of, read_session, write_session
from rnnsim.model.table import Table
from rnnsim.ui.session.opening import FIGURES
from rnnsim.ui.session.question import UnsavedQuestion
from rnnsim.ui.session.recent import recent_files
from rnnsim.ui.session.words import shortened

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "This plugin does not support")

KEY = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier


def question(window):
    """The question that is asked; None where there is none."""
    asked = [each for each in window.findChildren(UnsavedQuestion) if each.isVisible()]
    assert len(asked) <= 1
    return asked[0] if asked else None


def answer(window, name):
    """Answer the question that is asked."""
    question(window).button(QMessageBox.StandardButton[name]).click()


def pick(window, path):
    """Pick a file in the dialog that is shown."""
    (dialog,) = [each for each in window.findChildren(QFileDialog) if each.isVisible()]
    dialog.selectFile(str(path))
    dialog.accept()
    assert not dialog.isVisible()


def press(window, key, modifiers=CTRL):
    """Press a key where the focus is, which is not in the panel."""
    QTest.keyClick(window.canvas, key, modifiers)


def save_as(window, path):
    press(window, KEY.Key_S, CTRL | SHIFT)
    pick(window, path)


def same(session, other):
    """Whether they are equal but for what the lesson is called, which is as its file."""
    lesson = replace(session.lesson, name=other.lesson.name, number=other.lesson.number)
    return replace(session, lesson=lesson) == other


def figure(window, path):
    """A figure of what the window shows, which carries its session."""
    session = bytes_of(window.session).decode()
    if path.suffix.lower() == ".csv":
        header = Header("loss", window.session.course, session)
        save_csv(path, Table(columns=("iteration",), rows=((1,),)), header)
    elif path.suffix.lower() == ".svg":
        path.write_bytes(carried_by_svg(b"<svg></svg>", session))
    else:
        save_png(picture_of(window.canvas), path)
        path.write_bytes(carried_by_png(path.read_bytes(), session))
    return path


# Its name


def test_an_untitled_session_has_the_name_of_its_lesson(window):
    assert window.windowTitle() == f"{window.lesson.heading}[*] – rnnsim"
    assert not window.isWindowModified()
    window.open_lesson("power")
    assert window.windowTitle() == f"{find_lesson('power').heading}[*] – rnnsim"


def test_a_saved_session_has_the_name_of_its_file_and_a_star_once_it_has_changed(window, tmp_path):
    window.presenter.edit("spectral_radius", 0.5)
    assert window.isWindowModified()
    press(window, KEY.Key_S)
    pick(window, tmp_path / "mine.rnnsim")
    assert window.windowTitle() == "mine.rnnsim[*] – rnnsim"
    assert not window.isWindowModified()
    window.presenter.edit("spectral_radius", 0.6)
    assert window.isWindowModified()
    press(window, KEY.Key_S)
    assert not window.isWindowModified()
    assert read_session(tmp_path / "mine.rnnsim").settings.spectral_radius == 0.6


@pytest.mark.parametrize("name", ["[*] & <b>.rnnsim", "x" * 200 + ".rnnsim"])
def test_a_name_is_only_text(window, tmp_path, name):
    path = tmp_path / name
    assert window.sessions.save_to(path)
    title = window.windowTitle().removesuffix("[*] – rnnsim")
    assert len(title) < 80
    assert title[:20] == name.replace("[*]", "[*][*]")[:20], "[*] alone is the place of the star"
    window.sessions.recent.aboutToShow.emit()
    entry = window.sessions.recent.actions()[0]
    assert entry.text().replace("&&", "&")[4:16] == name[:12]
    assert "<b>" not in entry.toolTip()


def test_files_are_asked_for_where_the_last_one_was(window, tmp_path):
    save_as(window, tmp_path / "mine.rnnsim")
    window.sessions.become_untitled()
    press(window, KEY.Key_S)
    (dialog,) = [each for each in window.findChildren(QFileDialog) if each.isVisible()]
    assert dialog.directory().absolutePath() == str(tmp_path)
    dialog.reject()


def test_a_change_that_is_taken_back_is_none(window, tmp_path):
    assert window.sessions.save_to(tmp_path / "mine.rnnsim")
    window.presenter.edit("learning_rate", 0.5)
    assert window.isWindowModified()
    window.undo.stack.undo()
    assert not window.isWindowModified()


def test_training_changes_a_named_session_and_no_other(window, tmp_path, trained):
    trained(window, 3)
    assert not window.isWindowModified()
    assert window.sessions.save_to(tmp_path / "mine.rnnsim")
    trained(window, 2)
    assert window.isWindowModified()


@pytest.mark.parametrize(
    "do",
    [
        lambda window: window.presenter.edit("seed", 5),
        lambda window: window.runs.add({"clip": "norm"}),
        lambda window: window.presenter.start_cliff_at(START[0] + 0.1, START[1]),
    ],
    ids=["settings", "runs", "cliff"],
)
def test_what_the_user_sets_counts(window, tmp_path, do):
    do(window)
    assert window.isWindowModified()
    assert window.sessions.save_to(tmp_path / "mine.rnnsim")
    assert not window.isWindowModified()


@pytest.mark.slow
def test_walking_through_a_lesson_is_no_work(open_window):
    window = open_window("vanishing")
    for name in lessons():
        window.open_lesson(name)
        while True:
            assert not window.sessions.changed, (name, window.tour.index)
            if window.tour.at_end:
                break
            window.tour.next()


# Opened


def test_a_session_that_is_saved_and_opened_again_is_the_same(window, tmp_path, trained, settled):
    window.presenter.edit("spectral_radius", 0.9)
    trained(window, 5)
    window.presenter.edit("learning_rate", 0.5)
    window.runs.add({"clip": "norm"})
    loss = trained(window, 3).passed.loss
    save_as(window, tmp_path / "mine.rnnsim")
    saved = window.session
    window.open_lesson("power")
    assert window.session != saved
    press(window, KEY.Key_O)
    pick(window, tmp_path / "mine.rnnsim")
    frame = settled(window)
    assert same(window.session, saved)
    assert (frame.iteration, frame.passed.loss) == (8, loss)
    assert window.windowTitle() == "mine.rnnsim[*] – rnnsim"
    assert not window.isWindowModified()


def test_a_lesson_is_opened_at_its_start_and_saving_leaves_its_file(window, tmp_path):
    path = tmp_path / "other.rnnsim"
    write_lesson(path, replace(find_lesson("power"), title="Other"))
    written = path.read_bytes()
    assert window.sessions.open_file(path)
    assert window.windowTitle() == "Other[*] – rnnsim"
    press(window, KEY.Key_S)
    pick(window, tmp_path / "mine.rnnsim")
    assert path.read_bytes() == written
    assert read_session(tmp_path / "mine.rnnsim").lesson.title == "Other"


@pytest.mark.parametrize("name", ["figure.svg", "FIGURE.PNG", "table.csv"])
def test_a_figure_brings_its_session_back_without_its_name(
    window, tmp_path, trained, settled, name
):
    window.presenter.edit("spectral_radius", 0.75)
    trained(window, 4)
    path = figure(window, tmp_path / name)
    before, written = window.session, path.read_bytes()
    window.open_lesson("power")
    assert window.sessions.open_file(path)
    assert settled(window).iteration == 4
    assert same(window.session, before)
    assert window.sessions.path is None
    assert not window.isWindowModified()
    press(window, KEY.Key_S)
    pick(window, tmp_path / "mine.rnnsim")
    assert path.read_bytes() == written


def test_what_cannot_be_opened_says_why_and_changes_nothing(window, tmp_path):
    before = window.session
    for ending in (".rnnsim", ".txt", "", *FIGURES):
        for content in (b"", b"{", b"[" * 100_000, b"\x89PNG\r\n\x1a\n\0", None, "folder"):
            path = tmp_path / f"{len(list(tmp_path.iterdir()))}{ending}"
            if content == "folder":
                path.mkdir()
            elif content is not None:
                path.write_bytes(content)
            window.banner.hide()
            assert not window.sessions.open_file(path)
            assert window.banner.isVisible()
            assert f"{path.name} cannot be opened: " in window.banner.accessibleName()
    assert window.session == before
    assert window.undo.stack.count() == 0


def test_fields_that_are_not_known_are_named_and_kept(window, tmp_path):
    path = tmp_path / "mine.rnnsim"
    strange = b'"tilte": "x", "session": {"mood": 1, '
    path.write_bytes(bytes_of(window.session).replace(b'"session": {', strange))
    window.sessions.open_file(path)
    assert "tilte, session: mood" in window.banner.accessibleName()
    window.sessions.save()
    assert b'"tilte": "x"' in path.read_bytes()
    assert b'"mood": 1' in path.read_bytes()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no such pipes")
def test_a_pipe_holds_nothing_up(window, tmp_path):
    os.mkfifo(tmp_path / "pipe.rnnsim")
    assert not window.sessions.open_file(tmp_path / "pipe.rnnsim")
    assert "not a plain file" in window.banner.accessibleName()


def test_what_cannot_be_saved_says_why_and_stays_open(window, tmp_path):
    window.presenter.edit("seed", 5)
    assert not window.sessions.save_to(tmp_path / "no such folder" / "mine.rnnsim")
    assert "mine.rnnsim cannot be written" in window.banner.accessibleName()
    assert window.sessions.path is None
    assert window.isWindowModified()


# The files of the last time


def test_the_last_files_come_first_and_those_that_are_gone_cannot_be_chosen(window, tmp_path):
    paths = [tmp_path / f"{i}.rnnsim" for i in range(12)]
    for path in paths:
        assert window.sessions.save_to(path)
    assert window.sessions.save_to(paths[5])
    expected = [paths[i] for i in (5, 11, 10, 9, 8, 7, 6, 4, 3, 2)]
    assert recent_files() == expected
    paths[11].unlink()
    menu = window.sessions.recent
    menu.aboutToShow.emit()
    entries = menu.actions()[:10]
    assert [entry.isEnabled() for entry in entries] == [True, False, *[True] * 8]
    assert [entry.text().split()[-1] for entry in entries] == [path.name for path in expected]
    window.open_lesson("power")
    entries[2].trigger()
    assert window.sessions.path == paths[10]
    assert not window.sessions.open_file(paths[11])
    assert paths[11] not in recent_files(), "it is named no more"
    menu.aboutToShow.emit()
    menu.actions()[-1].trigger()
    assert recent_files() == []
    menu.aboutToShow.emit()
    assert not any(each.isEnabled() for each in menu.actions() if not each.isSeparator())


# As a text


def test_a_share_text_goes_over_the_clipboard(window, trained, settled):
    window.presenter.edit("spectral_radius", 0.75)
    loss = trained(window, 4).passed.loss
    before = window.session
    press(window, KEY.Key_C, CTRL | SHIFT)
    text = QGuiApplication.clipboard().text()
    assert text.startswith("rnnsim:")
    assert "Share text copied" in QToolTip.text()
    QGuiApplication.clipboard().setText(f"Look at this: {text}.\nNice?")
    window.open_lesson("power")
    press(window, KEY.Key_V)
    frame = settled(window)
    assert (frame.iteration, frame.passed.loss) == (4, loss)
    assert window.session.settings == before.settings
    assert window.lesson == find_lesson("power")
    assert window.sessions.path is None
    window.undo.stack.undo()
    assert window.presenter.settings != before.settings


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nothing of that kind", "there is no share text in it"),
        ("rnnsim:cell=<b>tape</b>", "cell: “” is not allowed; give one of rnn, lstm, gru"),
        ("rnnsim:cel=lstm", "“cel” is not a setting"),
    ],
)
def test_a_bad_share_text_is_refused_with_a_reason(window, text, said):
    QGuiApplication.clipboard().setText(text)
    before = window.session
    press(window, KEY.Key_V)
    assert said in window.banner.accessibleName()
    assert window.session == before


def test_a_file_on_the_clipboard_is_opened(window, tmp_path):
    assert window.sessions.save_to(tmp_path / "mine.rnnsim")
    window.open_lesson("power")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "mine.rnnsim"))])
    QGuiApplication.clipboard().setMimeData(data)
    press(window, KEY.Key_V)
    assert window.sessions.path == tmp_path / "mine.rnnsim"


def test_what_is_too_long_for_a_share_text_says_so(window):
    window.presenter.edit("task", "text")
    window.presenter.edit("text", "own words " * 1000)
    QGuiApplication.clipboard().setText("before")
    press(window, KEY.Key_C, CTRL | SHIFT)
    assert "text is too long for a share text" in window.banner.accessibleName()
    assert QGuiApplication.clipboard().text() == "before"


# Before it is lost


def test_who_has_only_looked_at_lessons_is_never_asked(window, trained):
    press(window, KEY.Key_3, NONE)
    trained(window, 3)
    press(window, KEY.Key_4, NONE)
    assert question(window) is None
    assert window.close()


def test_another_lesson_over_an_untitled_session_is_no_question(window):
    window.presenter.edit("seed", 5)
    press(window, KEY.Key_3, NONE)
    assert question(window) is None
    assert window.lesson == find_lesson("power")
    window.undo.stack.undo()
    assert window.presenter.settings.seed == 5


@pytest.mark.parametrize("give", ["Save", "Discard", "Cancel"])
def test_another_lesson_over_a_changed_file_is_asked(window, tmp_path, give):
    path = tmp_path / "mine.rnnsim"
    assert window.sessions.save_to(path)
    window.presenter.edit("seed", 5)
    own = window.lesson
    press(window, KEY.Key_3, NONE)
    assert window.lesson is own
    assert "mine.rnnsim" in question(window).text()
    assert question(window).checkBox() is None
    answer(window, give)
    assert question(window) is None
    assert (window.lesson is own) is (give == "Cancel")
    assert (read_session(path).settings.seed == 5) is (give == "Save")
    assert (window.sessions.path == path) is (give == "Cancel")


def test_the_box_of_lessons_shows_what_is_open_after_cancelling(window, tmp_path):
    window.open_lesson("memory")
    assert window.sessions.save_to(tmp_path / "mine.rnnsim")
    window.runs.add({"clip": "norm"})
    box = window.transport.findChild(QComboBox)
    box.setCurrentIndex(box.findData("power"))
    box.activated.emit(box.currentIndex())
    answer(window, "Cancel")
    assert box.currentText() == find_lesson("memory").heading


def test_a_file_over_an_untitled_changed_session_is_asked(window, tmp_path):
    write_session(tmp_path / "other.rnnsim", replace(window.session, scene=0, relative=True))
    window.presenter.edit("seed", 5)
    window.sessions.open_file(tmp_path / "other.rnnsim")
    assert window.presenter.settings.seed == 5
    answer(window, "Discard")
    assert window.presenter.settings.seed != 5
    assert window.sessions.path == tmp_path / "other.rnnsim"


def closed(window):
    return not window.isVisible()


@pytest.mark.parametrize(("give", "closes"), [("Discard", True), ("Cancel", False)])
def test_closing_asks_where_something_was_done(window, qtbot, give, closes):
    window.presenter.edit("seed", 5)
    assert not window.close()
    assert window.isVisible()
    assert window.lesson.heading in question(window).text()
    answer(window, give)
    assert closed(window) is closes
    assert window.closed is closes
    if not closes:
        window.presenter.edit("seed", 6)
        assert not window.close(), "it is asked again"
        answer(window, "Cancel")


def test_saving_before_closing_asks_where_to(window, tmp_path):
    window.presenter.edit("seed", 5)
    window.close()
    answer(window, "Save")
    assert window.isVisible()
    pick(window, tmp_path / "mine.rnnsim")
    assert closed(window)
    assert read_session(tmp_path / "mine.rnnsim").settings.seed == 5


def test_where_saving_fails_the_window_stays(window, tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    assert window.sessions.save_to(folder / "mine.rnnsim")
    window.presenter.edit("seed", 5)
    (folder / "mine.rnnsim").unlink()
    folder.rmdir()
    window.close()
    answer(window, "Save")
    assert window.isVisible()
    assert "mine.rnnsim cannot be written" in window.banner.accessibleName()
    assert window.isWindowModified()


def test_escape_is_no_answer(window):
    window.presenter.edit("seed", 5)
    window.close()
    QTest.keyClick(question(window), KEY.Key_Escape)
    assert question(window) is None
    assert window.isVisible()


def test_who_does_not_want_to_be_asked_is_asked_no_more(window, open_window):
    window.presenter.edit("seed", 5)
    window.close()
    question(window).checkBox().click()
    answer(window, "Discard")
    assert closed(window)
    other = open_window()
    other.sessions.asks = True
    other.presenter.edit("seed", 5)
    assert other.close()


@pytest.mark.parametrize(("give", "closes"), [("Discard", True), ("Cancel", False)])
def test_closing_asks_before_the_draft_of_a_lesson_is_lost(window, qtbot, give, closes):
    window.lesson_desk.make()
    editor = window.lesson_desk.editor
    QTest.keyClicks(editor.title, "begun")
    assert not window.close()
    box = editor.findChild(QMessageBox)
    box.button(QMessageBox.StandardButton[give]).click()
    QApplication.processEvents()
    assert closed(window) is closes
    assert editor.isWindowModified() is not closes


def test_nobody_is_asked_at_a_signal(window):
    window.presenter.edit("seed", 5)
    window.close()
    assert question(window) is not None
    window.sessions.end_unasked()
    assert window.close()
    assert closed(window)


def test_the_star_costs_next_to_nothing(window):
    window.presenter.edit("seed", 5)
    began = time.perf_counter()
    for _ in range(100):
        window.sessions.show_state()
    assert (time.perf_counter() - began) / 100 < 2e-3


def test_what_cannot_be_seen_in_a_name_is_marked():
    assert shortened("\u202egnp.rnnsim\x1b[1m\udcff") == "\ufffdgnp.rnnsim\ufffd[1m\ufffd"
    assert shortened(" a\n b ") == "a b"
