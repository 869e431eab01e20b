"""Pictures of the window without a screen."""

from __future__ import annotations

import time
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication

from rnnsim.export.picture import picture_of, save_png
from rnnsim.model.lesson import Lesson
from rnnsim.ui.app import make_application, make_window
from rnnsim.ui.window import Window

PATIENCE = 30.0
"""Seconds to wait for the iterations asked for."""


def render(
    lesson: Lesson, folder: Path, themes: tuple[str, ...], size: tuple[int, int], iterations: int
) -> list[Path]:
    """Write pictures of the window and of each view after `iterations`; return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    app = make_application()
    for theme in themes:
        window = make_window(app, lesson, theme)
        window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        window.resize(QSize(*size))
        window.show()
        try:
            window.start(play=False)
            window.presenter.iterate(iterations)
            _wait_for_frame(app, window)
            for name, view in window.views().items():
                path = folder / f"{lesson.name}-{name}-{theme}.png"
                save_png(picture_of(view), path)
                written.append(path)
        finally:
            window.close()
            window.deleteLater()
    return written


def _wait_for_frame(app: QApplication, window: Window) -> None:
    """Let the window work until it shows the frame of the last order, then lay itself out."""
    deadline = time.monotonic() + PATIENCE
    while window.presenter.awaiting and time.monotonic() < deadline:
        app.processEvents()
        time.sleep(0.002)
    app.processEvents()
