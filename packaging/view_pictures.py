"""The pictures of the views in docs/views.md and of the parts of the window in docs/window.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from lesson_page import DOCS
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QImageWriter
from PySide6.QtWidgets import QApplication, QWidget

from rnnsim.cli.wanted import at_iteration, at_scene, changed
from rnnsim.export.picture import picture_of
from rnnsim.model.figure import FigureSpec
from rnnsim.model.lesson import find_lesson
from rnnsim.model.session import Session
from rnnsim.model.target import parse_target
from rnnsim.ui.app import make_window
from rnnsim.ui.figure.drawing import Drawing
from rnnsim.ui.rendering import show_scene, wait_for_frame
from rnnsim.ui.studio import Studio
from rnnsim.ui.window import Window

FOLDER = DOCS / "pictures" / "views"
THEMES = ("dark", "light")
QUALITY = 85
WIDTH, WIDE, FONT = 120.0, 180.0, 9.0
"""Of a plot and of the network, mm; of their type, points."""

PIXELS_PER_MM = 8.0
WINDOW_SIZE = QSize(1440, 900)
OF_WINDOW, SCENE, ITERATIONS, POINT = "clipping", 4, 60, "h_10"
"""What the window shows, and what is selected in it."""


@dataclass(frozen=True)
class ViewShot:
    """What a view is drawn of: a scene of a lesson, after some iterations.

    Attributes
    ----------
    view, lesson : str
    scene : int
        Counted from 1.
    iterations : int
        Weight updates made before.
    changes : mapping
        Settings that differ from the scene's.
    """

    view: str
    lesson: str
    scene: int
    iterations: int = 0
    changes: Mapping[str, object] = field(default_factory=dict)

    @property
    def session(self) -> Session:
        """What it is drawn of, as a session."""
        begun = changed(at_scene(find_lesson(self.lesson), self.scene), self.changes)
        return at_iteration(begun, self.iterations) if self.iterations else begun


VIEW_SHOTS = (
    ViewShot("canvas", "vanishing", 2),
    ViewShot("spectrum", "memory", 5, iterations=300),
    ViewShot("gradient", "vanishing", 2),
    ViewShot("contributions", "unrolling", 5),
    ViewShot("map", "vanishing", 3, changes={"loss_at": "all", "spectral_radius": 0.85}),
    ViewShot("singular", "non-normal", 4),
    ViewShot("states", "memory", 5, iterations=300),
    ViewShot("slopes", "vanishing", 2),
    ViewShot("gates", "gates", 4),
    ViewShot("cells", "gates", 5),
    ViewShot("cliff", "cliff", 5),
    ViewShot("bifurcation", "cliff", 3),
    ViewShot("loss", "clipping", 4, iterations=60),
    ViewShot("norm", "clipping", 4, iterations=60),
    ViewShot("accuracy", "adam", 5, iterations=400),
    ViewShot("waterfall", "adam", 5, iterations=400),
    ViewShot("radius", "adam", 5, iterations=400),
)


def draw(app: QApplication) -> Iterator[Path]:
    """Draw all of them, in dark and light; yield their files."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for shot in VIEW_SHOTS:
        yield from _draw_view(shot)
    yield from _draw_parts(app)


def view_path(name: str, theme: str) -> Path:
    """Where the picture of a view or of a part of the window goes."""
    return FOLDER / f"{name}-{theme}.webp"


def _draw_view(shot: ViewShot) -> Iterator[Path]:
    width = WIDE if shot.view == "canvas" else WIDTH
    spec = FigureSpec((shot.view,), width=width, font=FONT)
    with Studio(shot.session, (shot.view,)) as studio:
        shown = studio.shown_at()
    for theme in THEMES:
        image = Drawing(replace(spec, theme=theme), shown).image(PIXELS_PER_MM)
        yield _write(image, view_path(shot.view, theme))


def _draw_parts(app: QApplication) -> Iterator[Path]:
    """Draw what stands round the plots, from a window in the middle of a lesson."""
    with _window(app) as window:
        for theme in THEMES:
            window.appearance.choose(theme)
            for name, widget in _parts(window).items():
                if name in window.side_docks:
                    window.side_docks[name].raise_()
                wait_for_frame(app, window)
                yield _write(picture_of(widget, 1.0), view_path(name, theme))


@contextmanager
def _window(app: QApplication) -> Iterator[Window]:
    window = make_window(app, find_lesson(OF_WINDOW), THEMES[0])
    window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    window.resize(WINDOW_SIZE)
    window.show()
    try:
        window.start(play=False)
        show_scene(window, SCENE - 1)
        window.tour.reveal_all()
        window.presenter.iterate(ITERATIONS)
        wait_for_frame(app, window)
        window.canvas.select(parse_target(POINT))
        yield window
    finally:
        window.close()
        window.deleteLater()


def _parts(window: Window) -> dict[str, QWidget]:
    """The window first: bringing out what stands behind changes it."""
    content = window.centralWidget()
    assert content is not None
    return {
        "window": content,
        "panel": window.panel_dock,
        "pass": window.pass_card,
        "timeline": window.timeline,
        "legend": window.runs.legend,
        **{name: window.side_docks[name] for name in ("inspector", "runs", "guide")},
    }


def _write(image: QImage, path: Path) -> Path:
    """Write a picture as WebP."""
    writer = QImageWriter(str(path))
    writer.setQuality(QUALITY)
    if not writer.write(image):
        raise OSError(f"{path} cannot be written: {writer.errorString()}")
    return path
