"""The command line, as another program runs it."""

import os
import subprocess
import sys

import pytest

from rnnsim import __version__
from rnnsim.cli import main
from rnnsim.model.lesson import lessons


def run(*arguments, **environment):
    """Run the program in a process of its own; an environment value of None is left out."""
    changed = {**os.environ, **environment}
    known = {key: value for key, value in changed.items() if value is not None}
    return subprocess.run(
        [sys.executable, "-m", "rnnsim", *arguments],
        env=known,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


def lines(text):
    return text.strip().splitlines()


def test_it_says_its_version(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"rnnsim {__version__}\n"


def test_help_names_the_commands(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    out = capsys.readouterr().out
    assert all(command in out for command in ("open", "simulate", "lessons", "render", "check"))


def test_lessons_are_listed_with_their_claims(capsys):
    assert main(["lessons"]) == 0
    out = capsys.readouterr().out
    for lesson in lessons().values():
        assert lesson.heading in out
        assert lesson.claim in out


@pytest.mark.parametrize(
    ("word", "meant"), [("reder", "render"), ("vanish", ""), ("sweeep", "sweep")]
)
def test_a_command_that_is_nearly_one_is_named(word, meant, capsys):
    assert main([word]) == 2
    error = capsys.readouterr().err
    assert f"there is no lesson “{word}”" in error
    assert ("did you mean" in error) == bool(meant)
    assert not meant or f"`rnnsim {meant}`" in error


def test_an_unknown_lesson_is_refused_and_the_known_ones_are_named(capsys):
    assert main(["render", "nonsense"]) == 2
    error = capsys.readouterr().err
    assert len(lines(error)) == 1
    assert "nonsense" in error
    assert "vanishing" in error


def test_a_file_that_is_no_lesson_is_refused_in_one_line(tmp_path, capsys):
    path = tmp_path / "broken.rnnsim"
    path.write_text('{"rnnsim": 1, "title": 3}')
    assert main(["open", str(path)]) == 2
    assert len(lines(capsys.readouterr().err)) == 1


@pytest.mark.parametrize("size", ["0x10", "wide", "9000x10", "10x"])
def test_an_impossible_size_is_refused(size, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["render", "--size", size])
    assert ended.value.code == 2
    assert "1600x960" in capsys.readouterr().err


def test_pictures_are_written_without_a_display(tmp_path):
    arguments = ("render", "power", "-o", str(tmp_path), "--view", "canvas", "--theme", "dark")
    done = run(*arguments, DISPLAY=None, WAYLAND_DISPLAY=None)
    assert (done.returncode, done.stderr) == (0, "")
    picture = tmp_path / "power-canvas-dark.png"
    assert lines(done.stdout) == [str(picture)]
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_a_folder_that_cannot_be_is_refused_in_one_line(tmp_path):
    (tmp_path / "file").write_text("")
    done = run("render", "power", "-o", str(tmp_path / "file" / "folder"), "--view", "canvas")
    assert done.returncode == 1
    assert len(lines(done.stderr)) == 1
    assert "folder" in done.stderr


def test_a_file_of_ones_own_is_drawn(tmp_path):
    path = tmp_path / "mine.rnnsim"
    path.write_text('{"rnnsim": 1, "title": "T", "claim": "C", "settings": {"hidden_size": 3}}')
    arguments = ("-o", str(tmp_path), "--view", "spectrum", "--theme", "light", "--iterations", "0")
    done = run("render", str(path), *arguments)
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "mine-spectrum-light.png").stat().st_size > 1000


@pytest.mark.parametrize("count", ["-1", "1.5", "many", "1000001", "9" * 5000], ids=len)
def test_an_impossible_number_of_iterations_is_refused(count, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["render", "--iterations", count])
    assert ended.value.code == 2
    assert "--iterations" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [["--theme", "pink"], ["render", "--view", "sky"], ["--fast"]]
)
def test_what_there_is_not_is_refused(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "rnnsim" in capsys.readouterr().err


def test_a_terminal_without_greek_letters_is_written_to_all_the_same():
    done = run("lessons", PYTHONIOENCODING="ascii", PYTHONUTF8="0", LC_ALL="C")
    assert (done.returncode, done.stderr) == (0, "")
    assert "vanishing" in done.stdout


def test_what_needs_no_window_loads_no_qt():
    code = (
        "import sys\n"
        "from rnnsim.cli import main\n"
        "assert main(['lessons']) == main(['check']) == 0\n"
        "assert 'PySide6' not in sys.modules\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_literature_is_checked(capsys):
    assert main(["check"]) == 0
    assert "Pascanu" in capsys.readouterr().out
