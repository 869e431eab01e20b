"""``rnnsim render``."""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path

from rnnsim.cli.arguments import add_lesson, count, lesson_of, output, size
from rnnsim.export.request import ALL_THEMES, THEMES, VIEWS, PictureRequest
from rnnsim.model.lesson import Lesson, LessonError

HELP = "write pictures of the window; needs no display"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what it takes."""
    add_lesson(parser)
    parser.add_argument("-o", "--output", type=output, help="folder to write to")
    parser.add_argument("--view", choices=VIEWS, help="only this one instead of all")
    parser.add_argument("--theme", choices=ALL_THEMES, help="this one instead of dark and light")
    parser.add_argument(
        "--scene", type=count, metavar="N", help="as the lesson's guide shows it at its Nth scene"
    )
    parser.add_argument("--size", type=size, default=(1440, 900), metavar="WxH")
    parser.add_argument("--iterations", type=count, default=240, metavar="N")


def run(options: argparse.Namespace) -> int:
    """Write the pictures and print their names."""
    lesson = lesson_of(options.lesson)
    request = PictureRequest(
        lesson=lesson,
        folder=options.output or Path(tempfile.mkdtemp(prefix="rnnsim-")),
        themes=(options.theme,) if options.theme else THEMES,
        views=(options.view,) if options.view else VIEWS,
        size=options.size,
        iterations=options.iterations,
        scene=_scene_of(lesson, options.scene),
    )
    from rnnsim.ui.display import require_qt

    require_qt()
    for path in rendered(request):
        print(path)
    return 0


def _scene_of(lesson: Lesson, number: int | None) -> int | None:
    """The index of a scene that is counted from 1."""
    if number is None:
        return None
    if not 1 <= number <= len(lesson.scenes):
        last = len(lesson.scenes)
        raise LessonError(f"there is no scene {number}; {lesson.name} has {last} of them")
    return number - 1


def rendered(request: PictureRequest) -> list[Path]:
    """Write the pictures without a display; return their files."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from rnnsim.ui.rendering import render

    return render(request)
