"""Which pictures are wanted; knows no Qt, so that the command line can speak of it without."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rnnsim.model.lesson import Lesson

THEMES = ("dark", "light")
VIEWS = ("canvas", "gradient", "loss", "norm", "spectrum", "window")


@dataclass(frozen=True, slots=True)
class PictureRequest:
    """Pictures of a lesson's window after some iterations.

    Attributes
    ----------
    folder : Path
        Where the PNG files go; made if it is not there.
    views : tuple of str
        Some of `VIEWS`.
    size : (int, int)
        Of the window, in pixels of a plain screen.
    """

    lesson: Lesson
    folder: Path
    themes: tuple[str, ...] = THEMES
    views: tuple[str, ...] = VIEWS
    size: tuple[int, int] = (1440, 900)
    iterations: int = 240
