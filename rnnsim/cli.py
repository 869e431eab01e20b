"""The command line: ``rnnsim [open|lessons|render|check]``; Qt is loaded only when wanted."""

from __future__ import annotations

import argparse
import io
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from rnnsim import __version__
from rnnsim.export.request import THEMES, VIEWS, PictureRequest
from rnnsim.model.lesson import (
    DEFAULT_LESSON,
    Lesson,
    LessonError,
    find_lesson,
    lessons,
    read_lesson,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that `arguments` (by default the process's) name; return the exit code."""
    # OpenBLAS with several threads is slower and erratic at these sizes; read when NumPy loads
    for variable in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
        os.environ.setdefault(variable, "1")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that knows no ∂ still gets the rest
    given = list(sys.argv[1:] if arguments is None else arguments)
    options = _parser().parse_args(given if given and _is_command(given[0]) else ["open", *given])
    try:
        code: int = options.command(options)
    except (LessonError, OSError) as error:
        print(f"rnnsim: {error}", file=sys.stderr)
        return 2 if isinstance(error, LessonError) else 1
    return code


COMMANDS = ("open", "lessons", "render", "check")


def _is_command(word: str) -> bool:
    return word in (*COMMANDS, "-h", "--help", "--version")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="rnnsim",
        description="See how gradients travel back through an unrolled recurrent network."
        " Without a command the window opens.",
    )
    parser.add_argument("--version", action="version", version=f"rnnsim {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    open_window = commands.add_parser("open", help="open the window (the default)")
    _add_lesson(open_window)
    open_window.add_argument("--theme", choices=THEMES, help="instead of the system's")
    open_window.set_defaults(command=_open)
    listing = commands.add_parser("lessons", help="list the lessons")
    listing.set_defaults(command=_list)
    picture = commands.add_parser("render", help="write pictures of the window; needs no display")
    _add_lesson(picture)
    picture.add_argument("-o", "--output", type=Path, default=None, help="folder to write to")
    picture.add_argument("--view", choices=VIEWS, help="only this one instead of all")
    picture.add_argument("--theme", choices=THEMES, help="only this one instead of both")
    picture.add_argument("--size", type=_size, default=(1440, 900), metavar="WxH")
    picture.add_argument("--iterations", type=_count, default=240, metavar="N")
    picture.set_defaults(command=_render)
    check = commands.add_parser("check", help="hold the engine against the literature")
    check.set_defaults(command=_check)
    return parser


def _add_lesson(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "lesson", nargs="?", default=DEFAULT_LESSON, help="name or number of a lesson, or a file"
    )


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.lower().partition("x")
    if not (width.isdecimal() and height.isdecimal() and 0 < int(width) <= 8000 >= int(height) > 0):
        raise argparse.ArgumentTypeError(f"“{text}” is not a size such as 1600x960")
    return int(width), int(height)


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) > 1_000_000:
        raise argparse.ArgumentTypeError(f"“{text}” is not a whole number from 0 to 1000000")
    return int(text)


def _lesson(name: str) -> Lesson:
    path = Path(name)
    return read_lesson(path) if path.suffix else find_lesson(name)


def _open(options: argparse.Namespace) -> int:
    lesson = _lesson(options.lesson)
    from rnnsim.ui.display import NoDisplayError, require_display, require_qt

    require_qt()
    try:
        require_display()
    except NoDisplayError as error:
        folder = Path(tempfile.mkdtemp(prefix="rnnsim-"))
        paths = _rendered(PictureRequest(lesson, folder))
        print(f"rnnsim: {error}; {len(paths)} pictures of the lesson are in {folder}")
        return 0
    from rnnsim.ui.app import run

    return run(lesson, options.theme)


def _list(options: argparse.Namespace) -> int:
    for lesson in lessons().values():
        print(f"{lesson.name:12} {lesson.heading}\n{'':12} {lesson.claim}")
    return 0


def _render(options: argparse.Namespace) -> int:
    request = PictureRequest(
        lesson=_lesson(options.lesson),
        folder=options.output or Path(tempfile.mkdtemp(prefix="rnnsim-")),
        themes=(options.theme,) if options.theme else THEMES,
        views=(options.view,) if options.view else VIEWS,
        size=options.size,
        iterations=options.iterations,
    )
    from rnnsim.ui.display import require_qt

    require_qt()
    for path in _rendered(request):
        print(path)
    return 0


def _rendered(request: PictureRequest) -> list[Path]:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from rnnsim.ui.rendering import render

    return render(request)


def _check(options: argparse.Namespace) -> int:
    from rnnsim.checks import main as check

    return check()
