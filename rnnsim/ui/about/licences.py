"""The texts of licences: those that a package brings, or those of what is installed beside rnnsim.

No Qt.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import metadata
from pathlib import Path, PurePosixPath

from rnnsim.resources import resource_paths
from rnnsim.translation import noted

NOTICE = "THIRD-PARTY.md"
"""What a package says of the work of others, before all texts."""

NOTICE_TITLE = noted("Work of others")

FIRST = ("rnnsim-LICENSE", "LGPL-3.0", "GPL-3.0")
"""The texts that come first: rnnsim's own, and those of Qt."""

INSTALLED = ("rnnsim", "PySide6-Essentials", "numpy", "pyqtgraph", "pillow", "msgspec", "shtab")
"""Distributions whose texts are shown where there is no package that brings all."""


@dataclass(frozen=True, slots=True)
class Licence:
    """A text that can be read.

    Attributes
    ----------
    name : str
        As its file is called, which is not translated.
    path : Path
    """

    name: str
    path: Path

    @property
    def is_notice(self) -> bool:
        """Whether it is what a package says of the work of others, in Markdown."""
        return self.path.name == NOTICE

    @property
    def text(self) -> str:
        """The text, or why it cannot be read."""
        try:
            return self.path.read_text(encoding="utf-8", errors="replace")
        except OSError as error:
            return f"{self.path}: {error.strerror}"


def licences() -> list[Licence]:
    """All texts, in the order in which they are listed."""
    shipped = [*resource_paths("licences", ".md"), *resource_paths("licences", ".txt")]
    found = [Licence(path.stem, path) for path in shipped] or _installed()
    return sorted(found, key=_place)


def _place(licence: Licence) -> tuple[bool, int, str]:
    rank = FIRST.index(licence.name) if licence.name in FIRST else len(FIRST)
    return not licence.is_notice, rank, licence.name.casefold()


def _installed() -> list[Licence]:
    """The texts that distributions have beside them, where pip put them."""
    found = []
    for name in INSTALLED:
        try:
            files = metadata.files(name) or ()
        except metadata.PackageNotFoundError:
            continue
        for file in files:
            called = _called(name, file)
            if called:
                found.append(Licence(called, Path(str(file.locate()))))
    return found


def _called(name: str, file: PurePosixPath) -> str:
    """What a distribution's text is called; empty where the file is none."""
    folder, *parts = file.parts
    if not folder.endswith(".dist-info") or parts[:1] != ["licenses"]:
        return ""
    inner = "-".join(part.lstrip("_") for part in parts[1:])
    return f"{name}-{inner}".removesuffix(".txt").removesuffix(".md")
