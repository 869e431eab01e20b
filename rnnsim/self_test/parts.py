"""Which parts of the self-test can be tried here."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from rnnsim.self_test.step import Part, Step

OFFSCREEN = "offscreen"

SCREENLESS = (OFFSCREEN, "minimal", "")
"""Platforms of Qt that show nothing to anybody."""


def parts(folder: Path, screenshot: Path | None, display: str) -> list[Part]:
    """The parts, in order.

    Parameters
    ----------
    folder : Path
        Where files may be left.
    screenshot : Path or None
        Where a picture of the window is to be written, as it is on the screen, if there is one.
    display : str
        Qt's platform for the screen; empty where there is none.
    """
    seen = display not in SCREENLESS
    hidden = partial(hidden_steps, folder, None if seen else screenshot)
    made = [
        Part("Without a window", engine_steps),
        Part("The window, on no screen", hidden, {"QT_QPA_PLATFORM": OFFSCREEN}),
    ]
    if seen:
        shown = partial(seen_steps, display, folder, screenshot)
        made.append(Part(f"The window, on the screen ({display})", shown))
    return made


# Each loads what it needs in the process where it is tried


def engine_steps() -> Sequence[Step]:
    """What is tried without a window."""
    from rnnsim.self_test.engine import steps

    return steps()


def hidden_steps(folder: Path, screenshot: Path | None) -> Sequence[Step]:
    """What is tried with a window on no screen: all views and files."""
    from rnnsim.self_test.files import file_steps
    from rnnsim.self_test.window import WindowTrial, window_steps

    trial = WindowTrial(OFFSCREEN, folder, screenshot)
    return [
        *window_steps(trial),
        Step("draw every view", trial.draw_views),
        *file_steps(trial),
        Step("close the window", trial.close),
    ]


def seen_steps(platform: str, folder: Path, screenshot: Path | None) -> Sequence[Step]:
    """What is tried with a window on the screen."""
    from rnnsim.self_test.window import WindowTrial, window_steps

    trial = WindowTrial(platform, folder, screenshot)
    return [*window_steps(trial), Step("close the window", trial.close)]
