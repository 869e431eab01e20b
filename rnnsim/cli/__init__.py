"""The command line; Qt is loaded only when it is wanted, and a signal heeded before anything is."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from rnnsim.cli.interruption import Interrupted, interruptible


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that `arguments` (by default the process's) name; return the exit code."""
    if getattr(sys, "frozen", False):
        from multiprocessing import freeze_support

        freeze_support()  # a worker of a sweep is this very program: it ends here
    try:
        with interruptible():
            from rnnsim.cli.commands import run

            return run(sys.argv[1:] if arguments is None else arguments)
    except Interrupted as interrupted:
        print("rnnsim: interrupted", file=sys.stderr)
        return interrupted.exit_code
