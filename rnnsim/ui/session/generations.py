"""The recovery folder: the last generations of every process, told apart by a lock."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QLockFile

try:
    import fcntl
except ImportError:  # on Windows
    fcntl = None  # type: ignore[assignment]

from rnnsim.export.writing import save
from rnnsim.model.files import unfinished
from rnnsim.model.lesson import LessonError
from rnnsim.ui.session.kept import Kept, read_kept

GENERATIONS = 3
"""Files kept of one process: where the newest is damaged, the one before may not be."""

DAMAGED = ".damaged"
"""Ends the name of a file that cannot be read: it is set aside, and never tried again."""

_NAME = re.compile(r"(\d+-\d+)\.(\d+)\.rnnsim")


def _now() -> int:
    """Microseconds since 1970."""
    return time.time_ns() // 1000


_BEGAN = _now()
"""This process began no later."""


class Generations:
    """What one process keeps, or has left behind.

    Every generation is a file of its own, so that none overwrites a good one.  The process holds
    a lock as long as it lives, whichever way it ends.

    Parameters
    ----------
    folder : Path
    name : str
        Of the process: its number and when it began.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self.name = name
        self._lock = QLockFile(str(folder / f"{name}.lock"))
        self._lock.setStaleLockTime(0)  # however long it is held, as long as its process lives

    @classmethod
    def own(cls, folder: Path) -> Generations:
        """Those of this process; nothing is written yet."""
        return cls(folder, f"{os.getpid()}-{_now()}")

    def take(self) -> bool:
        """Hold the lock; False where another process does, or nothing can be written there."""
        if self._lock.isLocked():
            return True
        if self._had_our_number:
            _remove_unless_held(Path(self._lock.fileName()))
        return self._lock.tryLock(0)

    def release(self) -> None:
        """Leave what there is to the next start."""
        self._lock.unlock()

    def keep(self, data: bytes) -> None:
        """Write one more, and remove those that are too many; raises `OSError`."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self.take()
        newest = max((number for number, _ in self._numbered()), default=0)
        save(self._folder / f"{self.name}.{newest + 1}.rnnsim", data)
        for path in self.files[GENERATIONS:]:
            path.unlink(missing_ok=True)

    def read(self) -> Kept | None:
        """The newest that can be read; None where there is none, and all are then set aside."""
        for path in self.files:
            with suppress(LessonError):
                return read_kept(path)
        for path in self.files:
            with suppress(OSError):
                path.replace(path.with_name(path.name + DAMAGED))
        return None

    def remove(self) -> None:
        """Nothing of it is needed any more."""
        for path in (*self.files, *unfinished(self._folder, self._process)):
            with suppress(OSError):
                path.unlink()
        self._lock.unlock()

    @property
    def files(self) -> list[Path]:
        """The newest first."""
        return [path for _, path in sorted(self._numbered(), reverse=True)]

    @property
    def _process(self) -> int:
        return int(self.name.partition("-")[0])

    @property
    def _had_our_number(self) -> bool:
        """Whether it is of an earlier process with our number: to the lock it seems to live.

        Containers deal out the same few numbers again and again.
        """
        began = self.name.partition("-")[2]
        return self._process == os.getpid() and int(began) < _BEGAN

    def _numbered(self) -> Iterator[tuple[int, Path]]:
        with suppress(OSError):
            for path in self._folder.iterdir():
                match = _NAME.fullmatch(path.name)
                if match is not None and match[1] == self.name:
                    yield int(match[2]), path


def left_behind(folder: Path, own: Generations) -> tuple[Generations, Kept] | None:
    """What the last process that ended unexpectedly has left, with its lock held; None: nothing."""
    for name in _names(folder):
        if name == own.name:
            continue
        generations = Generations(folder, name)
        if not generations.take():
            continue  # its process lives, or another asks about it just now
        kept = generations.read()
        if kept is not None:
            return generations, kept
        generations.remove()
    return None


def _remove_unless_held(lock: Path) -> None:
    """Remove a lock that no process holds; where Windows holds one, that fails by itself."""
    with suppress(OSError):
        if fcntl is not None:
            with lock.open("rb") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        lock.unlink()


def _names(folder: Path) -> list[str]:
    """Of all processes that have files there; that which wrote last comes first."""
    written: dict[str, float] = {}
    with suppress(OSError):
        for path in folder.iterdir():
            if match := _NAME.fullmatch(path.name):
                with suppress(OSError):
                    at = path.stat().st_mtime
                    written[match[1]] = max(at, written.get(match[1], at))
    return sorted(written, key=lambda name: -written[name])
