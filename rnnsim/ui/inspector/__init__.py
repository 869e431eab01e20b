"""The inspector: all there is to say of the part of the network that is pointed at."""

from __future__ import annotations

import time

from PySide6.QtCore import QSize
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from rnnsim.model.frame import Frame
from rnnsim.model.target import Kind, Target
from rnnsim.translation import noted, tr
from rnnsim.ui import tips
from rnnsim.ui.inspector.content import page_of
from rnnsim.ui.inspector.hint import Hint
from rnnsim.ui.inspector.page import Column
from rnnsim.ui.numbers import READABLE
from rnnsim.ui.scrolled import scrolled
from rnnsim.ui.theme import Theme

__all__ = ["Inspector", "inspected_step"]

NAME = noted("Inspector")
HELP = (
    noted(
        "Everything about the part of the network that is pointed at. Blue: what travels forward."
        " Vermilion: the gradient. Violet: below 0. Neutral: 0."
    ),
    noted(
        "Gradients in strips are of the sequence shown, ‖∂L/∂h_k‖ in the headline is of the whole"
        " batch. The largest field of a gradient or a matrix has the full colour; the numbers say"
        " how large it is."
    ),
    noted("Point at a field to read it, or go there with Tab and read with the arrow keys."),
)


def inspected_step(target: Target | None, time_steps: int) -> int | None:
    """The time step whose Jacobian the page of `target` shows; None where it shows none."""
    if target is None:
        return None
    step = {Kind.CELL: target.time_step, Kind.ARROW: target.time_step + 1}.get(target.kind, 0)
    return step if 1 <= step <= time_steps else None


class Inspector(QWidget):
    """A scrollable column for one target.

    While training runs its numbers change slowly enough to be read.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._frame: Frame | None = None
        self._target: Target | None = None
        self._shown_at = -READABLE
        self._stale = False
        self._hint = Hint(theme)
        self._column = Column(theme)
        self._stack = QStackedWidget()
        for content in (self._hint, self._column):
            self._stack.addWidget(scrolled(content))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        self.setStyleSheet(_scroll_bar(theme))
        self.setMinimumWidth(200)
        self.setAccessibleName(tr(NAME))
        self.setWhatsThis(tips.page(tr(NAME), *map(tr, HELP)))

    @property
    def target(self) -> Target | None:
        """What is looked at."""
        return self._target

    def show_frame(self, frame: Frame) -> None:
        """Tell of `frame` from now on."""
        before, self._frame = self._frame, frame
        settled = before is None or before.settings != frame.settings
        readable = not frame.playing or time.monotonic() - self._shown_at >= READABLE
        self._stale = True
        if settled or readable:
            self._refresh()

    def show_target(self, target: Target | None) -> None:
        """Tell of `target` from now on; None invites to point at something."""
        if target != self._target:
            self._target = target
            self._stale = True
            self._refresh()

    def set_theme(self, theme: Theme) -> None:
        """Take on other colours."""
        self._hint.set_theme(theme)
        self._column.set_theme(theme)
        self.setStyleSheet(_scroll_bar(theme))

    def sizeHint(self) -> QSize:
        return QSize(270, 600)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh()

    def _refresh(self) -> None:
        """Say what is new; nothing while nobody can see it."""
        if not self._stale or not self.isVisible():
            return
        page = None if self._frame is None else page_of(self._frame, self._target)
        if page is not None:
            self._column.show_page(page)
        self._stack.setCurrentIndex(0 if page is None else 1)
        self._shown_at = time.monotonic()
        self._stale = False


def _scroll_bar(theme: Theme) -> str:
    """A scroll bar as thin as what it is for: only to show that there is more."""
    return f"""
    QScrollBar:vertical {{ background: transparent; width: 8px; margin: 0; }}
    QScrollBar::handle:vertical {{ background: {theme.border}; border-radius: 3px;
        min-height: 28px; margin: 1px; }}
    QScrollBar::handle:vertical:hover {{ background: {theme.muted}; }}
    QScrollBar::add-line:vertical, QScrollBar::sub-line:vertical {{ height: 0; }}
    QScrollBar::add-page:vertical, QScrollBar::sub-page:vertical {{ background: transparent; }}
    """
