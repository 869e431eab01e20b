"""Parts of the self-test run, each in a process of its own that is ended where it hangs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rnnsim.self_test.child import work
from rnnsim.self_test.step import NOT_TRIED, Outcome, Part

PATIENCE = 25.0
"""Seconds that a step may take."""

GRACE = 3.0
"""Seconds that a process is waited for beyond that: it ends by itself where a step hangs."""

HUNG = "Timeout (0:"
"""With which `faulthandler` begins where a step took too long."""

START, END = "start the process", "end the process"


@contextmanager
def trying(part: Part, patience: float = PATIENCE) -> Iterator[Iterator[Outcome]]:
    """Start to try a part; give what comes of each step as it comes.

    The process is ended with this.  Where it hangs or crashes, the step it was at has failed, and
    those after it were not tried.

    Parameters
    ----------
    part : Part
    patience : float
        Seconds that a step may take.
    """
    context = get_context("spawn")
    with TemporaryDirectory(prefix="rnnsim-", ignore_cleanup_errors=True) as folder:
        log = Path(folder) / "log"
        receiving, sending = context.Pipe(duplex=False)
        process = context.Process(target=work, args=(sending, part, log, patience))
        process.start()
        sending.close()
        try:
            yield _outcomes(process, receiving, patience, log)
        finally:
            process.kill()
            process.join()
            receiving.close()


def _outcomes(
    process: BaseProcess, connection: Connection, patience: float, log: Path
) -> Iterator[Outcome]:
    sent = _sent(connection, patience + GRACE)
    names: list[str] = next(sent, [])
    waiting = [*names]
    for outcome in sent:
        del waiting[0]
        yield outcome
    process.join(GRACE)
    if process.exitcode != 0:
        name = waiting.pop(0) if waiting else END if names else START
        trace = log.read_text(errors="replace") if log.exists() else ""
        hung = process.exitcode is None or HUNG in trace
        problem = f"the process ended by itself (exit code {process.exitcode})"
        if hung:
            problem = f"took longer than {patience:g} s, and was ended"
        yield Outcome(name, patience if hung else 0.0, problem=problem, trace=trace)
    yield from (Outcome(name, problem=NOT_TRIED) for name in waiting)


def _sent(connection: Connection, patience: float) -> Iterator[Any]:
    """What the process sends, until it ends or sends nothing for so long."""
    try:
        while connection.poll(patience):
            yield connection.recv()
    except EOFError:
        return
