"""A line above the views that offers what an earlier end has left, until it is answered."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QDate, QDateTime, QLocale, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from rnnsim.translation import tr
from rnnsim.ui import tips
from rnnsim.ui.help import mark
from rnnsim.ui.keys import KeyGuard
from rnnsim.ui.labels import label
from rnnsim.ui.numbers import count
from rnnsim.ui.session.kept import Kept
from rnnsim.ui.session.words import shortened


class RecoveryOffer(QFrame):
    """Hidden until there is something to restore; it holds nothing up."""

    restored = Signal(object)
    """The `Kept` session is to be restored."""
    discarded = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        mark(self, "recovery")
        self._kept: Kept | None = None
        self._text = label("offer")
        self._text.setWordWrap(True)
        self.restore = _button(tr("Restore"), tr("Brings the session back as it was."))
        self.discard = _button(tr("Discard"), tr("Removes the session for good."))
        self.restore.clicked.connect(self._restore)
        self.discard.clicked.connect(self._discard)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 8, 6)
        layout.setSpacing(8)
        layout.addWidget(self._text, 1)
        layout.addWidget(self.restore)
        layout.addWidget(self.discard)
        self.hide()

    def offer(self, kept: Kept) -> None:
        """Say which session there is."""
        self._kept = kept
        text = offered(kept)
        self._text.setText(text)
        self.setAccessibleName(text)
        self.show()

    def _restore(self) -> None:
        self.hide()
        self.restored.emit(self._kept)

    def _discard(self) -> None:
        self.hide()
        self.discarded.emit()


def offered(kept: Kept) -> str:
    """``rnnsim ended unexpectedly. Restore the session of 14:32 (Vanishing gradient, 240 …)?``."""
    name = kept.path.name if kept.path is not None else kept.session.lesson.heading
    said = tr(
        "rnnsim ended unexpectedly. Restore the session of {time} ({name}, {count} iterations)?"
    )
    iterations = count(kept.session.course.iteration)
    return said.format(time=_time(kept.at), name=shortened(name), count=iterations)


def _time(kept: datetime) -> str:
    """The time of day; with the date, where that is another."""
    at, locale = QDateTime.fromMSecsSinceEpoch(round(kept.timestamp() * 1000)), QLocale()
    if at.date() != QDate.currentDate():
        return locale.toString(at, QLocale.FormatType.ShortFormat)
    form = locale.timeFormat(QLocale.FormatType.ShortFormat)
    return locale.toString(at.time(), form.replace(":ss", ""))


def _button(text: str, tip: str) -> QPushButton:
    made = QPushButton(text)
    page = tips.page(text, tip)
    made.setToolTip(page)
    made.setWhatsThis(page)
    KeyGuard(made, (Qt.Key.Key_Space,))
    return made
