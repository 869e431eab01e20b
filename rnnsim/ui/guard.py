"""A guard for painting: an exception that leaves a paint event can end the whole process."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def reported() -> Iterator[None]:
    """Hand what goes wrong inside to the exception hook, and go on."""
    try:
        yield
    except Exception:  # noqa: BLE001 - whatever it is, it is reported
        sys.excepthook(*sys.exc_info())
