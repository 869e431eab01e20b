"""One version, said in one place, in everything that tells one."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import numpy as np
import pypdf
import pytest

import rnnsim
from rnnsim.export.carrying import session_text_in

ROOT = Path(rnnsim.__file__).parent.parent

OTHER = "98.7.6rc5"
"""A version that nothing else could say."""

MAKING = """
import sys, types
version = sys.modules["rnnsim.version"] = types.ModuleType("rnnsim.version")
version.__version__, folder = sys.argv[1:]

from rnnsim.cli import main

for kind in ("png", "svg", "pdf", "csv", "webp", "gif"):
    view = ("--view", "gradient", "-o", f"{folder}/made.{kind}")
    assert main(["render", "power", *view]) == 0
assert main(["simulate", "power", "--iterations", "2", "-o", f"{folder}/made.npz"]) == 0

from pathlib import Path
from rnnsim.model.lesson import find_lesson
from rnnsim.model.session import Session, write_session

write_session(Path(folder, "made.rnnsim"), Session.of(find_lesson("power")))

from PySide6.QtWidgets import QApplication, QLabel, QWidget
from rnnsim.ui.about import open_about
from rnnsim.versions import report

window = QWidget()
about = open_about(window)
said = [label.text() for label in about.findChildren(QLabel)]
Path(folder, "about").write_text("\\n".join((*said, about.versions.toPlainText())), "utf-8")
Path(folder, "report").write_text(report(), "utf-8")
Path(folder, "application").write_text(QApplication.applicationVersion(), "utf-8")
main(["--version"])
"""
"""Makes whatever tells a version, by a program in which another one stands in that one place."""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A folder of all of it, and what ``--version`` prints."""
    folder = tmp_path_factory.mktemp("made")
    command = [sys.executable, "-c", MAKING, OTHER, str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder, done.stdout.splitlines()[-1]


@pytest.mark.slow
def test_the_program_says_it(made):
    folder, printed = made
    assert printed == f"rnnsim {OTHER}"
    about = (folder / "about").read_text("utf-8").splitlines()
    assert about[0] == f"rnnsim {OTHER}"
    assert f"{OTHER} (run by Python)" in about
    assert (folder / "report").read_text("utf-8").startswith(f"rnnsim     {OTHER} (")
    assert (folder / "application").read_text("utf-8") == OTHER


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["png", "svg", "pdf", "webp", "gif"])
def test_every_picture_carries_it(made, kind):
    session = json.loads(session_text_in(made[0] / f"made.{kind}"))
    assert session["session"]["version"] == OTHER


@pytest.mark.slow
def test_files_say_it_to_other_programs(made):
    folder, _ = made
    assert f"rnnsim {OTHER}" in (folder / "made.svg").read_text("utf-8")
    assert pypdf.PdfReader(folder / "made.pdf").metadata.creator == f"rnnsim {OTHER}"
    assert (folder / "made.csv").read_text("utf-8-sig").startswith(f'# rnnsim,"{OTHER}"\n')
    with np.load(folder / "made.npz", allow_pickle=False) as arrays:
        assert str(arrays["version"]) == OTHER
    own = json.loads((folder / "made.rnnsim").read_text("utf-8"))
    assert own["session"]["version"] == OTHER


def test_it_stands_in_one_place():
    places = [
        path.relative_to(ROOT).as_posix()
        for path in (*sorted((ROOT / "rnnsim").rglob("*.py")), ROOT / "pyproject.toml")
        if f'"{rnnsim.__version__}"' in path.read_text("utf-8")
    ]
    assert places == ["rnnsim/version.py"]


def test_what_is_installed_takes_it_from_there():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert project["tool"]["hatch"]["version"]["path"] == "rnnsim/version.py"
    assert "version" in project["project"]["dynamic"]
