"""A twin with any settings changed, several at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from rnnsim.model.edits import changes_between, edit
from rnnsim.model.kinds import Group
from rnnsim.model.parameters import PARAMETERS
from rnnsim.model.settings import SettingError, Settings
from rnnsim.model.twin import LONGEST_NAME
from rnnsim.translation import tr
from rnnsim.ui.labels import label, name_of
from rnnsim.ui.lesson_editor_knobs import explain
from rnnsim.ui.panel import words
from rnnsim.ui.panel.field import Field
from rnnsim.ui.panel.fields import field_for
from rnnsim.ui.panel.metrics import metrics_of
from rnnsim.ui.run_words import difference_of
from rnnsim.ui.scrolled import scrolled

SIZE = (460, 620)
AIR = 1
"""Between the fields, as in the panel."""

MARGIN = 6


class TwinDialog(QDialog):
    """Fields of all settings, begun as the main run has them.

    Parameters
    ----------
    main : Settings
        Of the main run.
    add : callable
        Begins a twin with these changes and this name; raises `SettingError` where there can be
        none, which the dialog says.
    """

    def __init__(
        self,
        main: Settings,
        add: Callable[[Mapping[str, object], str], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._main, self._add = main, add
        self.settings = main
        """What the twin would have."""
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Twin with other settings"))
        self.name = QLineEdit(maxLength=LONGEST_NAME)
        explain(
            self.name,
            tr("Name"),
            tr("What the twin is called; where it has no name, it is called by what differs."),
        )
        self.fields = {key: self._field(key) for key in PARAMETERS}
        self.refusals = {key: _refusal() for key in PARAMETERS}
        self.summary = label("muted")
        self.summary.setWordWrap(True)
        self.error = _refusal()
        self.begin = _button(tr("Add twin"), tr("Begins the twin, from the same seed."))
        self.begin.setDefault(True)
        self.leave = _button(tr("Cancel"), tr("Begins no twin."))
        self.begin.clicked.connect(self._begin)
        self.leave.clicked.connect(self.reject)
        self._lay_out()
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and self.isVisible():
            self._arrange()

    # What the fields ask for

    def _field(self, key: str) -> Field:
        field = field_for(PARAMETERS[key])
        field.explain()
        field.edited.connect(self._edit)
        field.refused.connect(self._refuse)
        field.settled.connect(lambda settled: self._refuse(settled, ""))
        field.noted.connect(self._refuse)
        return field

    def _edit(self, key: str, value: object) -> None:
        """Change one setting of the twin; what is refused leaves it as it was."""
        self._refuse(key, "")
        try:
            self.settings = edit(self.settings, key, value)
        except SettingError as error:
            self.fields[key].refuse()
            self._refuse(key, words.refusal(error))
            self.fields[key].show_value(getattr(self.settings, key))
        else:
            self._show()

    def _refuse(self, key: str, message: str) -> None:
        said = self.refusals[key]
        said.setText(message)
        said.setVisible(bool(message))
        if message:
            self.fields[key].anchor.setAccessibleDescription(message)
        else:
            self.fields[key].explain()

    def _begin(self) -> None:
        changes = changes_between(self._main, self.settings)
        try:
            self._add(changes, self.name.text())
        except SettingError as error:
            self.error.setText(words.refusal(error))
            self.error.show()
        else:
            self.accept()

    # Showing

    def _show(self) -> None:
        for key, field in self.fields.items():
            field.show_value(getattr(self.settings, key))
            field.show_idle(field.row.why_idle(self.settings))
        differs = difference_of(self._main, self.settings)
        nothing = tr("Nothing differs from the main run yet: change a setting.")
        said = tr("Differs in: {what}").format(what=differs) if differs else nothing
        self.summary.setText(said)
        self.name.setPlaceholderText(differs)
        self.begin.setEnabled(self.settings != self._main)
        self.error.hide()
        self._arrange()

    def _arrange(self) -> None:
        """Give the fields their height for the width that there is."""
        column = self._column
        width = self._area.viewport().width() - 2 * MARGIN
        captions = [field.caption for field in self.fields.values() if field.in_column]
        metrics = metrics_of(self.font(), captions, AIR)
        for field in self.fields.values():
            field.arrange(width, metrics)
        layout = column.layout()
        assert layout is not None
        layout.invalidate()

    def _lay_out(self) -> None:
        self._column = QWidget()
        rows = QVBoxLayout(self._column)
        rows.setContentsMargins(MARGIN, 0, MARGIN, MARGIN)
        rows.setSpacing(5)
        for group in Group:
            rows.addSpacing(6)
            rows.addWidget(label("cardTitle", words.title(tr(group.value))))
            for key, field in self.fields.items():
                if field.row.group is group:
                    rows.addWidget(field)
                    rows.addWidget(self.refusals[key])
        rows.addStretch(1)
        self._area = scrolled(self._column)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        head = QFormLayout()
        head.addRow(name_of(self.name, tr("Name")), self.name)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.leave)
        foot.addWidget(self.begin)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._area, 1)
        column.addWidget(self.summary)
        column.addWidget(self.error)
        column.addLayout(foot)
        self.resize(*SIZE)


def _refusal() -> QLabel:
    made = label("refusal")
    made.setWordWrap(True)
    made.hide()
    return made


def _button(text: str, tip: str) -> QPushButton:
    made = QPushButton(text)
    made.setAutoDefault(False)
    explain(made, text, tip)
    return made
