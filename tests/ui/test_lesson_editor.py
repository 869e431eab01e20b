"""The lesson editor, driven by mouse and keys."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
)

from rnnsim.model.draft import Present
from rnnsim.model.lesson import Lesson, LessonError, Scene
from rnnsim.model.moment import Moment, Stage
from rnnsim.model.settings import Settings
from rnnsim.model.target import Kind, Target
from rnnsim.model.twin import TwinWanted
from rnnsim.ui.lesson_editor import LessonEditor
from rnnsim.ui.lesson_editor_words import (
    LONGEST_TEXT,
    file_name,
    moment_words,
    scene_title,
    target_words,
)
from rnnsim.ui.theme import DARK, apply_theme, load_fonts

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "This plugin does not support")

START = Settings()
LOUD = replace(START, spectral_radius=1.3)
MOMENT = Moment(Stage.BACKWARD, 5)
CELL = Target(Kind.CELL, 5)
LEFT = Qt.MouseButton.LeftButton


class Desk:
    """An editor, the window's present state, and a drawer for lessons."""

    def __init__(self):
        self.present = Present(START, ("gradient", "loss"))
        self.drawer = {}
        self.tried = []
        self.refusal = None
        self.editor = LessonEditor(lambda: self.present, self.write, self.read)
        self.editor.tried.connect(self.tried.append)

    def write(self, path, lesson):
        if self.refusal:
            raise self.refusal
        self.drawer[path.name] = lesson

    def read(self, path):
        if path.name not in self.drawer:
            raise LessonError(f"{path.name} is not there")
        return self.drawer[path.name]

    @property
    def shown(self):
        return [
            self.editor.scenes.list.item(i).text() for i in range(len(self.editor.draft.scenes))
        ]


def click(button):
    assert button.isEnabled()
    QTest.mouseClick(button, LEFT)
    QApplication.processEvents()


def check(box):
    QTest.keyClick(box, Qt.Key.Key_Space)


def write(field, text):
    field.setFocus()
    QTest.keyClicks(field, text)


def choose(box, data):
    box.setFocus(Qt.FocusReason.TabFocusReason)
    by = box.findData(data) - box.currentIndex()
    for _ in range(abs(by)):
        QTest.keyClick(box, Qt.Key.Key_Down if by > 0 else Qt.Key.Key_Up)


@pytest.fixture
def desk(qtbot, qapp):
    load_fonts()
    apply_theme(qapp, DARK)
    desk = Desk()
    qtbot.addWidget(desk.editor)
    with qtbot.waitActive(desk.editor):
        desk.editor.show()
    return desk


@pytest.fixture
def titled(desk):
    write(desk.editor.title, "My lesson")
    write(desk.editor.claim, "It holds.")
    return desk


def test_it_begins_with_what_the_window_shows_and_no_scene(desk):
    editor = desk.editor
    assert editor.draft.start == desk.present
    assert not editor.form.isVisible()
    for button in (editor.scenes.update_scene, editor.scenes.delete, editor.scenes.up):
        assert not button.isEnabled()
    assert not editor.isWindowModified()


def test_a_lesson_is_made_without_touching_a_file(titled, tmp_path):
    editor = titled.editor
    click(editor.scenes.capture)
    assert editor.form.text.hasFocus()
    write(editor.form.text, "Look.")
    titled.present = Present(LOUD, ("gradient", "map"), MOMENT, CELL)
    click(editor.scenes.capture)
    write(editor.form.text, "Louder.")
    choose(editor.form.knob, "spectral_radius")
    choose(editor.form.train, True)
    check(editor.form.play)
    check(editor.form.covers["map"])
    choose(editor.knobs.boxes[0], "cell")
    choose(editor.knobs.boxes[2], "seed")
    check(editor.train)
    assert editor.save_to(tmp_path / "mine.rnnsim")
    assert titled.drawer["mine.rnnsim"] == Lesson(
        "mine",
        None,
        "My lesson",
        "It holds.",
        START,
        20.0,
        True,
        views=("gradient", "loss"),
        controls=("cell", "seed"),
        scenes=(
            Scene("Look."),
            Scene(
                "Louder.",
                point=CELL,
                moment=MOMENT,
                play=True,
                changes={"spectral_radius": 1.3},
                knob="spectral_radius",
                views=("gradient", "map"),
                covered=("map",),
                train=True,
            ),
        ),
    )
    assert not editor.isWindowModified()
    assert "mine.rnnsim" in editor.windowTitle()


def test_what_is_captured_is_said(desk):
    desk.editor.scenes.capture.click()
    assert "the whole pass" in desk.editor.form.summary.text()
    desk.present = Present(LOUD, ("map",), MOMENT, CELL)
    desk.editor.scenes.capture.click()
    said = desk.editor.form.summary.text()
    assert "spectral radius ρ 1.3" in said
    assert "backward pass, time step 5" in said
    assert "Who reaches whom" in said
    assert "h_5" in said


def three(desk):
    for text in ("a", "b", "c"):
        click(desk.editor.scenes.capture)
        write(desk.editor.form.text, text)
    return desk.editor


def test_captured_twins_are_said_and_stay_through_edits(titled, tmp_path):
    twins = (TwinWanted({"clip": "norm"}, "clipped"), TwinWanted({"cell": "gru"}))
    titled.present = replace(titled.present, twins=twins)
    titled.editor.scenes.captured.emit()
    assert "Twins: clipped · GRU" in titled.editor.form.summary.text()
    titled.editor.form.text.setPlainText("Two runs beside it.")
    titled.editor.form.train.activated.emit(1)
    assert titled.editor.save_to(tmp_path / "mine.rnnsim")
    assert titled.editor.draft.scenes[-1].twins == twins
    titled.present = replace(titled.present, twins=())
    titled.editor.scenes.updated.emit()
    assert "Twins" not in titled.editor.form.summary.text()


def test_scenes_are_chosen_moved_and_deleted(desk):
    editor = three(desk)
    assert desk.shown == ["1. a", "2. b", "3. c"]
    assert not editor.scenes.down.isEnabled()
    click(editor.scenes.up)
    assert desk.shown == ["1. a", "2. c", "3. b"]
    click(editor.scenes.up)
    assert not editor.scenes.up.isEnabled()
    click(editor.scenes.down)
    assert desk.shown == ["1. a", "2. c", "3. b"]
    QTest.keyClick(editor.scenes.list, Qt.Key.Key_Up)
    assert editor.form.text.toPlainText() == "a"
    click(editor.scenes.delete)
    assert desk.shown == ["1. c", "2. b"]
    assert editor.form.text.toPlainText() == "c"
    click(editor.scenes.delete)
    click(editor.scenes.delete)
    assert not editor.form.isVisible()


def test_a_new_scene_comes_after_the_selected_one(desk):
    editor = three(desk)
    editor.scenes.list.setCurrentRow(0)
    click(editor.scenes.capture)
    assert desk.shown == ["1. a", "2. no text yet", "3. b", "4. c"]


def test_update_shows_the_present_state_and_keeps_the_text(desk):
    editor = three(desk)
    editor.scenes.list.setCurrentRow(1)
    desk.present = Present(LOUD, ("loss",))
    click(editor.scenes.update_scene)
    lesson = editor.draft.lesson()
    assert lesson.settings_at(1) == LOUD
    assert lesson.settings_at(2) == START
    assert lesson.scenes[1].text == "b"
    assert list(editor.form.covers) == ["loss"]


@pytest.mark.parametrize("missing", ["title", "claim", "scene"])
def test_what_is_missing_is_said_in_the_window(desk, tmp_path, missing):
    editor = desk.editor
    if missing != "title":
        write(editor.title, "T")
    if missing != "claim":
        write(editor.claim, "C")
    three(desk)
    if missing == "scene":
        editor.scenes.list.setCurrentRow(1)
        editor.form.text.clear()
        editor.scenes.list.setCurrentRow(0)
    click(editor.save)
    assert editor.error.isVisible()
    assert desk.drawer == {}
    assert editor.findChildren(QFileDialog) == []
    where = {"title": editor.title, "claim": editor.claim, "scene": editor.form.text}[missing]
    assert where.hasFocus()
    if missing == "scene":
        assert "Scene 2" in editor.error.text()
        assert editor.scenes.list.currentRow() == 1
    write(where, "x")
    assert not editor.error.isVisible()
    assert editor.save_to(tmp_path / "x")
    assert list(desk.drawer) == ["x.rnnsim"]


@pytest.mark.parametrize("error", [OSError("disk full"), LessonError("no <b>way</b>")])
def test_what_goes_wrong_with_a_file_is_said_and_nothing_is_lost(titled, tmp_path, error):
    titled.refusal = error
    assert not titled.editor.save_to(tmp_path / "x.rnnsim")
    assert titled.editor.error.text() == str(error)
    assert titled.editor.error.textFormat() == Qt.TextFormat.PlainText
    assert titled.editor.isWindowModified()
    assert not titled.editor.load_from(tmp_path / "nowhere.rnnsim")
    assert "nowhere.rnnsim" in titled.editor.error.text()
    assert titled.editor.title.text() == "My lesson"


def test_an_own_lesson_is_edited_again(titled, tmp_path):
    three(titled)
    titled.editor.save_to(tmp_path / "x.rnnsim")
    click(titled.editor.new)
    assert titled.editor.title.text() == ""
    assert titled.editor.load_from(tmp_path / "x.rnnsim")
    assert titled.editor.title.text() == "My lesson"
    assert titled.shown == ["1. a", "2. b", "3. c"]
    assert not titled.editor.isWindowModified()
    write(titled.editor.title, "!")
    titled.editor.save_to(tmp_path / "x.rnnsim")
    assert titled.drawer["x.rnnsim"].title == "My lesson!"


def test_trying_it_hands_over_the_lesson_as_it_is(desk):
    three(desk)
    click(desk.editor.try_it)
    assert [scene.text for scene in desk.tried[0].scenes] == ["a", "b", "c"]


def test_the_dialog_for_a_file_proposes_a_name(titled, tmp_path):
    click(titled.editor.save)
    dialog = titled.editor.findChild(QFileDialog)
    assert dialog.defaultSuffix() == "rnnsim"
    assert dialog.selectedFiles()[0].endswith("my-lesson.rnnsim")
    dialog.fileSelected.emit(str(tmp_path / "other.rnnsim"))
    assert "other.rnnsim" in titled.drawer
    dialog.close()


@pytest.mark.parametrize("give_up", [True, False])
def test_what_is_not_saved_is_given_up_only_after_asking(titled, give_up):
    click(titled.editor.new)
    box = titled.editor.findChild(QMessageBox)
    button = QMessageBox.StandardButton
    click(box.button(button.Discard if give_up else button.Cancel))
    assert titled.editor.title.text() == ("" if give_up else "My lesson")


def test_closing_keeps_the_draft(titled):
    click(titled.editor.leave)
    assert not titled.editor.isVisible()
    titled.editor.show()
    assert titled.editor.title.text() == "My lesson"


def test_a_text_too_long_for_a_caption_is_remarked_on_but_taken(titled, tmp_path):
    click(titled.editor.scenes.capture)
    titled.editor.form.text.setPlainText("x" * (LONGEST_TEXT + 1))
    assert titled.editor.form.remark.isVisible()
    assert titled.editor.save_to(tmp_path / "x.rnnsim")


def test_typing_keeps_the_cursor_where_it_is(desk):
    click(desk.editor.scenes.capture)
    write(desk.editor.form.text, "ac")
    QTest.keyClick(desk.editor.form.text, Qt.Key.Key_Left)
    QTest.keyClicks(desk.editor.form.text, "b")
    QTest.keyClicks(desk.editor.form.text, "B")
    assert desk.editor.draft.scenes[0].text == "abBc"


def test_a_knob_chosen_twice_counts_once(desk):
    for box in desk.editor.knobs.boxes[:2]:
        choose(box, "seed")
    assert desk.editor.draft.controls == ("seed",)


def test_every_control_has_a_name_a_tooltip_and_an_explanation(desk):
    three(desk)
    editor = desk.editor
    kinds = (QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit)
    controls = [each for kind in kinds for each in editor.findChildren(kind)]
    assert len(controls) > 18
    for control in controls:
        if control.isVisible():
            assert control.accessibleName(), control
            assert control.toolTip(), control
            assert control.whatsThis(), control
            assert control.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_nothing_is_clipped_in_a_small_window(desk):
    three(desk)
    desk.editor.resize(640, 560)
    for _ in range(4):
        QApplication.processEvents()
    for part in (*desk.editor.findChildren(QAbstractButton), *desk.editor.findChildren(QLabel)):
        if part.isVisible():
            assert part.visibleRegion().boundingRect().size() == part.size(), part
            if isinstance(part, QLabel) and part.wordWrap():
                assert part.height() >= part.heightForWidth(part.width())


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("My lesson", "my-lesson.rnnsim"),
        ("Größe & ρ = 1.2?", "größe-ρ-1.2.rnnsim"),
        ("../../etc/passwd", "etc-passwd.rnnsim"),
        (".hidden", "hidden.rnnsim"),
        ("CON", "lesson.rnnsim"),
        ("com1.txt", "lesson.rnnsim"),
        ("???", "lesson.rnnsim"),
        ("x" * 200, "x" * 80 + ".rnnsim"),
    ],
)
def test_file_names_are_harmless(title, name):
    assert file_name(title) == name


def test_moments_and_targets_have_words(desk):
    assert moment_words(Moment(Stage.LOSS, 3)) == "the loss"
    assert moment_words(Moment(Stage.FORWARD, 3)) == "forward pass, time step 3"
    assert target_words(Target(Kind.KNOB, name="seed")) == "seed"
    assert target_words(Target(Kind.VIEW, name="loss")) == "Loss"
    assert target_words(Target(Kind.VIEW, name="spectrum")) == "spectrum"
    assert target_words(Target(Kind.INPUT, 2)) == "the input x_2"
    click(desk.editor.scenes.capture)
    long = replace(desk.editor.draft.scenes[0], text="word " * 30)
    assert len(scene_title(1, long)) < 50
