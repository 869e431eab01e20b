"""Whether Qt can be loaded and a window opened here at all, found out before Qt would abort."""

from __future__ import annotations

import ctypes
import os
import re
import socket
import sys
from pathlib import Path

PACKAGES = (
    *("libegl1", "libgl1", "libdbus-1-3", "libfontconfig1", "libglib2.0-0"),
    *("libxkbcommon-x11-0", "libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-shape0"),
    *("libwayland-cursor0", "libwayland-egl1"),
)
"""Debian packages that, with what they depend on, carry every system library of Qt."""

VARIABLES = {"wayland": "WAYLAND_DISPLAY", "xcb": "DISPLAY"}
"""What names the display of a platform; in the order in which Qt tries them."""

OWN = {"win32": "windows", "darwin": "cocoa"}
"""The platforms of systems that always have a display."""


class MissingLibraryError(OSError):
    """A system library of Qt is missing; says which, and what to type."""


class NoDisplayError(RuntimeError):
    """There is nothing to open a window on; says what is missing."""


def require_qt(platform: str = "offscreen") -> None:
    """Load Qt and one of its platforms; raise `MissingLibraryError` where that is impossible.

    The platform is loaded by hand: unlike Qt, that names the library it lacks.
    """
    try:
        from PySide6 import QtSvg, QtWidgets  # noqa: F401

        plugin = Path(QtWidgets.__file__).parent / f"Qt/plugins/platforms/libq{platform}.so"
        if plugin.exists():
            ctypes.CDLL(str(plugin))
    except (ImportError, OSError) as error:
        library = re.match(r"[^/\s]+\.so[.\d]*(?=: )", str(error))
        if library is None:
            raise
        raise MissingLibraryError(
            f"Qt cannot load the system library {library[0]}"
            f" (on Debian and Ubuntu type: sudo apt-get install {' '.join(PACKAGES)})"
        ) from error


def require_display() -> None:
    """Raise `NoDisplayError` where Qt could not open a window; elsewhere than Linux it can."""
    platform_here()


def platform_here() -> str:
    """Name the platform on which Qt will open a window, such as "xcb".

    Raises
    ------
    NoDisplayError
        If there is none; says what is missing.
    """
    if not sys.platform.startswith("linux"):
        return os.environ.get("QT_QPA_PLATFORM") or OWN.get(sys.platform, "")
    problems = []
    for platform in _platforms():
        problem = _problem(platform)
        if not problem:
            return platform
        problems.append(problem)
    raise NoDisplayError(
        " and ".join(problems) or "there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)"
    )


def _platforms() -> list[str]:
    """Name the platforms that Qt would try: those of QT_QPA_PLATFORM, else the session's."""
    chosen = os.environ.get("QT_QPA_PLATFORM")
    if chosen:  # such as wayland-egl;xcb:option=value
        return [re.split("[:-]", each)[0] for each in chosen.split(";")]
    return [platform for platform, variable in VARIABLES.items() if os.environ.get(variable)]


def _problem(platform: str) -> str:
    """Say why no window can be opened on a platform (no reason: the empty string)."""
    if platform not in VARIABLES:
        return ""  # offscreen, vnc, eglfs … take no display
    display = os.environ.get(VARIABLES[platform])
    if not display:
        return f"there is no display ({VARIABLES[platform]} is not set)"
    silent = f"the display {display} does not answer"
    if platform == "wayland" and not _wayland_answers(display):
        return silent
    try:
        require_qt(platform)
    except MissingLibraryError as error:
        return str(error)
    if platform == "xcb" and not _x_server_answers():  # asked last: that takes a library
        return silent
    return ""


def _wayland_answers(display: str) -> bool:
    path = Path(os.environ.get("XDG_RUNTIME_DIR", "/")) / display
    with socket.socket(socket.AF_UNIX) as knocking:
        try:
            knocking.connect(str(path))
        except OSError:
            return False
    return True


def _x_server_answers() -> bool:
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    answers = xcb.xcb_connection_has_error(connection) == 0
    xcb.xcb_disconnect(connection)
    return bool(answers)
