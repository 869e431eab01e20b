"""How figures were exported the last time, as the start of the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QSettings, QStandardPaths

from rnnsim.model.figure import (
    DPIS,
    FONTS,
    FORMATS,
    HEIGHTS,
    MOST_VIEWS,
    THEMES,
    WIDTHS,
    FigureSpec,
)

GROUP = "export"
NUMBERS = {"width": WIDTHS, "height": HEIGHTS, "font": FONTS, "dpi": DPIS}
SWITCHES = ("transparent", "titles")


def remember_figure(spec: FigureSpec, file_format: str) -> None:
    """Keep the options of a figure, but not what it shows."""
    kept = QSettings()
    kept.beginGroup(GROUP)
    kept.setValue("format", file_format)
    kept.setValue("theme", spec.theme)
    for name in NUMBERS:
        value = getattr(spec, name)
        kept.setValue(name, "" if value is None else str(value))
    kept.setValue("columns", str(spec.columns or ""))
    for name in SWITCHES:
        kept.setValue(name, "on" if getattr(spec, name) else "off")
    kept.endGroup()


def remembered_figure(views: Sequence[str]) -> tuple[FigureSpec, str]:
    """A figure of these views with options as they were kept, or the usual ones; its format."""
    spec, kept = FigureSpec(tuple(views)), QSettings()
    kept.beginGroup(GROUP)
    for name in NUMBERS:
        spec = _with_number(spec, name, kept.value(name))
    if kept.value("theme") in THEMES:
        spec = replace(spec, theme=str(kept.value("theme")))
    columns = {str(n): n for n in range(1, MOST_VIEWS + 1)}
    spec = replace(spec, columns=columns.get(str(kept.value("columns"))))
    for name in SWITCHES:
        spec = replace(spec, **{name: kept.value(name) == "on"})
    file_format = str(kept.value("format"))
    return spec, file_format if file_format in FORMATS else FORMATS[0]


def remember_folder(path: Path) -> None:
    """Keep where a file was written to."""
    QSettings().setValue(f"{GROUP}/folder", str(path.parent))


def remembered_folder() -> Path:
    """Where the last file was written to, if that is still there; else the user's documents."""
    kept = str(QSettings().value(f"{GROUP}/folder", ""))
    if kept and Path(kept).is_dir():
        return Path(kept)
    place = QStandardPaths.StandardLocation.DocumentsLocation
    documents = Path(QStandardPaths.writableLocation(place))
    return documents if documents.is_dir() else Path.home()


def _with_number(spec: FigureSpec, name: str, text: object) -> FigureSpec:
    """The same with a number as it was kept, where it is one that can be."""
    if text == "" and name == "height":
        return replace(spec, height=None)
    try:
        value = float(str(text))
    except ValueError:
        return spec
    least, most = NUMBERS[name]
    return replace(spec, **{name: value}) if least <= value <= most else spec
