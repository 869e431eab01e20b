"""``rnnsim open``, which is what ``rnnsim`` alone does."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from rnnsim.cli.arguments import add_lesson, lesson_of
from rnnsim.cli.render import rendered
from rnnsim.export.request import ALL_THEMES, PictureRequest
from rnnsim.model.session import Session

HELP = "open the window (the default)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what it takes."""
    add_lesson(parser)
    parser.add_argument("--theme", choices=ALL_THEMES, help="instead of the system's")


def run(options: argparse.Namespace) -> int:
    """Show the lesson in the window; without a display write pictures and say where they are."""
    lesson = lesson_of(options.lesson)
    from rnnsim.ui.display import NoDisplayError, require_display, require_qt

    require_qt()
    try:
        require_display()
    except NoDisplayError as error:
        folder = Path(tempfile.mkdtemp(prefix="rnnsim-"))
        paths = rendered(PictureRequest(lesson, folder))
        print(f"rnnsim: {error}; {len(paths)} pictures of the lesson are in {folder}")
        return 0
    from rnnsim.ui.app import run as show

    return show(Session.of(lesson), options.theme)
