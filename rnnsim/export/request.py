"""Which pictures are wanted; knows no Qt, so that the command line can speak of it without."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rnnsim.model.lesson import Lesson
from rnnsim.model.session import Session
from rnnsim.model.view import CANVAS, PLOTS

THEMES = ("dark", "light")
"""Those that pictures are made in where none is named."""

ALL_THEMES = (*THEMES, "projector")
VIEWS = (CANVAS.name, *PLOTS, "spectrum", "window")


@dataclass(frozen=True, slots=True)
class PictureRequest:
    """Pictures of a lesson's window after some iterations.

    Attributes
    ----------
    folder : Path
        Where the PNG files go; made if it is not there.
    views : tuple of str
        Some of `VIEWS`.
    themes : tuple of str
        Some of `ALL_THEMES`.
    scene : int or None
        Index of a scene of the lesson, to be shown as the guide shows it.
    session : Session or None
        What is shown instead of the lesson after some iterations; not with a scene.
    size : (int, int)
        Of the window, in pixels of a plain screen.
    """

    lesson: Lesson
    folder: Path
    themes: tuple[str, ...] = THEMES
    views: tuple[str, ...] = VIEWS
    size: tuple[int, int] = (1440, 900)
    iterations: int = 240
    scene: int | None = None
    session: Session | None = None

    def path(self, view: str, theme: str) -> Path:
        """Where the picture of a view goes."""
        scene = "" if self.scene is None else f"-{self.scene + 1}"
        return self.folder / f"{self.lesson.name}{scene}-{view}-{theme}.png"
