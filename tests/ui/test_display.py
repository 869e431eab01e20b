"""What is found out about the display, and the whole program where there is none."""

import os
import re
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from rnnsim.export.request import THEMES, VIEWS
from rnnsim.ui import display

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asked on Linux only")

ABSENT = "libEGL.so.1: cannot open shared object file: No such file or directory"


@pytest.fixture
def session(monkeypatch):
    """Be in a session without a display, where Qt lacks nothing."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    with tempfile.TemporaryDirectory() as folder:  # tmp_path is too long for a socket
        monkeypatch.setenv("XDG_RUNTIME_DIR", folder)
        monkeypatch.setattr(display, "require_qt", lambda platform: None)
        yield monkeypatch


@pytest.fixture
def wayland(session):
    """A Wayland socket that is there; it answers once it listens."""
    session.setenv("WAYLAND_DISPLAY", "wayland-9")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(Path(os.environ["XDG_RUNTIME_DIR"]) / "wayland-9"))
        yield server


def problem():
    with pytest.raises(display.NoDisplayError) as caught:
        display.require_display()
    return str(caught.value)


@pytest.mark.usefixtures("session")
def test_no_display_is_said():
    assert problem() == "there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)"


def test_an_x_server_that_does_not_answer_is_named(session):
    session.setenv("DISPLAY", ":987")
    assert problem() == "the display :987 does not answer"


def test_a_stale_wayland_socket_is_no_display(wayland):
    assert problem() == "the display wayland-9 does not answer"
    wayland.listen()
    display.require_display()


@pytest.mark.usefixtures("wayland")
def test_behind_a_stale_wayland_socket_the_x_server_is_asked(session):
    session.setenv("DISPLAY", ":987")
    assert problem() == "the display wayland-9 does not answer and the display :987 does not answer"
    session.setattr(display, "_x_server_answers", lambda: True)
    display.require_display()


@pytest.mark.parametrize(
    ("chosen", "variable"),
    [
        ("xcb", "DISPLAY"),
        ("xcb:option=value", "DISPLAY"),
        ("wayland", "WAYLAND_DISPLAY"),
        ("wayland-egl", "WAYLAND_DISPLAY"),
    ],
)
def test_a_chosen_platform_needs_its_display(session, chosen, variable):
    session.setenv("QT_QPA_PLATFORM", chosen)
    assert problem() == f"there is no display ({variable} is not set)"


@pytest.mark.parametrize("chosen", ["offscreen", "vnc:size=800x600", "eglfs", "xcb;minimal"])
def test_other_platforms_take_no_display(session, chosen):
    session.setenv("QT_QPA_PLATFORM", chosen)
    display.require_display()


def test_a_platform_that_lacks_a_library_is_no_display(session):
    def require_qt(platform):
        raise display.MissingLibraryError(f"Qt cannot load {platform}")

    session.setenv("DISPLAY", ":987")
    session.setattr(display, "require_qt", require_qt)
    assert problem() == "Qt cannot load xcb"


def test_a_missing_library_of_a_platform_is_named(monkeypatch):
    def load(path):
        raise OSError(ABSENT)

    monkeypatch.setattr(display.ctypes, "CDLL", load)
    with pytest.raises(display.MissingLibraryError, match=re.escape("libEGL.so.1 (on Debian")):
        display.require_qt("xcb")


# The whole program


def rnnsim(*arguments, **environ):
    """Run it as in a session with nothing but `environ`."""
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    kept = {name: value for name, value in os.environ.items() if name not in hidden}
    return subprocess.run(
        [sys.executable, "-m", "rnnsim", *arguments],
        env={**kept, **environ},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("environ", "reason"),
    [
        ({}, "there is no display"),
        ({"DISPLAY": ":987"}, "the display :987 does not answer"),
        ({"QT_QPA_PLATFORM": "xcb"}, "there is no display (DISPLAY is not set)"),
        ({"WAYLAND_DISPLAY": "/none"}, "the display /none does not answer"),
    ],
)
def test_without_a_display_pictures_are_drawn(environ, reason, tmp_path):
    ended = rnnsim(**environ, TMPDIR=str(tmp_path))
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.startswith(f"rnnsim: {reason}")
    assert ended.stdout.count("\n") == 1
    folder = Path(ended.stdout.rpartition(" are in ")[2].strip())
    assert folder.parent == tmp_path
    assert len(list(folder.glob("*.png"))) == len(THEMES) * len(VIEWS)


@pytest.mark.slow
@pytest.mark.parametrize("arguments", [["open"], ["render"]])
@pytest.mark.parametrize("environ", [{}, {"QT_QPA_PLATFORM": "offscreen"}])
def test_a_missing_library_is_told_in_one_line(arguments, environ, tmp_path):
    package = tmp_path / "PySide6"
    package.mkdir()
    (package / "__init__.py").touch()
    for module in ("QtCore", "QtGui", "QtSvg", "QtWidgets"):
        (package / f"{module}.py").write_text(f"raise ImportError({ABSENT!r})")
    ended = rnnsim(*arguments, **environ, PYTHONPATH=str(tmp_path))
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith("rnnsim: Qt cannot load the system library libEGL.so.1 (on")
    assert "type: sudo apt-get install libegl1 " in ended.stderr
    assert ended.stderr.count("\n") == 1
