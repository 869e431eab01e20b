"""Making one's own lessons from what the window shows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from rnnsim.model.draft import Draft, Present
from rnnsim.model.lesson import Lesson
from rnnsim.translation import tr
from rnnsim.ui.labels import label, name_of
from rnnsim.ui.lesson_editor_form import SceneForm
from rnnsim.ui.lesson_editor_knobs import Knobs, explain
from rnnsim.ui.lesson_editor_scenes import SceneList
from rnnsim.ui.lesson_editor_words import EXTENSION, file_name, problem_of, scene_title

LONGEST_TITLE, LONGEST_CLAIM = 120, 400


class LessonEditor(QDialog):
    """A window beside the main one, which stays usable meanwhile.

    Parameters
    ----------
    present : callable
        Returns what the main window shows at present.
    write, read : callable
        Write a lesson to a file, and read one; raise `OSError` or `ValueError`.
    parent : QWidget, optional

    Attributes
    ----------
    draft : Draft
    """

    tried = Signal(object)
    """A `Lesson` that the user wants to be led through."""
    saved = Signal(object, object)
    """The file's `Path`, and the `Lesson`."""

    def __init__(
        self,
        present: Callable[[], Present],
        write: Callable[[Path, Lesson], object],
        read: Callable[[Path], Lesson],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._present, self._write, self._read = present, write, read
        self._index = -1
        self._path: Path | None = None
        self._showing = False
        self.draft = Draft(present())
        self.title = QLineEdit(maxLength=LONGEST_TITLE)
        self.claim = QLineEdit(maxLength=LONGEST_CLAIM)
        self.knobs = Knobs()
        self.train = QCheckBox(tr("Training starts by itself"))
        self.scenes = SceneList()
        self.form = SceneForm()
        self.error = label("refusal")
        self.error.setWordWrap(True)
        self.error.hide()
        self.new, self.open_file, self.try_it, self.save, self.leave = self._buttons()
        self._explain()
        self._lay_out()
        self._connect()
        self._show()
        self.setWindowModified(False)

    def edit(self, lesson: Lesson, path: Path | None = None) -> None:
        """Edit a lesson, which is in a file or nowhere yet."""
        self._take_up(Draft.of(lesson), path)

    def offer(self, lesson: Lesson) -> None:
        """Edit a lesson, after asking where the present one has not been saved."""
        self.unless_lost(lambda: self.edit(lesson))

    def save_to(self, path: Path) -> bool:
        """Write the lesson; say in the window what is wrong where that fails."""
        problem, scene = problem_of(self.draft)
        if problem:
            if scene is not None:
                self._select(scene)
            self._say(problem)
            self._focus_on_what_is_missing(scene)
            return False
        path = path if path.suffix else path.with_suffix(EXTENSION)
        lesson = self.draft.lesson(path.stem)
        try:
            self._write(path, lesson)
        except (OSError, ValueError) as error:
            self._say(str(error))
            return False
        self._path = path
        self._say("")
        self._show()
        self.setWindowModified(False)
        self.saved.emit(path, lesson)
        return True

    def load_from(self, path: Path) -> bool:
        """Edit the lesson in a file; say in the window what is wrong where that fails."""
        try:
            lesson = self._read(path)
        except (OSError, ValueError) as error:
            self._say(str(error))
            return False
        self.edit(lesson, path)
        return True

    def closeEvent(self, event: QCloseEvent) -> None:
        event.accept()  # the draft is kept until the next one is begun

    # What the buttons do

    def _begin(self) -> None:
        self.unless_lost(lambda: self._take_up(Draft(self._present()), None))

    def _ask_what_to_open(self) -> None:
        self.unless_lost(lambda: self._ask(save=False))

    def _ask_where_to_save(self) -> None:
        problem, _ = problem_of(self.draft)
        if problem:
            self.save_to(Path())
        else:
            self._ask(save=True)

    def _try(self) -> None:
        self.tried.emit(self.draft.lesson())

    def _ask(self, *, save: bool) -> None:
        title = tr("Save the lesson") if save else tr("Open a lesson")
        dialog = QFileDialog(self, title, filter=f"rnnsim (*{EXTENSION})")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if save:
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            dialog.setDefaultSuffix(EXTENSION[1:])  # before it asks whether to replace a file
            dialog.selectFile(str(self._path or file_name(self.draft.title)))
            dialog.fileSelected.connect(lambda name: self.save_to(Path(name)))
        else:
            dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
            dialog.fileSelected.connect(lambda name: self.load_from(Path(name)))
        dialog.open()

    def unless_lost(self, do: Callable[[], None]) -> None:
        """Do what gives up the draft, after asking where it has not been saved."""
        if not self.isWindowModified():
            do()
            return
        box = QMessageBox(self)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowTitle(tr("Lesson not saved"))
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(tr("The lesson has changes that are not saved. Give them up?"))
        button = QMessageBox.StandardButton
        box.setStandardButtons(button.Discard | button.Cancel)
        box.setDefaultButton(button.Cancel)
        box.buttonClicked.connect(
            lambda pressed: do() if box.standardButton(pressed) == button.Discard else None
        )
        box.open()

    # Scenes

    def _capture(self) -> None:
        at = self._index + 1
        self.draft.capture(self._present(), at)
        self._changed()
        self._select(at)
        self.form.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _update(self) -> None:
        self.draft.update(self._index, self._present())
        self._changed()

    def _delete(self) -> None:
        self.draft.delete(self._index)
        self._index = min(self._index, len(self.draft.scenes) - 1)
        self._changed()

    def _move(self, by: int) -> None:
        self._index = self.draft.move(self._index, by)
        self._changed()

    def _change_scene(self, name: str, value: object) -> None:
        self.draft.change(self._index, **{name: value})
        self._changed()

    def _select(self, index: int) -> None:
        self._index = index
        self._show()

    # The lesson

    def _change_lesson(self) -> None:
        if self._showing:
            return
        self.draft.title, self.draft.claim = self.title.text(), self.claim.text()
        self.draft.controls, self.draft.train = self.knobs.keys, self.train.isChecked()
        self._changed()

    def _take_up(self, draft: Draft, path: Path | None) -> None:
        self.draft, self._path = draft, path
        self._index = 0 if draft.scenes else -1
        self._say("")
        self._show()
        self.setWindowModified(False)

    def _changed(self) -> None:
        self._say("")
        self._show()
        self.setWindowModified(True)

    def _show(self) -> None:
        draft = self.draft
        self._showing = True
        for line, text in ((self.title, draft.title), (self.claim, draft.claim)):
            if line.text() != text:
                line.setText(text)
        self.knobs.show_keys(draft.controls)
        self.train.setChecked(draft.train)
        titles = [scene_title(i + 1, scene) for i, scene in enumerate(draft.scenes)]
        self.scenes.show_scenes(titles, self._index)
        some = 0 <= self._index < len(draft.scenes)
        self._stack.setCurrentIndex(1 if some else 0)
        if some:
            self.form.show_scene(draft, self._index)
        name = self._path.name if self._path else tr("new")
        own = tr("Own lesson")
        self.setWindowTitle(f"{own} – {name}[*]")
        self._showing = False

    def _say(self, text: str) -> None:
        self.error.setText(text)
        self.error.setAccessibleName(text)
        self.error.setVisible(bool(text))

    def _focus_on_what_is_missing(self, scene: int | None) -> None:
        missing: QWidget = self.title if not self.draft.title.strip() else self.claim
        (missing if scene is None else self.form.text).setFocus(Qt.FocusReason.OtherFocusReason)

    # Making it

    def _buttons(self) -> list[QPushButton]:
        made = []
        for text, tip in (
            (tr("New"), tr("Begins another lesson from what the window shows.")),
            (tr("Open…"), tr("Edits a lesson that was saved.")),
            (tr("Try it"), tr("Leads through the lesson in the main window.")),
            (tr("Save as…"), tr("Saves the lesson to a file of its own.")),
            (tr("Close"), tr("Closes this window; the draft stays as it is.")),
        ):
            button = QPushButton(text)
            button.setAutoDefault(False)
            explain(button, text.rstrip("…"), tip)
            made.append(button)
        return made

    def _explain(self) -> None:
        explain(self.title, tr("Title"), tr("What the lesson is called, in a few words."))
        explain(self.claim, tr("Claim"), tr("One sentence that a run of the lesson shows."))
        self.title.setPlaceholderText(tr("Vanishing gradient, with my own words"))
        self.claim.setPlaceholderText(tr("One sentence that a run of the lesson shows"))
        explain(
            self.train,
            tr("Training starts by itself"),
            tr("Whether training runs from the beginning, until a scene says otherwise."),
        )

    def _lay_out(self) -> None:
        head = QFormLayout()
        head.setVerticalSpacing(8)
        head.addRow(name_of(self.title, tr("Title")), self.title)
        head.addRow(name_of(self.claim, tr("Claim")), self.claim)
        head.addRow(name_of(self.knobs, tr("Knobs in a lecture")), self.knobs)
        head.addRow("", self.train)
        empty = label(
            "muted",
            tr(
                "No scenes yet. Arrange the window as the first scene shall show it, then capture"
                " it: settings, moment of the pass, plots and selection are recorded."
            ),
        )
        empty.setWordWrap(True)
        empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedWidget()
        self._stack.addWidget(empty)
        self._stack.addWidget(self.form)
        middle = QHBoxLayout()
        middle.setSpacing(14)
        middle.addWidget(self.scenes, 5)
        middle.addWidget(self._stack, 7)
        foot = QHBoxLayout()
        for button in (self.new, self.open_file):
            foot.addWidget(button)
        foot.addStretch(1)
        for button in (self.try_it, self.save, self.leave):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(12)
        column.addLayout(head)
        column.addLayout(middle, 1)
        column.addWidget(self.error)
        column.addLayout(foot)
        self.resize(760, 640)

    def _connect(self) -> None:
        for line in (self.title, self.claim):
            line.textEdited.connect(lambda _text: self._change_lesson())
        self.knobs.chosen.connect(lambda _keys: self._change_lesson())
        self.train.clicked.connect(lambda _on: self._change_lesson())
        self.scenes.selected.connect(self._select)
        self.scenes.captured.connect(self._capture)
        self.scenes.updated.connect(self._update)
        self.scenes.deleted.connect(self._delete)
        self.scenes.moved.connect(self._move)
        self.form.changed.connect(self._change_scene)
        self.new.clicked.connect(self._begin)
        self.open_file.clicked.connect(self._ask_what_to_open)
        self.try_it.clicked.connect(self._try)
        self.save.clicked.connect(self._ask_where_to_save)
        self.leave.clicked.connect(self.close)
