"""Where files are looked for: in the folder of the last one, whatever it was."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings, QStandardPaths

KEY = "folder"


def remember_folder(path: Path) -> None:
    """Keep where a file was written to, or read from."""
    QSettings().setValue(KEY, str(path.absolute().parent))


def remembered_folder() -> Path:
    """Where the last file was, if that is still there; else the user's documents."""
    kept = str(QSettings().value(KEY, ""))
    if kept and Path(kept).is_dir():
        return Path(kept)
    place = QStandardPaths.StandardLocation.DocumentsLocation
    documents = Path(QStandardPaths.writableLocation(place))
    return documents if documents.is_dir() else Path.home()
