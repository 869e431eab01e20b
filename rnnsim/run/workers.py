"""Processes that compute beside this one, and end with it however it ends."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from threading import Thread

MOST_WORKERS = 61
"""Windows waits for no more processes at a time."""


def cores() -> int:
    """How many processes can compute at a time."""
    if hasattr(os, "sched_getaffinity"):
        return min(len(os.sched_getaffinity(0)), MOST_WORKERS)
    return min(os.cpu_count() or 1, MOST_WORKERS)


@contextmanager
def workers(count: int) -> Iterator[ProcessPoolExecutor]:
    """So many processes, each a fresh interpreter.

    They are gone when this ends, at once if by an exception, and also where this process is killed:
    each of them waits for the end of a pipe that only this process could write to.
    """
    context = get_context("spawn")
    reader, writer = context.Pipe(duplex=False)
    pool = ProcessPoolExecutor(count, context, _begin, (reader,))
    try:
        with _no_interruption():
            pool.submit(os.getpid)  # starts all of them
        yield pool
        pool.shutdown()
    finally:
        writer.close()
        pool.shutdown(cancel_futures=True)
        reader.close()


@contextmanager
def _no_interruption() -> Iterator[None]:
    """Processes that are started within never see Ctrl+C: it is for this one, which ends them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(reader: Connection) -> None:
    """What a worker does first."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with, args=(reader,), daemon=True).start()


def _end_with(reader: Connection) -> None:
    """End this process when the other end of the pipe is gone."""
    try:
        reader.recv_bytes()
    except (EOFError, OSError):
        pass
    os._exit(1)
