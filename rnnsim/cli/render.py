"""``rnnsim render``."""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path

from rnnsim.cli.arguments import add_lesson, count, lesson_of, output, size
from rnnsim.export.request import THEMES, VIEWS, PictureRequest

HELP = "write pictures of the window; needs no display"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what it takes."""
    add_lesson(parser)
    parser.add_argument("-o", "--output", type=output, help="folder to write to")
    parser.add_argument("--view", choices=VIEWS, help="only this one instead of all")
    parser.add_argument("--theme", choices=THEMES, help="only this one instead of both")
    parser.add_argument("--size", type=size, default=(1440, 900), metavar="WxH")
    parser.add_argument("--iterations", type=count, default=240, metavar="N")


def run(options: argparse.Namespace) -> int:
    """Write the pictures and print their names."""
    request = PictureRequest(
        lesson=lesson_of(options.lesson),
        folder=options.output or Path(tempfile.mkdtemp(prefix="rnnsim-")),
        themes=(options.theme,) if options.theme else THEMES,
        views=(options.view,) if options.view else VIEWS,
        size=options.size,
        iterations=options.iterations,
    )
    from rnnsim.ui.display import require_qt

    require_qt()
    for path in rendered(request):
        print(path)
    return 0


def rendered(request: PictureRequest) -> list[Path]:
    """Write the pictures without a display; return their files."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from rnnsim.ui.rendering import render

    return render(request)
