"""``rnnsim open``, which is what ``rnnsim`` alone does."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from rnnsim.cli.arguments import add_lesson, session_and_file
from rnnsim.export.request import ALL_THEMES, PictureRequest
from rnnsim.model.session import Session

HELP = "open the window (the default)"

DESCRIPTION = """\
Open the window with a lesson, a session, a figure or animation that rnnsim
wrote, or the settings of a share text.  The word "open" may be left out.
Without a display pictures are written instead."""

EXAMPLES = """examples:
  rnnsim
  rnnsim vanishing
  rnnsim mine.rnnsim
  rnnsim figure.pdf
  rnnsim "rnnsim:cell=lstm&time_steps=24&iterations=240\""""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what it takes."""
    parser.description = DESCRIPTION
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = EXAMPLES
    add_lesson(parser)
    parser.add_argument("--theme", choices=ALL_THEMES, help="instead of the system's")


def run(options: argparse.Namespace) -> int:
    """Show the lesson in the window; without a display write pictures and say where they are."""
    session, file = session_and_file(options.lesson)
    from rnnsim.ui.display import NoDisplayError, require_display, require_qt

    require_qt()
    try:
        require_display()
    except NoDisplayError as error:
        return _draw(session, str(error))
    from rnnsim.ui.app import run as show

    return show(session, options.theme, file)


def _draw(session: Session, why: str) -> int:
    """Write pictures of it, and say why and where."""
    from rnnsim.cli.drawing import pictures

    folder = Path(tempfile.mkdtemp(prefix="rnnsim-"))
    plain = session == Session.of(session.lesson)
    request = PictureRequest(session.lesson, folder, session=None if plain else session)
    paths = pictures(request)
    print(f"rnnsim: {why}; {len(paths)} pictures of the lesson are in {folder}")
    return 0
