"""Files and share texts that are dragged onto the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QTimer
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from rnnsim.model.session.share import is_share

MOST_FILES = 50
"""Of those dropped together, how many are looked at."""


class Drops(QObject):
    """Takes what is dropped onto a window, and hands it on after the drop: to ask takes time.

    Parameters
    ----------
    window : QWidget
    open_files, open_text : callable
        What is done with files, and with a share text.
    """

    def __init__(
        self,
        window: QWidget,
        open_files: Callable[[Sequence[Path]], object],
        open_text: Callable[[str], object],
    ) -> None:
        super().__init__(window)
        self._open_files, self._open_text = open_files, open_text
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kinds = (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop)
        if event.type() not in kinds or not isinstance(event, QDropEvent):
            return False
        files, text = dropped(event.mimeData())
        if not (files or text):
            event.ignore()
            return True
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            do = (lambda: self._open_files(files)) if files else (lambda: self._open_text(text))
            QTimer.singleShot(0, self, do)
        return True


def dropped(data: QMimeData) -> tuple[list[Path], str]:
    """Files of this machine, or a text in which a share text stands; the other is empty."""
    urls = data.urls() if data.hasUrls() else []
    files = [Path(url.toLocalFile()) for url in urls[:MOST_FILES] if url.isLocalFile()]
    if files:
        return files, ""
    text = data.text() if data.hasText() else ""
    return [], text if is_share(text) else ""
