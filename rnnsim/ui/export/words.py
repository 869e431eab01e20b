"""What the export window says: of a view, of what will be written, as the name of a file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from rnnsim.model.figure import WINDOW
from rnnsim.model.target import SPECTRUM
from rnnsim.model.view import CANVAS, PLOTS
from rnnsim.translation import tr
from rnnsim.ui.lesson_editor_words import DEVICES, LONGEST_NAME
from rnnsim.ui.numbers import count

MM_PER_INCH = 25.4


def title_of(view: str) -> str:
    """What a view is called."""
    if view == SPECTRUM:
        return tr("Spectrum")
    if view == WINDOW:
        return tr("The window")
    title = tr((CANVAS if view == CANVAS.name else PLOTS[view]).title)
    return title.replace("W_hh", "Wₕₕ")


def pixels_of(size: tuple[float, float], dpi: float) -> tuple[int, int]:
    """Width and height in pixels of what is so large in mm."""
    width, height = (max(1, round(side / MM_PER_INCH * dpi)) for side in size)
    return width, height


def millimetres(length: float) -> str:
    """``62``, ``190.5``: to a tenth."""
    return f"{length:.1f}".removesuffix(".0")


def facts(file_format: str, size: tuple[float, float], dpi: float) -> str:
    """``PNG · 89 × 62 mm · 1051 × 732 px``."""
    width, height = size
    told = [file_format.upper(), f"{millimetres(width)} × {millimetres(height)} mm"]
    if file_format == "png":
        across, down = pixels_of(size, dpi)
        told.append(f"{count(across)} × {count(down)} px")
    return " · ".join(told)


def proposed_name(lesson: str, views: Sequence[str], suffix: str) -> str:
    """A file's name, from that of a lesson and the views.

    It has letters, digits and ``._-``, and is none that a system keeps for itself.

    Examples
    --------
    ``vanishing-gradient.png``, of several views ``vanishing-figure.png``.
    """
    what = views[0] if len(views) == 1 else "figure"
    name = re.sub(r"[^\w.-]+", "-", f"{lesson}-{what}".lower()).strip("-._")
    name = name[: LONGEST_NAME - len(suffix) - 1].rstrip("-._")
    if not name or name.partition(".")[0] in DEVICES:
        name = f"rnnsim-{what}"
    return f"{name}.{suffix}"


def completed(name: str, suffixes: Sequence[str], wanted: str) -> Path:
    """Where a file goes whose name was typed: with a suffix that tells what it is."""
    path = Path(name)
    known = path.suffix[1:].lower() in suffixes
    return path if known else path.with_name(f"{path.name}.{wanted}")
