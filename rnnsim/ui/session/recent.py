"""The files opened and saved last, as a menu."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QMenu, QWidget

from rnnsim.translation import tr
from rnnsim.ui import tips
from rnnsim.ui.session.words import menu_text

KEY = "recent_files"
MOST = 10


def recent_files() -> list[Path]:
    """The last one first; whether they are still there is not known."""
    stored = QSettings().value(KEY)
    names = stored if isinstance(stored, list) else [stored]  # of one there is no list
    return [Path(name) for name in names if isinstance(name, str) and name][:MOST]


def note_recent(path: Path) -> None:
    """Put a file first."""
    absolute = path.absolute()
    others = [each for each in recent_files() if not _same(each, absolute)]
    _store([absolute, *others])


def forget_if_gone(path: Path) -> None:
    """Name a file no more that is not there any more."""
    if not _is_there(path):
        _store([each for each in recent_files() if not _same(each, path.absolute())])


class RecentMenu(QMenu):
    """Made anew whenever it is shown; files that are gone cannot be chosen.

    Parameters
    ----------
    open_file : callable
        Opens a file.
    """

    def __init__(self, open_file: Callable[[Path], object], parent: QWidget) -> None:
        super().__init__(tr("Open &recent"), parent)
        self._open = open_file
        self.setToolTipsVisible(True)
        self.aboutToShow.connect(self._fill)
        self._fill()

    def _fill(self) -> None:
        self.clear()
        files = recent_files()
        for number, path in enumerate(files, start=1):
            key = f"&{number}" if number < MOST else "1&0"
            made = self.addAction(f"{key}  {menu_text(path.name)}", partial(self._open, path))
            made.setToolTip(tips.line(str(path)))
            made.setEnabled(_is_there(path))
        if not files:
            self.addAction(tr("No files yet")).setEnabled(False)
        self.addSeparator()
        self.addAction(tr("&Clear"), partial(_store, [])).setEnabled(bool(files))


def _store(files: list[Path]) -> None:
    QSettings().setValue(KEY, [str(each) for each in files[:MOST]])


def _same(one: Path, other: Path) -> bool:
    return os.path.normcase(one) == os.path.normcase(other)


def _is_there(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
