"""The real program in a real window, on an X server of its own."""

import os
import shutil
import signal
import subprocess
import sys
import time

import pytest

pytestmark = [
    pytest.mark.x11,
    pytest.mark.skipif(
        not (shutil.which("Xvfb") and shutil.which("xdotool")),
        reason="Xvfb or xdotool is not installed: the real window is NOT tested",
    ),
]

PATIENCE = 60


@pytest.fixture
def screen():
    """The environment of a program that finds an X server, and no Qt platform named."""
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1280x800x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    number = server.stdout.readline().strip()
    leave = ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY")
    yield {k: v for k, v in os.environ.items() if k not in leave} | {"DISPLAY": f":{number}"}
    server.terminate()
    server.wait(PATIENCE)
    server.stdout.close()


def xdotool(screen, *arguments):
    """Do it; return what it prints."""
    done = subprocess.run(
        ["xdotool", *arguments],
        env=screen,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=True,
    )
    return done.stdout.split()


@pytest.fixture
def program(screen):
    """The program, with its window open, and that window's number."""
    running = subprocess.Popen(
        [sys.executable, "-m", "rnnsim", "--theme", "light"],
        env=screen,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    found = xdotool(screen, "search", "--sync", "--onlyvisible", "--name", "rnnsim$")
    xdotool(screen, "windowfocus", "--sync", found[0])
    yield running, found[0]
    running.kill()
    running.communicate()


def shown(screen):
    """How many colours the screen shows, seen by a program that knows nothing of ours."""
    code = (
        "import sys\n"
        "from PySide6.QtGui import QGuiApplication\n"
        "app = QGuiApplication(['look'])\n"
        "image = app.primaryScreen().grabWindow(0).toImage()\n"
        "colors = {image.pixel(x, y) for x in range(0, image.width(), 3)"
        " for y in range(0, image.height(), 3)}\n"
        "print(len(colors))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=screen, capture_output=True, text=True, check=True
    )
    return int(done.stdout)


def test_the_window_opens_draws_takes_keys_and_ends_when_told(program, screen):
    running, _ = program
    for key in ("space", "Right", "r", "5", "ctrl+shift+l", "f", "space"):
        xdotool(screen, "key", key)
    xdotool(screen, "mousemove", "700", "300", "click", "4", "click", "5")
    deadline = time.monotonic() + PATIENCE
    while shown(screen) <= 100:  # a window is found before it is painted
        assert time.monotonic() < deadline
    assert running.poll() is None
    running.send_signal(signal.SIGTERM)
    out, err = running.communicate(timeout=PATIENCE)
    assert (running.returncode, out, err) == (0, "", "")


def test_it_ends_when_its_window_is_closed(program, screen):
    running, window = program
    xdotool(screen, "windowfocus", "--sync", window, "key", "ctrl+q")
    out, err = running.communicate(timeout=PATIENCE)
    assert (running.returncode, out, err) == (0, "", "")


def test_the_self_test_shows_a_window_on_the_screen(screen, tmp_path):
    picture = tmp_path / "window.png"
    done = subprocess.run(
        [sys.executable, "-m", "rnnsim", "self-test", "--screenshot", str(picture)],
        env=screen,
        capture_output=True,
        text=True,
        timeout=2 * PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert "on the screen (xcb)" in done.stdout
    assert picture.read_bytes().startswith(b"\x89PNG")
