"""What the self-test tries with the real window, on a screen or on none."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from rnnsim.export.picture import picture_of, save_png
from rnnsim.model.frame import Frame
from rnnsim.model.goal import iterations_more
from rnnsim.model.lesson import DEFAULT_LESSON, find_lesson
from rnnsim.self_test.step import Step, TrialError, require
from rnnsim.ui.app import make_application, make_window
from rnnsim.ui.display import require_qt
from rnnsim.ui.playhead import SPEEDS
from rnnsim.ui.window import Window

ITERATIONS = 50

LOOK = 0.002
"""Seconds between two looks for what is waited for."""

FEWEST_COLORS = 8
"""Of a view that shows something: type alone has more, since its edges are smooth."""

GRID = 3
"""Pixels from one that is looked at to the next."""


class WindowTrial:
    """A window at work.

    Parameters
    ----------
    platform : str
        Qt's, which the process has chosen: "offscreen", "xcb".
    folder : Path
        Where files may be left.
    screenshot : Path or None
        Where a picture of the window is to be written.
    """

    def __init__(self, platform: str, folder: Path, screenshot: Path | None) -> None:
        self._platform, self.folder, self._screenshot = platform, folder, screenshot
        self._app: QApplication | None = None
        self._window: Window | None = None

    # What is tried, in this order

    def load_qt(self) -> str:
        """Load Qt and make the application, with no settings of the user's."""
        require_qt(self._platform)
        QSettings.setDefaultFormat(QSettings.Format.IniFormat)
        scope, place = QSettings.Scope.UserScope, self.folder / "settings"
        QSettings.setPath(QSettings.Format.IniFormat, scope, str(place))
        self._app = make_application()
        name = self._app.platformName()
        require(name == self._platform, f"Qt took the platform {name}, not {self._platform}")
        return name

    def open(self) -> str:
        """Open the window with the first lesson, and wait for its first frame."""
        self._window = window = make_window(self.app, find_lesson(DEFAULT_LESSON))
        window.show()
        window.start(play=False)
        self.wait(window.windowHandle().isExposed)
        self.settle()
        return f"{window.width()} × {window.height()} pixels"

    def play_pass(self) -> str:
        """Play a pass from its beginning to its end, as fast as one can choose."""
        playback = self.window.playback
        playback.set_speed(SPEEDS[-1])
        playback.set_looping(False)
        playback.go_to_position(0)
        playback.toggle()
        seen = set()

        def ended() -> bool:
            seen.add(playback.playhead.position)
            return not playback.playing

        self.wait(ended)
        require(playback.playhead.moment is None, "the pass ended before its end")
        require(len(seen) > 2, "nothing was to be seen on the way")
        return f"{len(seen)} pictures"

    def train(self) -> str:
        """Train some iterations."""
        presenter = self.window.presenter
        presenter.play_to(iterations_more(ITERATIONS, self.frame.newest))
        self.wait(lambda: not presenter.playing and not presenter.awaiting)
        self.settle()
        frame = self.frame
        require(frame.iteration == ITERATIONS, f"it is at iteration {frame.iteration}")
        require(math.isfinite(frame.passed.loss), f"the loss is {frame.passed.loss}")
        return f"loss {frame.passed.loss:.4g}"

    def draw_views(self) -> str:
        """Bring out every view, and see that something is drawn."""
        views = self.window.views()
        for name, widget in views.items():
            self.window.bring_out(name)
            self.settle()
            image = picture_of(widget, scale=1.0)
            require(_colors(image) >= FEWEST_COLORS, f"nothing is drawn of the view {name}")
            save_png(image, self.folder / f"view-{self._platform}-{name}.png")
        return f"{len(views)} views"

    def take_screenshot(self) -> str:
        """Take a picture of the window: of the screen, where the platform shows it to programs."""
        window = self.window
        image = window.screen().grabWindow(window.winId()).toImage()
        if image.isNull() or _colors(image) < FEWEST_COLORS:
            image = window.grab().toImage()
        require(_colors(image) >= FEWEST_COLORS, "nothing is to be seen")
        save_png(image, self._screenshot or self.folder / f"window-{self._platform}.png")
        return f"{image.width()} × {image.height()} pixels"

    def close(self) -> str:
        """Close the window, and with it its worker."""
        window, self._window = self.window, None
        require(window.close(), "the window does not close")
        require(window.presenter.stop(), "the worker does not end")
        window.deleteLater()
        self.app.processEvents()
        return ""

    # What they have in common

    @property
    def app(self) -> QApplication:
        """The application, once there is one."""
        if self._app is None:
            raise TrialError("there is no application")
        return self._app

    @property
    def window(self) -> Window:
        """The window, while it is open."""
        if self._window is None:
            raise TrialError("there is no window")
        return self._window

    @property
    def frame(self) -> Frame:
        """What the window shows."""
        frame = self.window.presenter.frame
        if frame is None:
            raise TrialError("there is nothing to be seen")
        return frame

    def settle(self) -> None:
        """Let the window work until it shows all that it is to show."""
        presenter = self.window.presenter
        self.app.processEvents()  # a view that has come to be seen says what it wants
        self.wait(lambda: not presenter.awaiting and not presenter.extras_owed)
        self.app.processEvents()

    def wait(self, holds: Callable[[], bool]) -> None:
        """Let the window work until something holds; who runs this step knows how long it may."""
        while not holds():
            self.app.processEvents()
            frame = self.window.presenter.frame
            if frame is not None and frame.failure is not None:
                raise TrialError(frame.failure)
            time.sleep(LOOK)


def window_steps(trial: WindowTrial) -> list[Step]:
    """What is tried with every window, once it is open; it is then still open."""
    return [
        Step("load Qt", trial.load_qt, essential=True),
        Step("open the window", trial.open, essential=True),
        Step("play a pass", trial.play_pass),
        Step(f"train {ITERATIONS} iterations", trial.train),
        Step("take a picture of the window", trial.take_screenshot),
    ]


def _colors(image: QImage) -> int:
    """How many colours an image shows, about."""
    wide, high = range(0, image.width(), GRID), range(0, image.height(), GRID)
    return len({image.pixel(x, y) for x in wide for y in high})
