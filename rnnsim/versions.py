"""What rnnsim runs with, for a report and the About window; also of what cannot be loaded."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterator
from importlib import import_module

from rnnsim.translation import noted
from rnnsim.version import __version__

LIBRARIES = {
    "PySide6": "PySide6",
    "NumPy": "numpy",
    "pyqtgraph": "pyqtgraph",
    "Pillow": "PIL",
    "msgspec": "msgspec",
}
"""The modules that say the versions of libraries."""

SYSTEM = noted("System")


def is_packaged() -> bool:
    """Whether this is a packaged application, which brings its own Python."""
    return bool(getattr(sys, "frozen", False))


def versions() -> list[tuple[str, str]]:
    """Names and versions: rnnsim's, Python's, those of libraries, and the system's.

    All libraries are loaded, which takes up to a second where they are not.
    """
    how = "packaged" if is_packaged() else "run by Python"
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return [
        ("rnnsim", f"{__version__} ({how})"),
        ("Python", python),
        *((name, _version_of(module)) for name, module in LIBRARIES.items()),
        *_beneath(),
        (SYSTEM, f"{platform.platform()} ({platform.machine()}, {os.cpu_count()} processors)"),
    ]


def _version_of(module: str) -> str:
    try:
        return str(import_module(module).__version__)
    except (ImportError, OSError) as error:
        return f"cannot be loaded: {error}"


def _beneath() -> Iterator[tuple[str, str]]:
    """What libraries bring: Qt and what NumPy multiplies with."""
    try:
        from PySide6.QtCore import qVersion

        yield "Qt", qVersion()
    except ImportError as error:
        yield "Qt", f"cannot be loaded: {error}"
    try:
        from numpy import show_config

        blas = show_config(mode="dicts")["Build Dependencies"]["blas"]
        yield "BLAS", f"{blas['name']} {blas['version']}"
    except (ImportError, KeyError):
        yield "BLAS", "unknown"


def report() -> str:
    """The same as lines of text."""
    rows = versions()
    width = max(len(name) for name, _ in rows) + 2
    return "\n".join(f"{name:{width}}{version}" for name, version in rows)
