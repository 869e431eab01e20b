"""Draw the pictures of docs/ from the real window (make pictures).

Two scenes of every lesson, in dark and light as in a small window and in projector colours as in
lecture mode, the picture of README.md, and every view and part of the window for the guide.  What
is no longer drawn is removed.  `lesson_page` says which scenes and writes the page that shows them;
`view_pictures` draws the views, `settings_page` and `views_page` write pages of the guide.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before Qt is loaded
os.environ["XDG_CONFIG_HOME"] = tempfile.mkdtemp(prefix="rnnsim-")  # nobody's own settings

import architecture_drawing
import settings_page
import view_pictures
import views_page
from lesson_page import DOCS, OF_README, SHOTS, Shot, write
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImageWriter
from PySide6.QtWidgets import QApplication

from rnnsim.export.picture import picture_of, save_png
from rnnsim.model.lesson import Lesson, lessons
from rnnsim.ui.app import make_application, make_window
from rnnsim.ui.rendering import show_scene, wait_for_frame
from rnnsim.ui.window import Window

FOLDER = DOCS / "pictures"
SIZE, LECTURE_SIZE = QSize(1280, 800), QSize(1280, 720)
THEMES = ("dark", "light")
QUALITY = 85


def main() -> None:
    """Draw all of them; remove the old."""
    app, shipped = make_application(), lessons()
    (FOLDER / "lessons").mkdir(parents=True, exist_ok=True)
    drawn: set[Path] = set()
    for name, lesson in shipped.items():
        drawn.update(_draw(app, lesson, [shot for shot in SHOTS if shot.lesson == name]))
    drawn.update(view_pictures.draw(app))
    for old in {*FOLDER.rglob("*.png"), *FOLDER.rglob("*.webp")} - drawn:
        old.unlink()
    write()
    settings_page.write()
    views_page.write()
    architecture_drawing.write()
    size = sum(path.stat().st_size for path in drawn) / 1e6
    print(f"{len(drawn)} pictures in {FOLDER}, {size:.1f} MB")


def _draw(app: QApplication, lesson: Lesson, shots: Iterable[Shot]) -> Iterator[Path]:
    """Draw scenes of one lesson in one window, first as at a desk, then as in a lecture."""
    window = make_window(app, lesson, THEMES[0])
    window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    window.resize(SIZE)
    window.show()
    try:
        window.start(play=False)
        for shot in shots:
            _play(app, window, shot)
            for theme in THEMES:
                window.appearance.choose(theme)
                wait_for_frame(app, window)
                yield _save(window, shot.path(lesson, theme))
                if shot == OF_README:
                    path = FOLDER / f"{lesson.name}-window-{theme}.png"
                    save_png(picture_of(window), path)
                    yield path
        window.lecture.enter()
        window.setWindowState(Qt.WindowState.WindowNoState)  # no screen is just so large
        window.resize(LECTURE_SIZE)
        for shot in shots:
            _play(app, window, shot)
            yield _save(window, shot.path(lesson, "projector"))
    finally:
        window.close()
        window.deleteLater()


def _play(app: QApplication, window: Window, shot: Shot) -> None:
    show_scene(window, shot.scene - 1)
    if not shot.covered:
        window.tour.reveal_all()
    window.presenter.iterate(shot.iterations)
    wait_for_frame(app, window)


def _save(window: Window, path: Path) -> Path:
    """Write a picture as WebP, which is half as large as a PNG of these glows."""
    writer = QImageWriter(str(path))
    writer.setQuality(QUALITY)
    if not writer.write(picture_of(window, 1.0)):
        raise OSError(f"{path} cannot be written: {writer.errorString()}")
    return path


if __name__ == "__main__":
    main()
