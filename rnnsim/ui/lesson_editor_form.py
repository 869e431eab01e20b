"""What one scene of a lesson says and does, to be edited."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from rnnsim.model.draft import Draft
from rnnsim.model.view import PLOTS
from rnnsim.translation import noted, tr
from rnnsim.ui.box import Box
from rnnsim.ui.labels import label, name_of
from rnnsim.ui.lesson_editor_knobs import KnobBox, explain
from rnnsim.ui.lesson_editor_words import remark_on, scene_summary

TRAININGS: dict[bool | None, str] = {
    None: noted("as before"),
    True: noted("train from here on"),
    False: noted("pause training"),
}

FIELD = """border: 1px solid palette(mid); border-radius: 5px; background: palette(base);
    padding: 4px;"""
FOCUSED = "border: 2px solid palette(highlight); padding: 3px;"


class SceneForm(QWidget):
    """Emits `changed` with a field of a `DraftScene` and its new value."""

    changed = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self._showing = False
        self.text = QPlainTextEdit()
        self.text.setStyleSheet(
            f"QPlainTextEdit {{ {FIELD} }} QPlainTextEdit:focus {{ {FOCUSED} }}"
        )
        self.text.setTabChangesFocus(True)
        self.text.setPlaceholderText(tr("What you say here, in two or three sentences"))
        self.text.setMinimumHeight(96)
        self.text.textChanged.connect(lambda: self._tell("text", self.text.toPlainText()))
        self.remark = label("muted")
        self.remark.setWordWrap(True)
        self.summary = label("muted")
        self.summary.setWordWrap(True)
        self.knob = KnobBox(tr("no knob"))
        self.knob.chosen.connect(lambda key: self._tell("knob", key))
        self.train = Box()
        self.train.setMinimumHeight(28)
        self.train.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for value, words in TRAININGS.items():
            self.train.addItem(tr(words), value)
        self.train.activated.connect(lambda i: self._tell("train", self.train.itemData(i)))
        self.play = QCheckBox(tr("The pass plays on from there"))
        self.play.clicked.connect(lambda on: self._tell("play", on))
        self.covers: dict[str, QCheckBox] = {}
        self._covers = QVBoxLayout()
        self._covers.setContentsMargins(0, 0, 0, 0)
        self._explain()
        self._lay_out()

    def show_scene(self, draft: Draft, index: int) -> None:
        """Show a scene; emits nothing."""
        scene = draft.scenes[index]
        self._showing = True
        if self.text.toPlainText() != scene.text:
            self.text.setPlainText(scene.text)
        remark = remark_on(scene)
        self.remark.setText(remark)
        self.remark.setVisible(bool(remark))
        self.summary.setText(scene_summary(draft, index))
        self.knob.show_key(scene.knob)
        self.train.setCurrentIndex(list(TRAININGS).index(scene.train))
        self.play.setChecked(scene.play)
        self._show_covers(scene.views, scene.covered)
        self._showing = False

    def _show_covers(self, views: tuple[str, ...], covered: tuple[str, ...]) -> None:
        if tuple(self.covers) != views:
            for box in self.covers.values():
                box.hide()
                box.deleteLater()
            self.covers = {name: self._cover(name) for name in views}
        for name, box in self.covers.items():
            box.setChecked(name in covered)

    def _cover(self, name: str) -> QCheckBox:
        title = tr(PLOTS[name].title) if name in PLOTS else name
        box = QCheckBox(title)
        explain(box, title, tr("Covers this plot until it is revealed: predict first."))
        box.clicked.connect(self._tell_covers)
        self._covers.addWidget(box)
        return box

    def _tell_covers(self) -> None:
        chosen = tuple(name for name, box in self.covers.items() if box.isChecked())
        self._tell("covered", chosen)

    def _tell(self, name: str, value: object) -> None:
        if not self._showing:
            self.changed.emit(name, value)

    def _explain(self) -> None:
        explain(self.text, tr("Text of the scene"), tr("What the guide says, as plain text."))
        explain(
            self.knob,
            tr("Knob to move"),
            tr("The setting that the scene asks the user to move; the guide points at it."),
        )
        explain(
            self.train,
            tr("Training"),
            tr("Whether this scene starts training, pauses it, or leaves it as it is."),
        )
        explain(
            self.play,
            tr("The pass plays on from there"),
            tr("Plays the pass on from the captured moment when the scene is reached."),
        )

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.addRow(name_of(self.knob, tr("Knob to move")), self.knob)
        form.addRow(name_of(self.train, tr("Training")), self.train)
        form.addRow("", self.play)
        form.addRow(label("", tr("Predict first")), self._covers)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.text, 1)
        column.addWidget(self.remark)
        column.addWidget(self.summary)
        column.addLayout(form)
