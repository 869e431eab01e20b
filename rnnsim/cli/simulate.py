"""``rnnsim simulate``."""

from __future__ import annotations

import argparse
import sys

from rnnsim.cli.arguments import LESSON_HELP, count, output
from rnnsim.cli.progress import ProgressLine
from rnnsim.cli.report import report
from rnnsim.cli.settings import add_changes, settings_described, start_and_changes
from rnnsim.model.edits import edited

HELP = "train without a window and write every number to a file"

DESCRIPTION = """\
Make N iterations, and then one forward and backward pass on the next batch
before its update.  Prints a short report, and writes every number of that pass
where -o says."""

EXAMPLES = """examples:
  rnnsim simulate --set cell=lstm time_steps=100 task=adding --iterations 500 \\
      -o run.npz
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
        "--iterations", type=count, default=0, metavar="N", help="weight updates (default: 0)"
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
    start, changes = start_and_changes(options)
    settings = edited(start, changes)
    from rnnsim.export.writing import require_writable
    from rnnsim.run.simulate import simulate

    if options.output is not None:
        require_writable(options.output)
    with ProgressLine(sys.stderr) as progress:
        result = simulate(
            settings, options.iterations, diagnostics=options.diagnostics, progress=progress
        )
    if options.output is not None:
        result.save(options.output)
    print(report(result, options.output))
    return 0
