"""``rnnsim render``."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from rnnsim.cli.arguments import LESSON_HELP, count, output, session_of
from rnnsim.cli.look import add_look, endings, format_of, within
from rnnsim.cli.progress import ProgressLine
from rnnsim.cli.settings import add_changes, changes_of, lesson_and_pairs
from rnnsim.cli.wanted import (
    SIZE,
    USUAL_ITERATIONS,
    at_moment,
    at_scene,
    changed,
    figure_of,
    film_of,
    looked_at,
    session_of_film,
    views_of,
)
from rnnsim.export.request import ALL_THEMES, VIEWS, PictureRequest
from rnnsim.export.request import THEMES as PICTURE_THEMES
from rnnsim.model.animation import FORMATS as FILM_FORMATS
from rnnsim.model.animation import KINDS, RATES
from rnnsim.model.figure import FORMATS, SIZES, WINDOW, FigureError
from rnnsim.model.lesson import DEFAULT_LESSON
from rnnsim.model.moment import Moment, parse_moment
from rnnsim.model.session import Session
from rnnsim.model.settings import shown

HELP = "write figures, their numbers and animations; needs no display"

DESCRIPTION = """\
Write what views show: a figure as PNG, SVG or PDF, its numbers as CSV, or an
animation as WebP or GIF; which of them, the name after -o says by its ending.
Several views make one figure.  What is written can be opened again in the
window.  A file that is there is replaced once the new one is complete.

Without -o, or with a folder, a PNG of every view is written, as the window
draws it."""

EXAMPLES = """examples:
  rnnsim render vanishing --view gradient -o gradient.pdf
  rnnsim render vanishing --view gradient --view map --size page \\
      --iterations 400 -o both.svg
  rnnsim render exploding --set clip=norm --view loss --view norm \\
      -o curves.png --dpi 600
  rnnsim render power --view canvas -o pass.webp
  rnnsim render adam --view gradient --film training --iterations 300 \\
      --every 5 -o training.gif
  rnnsim render mine.rnnsim --view loss -o loss.csv
  rnnsim render power --view window --theme projector -o window.png"""

TABLE = "csv"

ENDINGS = (*FORMATS, TABLE, *FILM_FORMATS)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what it takes."""
    parser.description = DESCRIPTION
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = EXAMPLES
    parser.add_argument(
        "lesson", nargs="?", help=f"{LESSON_HELP} (default: the first lesson, {DEFAULT_LESSON})"
    )
    parser.add_argument(
        "--view",
        action="append",
        choices=VIEWS,
        metavar="VIEW",
        help="what to draw; may be repeated (default: the views that are open); one of "
        + ", ".join(VIEWS),
    )
    parser.add_argument(
        "-o",
        "--output",
        type=written,
        metavar="OUT",
        help=f"file to write, ending in {endings(ENDINGS)}; or a folder",
    )
    add_changes(parser)
    parser.add_argument(
        "--iterations",
        type=count,
        metavar="N",
        help="weight updates, counted from the start (default: where a session is; for a lesson"
        f" that trains, and views of training, {USUAL_ITERATIONS}, otherwise 0; with a fixed loss"
        " vector always 0)",
    )
    parser.add_argument(
        "--moment", type=moment, metavar="M", help='how far the pass has come, such as "backward 5"'
    )
    parser.add_argument(
        "--scene", type=count, metavar="N", help="as the lesson's guide shows it at its Nth scene"
    )
    parser.add_argument(
        "--caption", action="store_true", help="also print a caption proposed for the figure"
    )
    add_look(parser)
    film = parser.add_argument_group("animations")
    film.add_argument("--film", choices=KINDS, help="what is animated (default: pass)")
    film.add_argument(
        "--fps",
        type=within(RATES, "images a second"),
        metavar="R",
        help="images a second (default: 4, of training 20)",
    )
    film.add_argument(
        "--every",
        type=every,
        default=1,
        metavar="N",
        help="of training: iterations from one image to the next (default: 1)",
    )


def written(text: str) -> Path:
    """Read where to write: a folder, or a file of a kind that can be written."""
    path = output(text)
    if format_of(path) and format_of(path) not in ENDINGS and not path.is_dir():
        raise argparse.ArgumentTypeError(f"{shown(text)} does not end in {endings(ENDINGS)}")
    return path


def moment(text: str) -> Moment:
    """Read a moment of the pass."""
    try:
        return parse_moment(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def every(text: str) -> int:
    """Read a number of iterations, at least 1."""
    number = count(text)
    if not number:
        raise argparse.ArgumentTypeError("0 is not a whole number from 1")
    return number


def run(options: argparse.Namespace) -> int:
    """Write what is wanted, and print the names of the files."""
    lesson, pairs = lesson_and_pairs(options.lesson, options.set)
    session = session_of(lesson or DEFAULT_LESSON)
    if options.scene is not None:
        session = at_scene(session.lesson, options.scene)
    session = changed(session, changes_of(pairs, options.text))
    if options.moment is not None:
        session = at_moment(session, options.moment)
    path: Path | None = options.output
    if path is None or path.is_dir() or not format_of(path):
        _write_folder(options, session)
    else:
        _write_file(options, session, path)
    return 0


def _write_folder(options: argparse.Namespace, session: Session) -> None:
    """Write pictures of single views as the window draws them, in some themes."""
    if options.theme is not None and options.theme not in ALL_THEMES:
        raise FigureError(f"--theme: for a folder give one of {', '.join(ALL_THEMES)}")
    if isinstance(options.size, str):
        raise FigureError("--size: for a folder give that of the window, such as 1440x900")
    plain = session == Session.of(session.lesson) or options.scene is not None
    at = looked_at(options, session, tuple(options.view or ()))
    request = PictureRequest(
        lesson=session.lesson,
        folder=options.output or Path(tempfile.mkdtemp(prefix="rnnsim-")),
        themes=(options.theme,) if options.theme else PICTURE_THEMES,
        views=tuple(options.view or VIEWS),
        size=options.size or SIZE,
        iterations=at.course.iteration,
        scene=None if options.scene is None else options.scene - 1,
        session=None if plain else at,
    )
    from rnnsim.cli.drawing import pictures

    for path in pictures(request):
        print(path)


def _write_file(options: argparse.Namespace, session: Session, path: Path) -> None:
    """Write a figure, its numbers or an animation."""
    views, kind = views_of(options, session), format_of(path)
    _require_that_it_fits(options, views, kind)
    from rnnsim.cli import drawing
    from rnnsim.export.writing import require_writable

    require_writable(path)
    with ProgressLine(sys.stderr) as progress:
        if kind in FILM_FORMATS:
            film = film_of(options, session, views, kind)
            drawing.write_film(film, session_of_film(options, session), path, progress)
        elif kind == TABLE:
            drawing.write_table(views[0], looked_at(options, session, views), path, progress)
        else:
            figure = figure_of(options, views)
            at = looked_at(options, session, views)
            size = options.size if isinstance(options.size, tuple) else SIZE
            said = drawing.write_figure(figure, at, path, size, progress)
    print(path)
    if options.caption:
        print(said)


def _require_that_it_fits(options: argparse.Namespace, views: tuple[str, ...], kind: str) -> None:
    """Refuse what cannot be in a file of this kind."""
    if WINDOW in views and kind not in FORMATS:
        raise FigureError(f"--view: of the window there are pictures only: {endings(FORMATS)}")
    if WINDOW not in views and isinstance(options.size, tuple):
        raise FigureError(f"--size: only the window has one in pixels; give {', '.join(SIZES)}")
    if kind == TABLE and len(views) > 1:
        raise FigureError("--view: a table is of one view; give which")
    if kind not in FORMATS and options.caption:
        raise FigureError(f"--caption: only figures have one: {endings(FORMATS)}")
    if kind in FILM_FORMATS and (options.height_mm or options.transparent):
        raise FigureError("--height-mm, --transparent: an animation has neither")
    if kind not in FILM_FORMATS and (options.film or options.fps):
        raise FigureError(f"--film, --fps: they are for {endings(FILM_FORMATS)}")
