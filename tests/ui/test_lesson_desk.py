"""Lessons of one's own in the real window: made, changed, tried, saved and opened again."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QFileDialog, QMessageBox

from rnnsim.model.lesson import find_lesson, read_lesson, write_lesson
from rnnsim.ui.lesson_editor import LessonEditor

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "This plugin does not support")

LEFT = Qt.MouseButton.LeftButton
CTRL = Qt.KeyboardModifier.ControlModifier


def shown_lesson(window):
    """What the list of lessons says is open."""
    box = window.transport.findChild(QComboBox)
    return box.currentText() or box.placeholderText()


def choose(window, text):
    """Choose it from the menu."""
    found = [each for each in window.actions() if each.text().replace("&", "") == text]
    assert len(found) == 1
    found[0].trigger()


def editor(window):
    """The editor, which is to be seen."""
    found = window.findChildren(LessonEditor)
    assert len(found) == 1
    assert found[0].isVisible()
    return found[0]


def click(button):
    assert button.isEnabled()
    QTest.mouseClick(button, LEFT)


def pick(dialog, path):
    """Pick a file as the user does."""
    dialog.selectFile(str(path))
    dialog.accept()
    assert not dialog.isVisible()


def made_lesson(window, *texts):
    """An editor in which a lesson has been made of what the window shows."""
    QTest.keyClick(window.canvas, Qt.Key.Key_N, CTRL)
    made = editor(window)
    QTest.keyClicks(made.title, "My lesson")
    QTest.keyClicks(made.claim, "It holds.")
    for text in texts:
        click(made.scenes.capture)
        QTest.keyClicks(made.form.text, text)
    return made


@pytest.fixture
def window(open_window):
    window = open_window()
    window.canvas.setFocus()
    return window


def test_a_new_lesson_is_made_of_what_the_window_shows(window):
    window.presenter.edit("spectral_radius", 1.25)
    made = made_lesson(window, "Look.")
    assert made.draft.scenes[0].settings == window.presenter.settings
    assert made.draft.scenes[0].views == window.plots.shown
    choose(window, "New lesson…")
    assert editor(window).title.text() == "My lesson", "what was begun is kept"


def test_the_lesson_that_is_open_is_edited(open_window):
    window = open_window("power")
    choose(window, "Edit this lesson…")
    lesson = find_lesson("power")
    made = editor(window)
    assert made.title.text() == lesson.title
    assert made.claim.text() == lesson.claim
    assert [each.text for each in made.draft.scenes] == [each.text for each in lesson.scenes]
    assert made.draft.lesson().settings_at(2) == lesson.settings_at(2)


@pytest.mark.parametrize("give_up", [True, False])
def test_what_is_not_saved_is_given_up_for_another_only_after_asking(window, give_up):
    made = made_lesson(window)
    choose(window, "Edit this lesson…")
    button = QMessageBox.StandardButton
    click(made.findChild(QMessageBox).button(button.Discard if give_up else button.Cancel))
    assert (made.title.text() == "My lesson") is not give_up


def test_trying_it_leads_through_it_in_the_window(window):
    made = made_lesson(window, "Look.")
    window.presenter.edit("spectral_radius", 1.5)
    click(made.scenes.capture)
    QTest.keyClicks(made.form.text, "Louder.")
    click(made.try_it)
    assert shown_lesson(window) == "My lesson"
    assert window.tour.count == 2
    assert window.tour.scene.text == "Look."
    assert window.presenter.settings.spectral_radius != 1.5
    window.tour.next()
    assert window.presenter.settings.spectral_radius == 1.5
    assert shown_lesson(window) == "My lesson"


def test_a_lesson_that_is_saved_opens_and_is_there_again(window, tmp_path):
    made = made_lesson(window, "Look.", "Look again.")
    click(made.save)
    path = tmp_path / "mine.rnnsim"
    pick(made.findChild(QFileDialog), path)
    assert shown_lesson(window) == "My lesson"
    assert window.lesson == replace(read_lesson(path), name="mine")
    assert [each.text for each in window.lesson.scenes] == ["Look.", "Look again."]
    window.open_lesson("power")
    assert shown_lesson(window) == find_lesson("power").heading
    QTest.keyClick(window.canvas, Qt.Key.Key_O, CTRL)
    (dialog,) = [each for each in window.findChildren(QFileDialog) if each.parent() is window]
    pick(dialog, path)
    assert shown_lesson(window) == "My lesson"
    assert window.tour.scene.text == "Look."
    assert window.banner.isHidden()


def test_opening_a_lesson_can_be_undone(window, tmp_path):
    path = tmp_path / "other.rnnsim"
    lesson = find_lesson("power")
    write_lesson(path, replace(lesson, title="Other"))
    before, settings = window.lesson, window.presenter.settings
    assert window.sessions.open_file(path)
    assert shown_lesson(window) == "Other"
    window.undo.stack.undo()
    assert window.lesson is before
    assert window.presenter.settings == settings


@pytest.mark.parametrize("content", ['{"rnnsim": 1, "title": "<b>"}', "no lesson", None])
def test_a_file_that_is_no_lesson_is_refused_and_nothing_changes(window, tmp_path, content):
    path = tmp_path / "bad.rnnsim"
    if content is not None:
        Path(path).write_text(content)
    before = window.lesson, window.presenter.settings, window.plots.shown
    assert not window.sessions.open_file(path)
    assert window.banner.isVisible()
    assert "bad.rnnsim cannot be opened" in window.banner.accessibleName()
    assert (window.lesson, window.presenter.settings, window.plots.shown) == before
    assert window.undo.stack.count() == 0


def test_a_file_that_cannot_be_written_is_said_in_the_editor(window, tmp_path):
    made = made_lesson(window, "Look.")
    assert not made.save_to(tmp_path / "no such folder" / "mine.rnnsim")
    assert made.error.isVisible()
    assert shown_lesson(window) != "My lesson"
    assert made.isWindowModified()
