"""How figures were exported the last time, as the start of the next."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSettings

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
    options: dict[str, Any] = {name: _number(kept.value(name), name, spec) for name in NUMBERS}
    options |= {name: kept.value(name) == "on" for name in SWITCHES}
    if kept.value("theme") in THEMES:
        options["theme"] = kept.value("theme")
    columns = {str(n): n for n in range(1, MOST_VIEWS + 1)}
    options["columns"] = columns.get(str(kept.value("columns")))
    file_format = str(kept.value("format"))
    kept.endGroup()
    return replace(spec, **options), file_format if file_format in FORMATS else FORMATS[0]


def _number(text: object, name: str, spec: FigureSpec) -> float | None:
    """A number as it was kept, or that of `spec` where it is none that can be."""
    if text == "" and name == "height":
        return None
    try:
        value = float(str(text))
    except ValueError:
        value = math.nan
    least, most = NUMBERS[name]
    usual: float | None = getattr(spec, name)
    return value if least <= value <= most else usual
