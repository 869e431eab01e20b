"""The command line: a file for each command of ``rnnsim``; Qt is loaded only when wanted."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence

from rnnsim.cli import check, lessons, render, simulate, window
from rnnsim.model.lesson import LessonError
from rnnsim.model.settings import SettingError
from rnnsim.model.text import TextError
from rnnsim.version import __version__

COMMANDS = {
    "open": window,
    "simulate": simulate,
    "lessons": lessons,
    "render": render,
    "check": check,
}
"""The module of each command: it says what the command is, takes arguments, and runs."""

REFUSED = (LessonError, SettingError, TextError)
"""What was asked for cannot be."""


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
        code: int = options.run(options)
    except (*REFUSED, OSError) as error:
        print("rnnsim:", " ".join(str(error).splitlines()), file=sys.stderr)
        return 2 if isinstance(error, REFUSED) else 1
    return code


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
    for name, module in COMMANDS.items():
        command = commands.add_parser(name, help=module.HELP)
        module.add_arguments(command)
        command.set_defaults(run=module.run)
    return parser
