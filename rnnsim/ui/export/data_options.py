"""Which numbers are written, and as what."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QButtonGroup, QLabel

from rnnsim.model.target import VIEWS
from rnnsim.translation import noted, tr
from rnnsim.ui.export.form import Form, box
from rnnsim.ui.export.ticks import RingButton, indent_of
from rnnsim.ui.export.words import title_of
from rnnsim.ui.labels import label
from rnnsim.ui.lesson_editor_knobs import explain

TABLE, RUN, WEIGHTS, PYTHON = "table", "run", "weights", "python"

KINDS = {
    TABLE: (
        noted("Table of a view (CSV)"),
        noted("The numbers that a view shows, with units and settings, for a spreadsheet."),
    ),
    RUN: (
        noted("The whole run (NPZ)"),
        noted("Everything about the run and its next pass, as arrays for NumPy."),
    ),
    WEIGHTS: (
        noted("Weights for torch.nn (NPZ)"),
        noted("The network as it is now, to be loaded into PyTorch."),
    ),
    PYTHON: (
        noted("Python code"),
        noted("A few lines that make the run again with rnnsim.simulate, for a notebook."),
    ),
}


class DataOptions(Form):
    """Emits `changed` where something else is to be written."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self.kinds: dict[str, RingButton] = {}
        self.view = box(*((title_of(view), view) for view in VIEWS))
        self._said: list[QLabel] = []
        for kind, (name, help_text) in KINDS.items():
            self.wide(self._button(kind, tr(name), tr(help_text)))
            self.wide(self._explanation(tr(help_text)))
            if kind == TABLE:
                self.row(tr("View"), self.view, tr("Whose numbers are written."))
            self.gap()
        self.fill()
        self._indent()
        self.kinds[TABLE].setChecked(True)
        self.view.activated.connect(lambda _index: self._tell())

    @property
    def kind(self) -> str:
        """What is to be written, one of `KINDS`."""
        return next(kind for kind, button in self.kinds.items() if button.isChecked())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._indent()

    def show_views(self, views: Sequence[str]) -> None:
        """Choose the first of these that has a table; emits nothing."""
        known = (view for view in views if view in VIEWS)
        self.view.setCurrentIndex(self.view.findData(next(known, VIEWS[0])))

    def _tell(self) -> None:
        for part in (self.view, self.name(self.view)):
            part.setEnabled(self.kind == TABLE)
        self.changed.emit()

    def _explanation(self, text: str) -> QLabel:
        said = label("muted", text)
        said.setWordWrap(True)
        self._said.append(said)
        return said

    def _indent(self) -> None:
        """Explanations stand beneath the words that they explain."""
        for said in self._said:
            said.setContentsMargins(indent_of(self), 0, 0, 0)
        self.name(self.view).setContentsMargins(indent_of(self), 0, 0, 0)

    def _button(self, kind: str, name: str, help_text: str) -> RingButton:
        made = RingButton(name)
        explain(made, name, help_text)
        made.clicked.connect(lambda _on: self._tell())
        self._group.addButton(made)
        self.kinds[kind] = made
        return made
