"""``rnnsim sweep``."""

from __future__ import annotations

import argparse
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from rnnsim.cli.arguments import LESSON_HELP, count, output
from rnnsim.cli.look import add_look, endings, picture, spec_of
from rnnsim.cli.progress import ProgressLine
from rnnsim.cli.settings import add_changes, settings_described, start_and_changes
from rnnsim.model.figure import FORMATS, SIZES, FigureError
from rnnsim.model.scalars import whole
from rnnsim.model.settings import shown
from rnnsim.model.sweep import Sweep, axis_of

if TYPE_CHECKING:
    from rnnsim.run.sweep_table import SweepTable

HELP = "run a grid of settings on all cores, and write a table and a picture of it"

DESCRIPTION = """\
Make a run for every point of a grid: N iterations, and one pass after them.
A row of the table says how far back its gradient reaches, and what theory says
of that.

Rows are written as they come.  The same command again, also with more values,
makes only the runs that are not in the table yet."""

EXAMPLES = """examples:
  rnnsim sweep --vary spectral_radius=0.5:1.5:21 \\
      --vary time_steps=10,20,50,100 -o reach.csv --figure reach.pdf
  rnnsim sweep vanishing --vary cell=rnn,lstm,gru --vary seed=1:5:5 \\
      --iterations 200 -o cells.csv
  rnnsim sweep --vary learning_rate=0.001:1:13:log --set cell=gru -o rates.csv"""

MOST_JOBS = 61


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what it takes."""
    parser.description = DESCRIPTION
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = f"{EXAMPLES}\n\n{settings_described()}"
    parser.add_argument(
        "lesson", nargs="?", help=f"{LESSON_HELP}, to begin from; otherwise the defaults below"
    )
    parser.add_argument(
        "--vary",
        action="append",
        required=True,
        metavar="KEY=VALUES",
        help="values a,b,c of a setting, or first:last:count, with :log for even ratios;"
        " may be repeated for a grid",
    )
    add_changes(parser)
    parser.add_argument(
        "--iterations", type=count, default=0, metavar="N", help="weight updates (default: 0)"
    )
    parser.add_argument(
        "-o", "--output", type=table, required=True, metavar="OUT.csv", help="table to write"
    )
    parser.add_argument(
        "--figure",
        type=picture,
        metavar="OUT",
        help="also draw how much of the gradient is left at h_1, over the first two settings"
        f" that vary; {endings(FORMATS)}",
    )
    parser.add_argument(
        "--jobs", type=jobs, metavar="N", help="processes at a time (default: one a core)"
    )
    parser.add_argument(
        "--overwrite", action="store_true", help="begin anew, whatever the table holds"
    )
    add_look(parser)


def table(text: str) -> Path:
    """Read where to write a table."""
    path = output(text)
    if path.suffix.lower() != ".csv":
        raise argparse.ArgumentTypeError(f"{shown(text)} does not end in .csv")
    return path


def jobs(text: str) -> int:
    """Read a number of processes."""
    try:
        number = whole(float(text))
    except (ValueError, OverflowError):
        number = 0
    if not 1 <= number <= MOST_JOBS:
        allowed = f"a whole number from 1 to {MOST_JOBS}"
        raise argparse.ArgumentTypeError(f"{shown(text)} is not {allowed}")
    return number


def run(options: argparse.Namespace) -> int:
    """Make the runs that are missing; what is there is kept when that is interrupted."""
    start, changes = start_and_changes(options)
    axes = tuple(axis_of(text) for text in options.vary)
    sweep = Sweep(start, changes, axes, options.iterations)
    from rnnsim.export.writing import require_writable
    from rnnsim.run.sweep_table import SweepTable, read_rows
    from rnnsim.run.workers import cores

    _require_no_pixels(options)
    for path in filter(None, (options.output, options.figure)):
        require_writable(path)
    rows = {} if options.overwrite else read_rows(options.output, sweep)
    made = SweepTable(options.output, sweep, rows)
    _make(sweep, made, options.jobs or cores())
    print(options.output)
    if options.figure is not None:
        _draw(options, sweep, made)
        print(options.figure)
    return 0


def _require_no_pixels(options: argparse.Namespace) -> None:
    if isinstance(options.size, tuple):
        raise FigureError(f"--size: only the window has one in pixels; give {', '.join(SIZES)}")


def _draw(options: argparse.Namespace, sweep: Sweep, made: SweepTable) -> None:
    """Write the figure of all that is in the table."""
    from rnnsim.cli.drawing import write_reach

    write_reach(spec_of(options, ("reach",)), sweep, made.ratio_at, options.figure)


def _make(sweep: Sweep, made: SweepTable, jobs: int) -> None:
    """Make the runs that are missing, and say on standard error what cannot be."""
    from rnnsim.run.sweep import outcomes

    missing = [point for point in sweep.points() if point not in made.rows]
    refused: list[str] = []
    if made.rows and missing:
        print(f"rnnsim: {len(missing)} of {len(sweep)} points are to be run", file=sys.stderr)
    coming = outcomes(sweep, missing, min(jobs, len(missing)))
    with ProgressLine(sys.stderr) as progress, made.growing(), closing(coming):
        for number, (point, outcome) in enumerate(coming, start=1):
            made.add(point, outcome)
            refused += [outcome] if isinstance(outcome, str) else []
            progress(number, len(missing), "runs")
    if refused:
        print(
            f"rnnsim: {len(refused)} of {len(sweep)} points cannot be, and their rows say why;"
            f" the first: {' '.join(refused[0].split())}",
            file=sys.stderr,
        )
