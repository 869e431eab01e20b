"""Try the packages where nothing else is: in a bare Debian without Python (make package-test).

    python packaging/linux/package_test.py

As root, for it makes a root folder of its own (by debootstrap, kept in ``build/root`` for the next
time) and works there with its own mounts and processes, which end with it.  The window is shown on
an Xvfb of this machine; a picture of it is left in ``dist/package-test.png``.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

import identity  # noqa: E402

ROOT = identity.ROOT / "build" / "root"
DIST = identity.ROOT / "dist"
SUITE = "bookworm"
DISPLAY = ":87"
SCREEN = (1600, 1000)
USER = "lecturer"
HOME = f"/home/{USER}"
PATIENCE = 120
"""Seconds until a command that answers nothing has failed."""

KINDS = ("png", "svg", "pdf", "csv", "webp", "gif")
"""Formats to write; between them they load nearly every library that is shipped."""

SETTLING = 8
"""Seconds after which a run is under way and every view is drawn."""


class FailedError(Exception):
    """The packages are not as they should be."""


def main() -> int:
    """Run everything, inside mounts and processes of its own; 1 where something is amiss."""
    if os.geteuid() != 0:
        print(
            "make package-test needs to be root, to make a root folder of its own.", file=sys.stderr
        )
        return 1
    if "inside" not in sys.argv:
        make_root()
        alone = ["unshare", "--mount", "--pid", "--fork", "--kill-child"]
        return subprocess.run([*alone, sys.executable, __file__, "inside"], check=False).returncode
    try:
        with mounts(), screen():
            try_package(next(DIST.glob(f"rnnsim_{identity.VERSION}_*.deb")))
            try_archive(next(DIST.glob(f"rnnsim-{identity.VERSION}-linux-*.tar.xz")))
    except (FailedError, subprocess.SubprocessError, OSError) as error:
        print(f"package-test: {error}", file=sys.stderr)
        return 1
    print("package-test: all well")
    return 0


def make_root() -> None:
    """Make a bare Debian with a user in it, unless there is one."""
    if (ROOT / "etc" / "debian_version").exists() and (ROOT / "made").exists():
        return
    shutil.rmtree(ROOT, ignore_errors=True)
    subprocess.run(["debootstrap", "--variant=minbase", SUITE, str(ROOT)], check=True)
    shutil.copyfile("/etc/resolv.conf", ROOT / "etc" / "resolv.conf")
    subprocess.run(["chroot", str(ROOT), "useradd", "--create-home", USER], check=True)
    (ROOT / "made").touch()


@contextmanager
def mounts() -> Iterator[None]:
    """Give the root folder what programs expect of a running system."""
    subprocess.run(["mount", "--make-rprivate", "/"], check=True)
    subprocess.run(["mount", "-t", "proc", "proc", str(ROOT / "proc")], check=True)
    subprocess.run(["mount", "--bind", "/dev", str(ROOT / "dev")], check=True)
    subprocess.run(["mount", "-t", "tmpfs", "shm", str(ROOT / "dev" / "shm")], check=True)
    sockets = ROOT / "tmp" / ".X11-unix"
    sockets.mkdir(parents=True, exist_ok=True)
    Path("/tmp/.X11-unix").mkdir(mode=0o1777, exist_ok=True)
    subprocess.run(["mount", "--bind", "/tmp/.X11-unix", str(sockets)], check=True)
    yield  # they go with this process


@contextmanager
def screen() -> Iterator[None]:
    """Run an X server."""
    width, height = SCREEN
    size = f"{width}x{height}x24"
    command = ["Xvfb", DISPLAY, "-screen", "0", size, "-nolisten", "tcp", "-noreset"]
    server = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        until("Xvfb to answer", lambda: Path(f"/tmp/.X11-unix/X{DISPLAY[1:]}").exists())
        yield
    finally:
        server.terminate()
        server.wait()


def until(what: str, holds: Callable[[], bool], patience: float = PATIENCE) -> float:
    """Wait until something holds, and return the seconds it took."""
    began = time.monotonic()
    while not holds():
        if time.monotonic() - began > patience:
            raise FailedError(f"waited {patience} s for {what}")
        time.sleep(0.01)
    return time.monotonic() - began


def inside(*command: str, user: str = "root", display: str = "") -> list[str]:
    """A command as a user types it in the root folder, nothing of this environment with it."""
    home = "/root" if user == "root" else HOME
    variables = [f"HOME={home}", "LANG=C.UTF-8", "PATH=/usr/sbin:/usr/bin:/sbin:/bin"]
    if display:
        variables.append(f"DISPLAY={display}")
    return ["env", "-i", *variables, "chroot", f"--userspec={user}:{user}", str(ROOT), *command]


def run(*command: str, user: str = "root") -> str:
    """Run a command in the root folder, and return what it says; raises `FailedError`."""
    began = time.monotonic()
    done = subprocess.run(
        inside(*command, user=user), capture_output=True, text=True, timeout=600, check=False
    )
    took = time.monotonic() - began
    print(f"{took:6.2f} s  {' '.join(command)}", flush=True)
    if done.returncode != 0:
        raise FailedError(
            f"{' '.join(command)} ended with {done.returncode}:\n{done.stderr[-2000:]}"
        )
    return done.stdout


def require(holds: bool, otherwise: str) -> None:
    """Raise `FailedError` where something does not hold."""
    if not holds:
        raise FailedError(otherwise)


def try_package(package: Path) -> None:
    """Install the .deb, run what it brings, look at the window, and remove it."""
    require(not list((ROOT / "usr" / "bin").glob("python3*")), "the root folder has a Python")
    shutil.copyfile(package, ROOT / "tmp" / "rnnsim.deb")
    quiet = ("env", "DEBIAN_FRONTEND=noninteractive")
    run("apt-get", "-qq", "update")
    run(
        *quiet,
        "apt-get",
        "-qq",
        "-y",
        "--no-install-recommends",
        "install",
        "--reinstall",
        "/tmp/rnnsim.deb",
    )
    try_commands("rnnsim")
    try_window("rnnsim")
    owned = run("dpkg", "-L", "rnnsim").splitlines()
    run(*quiet, "apt-get", "-qq", "-y", "purge", "rnnsim")
    left = [name for name in owned if "rnnsim" in name and (ROOT / name.lstrip("/")).exists()]
    require(not left, f"left behind: {', '.join(left)}")
    require(not (ROOT / "opt" / "rnnsim").exists(), "/opt/rnnsim is left behind")


def try_archive(archive: Path) -> None:
    """Unpack the archive in a user's home, and run it there."""
    home = ROOT / HOME.lstrip("/")
    shutil.rmtree(home / "rnnsim", ignore_errors=True)
    subprocess.run(["tar", "-xf", str(archive), "-C", str(home), "--no-same-owner"], check=True)
    try_commands(f"{HOME}/rnnsim/rnnsim")


def try_commands(program: str) -> None:
    """Everything that needs no display."""
    for made in (ROOT / HOME.lstrip("/")).glob("made*"):
        made.unlink()  # a sweep would go on with what is there
    said = run(program, "--version", user=USER).strip()
    require(said == f"rnnsim {identity.VERSION}", f"--version says {said}")
    if "self-test" in run(program, "--help", user=USER):
        run(program, "self-test", user=USER)
    run(program, "check", user=USER)
    for kind in KINDS:
        run(
            program,
            "render",
            "vanishing",
            "--view",
            "gradient",
            "-o",
            f"{HOME}/made.{kind}",
            user=USER,
        )
    # two workers at least, each of which is the frozen program again
    vary = ("--vary", "spectral_radius=0.5:1.5:3", "--vary", "time_steps=5,10")
    run(program, "sweep", "vanishing", *vary, "-o", f"{HOME}/made-sweep.csv", user=USER)


def try_window(program: str) -> None:
    """Open the window on the X server, twice, take its picture, and close it."""
    command = inside(program, "open", "vanishing", user=USER, display=DISPLAY)
    for turn in ("first", "second"):
        window = subprocess.Popen(command, start_new_session=True)
        try:
            took = until("the window to show", partial(_is_shown, window))
            print(f"{took:6.2f} s  until the window shows, the {turn} time", flush=True)
            time.sleep(SETTLING)
            require(window.poll() is None, f"the window ended by itself: {window.returncode}")
            _take_picture(DIST / "package-test.png")
        finally:
            os.killpg(window.pid, signal.SIGTERM)
            window.wait(timeout=PATIENCE)


def _is_shown(window: subprocess.Popen[bytes]) -> bool:
    require(window.poll() is None, f"the window did not open: exit status {window.returncode}")
    command = ["xdotool", "search", "--onlyvisible", "--name", "rnnsim"]
    environment = {**os.environ, "DISPLAY": DISPLAY}
    return (
        subprocess.run(command, capture_output=True, env=environment, check=False).returncode == 0
    )


def _take_picture(path: Path) -> None:
    code = (
        "import sys; from PySide6.QtGui import QGuiApplication;"
        " app = QGuiApplication([]); app.primaryScreen().grabWindow(0).save(sys.argv[1])"
    )
    environment = {**os.environ, "DISPLAY": DISPLAY, "QT_QPA_PLATFORM": "xcb"}
    subprocess.run([sys.executable, "-c", code, str(path)], check=True, env=environment)


if __name__ == "__main__":
    sys.exit(main())
