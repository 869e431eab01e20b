"""What of all that PyInstaller gathers is shipped.

PyInstaller takes whatever could be wanted: every plugin of Qt, its translations into all languages,
NumPy's tests, and each library of the build machine that any of these refers to.  Here is said what
rnnsim does want; `needed` then drops every library that nothing left refers to.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Iterable, Mapping, Sequence
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath
from typing import TypeAlias

Entry: TypeAlias = tuple[str, str, str]
"""PyInstaller's: name in the folder, the file it comes from, its kind."""

EXCLUDED_MODULES = (
    # of Python: those that bring libraries along, GPL's readline among them, and those for people
    # who write programs.  pydoc is not among them, as pyqtgraph imports it.
    *("readline", "tkinter", "sqlite3", "curses", "ssl", "_ssl", "_hashlib", "_uuid", "nis"),
    *("bz2", "_bz2", "lzma", "_lzma", "ossaudiodev", "spwd", "_crypt", "audioop", "_testcapi"),
    *("test", "unittest", "doctest", "pdb", "idlelib", "lib2to3", "ensurepip", "venv", "turtle"),
    *("xmlrpc", "ftplib", "imaplib", "nntplib", "poplib", "smtplib", "telnetlib"),
    *("setuptools", "pkg_resources", "distutils", "pip", "_distutils_hack"),
    # of Qt, what pyqtgraph offers and rnnsim leaves.  QtOpenGL is not among them: pyqtgraph's
    # curves ask for it.
    *(f"PySide6.Qt{name}" for name in ("Network", "Test", "Sql", "Xml", "Qml", "Quick")),
    *(f"PySide6.Qt{name}" for name in ("Help", "PrintSupport", "UiTools", "Designer", "DBus")),
    # of pyqtgraph
    *(f"pyqtgraph.{name}" for name in ("examples", "opengl", "flowchart", "console", "jupyter")),
    # of NumPy
    *(f"numpy.{name}" for name in ("f2py", "distutils", "testing", "tests", "conftest")),
    "numpy._core._multiarray_tests",
    # of Pillow: windows, fonts, colour management, and formats other than PNG, GIF and WebP
    *(f"PIL.{name}" for name in ("_avif", "_imagingcms", "_imagingft", "_imagingtk")),
    *(
        f"PIL.{name}"
        for name in ("_imagingmath", "_imagingmorph", "ImageTk", "ImageQt", "ImageCms")
    ),
    # used by pyqtgraph, NumPy or Pillow where they are there
    *("matplotlib", "scipy", "numba", "cupy", "h5py", "OpenGL", "colorcet", "IPython", "pandas"),
    *("PyQt5", "PyQt6", "PySide2", "olefile", "defusedxml", "psutil", "torch", "jax", "yaml"),
    *("charset_normalizer", "typing_extensions", "tomli_w", "cffi", "threadpoolctl", "pytest"),
)

PILLOW_FORMATS = ("Png", "Gif", "WebP")

PLUGINS = (
    "platforms/*qxcb.*",
    "platforms/*qwayland.*",
    "platforms/*qoffscreen.*",
    "platforms/*qwindows.*",
    "platforms/*qcocoa.*",
    "platforminputcontexts/*compose*",
    "platforminputcontexts/*ibus*",  # for Chinese
    "platformthemes/*xdgdesktopportal*",  # the desktop's file windows, and whether it is dark
    "wayland-shell-integration/*xdg-shell*",
    "wayland-decoration-client/*",
    "iconengines/*svgicon*",
    "imageformats/*qsvg.*",
    "imageformats/*qwebp.*",  # pictures of the help pages
    "styles/*",  # the looks of Windows and macOS, small, and loaded before Fusion is chosen
)
"""Plugins of Qt, under ``plugins/``; what is drawn by OpenGL or read by other formats is not."""

TRANSLATIONS = ("qtbase_de.qm", "qtbase_zh_CN.qm")
"""Of Qt's own texts: the languages that rnnsim speaks."""

FROM_THE_SYSTEM = (
    # Python's own, where it was built so
    *("libpython3.*", "libffi.so.*", "libexpat.so.*", "libmpdec.so.*"),
    # X11's helpers: Qt's wheel wants them, and few desktops have them all
    *("libxcb-cursor.so.*", "libxcb-icccm.so.*", "libxcb-image.so.*", "libxcb-keysyms.so.*"),
    *("libxcb-render-util.so.*", "libxcb-util.so.*"),
)
"""Libraries of the build machine that go along; any other must be of the machine it runs on.

So the machine's own drivers, fonts and X11 are used, which libraries from elsewhere do not fit, and
what the .deb depends on is told by `linux/dependencies.py`.
"""

JUNK = (
    "*/tests/*",
    "*/testing/*",
    "*.pyi",
    "*.pyx",
    "*.pxd",
    "*.h",
    "*.c",
    "*.a",
    "*.lib",
    "*/include/*",
    "*/py.typed",
    "*.dist-info/*",
    "pyqtgraph/icons/peegee/*",
    "pyqtgraph/*/*.ui",
    "PySide6/typesystems/*",
    "PySide6/Qt/metatypes/*",
    "PySide6/Qt/qml/*",
    "PySide6/Qt/libexec/*",
)
"""Data that nothing reads."""


UNWANTED_ELSEWHERE = (
    "*opengl32sw.dll",  # 20 MB, to draw with OpenGL where no driver does
    "*d3dcompiler_*.dll",
    *(f"*Qt6{name}*.dll" for name in ("Network", "Qml", "Quick", "Pdf", "VirtualKeyboard")),
    *(f"*/Qt{name}*" for name in ("Network", "Qml", "Quick", "Pdf", "VirtualKeyboard")),
)
"""Libraries of Windows and macOS that only plugins ask for which are not shipped."""


def _plain(name: str) -> str:
    """A name in the folder as Linux writes it."""
    return name.replace("\\", "/")


def _matches(name: str, patterns: Iterable[str]) -> bool:
    return any(fnmatch(name, pattern) for pattern in patterns)


def is_wanted_plugin(name: str) -> bool:
    """Whether a file under ``plugins/`` of Qt is shipped; True of every other file."""
    _, found, plugin = _plain(name).partition("/plugins/")
    return not found or _matches(plugin, PLUGINS)


def is_wanted_data(name: str) -> bool:
    """Whether a file that is no library is shipped."""
    path = PurePosixPath(_plain(name))
    if path.suffix == ".qm" and "rnnsim" not in path.parts:
        return path.name in TRANSLATIONS
    return not _matches(str(path), JUNK)


def is_wanted_elsewhere(name: str) -> bool:
    """Whether a library is shipped on Windows and macOS, where only names are looked at."""
    return is_wanted_plugin(name) and not _matches(_plain(name), UNWANTED_ELSEWHERE)


def is_of_the_system(source: str, own: Sequence[str]) -> bool:
    """Whether a library comes from neither the environment nor the Python it was made of."""
    return not any(source.startswith(folder.rstrip("/") + "/") for folder in own)


def is_wanted_library(name: str, source: str, own: Sequence[str]) -> bool:
    """Whether a library may be shipped at all, on Linux; `needed` says whether it is."""
    if not is_wanted_plugin(name):
        return False
    if is_of_the_system(source, own):
        return _matches(PurePosixPath(name).name, FROM_THE_SYSTEM)
    return True


def libraries_wanted_by(path: str) -> frozenset[str]:
    """The file names that a shared library asks the loader for."""
    said = subprocess.run(["objdump", "-p", path], capture_output=True, text=True, check=True)
    return frozenset(re.findall(r"^\s*NEEDED\s+(\S+)", said.stdout, re.MULTILINE))


def needed(
    names: Mapping[str, str],
    is_root: Callable[[str], bool],
    wanted_by: Callable[[str], Iterable[str]] = libraries_wanted_by,
) -> frozenset[str]:
    """Those libraries that a root refers to, directly or through others, and the roots.

    Parameters
    ----------
    names
        Each name in the folder, and the file it comes from.
    is_root
        Whether a name is loaded by itself: a module of Python, a plugin, the program.
    wanted_by
        Gives the file names that a file refers to.
    """
    by_file_name: dict[str, list[str]] = {}
    for name in names:
        by_file_name.setdefault(PurePosixPath(name).name, []).append(name)
    reached: set[str] = set()
    waiting = [name for name in names if is_root(name)]
    while waiting:
        name = waiting.pop()
        if name in reached:
            continue
        reached.add(name)
        for file_name in wanted_by(names[name]):
            waiting.extend(by_file_name.get(file_name, ()))
    return frozenset(reached)


def is_loaded_by_itself(name: str) -> bool:
    """Whether Python, or Qt, loads this file without any other's asking."""
    path = PurePosixPath(name)
    is_module = ".cpython-" in path.name or path.name.endswith((".abi3.so", ".pyd"))
    return is_module or "/plugins/" in name or path.name.startswith("libpython")


def trimmed_libraries(entries: Iterable[Entry], own: Sequence[str]) -> list[Entry]:
    """Keep the libraries that rnnsim loads, and the links to them, on Linux.

    Parameters
    ----------
    entries
        PyInstaller's binaries.
    own
        Folders of the environment, and of the Python it was made of.
    """
    entries = list(entries)
    allowed = {
        name: source
        for name, source, kind in entries
        if kind != "SYMLINK" and is_wanted_library(name, source, own)
    }
    kept = needed(allowed, is_loaded_by_itself)
    return [
        entry
        for entry in entries
        if (entry[1] if entry[2] == "SYMLINK" else entry[0]) in kept  # links are to places inside
    ]


def trimmed_data(entries: Iterable[Entry], libraries: Iterable[Entry]) -> list[Entry]:
    """Keep the data that something reads, and of the links those to what is shipped."""
    entries = [entry for entry in entries if is_wanted_data(entry[0])]
    shipped = {name for name, _, kind in [*entries, *libraries] if kind != "SYMLINK"}
    return [entry for entry in entries if entry[2] != "SYMLINK" or entry[1] in shipped]


def stripped(entries: Iterable[Entry], wheels: str, copies: Path) -> list[Entry]:
    """Take what is for debuggers out of Python's own libraries; that is most of some of them.

    Not out of those of the wheels: their segments were moved when they were made, and `strip`
    breaks NumPy's.

    Parameters
    ----------
    entries
    wheels
        The environment's folder.
    copies
        Where the smaller ones go.
    """
    copies.mkdir(parents=True, exist_ok=True)
    made = []
    for name, source, kind in entries:
        if kind != "SYMLINK" and is_of_the_system(source, [wheels]):
            copy = copies / PurePosixPath(name).name
            shutil.copyfile(source, copy)
            subprocess.run(["strip", "--strip-unneeded", str(copy)], check=True)
            source = str(copy)
        made.append((name, source, kind))
    return made


def is_wanted_module(name: str) -> bool:
    """Whether a module of Python is shipped: of Pillow's formats only those that are written."""
    if not name.startswith("PIL.") or not name.endswith("ImagePlugin"):
        return True
    return name.removeprefix("PIL.").removesuffix("ImagePlugin") in PILLOW_FORMATS
