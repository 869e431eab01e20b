"""The process that tries a part of the self-test."""

from __future__ import annotations

import faulthandler
import os
import sys
import threading
import time
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from rnnsim.self_test.step import Outcome, Part, Step

STANDARD_STREAMS = (1, 2)


def work(connection: Connection, part: Part, log: Path, patience: float) -> None:
    """Try the steps of a part, and send their names and then an `Outcome` for each.

    Whatever is said meanwhile, by Qt or where this process crashes, is written to the log.

    Parameters
    ----------
    connection : Connection
        To the process that asked for it.
    log : Path
        File to be made.
    patience : float
        Seconds after which a step is said to hang: where it does, the log has, and this process
        ends.
    """
    with log.open("wb", buffering=0) as file, connection:
        for number in STANDARD_STREAMS:
            os.dup2(file.fileno(), number)
        faulthandler.enable(file)
        os.environ.update(part.environment)
        unseen = _kept_errors()
        with _watched(patience, file):
            steps = part.steps()
        connection.send([step.name for step in steps])
        for outcome in _outcomes(steps, unseen, patience, file):
            connection.send(outcome)


def _outcomes(
    steps: Sequence[Step], unseen: list[str], patience: float, log: BinaryIO
) -> Iterator[Outcome]:
    for step in steps:
        with _watched(patience, log):
            outcome = _outcome(step, unseen)
        yield outcome
        if outcome.problem and step.essential:
            return


def _outcome(step: Step, unseen: list[str]) -> Outcome:
    """Try a step; it fails too where an error went past it, in a slot of Qt's or a thread."""
    unseen.clear()
    began = time.perf_counter()
    said, problem, trace = "", "", ""
    try:
        said = step.do()
    except Exception as error:  # noqa: BLE001 - whatever it is, it is told
        problem, trace = _in_a_line(error), traceback.format_exc()
    if unseen and not problem:
        problem, trace = f"an error inside: {_last_line(unseen[0])}", "\n".join(unseen)
    return Outcome(step.name, time.perf_counter() - began, said, problem, trace)


@contextmanager
def _watched(patience: float, log: BinaryIO) -> Iterator[None]:
    """End this process where that takes too long, and write where it was into the log."""
    faulthandler.dump_traceback_later(patience, exit=True, file=log)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()


def _kept_errors() -> list[str]:
    """Errors that nobody catches, as they come from now on."""
    kept: list[str] = []

    def keep(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        kept.append("".join(traceback.format_exception(kind, error, trace)))

    def keep_of_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            keep(args.exc_type, args.exc_value, args.exc_traceback)

    sys.excepthook = keep
    threading.excepthook = keep_of_thread
    return kept


def _in_a_line(error: Exception) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())


def _last_line(text: str) -> str:
    return text.strip().splitlines()[-1]
