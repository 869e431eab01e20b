"""``rnnsim simulate``, within this process and as another one runs it."""

import errno
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

import rnnsim
from rnnsim import Settings
from rnnsim.cli import main
from rnnsim.cli.settings import changes_of
from rnnsim.model import text as text_module
from rnnsim.model.course import Course
from rnnsim.model.edits import edited
from rnnsim.model.lesson import find_lesson
from rnnsim.model.parameters import PARAMETERS
from rnnsim.model.session import Session, write_session

CHANGES = {
    "cell": "lstm",
    "hidden_size": "3",
    "time_steps": "12",
    "batch_size": "3",
    "activation": "sigmoid",
    "spectrum": "own",
    "spectral_radius": "0.7",
    "non_normality": "0.25",
    "eigenvalues": "0.9, 0.5±0.3i",
    "forget_bias": "chrono",
    "task": "text",
    "text": "abracadabra = simsalabim",
    "loss_at": "all",
    "optimizer": "adam",
    "learning_rate": "1e-2",
    "clip": "norm",
    "clip_threshold": "0.5",
    "truncation": "6",
    "truncation_stride": "3",
    "precision": "float32",
    "seed": "42",
}
"""Another value than the default's of every setting."""


def run(*arguments):
    return main(["simulate", *map(str, arguments)])


def names_in(folder):
    return [path.name for path in folder.iterdir()]


def read(path):
    with np.load(path, allow_pickle=False) as file:
        return dict(file)


def settings_in(path):
    return edited(Settings(), json.loads(str(read(path)["settings"])))


def error_of(capsys):
    """The one line on standard error; nothing may stand on standard output."""
    out, error = capsys.readouterr()
    assert out == ""
    assert error.startswith("rnnsim: ")
    assert error.count("\n") == 1
    return error


@pytest.fixture
def out(tmp_path):
    return tmp_path / "run.npz"


def test_the_file_holds_what_the_library_gives(out, capsys):
    assert run("power", "--set", "cell=gru", "hidden_size=4", "--iterations", 3, "-o", out) == 0
    settings = edited(find_lesson("power").settings, {"cell": "gru", "hidden_size": 4})
    expected = rnnsim.simulate(settings, 3).arrays()
    found = read(out)
    assert found.keys() == expected.keys()
    for name in found:
        assert_array_equal(found[name], expected[name])
    said, complaints = capsys.readouterr()
    assert complaints == ""
    assert str(out) in said
    assert names_in(out.parent) == [out.name]


def test_without_a_lesson_the_defaults_are_taken_and_without_a_file_nothing_is_written(
    tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    assert run() == 0
    assert "the defaults" in capsys.readouterr().out
    assert names_in(tmp_path) == []


def test_a_file_of_ones_own_is_run(tmp_path, out):
    path = tmp_path / "mine.rnnsim"
    path.write_text('{"rnnsim": 1, "title": "T", "claim": "C", "settings": {"hidden_size": 3}}')
    assert run(path, "--set", "seed=9", "-o", out) == 0
    assert settings_in(out) == Settings(hidden_size=3, seed=9)


def test_a_session_is_run_along_its_course(tmp_path, out):
    small = Settings(hidden_size=3, time_steps=4, batch_size=2)
    slower = replace(small, learning_rate=0.01)
    course = Course(((0, small), (2, slower)), 5)
    path = tmp_path / "mine.rnnsim"
    write_session(path, replace(Session.of(find_lesson("recall")), course=course, at=4))
    for words, iterations in [((), 4), (("--iterations", 1), 1), (("--iterations", 7), 7)]:
        assert run(path, *words, "-o", out) == 0
        expected = rnnsim.simulate(
            small, iterations, changes={2: slower} if iterations >= 2 else None
        )
        assert_array_equal(read(out)["weight_hh"], expected.weight_hh)
        assert len(read(out)["losses"]) == iterations
    assert run(path, "--set", "seed=3", "-o", out) == 0
    assert settings_in(out) == replace(slower, seed=3)
    assert len(read(out)["losses"]) == 4


def test_every_setting_can_be_set():
    assert CHANGES.keys() == PARAMETERS.keys()
    default = Settings()
    for key, value in CHANGES.items():
        assert PARAMETERS[key].parse(value) != getattr(default, key)


def test_all_settings_can_be_set_at_once(out):
    assert run("--set", *(f"{key}={value}" for key, value in CHANGES.items()), "-o", out) == 0
    found = settings_in(out)
    parsed = {key: PARAMETERS[key].parse(value) for key, value in CHANGES.items()}
    for key in PARAMETERS.keys() - {"eigenvalues"}:
        assert getattr(found, key) == parsed[key]
    own = np.array(found.eigenvalues)
    assert np.hypot(*own.T).max() == pytest.approx(0.7)
    assert len(own) == 3


@given(order=st.permutations([f"{key}={value}" for key, value in CHANGES.items()]))
def test_the_order_of_the_changes_does_not_matter(order):
    own = [f"{key}={value}" for key, value in CHANGES.items()]
    start = find_lesson("power").settings
    assert edited(start, changes_of(order, None)) == edited(start, changes_of(own, None))


@pytest.mark.parametrize(
    ("pairs", "words"),
    [
        (["eigenvalues=0.9,0.5", "spectrum=disk"], ["spectrum: “disk”", "eigenvalues"]),
        (
            ["hidden_size=3", "eigenvalues=0.9,0.5±0.3i,0.1"],
            ["hidden_size: “3”", "give 4, as many as there are eigenvalues"],
        ),
        (
            ["truncation=3", "truncation_stride=4"],
            ["truncation_stride: “4”", "up to 3, which is truncation"],
        ),
    ],
    ids=str,
)
@pytest.mark.parametrize("order", [1, -1])
def test_changes_that_contradict_each_other_are_refused(pairs, words, order, out, capsys):
    assert run("--set", *pairs[::order], "-o", out) == 2
    error = error_of(capsys)
    assert all(word in error for word in words)


def test_set_may_be_repeated_and_stand_anywhere(out):
    assert (
        run("--set", "seed=2", "-o", out, "--set", "cell=gru", "clip=norm", "--set", "seed=2") == 0
    )
    assert settings_in(out) == Settings(seed=2, cell="gru", clip="norm")


def test_help_names_every_setting_its_default_and_what_is_allowed(capsys):
    with pytest.raises(SystemExit) as ended:
        run("--help")
    assert ended.value.code == 0
    said = capsys.readouterr().out
    for key, row in PARAMETERS.items():
        assert f"{key}={row.format(getattr(Settings(), key))}\n" in said
        assert row.allowed in said


@pytest.mark.parametrize(
    ("pairs", "words"),
    [
        (["hidden_sise=3"], ["hidden_sise", "hidden_size", "truncation_stride"]),
        (["hidden_size=0"], ["hidden_size", "“0”", "a whole number from 1 to 256"]),
        (["hidden_size="], ["hidden_size", "“”", "a whole number"]),
        (["cell=transformer"], ["cell", "“transformer”", "rnn, lstm, gru"]),
        (["learning_rate=nan"], ["learning_rate", "“nan”", "a number from 1e-05 to 10"]),
        (["forget_bias=high"], ["forget_bias", "“high”", "chrono"]),
        (["eigenvalues=0.5+0.3i"], ["eigenvalues", "“0.5+0.3i”", "conjugate"]),
        (["spectrum=own"], ["spectrum", "“own”", "(eigenvalues), such as 0.9"]),
        (["task=copying", "time_steps=2"], ["time_steps", "“2”", "at least 3"]),
        (["text=aaaa"], ["text", "“aaaa”", "two of them different"]),
        (["hidden_size"], ["--set", "“hidden_size”", "such as hidden_size=32"]),
        (["=3"], ["--set", "“=3”", "such as hidden_size=32"]),
        (["seed=1", "seed=2"], ["seed", "“2”", "one value"]),
        (["cell=rnn\nlstm"], ["cell", "rnn lstm"]),
    ],
    ids=str,
)
def test_what_cannot_be_set_is_refused_in_one_line(pairs, words, out, capsys):
    assert run("--set", *pairs, "-o", out) == 2
    error = error_of(capsys)
    for word in words:
        assert word in error
    assert not out.exists()


def test_what_would_not_fit_into_memory_is_refused_before_it_is_tried(capsys):
    assert run("--set", "cell=lstm", "hidden_size=256", "time_steps=500", "batch_size=64") == 2
    assert "GiB, above the limit of 2 GiB" in error_of(capsys)


def test_an_unknown_lesson_is_refused(capsys):
    assert run("nonsense") == 2
    assert "nonsense" in error_of(capsys)


@pytest.mark.parametrize(
    "count", ["-1", "many", "1000001", "1.5", "nan", pytest.param("9" * 5000, id="huge")]
)
def test_an_impossible_number_of_iterations_is_refused(count, capsys):
    with pytest.raises(SystemExit) as ended:
        run(f"--iterations={count}")
    assert ended.value.code == 2
    error = capsys.readouterr().err.splitlines()[-1]
    assert "--iterations" in error
    assert "is not a whole number from 0 to 1000000" in error
    assert len(error) < 150


def test_a_number_of_iterations_is_read_as_any_whole_number_is(capsys):
    assert run("--iterations", "2e0", "--set", "hidden_size=4e0") == 0
    assert "hidden_size=4\niterations  2\n" in capsys.readouterr().out


def test_an_empty_name_to_write_to_is_refused(capsys):
    with pytest.raises(SystemExit) as ended:
        run("-o", "")
    assert ended.value.code == 2
    assert "the name is empty" in capsys.readouterr().err


# The lesson or file to begin from


@pytest.mark.parametrize("words", [["--set", "cell=gru", "power"], ["power", "--set", "cell=gru"]])
def test_the_lesson_may_stand_before_or_behind_the_changes(words, out):
    assert run(*words, "-o", out) == 0
    assert settings_in(out) == edited(find_lesson("power").settings, {"cell": "gru"})


@pytest.mark.parametrize("words", [["power", "--set", "vanishing"], ["--set", "power", "4"]])
def test_one_lesson_is_enough(words, capsys):
    assert run(*words) == 2
    assert f"--set: “{words[-1]}” is not allowed; give a setting and its value" in error_of(capsys)


@pytest.mark.parametrize("name", ["mine", "mine.rnnsim", "v1.5", "sub/mine"])
def test_a_file_needs_no_suffix(name, tmp_path, out, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text('{"rnnsim": 1, "title": "T", "claim": "C", "settings": {"hidden_size": 3}}')
    assert run(name, "-o", out) == 0
    assert settings_in(out) == Settings(hidden_size=3)


def test_a_lesson_goes_before_a_file_of_its_name(tmp_path, out, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "power").write_text("no lesson")
    assert run("power", "-o", out) == 0
    assert settings_in(out) == find_lesson("power").settings


@pytest.mark.parametrize("name", ["none/mine", "mine.rnnsim"])
def test_a_file_that_is_not_there_is_no_unknown_lesson(name, capsys):
    assert run(name) == 2
    assert "No such file" in error_of(capsys)


# A text of the user's own


def test_a_text_is_read_and_chooses_its_task(tmp_path, out):
    path = tmp_path / "mine.txt"
    path.write_bytes("\ufeffÄpfel\r\nund ∂\r\n".encode())
    assert run("--text", path, "--iterations", 1, "-o", out) == 0
    assert settings_in(out) == Settings(task="text", text="Äpfel\nund ∂\n")
    again = out.with_name("again.npz")
    assert run("--text", path, "--set", "task=text", "cell=gru", "-o", again) == 0
    assert settings_in(again).cell == "gru"


def test_a_long_text_is_cut_and_a_word_said_about_it(tmp_path, capsys, monkeypatch):
    path = tmp_path / "long.txt"
    path.write_text("abc" * 1000)
    monkeypatch.setattr(text_module, "LONGEST_TEXT", 1000)
    assert run("--text", path) == 0
    complaint = capsys.readouterr().err
    assert complaint.startswith("rnnsim: long.txt is longer than 1,000 characters")
    assert complaint.count("\n") == 1


@pytest.mark.parametrize("content", [b"", b"aaaa", b"\xff\xfe\x00", None])
def test_what_is_no_text_is_refused(content, tmp_path, capsys):
    path = tmp_path / "mine.txt"
    if content is not None:
        path.write_bytes(content)
    assert run("--text", path) == 2
    error = error_of(capsys)
    assert "mine.txt" in error
    assert "UTF-8" in error


@pytest.mark.parametrize("pair", ["task=recall", "text=another"])
def test_what_contradicts_the_text_is_refused(pair, tmp_path, capsys):
    path = tmp_path / "mine.txt"
    path.write_text("a text")
    assert run("--text", path, "--set", pair) == 2
    assert error_of(capsys).startswith(f"rnnsim: {pair.partition('=')[0]}: ")


# Where it cannot be written


@pytest.fixture
def old(out):
    """A file that is there already, alone in its folder."""
    out.write_bytes(b"old")
    return out


def assert_untouched(old):
    assert old.read_bytes() == b"old"
    assert names_in(old.parent) == [old.name]


def never(*arguments, **options):
    pytest.fail("the run was made in vain")


def test_a_folder_is_no_file(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("rnnsim.run.simulate.simulate", never)
    assert run("-o", tmp_path) == 1
    assert error_of(capsys) == f"rnnsim: {tmp_path} cannot be written: it is a folder\n"


def test_a_folder_that_is_not_there_is_noticed_before_the_run(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("rnnsim.run.simulate.simulate", never)
    assert run("-o", tmp_path / "none" / "run.npz") == 1
    assert "none" in error_of(capsys)


def test_a_full_disk_leaves_the_old_file(old, capsys, monkeypatch):
    def fail(file, arrays):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("rnnsim.export.data._write", fail)
    assert run("-o", old) == 1
    assert os.strerror(errno.ENOSPC) in error_of(capsys)
    assert_untouched(old)


# Diagnostics


def test_diagnostics_are_written_where_they_are_asked_for(out):
    assert run("power", "--diagnostics", "-o", out) == 0
    expected = rnnsim.simulate(find_lesson("power").settings, diagnostics=True).arrays()
    found = read(out)
    assert found.keys() == expected.keys()
    assert_array_equal(found["gradient_map"], expected["gradient_map"])


# Interrupted


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupted_run_writes_nothing(number, code, old, capsys, monkeypatch):
    before = [signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)]
    signal.signal(signal.SIGINT, signal.default_int_handler)

    def interrupted(settings, iterations, **options):
        os.kill(os.getpid(), number)

    monkeypatch.setattr("rnnsim.run.simulate.simulate", interrupted)
    assert run("-o", old) == code
    assert error_of(capsys) == "rnnsim: interrupted\n"
    assert_untouched(old)
    signal.signal(signal.SIGINT, before[0])
    assert [signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)] == before


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_saving_leaves_the_old_file(number, old, capsys, monkeypatch):
    def interrupted(file, arrays):
        file.write(b"half of")
        os.kill(os.getpid(), number)

    monkeypatch.setattr("rnnsim.export.data._write", interrupted)
    assert run("-o", old) == 128 + number
    assert_untouched(old)


def started(*arguments, stderr):
    """The program in a process of its own, which heeds Ctrl+C even if this one does not."""
    code = (
        "import signal, sys\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from rnnsim.cli import main\n"
        "sys.exit(main(sys.argv[1:]))\n"
    )
    return subprocess.Popen(
        [sys.executable, "-c", code, "simulate", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=stderr,
        start_new_session=True,
    )


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_long_run_shows_progress_on_a_terminal_and_can_be_interrupted(number, code, old):
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    with started("--iterations", 1_000_000, "-o", old, stderr=theirs) as process:
        os.close(theirs)
        seen = b""
        while b"iterations" not in seen:
            seen += os.read(ours, 1000)
        process.send_signal(number)
        out, _ = process.communicate(timeout=60)
    try:
        while piece := os.read(ours, 1000):
            seen += piece
    except OSError:  # Linux says so at the end of a terminal
        pass
    os.close(ours)
    assert process.returncode == code
    assert out == b""
    assert b" of 1000000 iterations" in seen
    assert seen.count(b"\n") == 1
    assert seen.endswith(b"rnnsim: interrupted\r\n")
    assert_untouched(old)


@pytest.mark.slow
def test_it_can_be_interrupted_at_any_moment(old):
    random = Random(1)
    for _ in range(3):
        with started("--iterations", 300, "-o", old, stderr=subprocess.PIPE) as process:
            time.sleep(0.4 + random.random())
            process.terminate()
            process.communicate(timeout=60)
        assert process.returncode in (0, 143, -signal.SIGTERM)
        assert names_in(old.parent) == [old.name]
        if old.read_bytes() != b"old":
            assert len(read(old)["losses"]) == 300
            old.write_bytes(b"old")


CTRL_C_WHILE_LOADING = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from rnnsim.cli import main
assert not {"argparse", "msgspec", "numpy", "rnnsim.model.edits"} & sys.modules.keys()
class Presses:
    def find_spec(self, name, *_):
        if name == sys.argv[1]:
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Presses())
sys.exit(main(["simulate"]))
"""


@pytest.mark.parametrize("module", ["rnnsim.cli.commands", "msgspec", "rnnsim.run.simulate"])
def test_it_can_be_interrupted_while_it_loads(module):
    command = [sys.executable, "-c", CTRL_C_WHILE_LOADING, module]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "rnnsim: interrupted\n")


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("command", ["simulate", "lessons"])
def test_nobody_reading_is_no_error(command, unbuffered):
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "rnnsim", command],
        env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
        stdout=writer,
        stderr=subprocess.PIPE,
        timeout=60,
        check=False,
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (141, b"")


def test_what_would_still_be_written_for_nobody_goes_nowhere(tmp_path, monkeypatch):
    def left(options):
        raise BrokenPipeError

    monkeypatch.setattr("rnnsim.cli.lessons.run", left)
    with (tmp_path / "out").open("w") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        assert main(["lessons"]) == 141
        print("more", file=stream, flush=True)
    assert (tmp_path / "out").read_text() == ""
