"""The commands of ``rnnsim``: which there are, and how one is run."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from typing import NoReturn

from rnnsim.cli import check, completion, lessons, render, self_test, simulate, sweep, window
from rnnsim.model.figure import FigureError
from rnnsim.model.lesson import LessonError
from rnnsim.model.settings import SettingError
from rnnsim.model.text import TextError
from rnnsim.version import __version__

COMMANDS = {
    "open": window,
    "simulate": simulate,
    "lessons": lessons,
    "render": render,
    "sweep": sweep,
    "check": check,
    "self-test": self_test,
    "completion": completion,
}
"""The module of each command: it says what the command is, takes arguments, and runs."""

REFUSED = (FigureError, LessonError, SettingError, TextError)
"""What was asked for cannot be."""


BROKEN_PIPE = 141
"""Exit code of a program that nobody reads any more: for a shell, that of one SIGPIPE ended."""


def run(arguments: Sequence[str]) -> int:
    """Run the command that `arguments` name; return the exit code."""
    # OpenBLAS with several threads is slower and erratic at these sizes; read when NumPy loads
    for variable in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
        os.environ.setdefault(variable, "1")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that knows no ∂ still gets the rest
    try:
        try:
            return _run(arguments)
        finally:
            print(end="", flush=True)
    except BrokenPipeError:
        # what Python would still write at its end must go somewhere
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE


def _run(arguments: Sequence[str]) -> int:
    given = list(arguments)
    options = _parser().parse_args(given if given and _is_command(given[0]) else ["open", *given])
    try:
        code: int = options.run(options)
    except BrokenPipeError:
        raise
    except (*REFUSED, OSError) as error:
        print(_on_one_line(_said(error) + _hint(given)), file=sys.stderr)
        return 2 if isinstance(error, REFUSED) else 1
    return code


def _said(error: Exception) -> str:
    """What went wrong, without the system's numbers."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return str(error) or type(error).__name__


def _hint(given: Sequence[str]) -> str:
    """Which command was meant, where the first word is nearly one: it was taken for a lesson."""
    meant = get_close_matches(given[0], COMMANDS, 1) if given and not _is_command(given[0]) else []
    return f"; did you mean the command `rnnsim {meant[0]}`?" if meant else ""


def _on_one_line(words: str) -> str:
    """What is said on standard error, whatever somebody typed into it."""
    return "rnnsim: " + " ".join(words.splitlines())


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, as all else does."""

    def error(self, message: str) -> NoReturn:
        """Say so, and end with 2."""
        self.exit(2, _on_one_line(f"{message} (see {self.prog} --help)") + "\n")


def _is_command(word: str) -> bool:
    return word in (*COMMANDS, "-h", "--help", "--version")


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="rnnsim",
        description="See how gradients travel back through an unrolled recurrent network."
        " Without a command the window opens; `rnnsim COMMAND --help` tells of each.",
    )
    parser.add_argument("--version", action="version", version=f"rnnsim {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for name, module in COMMANDS.items():
        command = commands.add_parser(name, help=module.HELP)
        module.add_arguments(command)
        command.set_defaults(run=module.run, parser=parser)
    return parser
