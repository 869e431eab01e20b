"""Says that the settings are no longer the scene's, which changed, and how to come back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rnnsim.model.kinds import ChoiceParameter
from rnnsim.model.parameters import PARAMETERS
from rnnsim.model.settings import Settings
from rnnsim.translation import tr
from rnnsim.ui.guide.chip import knob_name
from rnnsim.ui.guide.prose import Prose
from rnnsim.ui.plate import Button

NAMED = 2
"""So many changes are named."""

SHOWN = 14
"""Characters of a value that are shown at most."""


class Notice(QWidget):
    """Hidden on the path; emits `asked` when its button is pressed."""

    asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.text = Prose(13)
        self.button = _Return("", self)
        self.button.clicked.connect(self.asked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 9, 12, 10)
        layout.setSpacing(8)
        layout.addWidget(self.text)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeading)
        self.hide()

    def show_path(
        self,
        keys: Sequence[str],
        wanted: Settings | None,
        present: Settings | None,
        *,
        trying: bool,
    ) -> None:
        """Name the settings in which `present` differ from the scene's.

        `trying` is that the scene asks for just that.
        """
        self.setVisible(bool(keys))
        if not keys or wanted is None or present is None:
            return
        changes = named_changes(keys, wanted, present)
        if trying:
            self.text.say(changes)
            title, help_text = tr("Put it back"), tr("Brings the knob back to where it was.")
        else:
            left = tr("You have left the path.")
            self.text.say(f"{left} {changes}")
            title = tr("Back to the path")
            help_text = tr("Brings back the settings and the plots of this scene.")
        self.button.setText(title)
        self.button.setAccessibleName(title)
        self.button.explain(title, help_text)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, role = self.palette(), QPalette.ColorRole
        painter.setPen(QPen(palette.color(role.Mid), 1.0))
        painter.setBrush(palette.color(role.Window))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6.0, 6.0)


class _Return(Button):
    """A button with room round its word."""

    def sizeHint(self) -> QSize:
        return QSize(self.least_width + 18, self.fontMetrics().height() + 12)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


def named_changes(keys: Sequence[str], wanted: Settings, present: Settings) -> str:
    """``spectral radius ρ: 1.2, in the lesson 0.65; and 2 more settings.``."""
    parts = [
        tr("{knob}: {present}, in the lesson {wanted}").format(
            knob=knob_name(key),
            present=value_text(key, getattr(present, key)),
            wanted=value_text(key, getattr(wanted, key)),
        )
        for key in keys[:NAMED]
    ]
    more = len(keys) - len(parts)
    if more == 1:
        parts.append(tr("and one more setting"))
    elif more > 1:
        parts.append(tr("and {count} more settings").format(count=more))
    text = "; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}."


def value_text(key: str, value: object) -> str:
    """A value in few characters; what has none, such as no own eigenvalues, is a dash."""
    if isinstance(value, float):
        return f"{value:.4g}"
    if not value and value != 0:
        return "–"
    row = PARAMETERS[key]
    if isinstance(row, ChoiceParameter):
        return next(tr(choice.label) for choice in row.choices if choice.value == value)
    text = row.format(value)
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
