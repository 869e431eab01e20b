"""``rnnsim simulate``."""

from __future__ import annotations

import argparse
import sys

from rnnsim.cli.arguments import LESSON_HELP, count, output, session_of
from rnnsim.cli.progress import ProgressLine
from rnnsim.cli.report import report
from rnnsim.cli.settings import add_changes, changes_of, lesson_and_pairs, settings_described
from rnnsim.cli.wanted import at_iteration, changed
from rnnsim.model.course import Course
from rnnsim.model.edits import edited
from rnnsim.model.settings import Settings

HELP = "train without a window and write every number to a file"

DESCRIPTION = """\
Make N iterations, and then one forward and backward pass on the next batch
before its update.  Prints a short report, and writes every number of that pass
where -o says."""

EXAMPLES = """examples:
  rnnsim simulate --set cell=lstm time_steps=100 task=adding --iterations 500 \\
      -o run.npz
  rnnsim simulate mine.rnnsim -o run.npz
  rnnsim simulate vanishing --set spectral_radius=1.2 --diagnostics -o run.npz"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what it takes."""
    parser.description = DESCRIPTION
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = f"{EXAMPLES}\n\n{settings_described()}"
    parser.add_argument(
        "lesson", nargs="?", help=f"{LESSON_HELP}, to begin from; otherwise the defaults below"
    )
    add_changes(parser)
    parser.add_argument(
        "--iterations",
        type=count,
        metavar="N",
        help="weight updates (default: those of a session, otherwise 0)",
    )
    parser.add_argument(
        "--diagnostics",
        action="store_true",
        help="also the gradient map, singular values and Lyapunov exponents, which take long",
    )
    parser.add_argument(
        "-o", "--output", type=output, metavar="OUT.npz", help="file to write; otherwise none"
    )


def run(options: argparse.Namespace) -> int:
    """Simulate, save and report; nothing is half-written when that is interrupted."""
    course = _course(options)
    changes: dict[int, list[Settings]] = {}
    for iteration, settings in course.changes[1:]:
        changes.setdefault(iteration, []).append(settings)
    from rnnsim.export.writing import require_writable
    from rnnsim.run.simulate import simulate

    if options.output is not None:
        require_writable(options.output)
    with ProgressLine(sys.stderr) as progress:
        result = simulate(
            course.first,
            course.iteration,
            changes=changes,
            diagnostics=options.diagnostics,
            progress=progress,
        )
    if options.output is not None:
        result.save(options.output)
    print(report(result, options.output))
    return 0


def _course(options: argparse.Namespace) -> Course:
    """The course of the run: of a session, a lesson or the defaults, with the changes made."""
    name, pairs = lesson_and_pairs(options.lesson, options.set)
    changes = changes_of(pairs, options.text)
    if name is None:
        return Course(((0, edited(Settings(), changes)),), options.iterations or 0)
    session = changed(session_of(name), changes)
    if options.iterations is not None:
        session = at_iteration(session, options.iterations)
    return session.course if session.at is None else session.course.until(session.at)
