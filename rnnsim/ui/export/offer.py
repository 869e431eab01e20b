"""What can be written to a file: what it is called, as what, and the work of writing it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from rnnsim.ui.export.job import Progress


@dataclass(frozen=True, slots=True)
class Offer:
    """A file to be written.

    Attributes
    ----------
    name : str
        Proposed, with a suffix.
    kinds : mapping of str to str
        What each suffix that is possible means, in words.
    suffix : str
        The one that is wanted, of `kinds`.
    write : callable
        Takes a path whose suffix is one of `kinds`; returns the steps of writing it, which raise
        `OSError` or `ValueError` with a reason.
    """

    name: str
    kinds: Mapping[str, str]
    suffix: str
    write: Callable[[Path], Iterator[Progress]]
