"""Install the system packages that rnnsim needs and this machine lacks.

    python3 packaging/linux/system_packages.py venv|offscreen|run|test|package|trial

Run by make with the system's own Python, before any environment exists: standard library only.
What is there is found out by loading it, not by asking the package manager, so that a complete
machine costs no more than a few dozen look-ups.  On Debian, Ubuntu and their kin the missing
packages are installed by apt-get where that needs no password; otherwise the one command to type is
printed and the exit status is 1, unless a run could at least draw pictures: then rnnsim itself says
why it opens no window.  Elsewhere the missing files are named and the run goes on.
"""

import ctypes
import importlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

Command = tuple[str, ...]
Runner = Callable[[Sequence[str]], "subprocess.CompletedProcess[str]"]


@dataclass(frozen=True)
class Need:
    """One thing the machine must have.

    Attributes
    ----------
    kind
        How to look for it: "library" (a soname), "program" (on the path) or "module" (of Python).
    name
        The soname, program or module.
    packages
        The Debian packages that carry it, the most widely known name first.
    """

    kind: str
    name: str
    packages: tuple[str, ...]


def libraries(packages: Mapping[str, str]) -> tuple[Need, ...]:
    """Turn ``{soname: "package [other name]"}`` into needs."""
    return tuple(
        Need("library", soname, tuple(names.split())) for soname, names in packages.items()
    )


# What `ldd` reports as not found for the PySide6-Essentials 6.10 wheel in a bare Debian 12 and 13.
# QtCore, QtGui, QtWidgets, QtSvg and the offscreen platform:
QT = libraries(
    {
        "libEGL.so.1": "libegl1",
        "libGL.so.1": "libgl1",
        "libX11.so.6": "libx11-6",
        "libdbus-1.so.3": "libdbus-1-3",
        "libfontconfig.so.1": "libfontconfig1",
        "libfreetype.so.6": "libfreetype6",
        "libglib-2.0.so.0": "libglib2.0-0 libglib2.0-0t64",
        "libgthread-2.0.so.0": "libglib2.0-0 libglib2.0-0t64",
        "libxkbcommon.so.0": "libxkbcommon0",
    }
)
# libqxcb.so and its OpenGL integrations:
XCB = libraries(
    {
        "libX11-xcb.so.1": "libx11-xcb1",
        "libxcb-cursor.so.0": "libxcb-cursor0",
        "libxcb-glx.so.0": "libxcb-glx0",
        "libxcb-icccm.so.4": "libxcb-icccm4",
        "libxcb-image.so.0": "libxcb-image0",
        "libxcb-keysyms.so.1": "libxcb-keysyms1",
        "libxcb-randr.so.0": "libxcb-randr0",
        "libxcb-render-util.so.0": "libxcb-render-util0",
        "libxcb-render.so.0": "libxcb-render0",
        "libxcb-shape.so.0": "libxcb-shape0",
        "libxcb-shm.so.0": "libxcb-shm0",
        "libxcb-sync.so.1": "libxcb-sync1",
        "libxcb-util.so.1": "libxcb-util1",
        "libxcb-xfixes.so.0": "libxcb-xfixes0",
        "libxcb-xkb.so.1": "libxcb-xkb1",
        "libxcb.so.1": "libxcb1",
        "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    }
)
# libqwayland.so:
WAYLAND = libraries(
    {
        "libwayland-client.so.0": "libwayland-client0",
        "libwayland-cursor.so.0": "libwayland-cursor0",
        "libwayland-egl.so.1": "libwayland-egl1",
    }
)
# Debian takes ensurepip, which `python3 -m venv` needs, out of each of its Pythons.
VENV = (Need("module", "ensurepip", (f"python3.{sys.version_info.minor}-venv",)),)
X_SERVER = (
    Need("program", "Xvfb", ("xvfb",)),
    Need("program", "xdotool", ("xdotool",)),
)
# What make package builds with, and what looks at the result.
PACKAGERS = (
    Need("program", "objdump", ("binutils",)),
    Need("program", "dpkg-deb", ("dpkg",)),
    Need("program", "desktop-file-validate", ("desktop-file-utils",)),
    Need("program", "appstreamcli", ("appstream",)),
    Need("program", "lintian", ("lintian",)),
)
# What make package-test makes a bare system with.
TRIAL = (
    Need("program", "debootstrap", ("debootstrap",)),
    Need("program", "unshare", ("util-linux",)),
)
PURPOSES = ("venv", "offscreen", "run", "test", "package", "trial")


def platforms(environ: Mapping[str, str]) -> tuple[tuple[Need, ...], ...]:
    """Give the needs of each Qt platform that could show a window in this session."""
    choice = environ.get("QT_QPA_PLATFORM", "").partition(":")[0]
    if choice:
        return ({"xcb": XCB, "wayland": WAYLAND}.get(choice, ()),)
    found = []
    if environ.get("WAYLAND_DISPLAY"):
        found.append(WAYLAND)
    if environ.get("DISPLAY"):
        found.append(XCB)
    return tuple(found)


def needs(purpose: str, environ: Mapping[str, str]) -> tuple[Need, ...]:
    """List what a purpose (one of `PURPOSES`) takes, the environment for Python included."""
    if purpose == "venv":
        return VENV
    if purpose == "offscreen":
        return VENV + QT
    if purpose == "run":
        return VENV + QT + sum(platforms(environ), ())
    if purpose == "package":  # X11's helpers go along, and so must be there
        return VENV + QT + XCB + PACKAGERS
    if purpose == "trial":
        return VENV + QT + XCB + X_SERVER + TRIAL
    return VENV + QT + XCB + X_SERVER


def is_present(need: Need) -> bool:
    """Look for one need on this machine."""
    if need.kind == "program":
        return shutil.which(need.name) is not None
    if need.kind == "module":
        in_environment = sys.prefix != sys.base_prefix  # then it has done its work already
        return in_environment or importlib.util.find_spec(need.name) is not None
    try:
        ctypes.CDLL(need.name)
    except OSError:
        return False
    return True


def missing(wanted: Iterable[Need]) -> tuple[Need, ...]:
    """Keep what this machine lacks."""
    importlib.invalidate_caches()
    return tuple(need for need in wanted if not is_present(need))


def known_to_apt(names: Collection[str], run: Runner) -> frozenset[str]:
    """Keep the package names that apt could install, by its lists of this moment."""
    answer = run(["env", "LC_ALL=C", "apt-cache", "policy", *sorted(names)]).stdout
    known, name = set(), ""
    for line in answer.splitlines():
        if not line.startswith(" "):
            name = line.rstrip(":")
        elif line.startswith("  Candidate:") and not line.endswith("(none)"):
            known.add(name)
    return frozenset(known)


def choose_packages(wanted: Iterable[Need], known: Collection[str]) -> tuple[str, ...]:
    """Choose one package for each need: the last of its names that apt knows, else the first.

    The last, because a renamed package (``…t64``) may still be listed under its old name.
    """
    chosen = set()
    for need in wanted:
        candidates = [name for name in need.packages if name in known]
        chosen.add(candidates[-1] if candidates else need.packages[0])
    return tuple(sorted(chosen))


def apt_update() -> Command:
    """Build the command that fetches apt's lists."""
    return ("apt-get", "update")


def apt_install(packages: Sequence[str]) -> Command:
    """Build the command that installs packages without a question."""
    return ("apt-get", "install", "-y", "--no-install-recommends", *packages)


def as_root(prefix: Command, command: Command) -> Command:
    """Make a command run as root, unattended and patient with apt's lock."""
    program, *arguments = command
    manners = ("-q", "-o", "DPkg::Lock::Timeout=120")
    return (*prefix, "env", "DEBIAN_FRONTEND=noninteractive", program, *manners, *arguments)


def command_to_type(packages: Sequence[str]) -> str:
    """Word the one command that the user may type."""
    return " && ".join("sudo " + " ".join(part) for part in (apt_update(), apt_install(packages)))


def root_prefix(run: Runner, user_id: int) -> Command | None:
    """Say how to become root without a password: ``()`` if root already, None if impossible."""
    if user_id == 0:
        return ()
    if shutil.which("sudo") and run(["sudo", "-n", "true"]).returncode == 0:
        return ("sudo", "-n")
    return None


def install(wanted: Sequence[Need], run: Runner, user_id: int) -> str:
    """Install what is wanted, and return what went wrong (nothing: the empty string)."""
    names = {name for need in wanted for name in need.packages}
    prefix = root_prefix(run, user_id)
    if prefix is None:
        packages = choose_packages(wanted, known_to_apt(names, run))
        return f"rnnsim needs system packages. Please type: {command_to_type(packages)}"
    update = run(as_root(prefix, apt_update()))  # one broken source among many need not matter
    packages = choose_packages(wanted, known_to_apt(names, run))
    say(f"Installing system packages: {' '.join(packages)}")
    result = run(as_root(prefix, apt_install(packages)))
    if result.returncode != 0:
        said = (update.stderr + result.stderr).strip()
        return f"{said}\napt-get failed. To try again, type: {command_to_type(packages)}"
    absent = missing(wanted)
    if absent:
        return f"Installed {' '.join(packages)}, but still missing: {names_of(absent)}"
    return ""


def names_of(wanted: Iterable[Need]) -> str:
    """Join names for a message."""
    return ", ".join(need.name for need in wanted)


def say(text: str) -> None:
    """Tell the user, apart from what the program prints."""
    print(text, file=sys.stderr, flush=True)


def run_quietly(command: Sequence[str]) -> "subprocess.CompletedProcess[str]":
    """Run a command to its end and keep what it says."""
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError as error:
        return subprocess.CompletedProcess(command, 127, "", str(error))


def main(arguments: Sequence[str]) -> int:
    """Bring the machine up to a purpose, and return the exit status."""
    if len(arguments) != 1 or arguments[0] not in PURPOSES:
        say(f"usage: system_packages.py {'|'.join(PURPOSES)}")
        return 2
    purpose = arguments[0]
    if sys.platform != "linux":
        return 0  # the wheels bring everything
    wanted = missing(needs(purpose, os.environ))
    if not wanted:
        return 0
    if shutil.which("apt-get") is None:
        say(f"rnnsim may not work: this system lacks {names_of(wanted)}")
        return 0
    problem = install(wanted, run_quietly, os.geteuid())
    if not problem or (purpose == "run" and not missing(needs("offscreen", os.environ))):
        return 0  # without a window rnnsim draws pictures, and says why
    say(problem)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
