"""``rnnsim sweep``, within this process and as another one runs it."""

import contextlib
import csv
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from rnnsim.cli import main
from rnnsim.export.carrying import session_text_in
from rnnsim.model.session import session_of

SMALL = ("--set", "hidden_size=2", "batch_size=2")

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def sweep(*arguments):
    return main(["sweep", *map(str, arguments)])


@pytest.fixture
def in_threads(monkeypatch):
    """Threads in place of processes, which take long to start; how many were asked for."""
    asked = []

    @contextlib.contextmanager
    def threads(count):
        asked.append(count)
        with ThreadPoolExecutor(count) as pool:
            yield pool

    monkeypatch.setattr("rnnsim.run.sweep.workers", threads)
    return asked


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out.csv"


def rows_in(path):
    lines = path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    return [*csv.DictReader(line for line in lines if not line.startswith("#"))]


def points_in(path):
    return [tuple(row.values())[:2] for row in rows_in(path)]


def error_of(capsys):
    out, error = capsys.readouterr()
    assert out == ""
    assert error.startswith("rnnsim: ")
    assert error.count("\n") == 1
    return error


def test_a_grid_is_run(in_threads, out, capsys):
    vary = ("--vary", "spectral_radius=0.5:1:2", "--vary", "time_steps=4,8")
    assert sweep("power", *vary, *SMALL, "-o", out, "--jobs", 3) == 0
    assert points_in(out) == [("0.5", "4"), ("0.5", "8"), ("1", "4"), ("1", "8")]
    assert capsys.readouterr().out == f"{out}\n"
    assert in_threads == [3]


def test_no_more_processes_are_started_than_there_are_points(in_threads, out):
    assert sweep("--vary", "seed=1,2", *SMALL, "-o", out, "--jobs", 9) == 0
    assert in_threads == [2]


def test_the_same_again_runs_only_what_is_missing(in_threads, out, capsys, monkeypatch):
    assert sweep("--vary", "seed=1,2", *SMALL, "-o", out) == 0
    data = out.read_bytes()
    capsys.readouterr()
    monkeypatch.setattr("rnnsim.run.sweep.measured", lambda *_: pytest.fail("run again"))
    assert sweep("--vary", "seed=1,2", *SMALL, "-o", out) == 0
    assert out.read_bytes() == data
    assert capsys.readouterr() == (f"{out}\n", "")
    monkeypatch.undo()


def test_more_values_add_to_the_table(in_threads, out, capsys):
    assert sweep("--vary", "seed=1,2", *SMALL, "-o", out) == 0
    first = rows_in(out)
    capsys.readouterr()
    assert sweep("--vary", "seed=1:4:4", *SMALL, "-o", out) == 0
    assert rows_in(out)[:2] == first
    assert len(rows_in(out)) == 4
    assert capsys.readouterr().err == "rnnsim: 2 of 4 points are to be run\n"


def test_another_sweep_is_kept_unless_it_is_to_be_overwritten(in_threads, out, capsys):
    assert sweep("--vary", "seed=1,2", *SMALL, "-o", out) == 0
    data = out.read_bytes()
    capsys.readouterr()
    other = ("--vary", "seed=1,2", *SMALL, "--iterations", 1, "-o", out)
    assert sweep(*other) == 1
    assert "differs in iterations" in error_of(capsys)
    assert out.read_bytes() == data
    assert sweep(*other, "--overwrite") == 0
    assert out.read_bytes() != data


def test_points_that_cannot_be_are_told_and_are_no_failure(in_threads, out, capsys):
    vary = ("--vary", "task=copying,adding", "--vary", "time_steps=2,4")
    assert sweep(*vary, *SMALL, "-o", out) == 0
    refused = [row["refused"] for row in rows_in(out)]
    assert [bool(why) for why in refused] == [True, False, False, False]
    assert "1 of 4 points cannot be, and their rows say why" in capsys.readouterr().err


def test_where_no_point_can_be_nothing_is_written(in_threads, out, capsys):
    assert sweep("--vary", "time_steps=1,2", "--set", "task=copying", "-o", out) == 2
    assert "at least 3 time steps" in error_of(capsys)
    assert not out.exists()


@pytest.mark.parametrize(
    "vary",
    [
        ["seed=1,2"],
        ["seed=1,2", "spectral_radius=0:2:5"],
        ["seed=1,2", "cell=gru", "clip=off,norm"],
    ],
)
@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_a_figure_is_drawn_of_what_is_in_the_table(vary, kind, in_threads, out, capsys):
    figure = out.with_suffix(f".{kind}")
    given = [word for text in vary for word in ("--vary", text)]
    arguments = (*given, *SMALL, "time_steps=4", "--figure", figure, "--width-mm", 90)
    assert sweep(*arguments, "-o", out) == 0
    assert capsys.readouterr().out == f"{out}\n{figure}\n"
    session = session_of(session_text_in(figure).encode())
    assert session.settings.time_steps == 4
    assert session.settings.seed == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--vary", "seed=1,1"], "every value once"),
        (["--vary", "sed=1"], "one of the keys"),
        (["--vary", "seed=1", "--vary", "seed=2"], "every setting once"),
        (["--vary", "seed=1", "--set", "seed=2"], "a setting that is not varied"),
        (["--vary", "seed=0:999:1000", "--vary", "time_steps=1:500:500"], "500000 points"),
        (["--vary", "seed=1", "--size", "9x9"], "column, page, slide"),
        (["nonsense", "--vary", "seed=1"], "there is no lesson"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(arguments, words, out, capsys):
    assert sweep(*arguments, "-o", out) == 2
    assert words in error_of(capsys)
    assert not out.exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "--vary"),
        (["--vary", "seed=1"], "--output"),
        (["--vary", "seed=1", "-o", "out.txt"], "does not end in .csv"),
        (["--vary", "seed=1", "-o", "o.csv", "--jobs", "0"], "a whole number from 1 to 61"),
        (["--vary", "seed=1", "-o", "o.csv", "--jobs", "9" * 400], "a whole number from 1 to 61"),
        (["--vary", "seed=1", "-o", "o.csv", "--figure", "o.gif"], ".png, .svg or .pdf"),
    ],
)
def test_what_is_not_said_so_is_refused(arguments, words, capsys):
    with pytest.raises(SystemExit) as ended:
        sweep(*arguments)
    assert ended.value.code == 2
    assert words in capsys.readouterr().err.splitlines()[-1]


def test_a_place_where_nothing_can_be_written_is_noticed_at_once(tmp_path, capsys):
    assert sweep("--vary", "seed=1", "-o", tmp_path / "none" / "out.csv") == 1
    assert "No such file or directory" in error_of(capsys)


# As another program runs it


def started(*arguments):
    """The program in a group of processes of its own, which heeds Ctrl+C even if this does not."""
    code = (
        "import signal, sys\n"
        "from rnnsim.cli import main\n"
        "if __name__ == '__main__':\n"
        "    signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "    sys.exit(main(sys.argv[1:]))\n"
    )
    return subprocess.Popen(
        [sys.executable, "-c", code, "sweep", *map(str, arguments)],
        env={key: value for key, value in os.environ.items() if key != "DISPLAY"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def workers_of(process):
    """Living processes of its group beside itself."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            name, _, rest = (entry / "stat").read_text().rpartition(")")
        except OSError:
            continue
        state, _, group = rest.split()[:3]
        if int(group) == process.pid and state != "Z" and int(entry.name) != process.pid:
            found.append(f"{entry.name} {name}")
    return found


def wait_for(condition, seconds=30.0):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


HEAVY = ("--set", "hidden_size=16", "time_steps=60", "--iterations", "20", "--jobs", "2")
LONG = ("--vary", "seed=1:500:500", *HEAVY)


def rows_there(path):
    """Rows of a table that is being written."""
    lines = path.read_bytes().splitlines() if path.exists() else []
    return sum(b"# " not in line[:5] for line in lines) - 1


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc").exists(), reason="looks for processes in /proc")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_an_interrupted_sweep_leaves_its_rows_and_no_process_and_is_gone_on_with(number, out):
    process = started(*LONG, "-o", out)
    try:
        wait_for(lambda: rows_there(out) > 3)
        assert len(workers_of(process)) >= 2
        if number == signal.SIGINT:
            os.killpg(process.pid, number)  # as a terminal does
        else:
            process.send_signal(number)
        since = time.monotonic()
        said = process.communicate(timeout=20)[1]
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    assert time.monotonic() - since < 3.0
    wait_for(lambda: not workers_of(process), 3.0)
    if number != signal.SIGKILL:
        assert process.returncode == 128 + number
        assert said == "rnnsim: interrupted\n"
    there = rows_in(out)
    assert sweep("--vary", "seed=1:9:9", *HEAVY, "-o", out) == 0
    assert all(row in rows_in(out) for row in there)
    assert [row["seed"] for row in rows_in(out)][:9] == [str(seed) for seed in range(1, 10)]


@pytest.mark.slow
def test_a_worker_that_is_killed_is_told_and_the_rows_are_kept(out):
    process = started(*LONG, "-o", out)
    try:
        wait_for(lambda: rows_there(out) > 3)
        os.kill(int(workers_of(process)[-1].split()[0]), signal.SIGKILL)
        said = process.communicate(timeout=20)[1]
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    assert process.returncode == 1
    assert said.startswith("rnnsim: a worker process ended by itself")
    assert said.count("\n") == 1
    assert len(rows_in(out)) > 3
