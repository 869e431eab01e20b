"""The bootstrap's decisions; what it does to a machine is seen in a bare Debian only."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import PySide6
import pytest

from rnnsim.ui import display

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "packaging" / "linux" / "system_packages.py"


def load(path):
    spec = importlib.util.spec_from_file_location("system_packages", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


sp = load(SCRIPT)

GLIB = sp.Need("library", "libglib-2.0.so.0", ("libglib2.0-0", "libglib2.0-0t64"))
CURSOR = sp.Need("library", "libxcb-cursor.so.0", ("libxcb-cursor0",))


class FakeMachine:
    """Answers commands from a table of `{substring: (status, output)}` and remembers them.

    A failing command says its output on standard error.
    """

    def __init__(self, answers=None):
        self.answers = answers or {}
        self.commands = []

    def __call__(self, command):
        line = " ".join(command)
        self.commands.append(line)
        for part, (status, output) in self.answers.items():
            if part in line:
                said = ("", output) if status else (output, "")
                return subprocess.CompletedProcess(command, status, *said)
        return subprocess.CompletedProcess(command, 0, "", "")

    def ran(self, part):
        return [line for line in self.commands if part in line]


def policy(**candidates):
    """Imitate `apt-cache policy`; underscores stand for hyphens and `_dot_` for a dot."""
    blocks = []
    for name, version in candidates.items():
        package = name.replace("_dot_", ".").replace("_", "-")
        blocks.append(
            f"{package}:\n  Installed: (none)\n  Candidate: {version}\n  Version table:\n"
            f"     1.0 500\n        500 http://mirror.example stable/main amd64 Packages\n"
        )
    return "".join(blocks)


@pytest.fixture
def nothing_missing(monkeypatch):
    """Let every need be met, as after a good installation."""
    monkeypatch.setattr(sp, "missing", lambda wanted: ())


# What is needed


def test_offscreen_takes_no_window_system():
    names = {need.name for need in sp.needs("offscreen", {"DISPLAY": ":0"})}
    assert {"ensurepip", "libEGL.so.1", "libxkbcommon.so.0"} <= names
    assert not names & {"libxcb.so.1", "libwayland-client.so.0", "Xvfb"}


def test_tests_take_an_x_server_whatever_the_session():
    names = {need.name for need in sp.needs("test", {})}
    assert {"Xvfb", "xdotool", "libxcb-cursor.so.0"} <= names


def test_packages_take_x11s_helpers_which_go_along_and_what_looks_at_them():
    names = {need.name for need in sp.needs("package", {})}
    assert {"objdump", "lintian", "libxcb-cursor.so.0"} <= names
    assert {"debootstrap", "Xvfb"} <= {need.name for need in sp.needs("trial", {})}


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, ()),
        ({"DISPLAY": ":0"}, ("XCB",)),
        ({"WAYLAND_DISPLAY": "wayland-0"}, ("WAYLAND",)),
        ({"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}, ("WAYLAND", "XCB")),
        ({"QT_QPA_PLATFORM": "xcb", "WAYLAND_DISPLAY": "wayland-0"}, ("XCB",)),
    ],
)
def test_the_session_decides_the_platform(environ, expected):
    assert sp.platforms(environ) == tuple(getattr(sp, name) for name in expected)


def test_a_platform_without_a_screen_needs_nothing_more():
    assert sp.platforms({"QT_QPA_PLATFORM": "offscreen:size=800x600"}) == ((),)


# Looking for it


def test_a_library_that_cannot_be_loaded_is_missing():
    absent = sp.Need("library", "libno-such-thing.so.0", ("no-such-thing",))
    assert sp.missing([absent]) == (absent,)


@pytest.mark.skipif(sys.platform == "win32", reason="a program of Unix")
def test_a_program_is_looked_for_on_the_path():
    assert sp.is_present(sp.Need("program", "sh", ("dash",)))
    assert not sp.is_present(sp.Need("program", "no-such-program", ("none",)))


def test_a_module_is_there_or_was_needed_only_to_make_this_environment(monkeypatch):
    absent = sp.Need("module", "no_such_module", ("none",))
    monkeypatch.setattr(sp.sys, "base_prefix", sys.prefix)
    assert not sp.is_present(absent)
    monkeypatch.setattr(sp.sys, "base_prefix", "/elsewhere")
    assert sp.is_present(absent)


# Choosing packages


def test_only_a_package_with_a_candidate_is_known_to_apt():
    answer = policy(libglib2_dot_0_0="(none)", libglib2_dot_0_0t64="2.84.4-3")
    machine = FakeMachine({"apt-cache policy": (0, answer)})
    assert sp.known_to_apt(GLIB.packages, machine) == {"libglib2.0-0t64"}


@pytest.mark.parametrize(
    ("known", "package"),
    [
        ({"libglib2.0-0"}, "libglib2.0-0"),
        ({"libglib2.0-0t64"}, "libglib2.0-0t64"),
        ({"libglib2.0-0", "libglib2.0-0t64"}, "libglib2.0-0t64"),
        (set(), "libglib2.0-0"),
    ],
    ids=["old release", "new release", "both names", "apt has no lists yet"],
)
def test_the_name_that_apt_knows_is_chosen(known, package):
    assert sp.choose_packages([GLIB], known) == (package,)


def test_one_package_for_two_libraries_is_named_once():
    twin = sp.Need("library", "libgthread-2.0.so.0", GLIB.packages)
    assert sp.choose_packages([GLIB, twin, CURSOR], set()) == ("libglib2.0-0", "libxcb-cursor0")


# Installing


def test_a_command_as_root_is_unattended():
    command = sp.as_root(("sudo", "-n"), sp.apt_install(("xvfb",)))
    assert command[:4] == ("sudo", "-n", "env", "DEBIAN_FRONTEND=noninteractive")
    assert command[-4:] == ("install", "-y", "--no-install-recommends", "xvfb")


def test_the_command_to_type_is_one_line():
    assert sp.command_to_type(("libegl1", "xvfb")) == (
        "sudo apt-get update && sudo apt-get install -y --no-install-recommends libegl1 xvfb"
    )


def test_ways_to_become_root(monkeypatch):
    monkeypatch.setattr(sp.shutil, "which", lambda name: f"/usr/bin/{name}")
    assert sp.root_prefix(FakeMachine(), user_id=0) == ()
    assert sp.root_prefix(FakeMachine(), user_id=1000) == ("sudo", "-n")
    asks_for_password = FakeMachine({"sudo -n true": (1, "")})
    assert sp.root_prefix(asks_for_password, user_id=1000) is None
    monkeypatch.setattr(sp.shutil, "which", lambda name: None)
    assert sp.root_prefix(FakeMachine(), user_id=1000) is None


@pytest.mark.usefixtures("nothing_missing")
def test_root_fetches_the_lists_and_then_installs(capsys):
    machine = FakeMachine({"policy": (0, policy(libxcb_cursor0="0.1.1-4"))})
    assert sp.install([CURSOR], machine, user_id=0) == ""
    update, ask, install = machine.commands
    assert "apt-get" in update
    assert update.endswith("update")
    assert "policy libxcb-cursor0" in ask
    assert install.endswith("--no-install-recommends libxcb-cursor0")
    assert capsys.readouterr().err == "Installing system packages: libxcb-cursor0\n"


def test_without_root_the_command_is_told_and_nothing_is_run(monkeypatch):
    monkeypatch.setattr(sp.shutil, "which", lambda name: None)
    machine = FakeMachine()
    problem = sp.install([CURSOR], machine, user_id=1000)
    assert "sudo apt-get install -y --no-install-recommends libxcb-cursor0" in problem
    assert "\n" not in problem
    assert not machine.ran("apt-get")


def test_a_failed_installation_shows_what_apt_said():
    machine = FakeMachine({"update": (0, "Hit:1"), "install": (100, "E: Unable to locate package")})
    problem = sp.install([CURSOR], machine, user_id=0)
    assert problem.startswith("E: Unable to locate package\n")
    assert "sudo apt-get" in problem


def test_a_failed_installation_without_lists_shows_why_there_are_none():
    machine = FakeMachine({"update": (100, "W: Could not connect"), "install": (100, "E: Unable")})
    assert "W: Could not connect" in sp.install([CURSOR], machine, user_id=0)


def test_a_broken_list_does_not_stop_the_installation(monkeypatch):
    monkeypatch.setattr(sp, "missing", lambda wanted: ())
    machine = FakeMachine({"update": (100, "E: some other repository is down")})
    assert sp.install([CURSOR], machine, user_id=0) == ""
    assert machine.ran("install")


def test_what_is_still_missing_after_the_installation_is_named(monkeypatch):
    monkeypatch.setattr(sp, "missing", tuple)
    problem = sp.install([CURSOR], FakeMachine(), user_id=0)
    assert problem == "Installed libxcb-cursor0, but still missing: libxcb-cursor.so.0"


def test_a_program_that_is_not_there_is_a_failure_and_no_exception():
    assert sp.run_quietly(["/no/such/program"]).returncode != 0


# The whole of it


@pytest.fixture
def linux(monkeypatch):
    """Stand on a Linux machine with apt, without a screen, where nothing may be installed."""
    monkeypatch.setattr(sp.sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sp.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(sp.os, "geteuid", lambda: 1000, raising=False)
    monkeypatch.setattr(sp, "run_quietly", FakeMachine({"sudo -n true": (1, "")}))
    return monkeypatch


@pytest.mark.usefixtures("linux", "nothing_missing")
def test_a_complete_machine_is_silent_and_asks_nobody(capsys):
    assert sp.main(["test"]) == 0
    assert capsys.readouterr() == ("", "")
    assert sp.run_quietly.commands == []


def test_without_root_the_run_ends_with_the_command(linux, capsys):
    linux.setattr(sp, "missing", lambda wanted: (CURSOR,))
    assert sp.main(["test"]) == 1
    assert "Please type: sudo apt-get update" in capsys.readouterr().err


def test_other_systems_are_told_what_is_missing_and_go_on(linux, capsys):
    linux.setattr(sp, "missing", lambda wanted: (GLIB, CURSOR))
    linux.setattr(sp.shutil, "which", lambda name: None)
    assert sp.main(["test"]) == 0
    said = capsys.readouterr().err
    assert said == "rnnsim may not work: this system lacks libglib-2.0.so.0, libxcb-cursor.so.0\n"


@pytest.mark.usefixtures("nothing_missing")
@pytest.mark.parametrize("environ", [{}, {"DISPLAY": ":987"}, {"WAYLAND_DISPLAY": "stale"}])
def test_rnnsim_itself_says_that_there_is_no_display(linux, environ, capsys):
    for name, value in environ.items():
        linux.setenv(name, value)
    assert sp.main(["run"]) == 0
    assert capsys.readouterr() == ("", "")


def test_a_run_that_could_draw_pictures_goes_on(linux, capsys):
    """No root and no libxcb-cursor: rnnsim draws, and says what a window takes."""
    linux.setenv("DISPLAY", ":0")
    linux.setattr(sp, "is_present", lambda need: need.name != CURSOR.name)
    assert sp.main(["run"]) == 0
    assert capsys.readouterr().err == ""
    assert sp.main(["test"]) == 1


def test_a_run_that_could_draw_nothing_ends_with_the_command(linux, capsys):
    linux.setattr(sp, "is_present", lambda need: need.name != "libEGL.so.1")
    assert sp.main(["run"]) == 1
    assert "Please type: sudo apt-get update" in capsys.readouterr().err


def test_systems_whose_wheels_bring_everything_are_left_alone(linux):
    linux.setattr(sp.sys, "platform", "darwin")
    linux.setattr(sp, "missing", lambda wanted: pytest.fail("looked for libraries"))
    assert sp.main(["run"]) == 0


def test_an_unknown_purpose_is_refused(capsys):
    assert sp.main(["everything"]) == 2
    assert "usage:" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform != "linux", reason="does nothing elsewhere")
def test_a_complete_machine_costs_next_to_nothing():
    before = os.times()
    subprocess.run([sys.executable, SCRIPT, "test"], check=True)
    after = os.times()
    # of the processor's time, as disk and other processes may keep it waiting; 0.1 s
    user = after.children_user - before.children_user
    assert user + after.children_system - before.children_system < 2.0


# The list of libraries


@pytest.mark.skipif(sys.platform != "linux", reason="ELF files")
def test_every_library_that_qt_links_to_is_listed():
    """No new PySide6 may bring a library that the bootstrap does not know."""
    qt = Path(PySide6.__path__[0]) / "Qt"
    plugins = qt / "plugins"
    linked = set()
    for name in ("Core", "Gui", "Widgets", "Svg", "DBus", "OpenGL", "XcbQpa", "WaylandClient"):
        linked |= needed_sonames(qt / "lib" / f"libQt6{name}.so.6")
    for name in ("xcb", "offscreen", "wayland"):
        linked |= needed_sonames(plugins / "platforms" / f"libq{name}.so")
    for path in (plugins / "xcbglintegrations").glob("*.so"):
        linked |= needed_sonames(path)
    listed = {need.name for need in sp.QT + sp.XCB + sp.WAYLAND}
    assert not {name for name in linked - listed if not name.startswith(IN_WHEEL_OR_BASE)}


def test_rnnsim_names_no_package_that_the_bootstrap_does_not():
    named = {package for need in sp.QT + sp.XCB + sp.WAYLAND for package in need.packages}
    assert named >= set(display.PACKAGES)


IN_WHEEL_OR_BASE = (
    *("libQt6", "libicu"),  # in the wheel
    *("libc.so", "libm.so", "libdl.so", "librt.so", "libpthread.so", "ld-linux"),
    *("libgcc_s.so", "libstdc++.so", "libz.so", "libzstd.so"),  # on every Debian
)


def needed_sonames(path):
    """Read the DT_NEEDED entries of a 64-bit little-endian ELF file."""
    data = path.read_bytes()

    def number(offset, size):
        return int.from_bytes(data[offset : offset + size], "little")

    sections = [number(40, 8) + i * number(58, 2) for i in range(number(60, 2))]
    dynamic = next(s for s in sections if number(s + 4, 4) == 6)
    strings = sections[number(dynamic + 40, 4)]
    names = number(strings + 24, 8)
    start, size = number(dynamic + 24, 8), number(dynamic + 32, 8)
    found = set()
    for entry in range(start, start + size, 16):
        if number(entry, 8) == 1:
            begin = names + number(entry + 8, 8)
            found.add(data[begin : data.index(b"\0", begin)].decode())
    return found
