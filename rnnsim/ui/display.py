"""Whether a window can be opened here at all, found out before Qt would abort."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path


class NoDisplayError(RuntimeError):
    """There is nothing to open a window on; says what is missing."""


def require_display() -> None:
    """Raise `NoDisplayError` where Qt could not open a window; elsewhere than Linux it can."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return
    if os.environ.get("WAYLAND_DISPLAY") and _wayland_socket().exists():
        return
    if not os.environ.get("DISPLAY"):
        raise NoDisplayError("there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)")
    _require_plugin()
    if not _x_server_answers():
        raise NoDisplayError(f"the display {os.environ['DISPLAY']} does not answer")


def _wayland_socket() -> Path:
    return Path(os.environ.get("XDG_RUNTIME_DIR", "/")) / os.environ["WAYLAND_DISPLAY"]


def _require_plugin() -> None:
    """Load Qt's X11 plugin by hand: unlike Qt, that names the library it lacks."""
    import PySide6

    plugin = Path(PySide6.__path__[0]) / "Qt/plugins/platforms/libqxcb.so"
    if not plugin.exists():
        return
    try:
        ctypes.CDLL(str(plugin))
    except OSError as error:
        raise NoDisplayError(
            f"a system library of Qt is missing: {error}; on Debian and Ubuntu type:"
            " apt install libegl1 libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1"
        ) from error


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
