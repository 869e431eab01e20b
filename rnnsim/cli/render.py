"""``rnnsim render``."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from rnnsim.cli.arguments import LESSON_HELP, count, output, session_of
from rnnsim.cli.look import add_look, endings, format_of, spec_of, within
from rnnsim.cli.progress import ProgressLine
from rnnsim.cli.settings import add_changes, changes_of, lesson_and_pairs
from rnnsim.export.request import ALL_THEMES, VIEWS, PictureRequest
from rnnsim.export.request import THEMES as PICTURE_THEMES
from rnnsim.model.animation import FORMATS as FILM_FORMATS
from rnnsim.model.animation import KINDS, RATES
from rnnsim.model.course import Course
from rnnsim.model.edits import edited
from rnnsim.model.figure import FORMATS, MOST_VIEWS, WINDOW, FigureError
from rnnsim.model.lesson import DEFAULT_LESSON, Lesson, LessonError, Scene
from rnnsim.model.moment import Moment, moment_within, parse_moment
from rnnsim.model.session import Session
from rnnsim.model.view import CANVAS

HELP = "write figures, their numbers and animations; needs no display"

DESCRIPTION = """\
Write what views show: a figure as PNG, SVG or PDF, its numbers as CSV, or an animation
as WebP or GIF, as the ending of the name after -o says.  Several views make one figure.
A file can be opened again in the window; one that is there is replaced once the new one
is complete.  Without -o, or with a folder, a PNG of every view is written."""

EXAMPLES = """examples:
  rnnsim render vanishing --view gradient -o gradient.pdf
  rnnsim render vanishing --view gradient --view map --size page --iterations 400 -o fig.svg
  rnnsim render exploding --set clip=norm --view loss --view norm -o curves.png --dpi 600
  rnnsim render power --view canvas -o pass.webp
  rnnsim render gates --view gates --film training --iterations 300 --every 5 -o film.gif
  rnnsim render mine.rnnsim --view loss -o loss.csv
  rnnsim render power --view window --theme projector -o window.png"""

TABLE = "csv"

ENDINGS = (*FORMATS, TABLE, *FILM_FORMATS)

USUAL_ITERATIONS = 240
"""Those of a lesson that trains."""

MOST_EVERY = 1_000_000


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
        help="what to draw, may be repeated (default: the views that are open): "
        + ", ".join(VIEWS),
    )
    parser.add_argument(
        "-o", "--output", type=written, metavar="OUT", help=f"file ending in {endings(ENDINGS)},"
        " or a folder"
    )  # fmt: skip
    add_changes(parser)
    parser.add_argument(
        "--iterations",
        type=count,
        metavar="N",
        help="weight updates, counted from the start (default: where a session is; of a lesson"
        f" that trains {USUAL_ITERATIONS}, otherwise 0)",
    )
    parser.add_argument(
        "--moment", type=moment, metavar="M", help='how far the pass has come: "backward 5"'
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
        "--fps", type=within(RATES, "images a second"), metavar="R", help="images a second"
    )
    film.add_argument(
        "--every", type=every, default=1, metavar="N", help="iterations from image to image"
    )


def written(text: str) -> Path:
    """Read where to write: a folder, or a file of a kind that can be written."""
    path = output(text)
    if format_of(path) and format_of(path) not in ENDINGS and not path.is_dir():
        raise argparse.ArgumentTypeError(f"{text} does not end in {endings(ENDINGS)}")
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
        session = replace(session, moment=_within(options.moment, session))
    from rnnsim.cli.drawing import need_qt

    need_qt()
    path: Path | None = options.output
    if path is None or not format_of(path) or path.is_dir():
        return _write_folder(options, session)
    return _write_file(options, session, path)


def at_scene(lesson: Lesson, number: int) -> Session:
    """The session of a scene that is counted from 1, as it begins; raises `LessonError`."""
    if not 1 <= number <= len(lesson.scenes):
        last = len(lesson.scenes)
        raise LessonError(f"there is no scene {number}; {lesson.name} has {last} of them")
    scene: Scene = lesson.scenes[number - 1]
    return replace(
        Session.of(lesson),
        course=Course.start(lesson.settings_at(number - 1)),
        scene=number - 1,
        views=lesson.views_at(number - 1),
        twins=lesson.twins_at(number - 1),
        moment=scene.moment,
        point=scene.point,
    )


def changed(session: Session, changes: dict[str, object]) -> Session:
    """A session whose run begins with changed settings; as many iterations are made."""
    if not changes:
        return session
    settings = edited(session.settings, changes)
    return replace(session, course=Course(((0, settings),), session.course.iteration))


def _within(wanted: Moment, session: Session) -> Moment:
    try:
        return moment_within(wanted, session.settings.time_steps)
    except ValueError as error:
        raise LessonError(f"--moment: {error}") from error


def _views(options: argparse.Namespace, session: Session) -> tuple[str, ...]:
    """The views of a figure."""
    given = tuple(options.view or (CANVAS.name, *session.views)[:MOST_VIEWS])
    if len(set(given)) < len(given):
        raise FigureError("--view: give every view once")
    if len(given) > MOST_VIEWS:
        raise FigureError(f"--view: give {MOST_VIEWS} views at most")
    if WINDOW in given and len(given) > 1:
        raise FigureError("--view: the window stands alone; give it without other views")
    return given


def at_iteration(session: Session, iteration: int) -> Session:
    """A session that looks at an iteration: one that was made, or one it is trained on to."""
    course = session.course
    if iteration < course.iteration:
        return replace(session, at=iteration)
    return replace(session, course=Course(course.changes, iteration), at=None)


def looked_at(options: argparse.Namespace, session: Session) -> Session:
    """The session at the iteration that is to be shown."""
    if options.iterations is not None:
        return at_iteration(session, options.iterations)
    if session.course.iteration or options.scene is not None or not session.lesson.train:
        return session
    return at_iteration(session, USUAL_ITERATIONS)


def _write_folder(options: argparse.Namespace, session: Session) -> int:
    """Write pictures of single views as the window draws them, in some themes."""
    if options.theme is not None and options.theme not in ALL_THEMES:
        raise FigureError(f"--theme: without a file give one of {', '.join(ALL_THEMES)}")
    if isinstance(options.size, str):
        raise FigureError("--size: without a file give that of the window, such as 1440x900")
    plain = options.scene is not None or session == Session.of(session.lesson)
    request = PictureRequest(
        lesson=session.lesson,
        folder=options.output or Path(tempfile.mkdtemp(prefix="rnnsim-")),
        themes=(options.theme,) if options.theme else PICTURE_THEMES,
        views=tuple(options.view or VIEWS),
        size=options.size or WINDOW_SIZE,
        iterations=USUAL_ITERATIONS if options.iterations is None else options.iterations,
        scene=None if options.scene is None else options.scene - 1,
        session=None if plain else looked_at(options, session),
    )
    from rnnsim.cli.drawing import pictures

    for path in pictures(request):
        print(path)
    return 0


def _write_file(options: argparse.Namespace, session: Session, path: Path) -> int:
    """Write a figure, its numbers or an animation."""
    from rnnsim.cli import drawing
    from rnnsim.export.writing import require_writable

    views, kind = _views(options, session), format_of(path)
    if WINDOW in views and kind not in FORMATS:
        raise FigureError(f"--view: the window can be a picture only: {endings(FORMATS)}")
    if WINDOW not in views and isinstance(options.size, tuple):
        raise FigureError(f"--size: pixels are for the window; give {', '.join(SIZES)}")
    if kind == TABLE and len(views) > 1:
        raise FigureError("--view: a table is of one view; give it")
    require_writable(path)
    with ProgressLine(sys.stderr) as progress:
        if kind in FILM_FORMATS:
            animated = film_of(options, session, views, kind)
            at = session if animated.of == TRAINING else looked_at(options, session)
            drawing.write_film(animated, at, path, progress)
        elif kind == TABLE:
            drawing.write_table(views[0], looked_at(options, session), path, progress)
        else:
            wanted, size = figure_of(options, views)
            said = drawing.write_figure(
                wanted, looked_at(options, session), path, size, progress
            )
            _ = said
    print(path)
    return 0


def figure_of(options: argparse.Namespace, views: tuple[str, ...]) -> FigureSpec:
    """The figure that is wanted; the window is as large as on a plain screen."""
    if WINDOW not in views:
        return spec_of(options, views)
    width, _ = _window_size(options)
    spec = spec_of(options, views, dpi=WINDOW_DPI)
    return spec if options.width_mm else replace(spec, width=width / SCREEN_DPI * MM_PER_INCH)


def film_of(
    options: argparse.Namespace, session: Session, views: tuple[str, ...], kind: str
) -> AnimationSpec:
    """The animation that is wanted; in pixels, so that a width in mm needs a density."""
    of = options.film or PASS
    dense = (options.dpi or SCREEN_DPI) / SCREEN_DPI
    spec = AnimationSpec(
        views=views,
        of=of,
        format=kind,
        rate=options.fps or USUAL_RATES[of],
        every=options.every,
        last=_last_iteration(options, session) if of == TRAINING else 1,
        theme=options.theme or PRINT,
    )
    if options.width_mm or options.size:
        figure = spec_of(options, views)
        pixels = round(figure.width / MM_PER_INCH * SCREEN_DPI * dense)
        spec = replace(spec, width=pixels, font=figure.font * dense)
    return replace(spec, font=options.font * dense) if options.font else spec


def _last_iteration(options: argparse.Namespace, session: Session) -> int:
    """The one that an animation of training ends with."""
    last: int | None = options.iterations
    return (session.course.iteration or USUAL_ITERATIONS) if last is None else last
