"""``rnnsim self-test``."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from rnnsim.cli.arguments import output

if TYPE_CHECKING:
    from rnnsim.self_test.step import Outcome, Part

HELP = "try everything once, and say what does not work here"

DESCRIPTION = """\
Print versions; open the window, on no screen and on the screen if there is
one; play a pass, train, draw every view; write a file of every format and read
it again; compute on several processes.  Takes some ten seconds, and touches no
settings or files of yours.  Exit code 0 where all of that works, otherwise 1
and a report, to go with a question or a bug."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what it takes."""
    parser.description = DESCRIPTION
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument(
        "--screenshot",
        type=output,
        metavar="OUT.png",
        help="also write a picture of the window, on the screen if there is one",
    )
    parser.add_argument(
        "--keep", type=output, metavar="FOLDER", help="leave the files that were written there"
    )


def run(options: argparse.Namespace) -> int:
    """Try everything; 1 where something does not work."""
    from rnnsim.export.writing import require_writable
    from rnnsim.self_test.parts import parts
    from rnnsim.ui.display import NoDisplayError, platform_here

    if options.screenshot is not None:
        require_writable(options.screenshot)
    display, without = "", ""
    try:
        display = platform_here()
    except (NoDisplayError, ImportError, OSError) as error:
        without = str(error)
    with _folder(options.keep) as folder:
        code = tried(parts(folder, options.screenshot, display))
    if without:
        print(f"Not tried on a screen: {without}")
    return code


def tried(parts: Iterable[Part], patience: float | None = None) -> int:
    """Try parts; print versions, what comes of each step, and a report of those that fail.

    All parts are at work at the same time, so that it takes not too long where much else is.

    Parameters
    ----------
    parts : iterable of Part
    patience : float, optional
        Seconds that a step may take.

    Returns
    -------
    int
        0, or 1 where a step failed.
    """
    from rnnsim.self_test.runner import PATIENCE, trying
    from rnnsim.versions import report

    began, number, failed = time.monotonic(), 0, []
    with ExitStack() as stack:
        patience = PATIENCE if patience is None else patience
        at_work = [(part, stack.enter_context(trying(part, patience))) for part in parts]
        print(report(), flush=True)
        for part, coming in at_work:
            print(f"\n{part.title}", flush=True)
            for outcome in coming:
                print(_line(outcome), flush=True)
                number += 1
                failed += [outcome] if outcome.problem else []
    took = time.monotonic() - began
    print()
    for outcome in failed:
        print(*_told(outcome), sep="\n")
    said = f"{len(failed)} of {number} steps FAILED" if failed else f"All {number} steps are well"
    print(f"{said} ({took:.1f} s)")
    return 1 if failed else 0


def _line(outcome: Outcome) -> str:
    word = "FAILED" if outcome.problem else "ok"
    said = outcome.problem or outcome.said
    return f"{outcome.seconds:7.2f} s  {word:6}  {outcome.name}{f': {said}' if said else ''}"


def _told(outcome: Outcome) -> Iterator[str]:
    """What the report says of a step that failed."""
    if outcome.trace:
        yield f"--- {outcome.name}: {outcome.problem}"
        yield outcome.trace.strip()
        yield ""


@contextmanager
def _folder(kept: Path | None) -> Iterator[Path]:
    """Where files go: a folder that is to be kept, or one that is gone afterwards."""
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept
        return
    with TemporaryDirectory(prefix="rnnsim-self-test-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)
