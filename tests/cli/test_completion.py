"""``rnnsim completion``: scripts that shells take, and what they complete."""

import shutil
import subprocess

import pytest

from rnnsim.cli import main
from rnnsim.cli.completion import SHELLS
from rnnsim.export.request import VIEWS
from rnnsim.model.figure import SIZES, THEMES
from rnnsim.model.lesson import lessons
from rnnsim.model.parameters import PARAMETERS

COMPLETE = """
source "$1"; shift
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}
_shtab_rnnsim rnnsim "${COMP_WORDS[COMP_CWORD]}"
printf '%s\\n' "${COMPREPLY[@]}"
"""


@pytest.fixture(scope="module")
def scripts(tmp_path_factory):
    """A script for each shell."""
    from contextlib import redirect_stdout

    folder, found = tmp_path_factory.mktemp("scripts"), {}
    for shell in SHELLS:
        found[shell] = folder / f"rnnsim.{shell}"
        with found[shell].open("w", encoding="utf-8") as file, redirect_stdout(file):
            assert main(["completion", shell]) == 0
    return found


@pytest.mark.parametrize("shell", SHELLS)
def test_a_shell_takes_its_script(shell, scripts):
    if shutil.which(shell) is None:
        pytest.skip(f"there is no {shell} here")
    done = subprocess.run([shell, "-n", scripts[shell]], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("shell", SHELLS)
def test_every_script_knows_commands_lessons_views_and_settings(shell, scripts):
    text = scripts[shell].read_text(encoding="utf-8")
    for word in ("sweep", "render", "--vary", *lessons(), *VIEWS, *SIZES):
        assert word in text
    for key in PARAMETERS:
        assert f"{key}=" in text


@pytest.fixture
def completed(scripts, tmp_path):
    """What bash offers for the last of some words."""
    if shutil.which("bash") is None:
        pytest.skip("there is no bash here")
    for name in ("mine.rnnsim", "other.svg"):
        (tmp_path / name).touch()

    def complete(*words):
        done = subprocess.run(
            ["bash", "--norc", "-c", COMPLETE, "bash", scripts["bash"], "rnnsim", *words],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout.split()

    return complete


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (("sw",), ["sweep"]),
        (("render", "va"), ["vanishing"]),
        (("render", "mi"), ["mine.rnnsim"]),
        (("open", "vanishing", "--th"), ["--theme"]),
        (("render", "vanishing", "--view", "gr"), ["gradient"]),
        (("render", "--theme", ""), [*THEMES]),
        (("render", "--size", ""), [*SIZES]),
        (("render", "-o", "ot"), ["other.svg"]),
        (("sweep", "--vary", "spec"), ["spectrum=", "spectral_radius="]),
        (("simulate", "--set", "hid"), ["hidden_size="]),
        (("completion", ""), [*SHELLS]),
    ],
    ids=" ".join,
)
def test_bash_completes(words, offered, completed):
    assert completed(*words) == offered
