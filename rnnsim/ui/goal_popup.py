"""“Train until…”: so many iterations more, or until the loss is small enough."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLineEdit, QPushButton, QWidget

from rnnsim.model.settings import SettingError
from rnnsim.translation import noted, tr
from rnnsim.ui import tips
from rnnsim.ui.keys import KeyGuard
from rnnsim.ui.labels import label, name_of
from rnnsim.ui.panel import words

ITERATIONS, LOSS = "100", "0.1"
"""What is offered at first."""

ITERATIONS_HELP = noted("Trains so many iterations more, then stops by itself.")
LOSS_HELP = noted("Trains until the loss of an iteration is no larger than this, then stops.")

Train = Callable[[str], None]


class GoalPopup(QFrame):
    """Hands what is typed on; what is refused is said beside its field.

    Parameters
    ----------
    iterations, loss : callable
        Train so many iterations more, or until a loss; raise `SettingError` to refuse.
    """

    def __init__(self, parent: QWidget, iterations: Train, loss: Train) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("card")
        self.setAccessibleName(tr("Train until…"))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(12, 10, 12, 10)
        self._grid.setSpacing(6)
        self._grid.addWidget(label("cardTitle", tr("Train until…")), 0, 0, 1, 3)
        self.iterations = self._row(
            1, tr("iterations more"), tr(ITERATIONS_HELP), ITERATIONS, iterations
        )
        self.loss = self._row(3, tr("loss at most"), tr(LOSS_HELP), LOSS, loss)

    def open_at(self, below: QWidget) -> None:
        """Show it below a widget, with what was typed the last time."""
        self.adjustSize()
        self.move(below.mapToGlobal(QPoint(0, below.height() + 2)))
        self.show()
        self.iterations.field.setFocus(Qt.FocusReason.PopupFocusReason)
        self.iterations.field.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def _row(self, place: int, name: str, help_text: str, text: str, train: Train) -> GoalRow:
        row = GoalRow(name, help_text, text, lambda typed: self._train(train, typed))
        self._grid.addWidget(row.name, place, 0)
        self._grid.addWidget(row.field, place, 1)
        self._grid.addWidget(row.button, place, 2)
        self._grid.addWidget(row.refusal, place + 1, 0, 1, 3)
        row.refusal.changed = self.adjustSize
        return row

    def _train(self, train: Train, typed: str) -> None:
        train(typed)
        self.close()


class Refusal(QFrame):
    """Nothing, until something is refused."""

    def __init__(self) -> None:
        super().__init__()
        self.changed: Callable[[], None] = lambda: None
        self._text = label("refusal")
        self._text.setWordWrap(True)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._text)
        self.hide()

    @property
    def text(self) -> str:
        """What is said."""
        return self._text.text()

    def say(self, text: str) -> None:
        """Show a text, or with none nothing."""
        self._text.setText(text)
        self.setVisible(bool(text))
        self.changed()


class GoalRow:
    """A goal's name, its field, the button that trains for it, and why it was refused."""

    def __init__(self, name: str, help_text: str, text: str, train: Train) -> None:
        self._train = train
        self.field = QLineEdit(text)
        self.name = name_of(self.field, name)
        self.button = QPushButton(tr("Train"))
        self.button.setAutoDefault(True)
        self.refusal = Refusal()
        page = tips.page(name, help_text)
        for each, called in ((self.field, name), (self.button, f"{tr('Train')}: {name}")):
            each.setAccessibleName(called)
            each.setToolTip(page)
            each.setWhatsThis(page)
        KeyGuard(self.button, (Qt.Key.Key_Space,))
        self.field.returnPressed.connect(self.try_it)
        self.field.textEdited.connect(lambda _text: self._show_refusal(""))
        self.button.clicked.connect(self.try_it)

    def try_it(self) -> None:
        """Train for what is typed, or say why not."""
        try:
            self._train(self.field.text().strip())
        except SettingError as error:
            self._show_refusal(words.refusal(error))
            self.field.setFocus()
            self.field.selectAll()

    def _show_refusal(self, text: str) -> None:
        refused = "true" if text else "false"
        if self.field.property("refused") != refused:
            self.field.setProperty("refused", refused)
            self.field.style().unpolish(self.field)
            self.field.style().polish(self.field)
        self.field.setAccessibleDescription(text)
        self.refusal.say(text)
