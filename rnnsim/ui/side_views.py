"""The views beside the canvas, and what stands in until each is there."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from rnnsim.model.frame import Frame
from rnnsim.model.target import Target
from rnnsim.translation import tr
from rnnsim.ui.labels import label
from rnnsim.ui.theme import Theme


def tell(view: object, what: str, *arguments: object) -> object:
    """Call a method of a view that may not have it yet."""
    method = getattr(view, what, None)
    return method(*arguments) if callable(method) else None


class Guide(QWidget):
    """Stands in for the lesson's guide."""

    def __init__(self) -> None:
        super().__init__()
        self._claim = label("muted")
        self._claim.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._claim)
        column.addStretch(1)

    def show_claim(self, claim: str) -> None:
        """Show what a lesson claims."""
        self._claim.setText(claim)


class Inspector(QWidget):
    """Stands in for the inspector."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._text = label("muted", tr("Point at a time step."))
        self._text.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._text)
        column.addStretch(1)

    def show_frame(self, frame: Frame) -> None:
        """Nothing yet."""

    def show_target(self, target: Target | None) -> None:
        """Name what is pointed at."""
        self._text.setText(str(target) if target else tr("Point at a time step."))

    def set_theme(self, theme: Theme) -> None:
        """Nothing yet."""


class VerdictStrip(QWidget):
    """Stands in for the verdict, and takes no room."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.hide()

    def show_frame(self, frame: Frame) -> None:
        """Nothing yet."""

    def set_theme(self, theme: Theme) -> None:
        """Nothing yet."""


class Cover(QWidget):
    """Stands in for “Predict first”."""

    revealed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAutoFillBackground(True)
        reveal = QPushButton(tr("Reveal"))
        reveal.clicked.connect(self.revealed)
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addWidget(label("cardTitle", tr("Predict first")), 0, Qt.AlignmentFlag.AlignCenter)
        column.addWidget(reveal, 0, Qt.AlignmentFlag.AlignCenter)
        column.addStretch(1)


class DataTable(QWidget):
    """Stands in for a plot's table."""

    def show_table(self, table: object) -> None:
        """Nothing yet."""


class LectureMode(QObject):
    """Stands in for lecture mode: full screen."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window

    @property
    def active(self) -> bool:
        """Whether a lecture is given."""
        return self._window.isFullScreen()

    def enter(self) -> None:
        """Begin."""
        self._window.setWindowState(self._window.windowState() | Qt.WindowState.WindowFullScreen)

    def leave(self) -> None:
        """End."""
        self._window.setWindowState(self._window.windowState() & ~Qt.WindowState.WindowFullScreen)
