"""``rnnsim self-test``, within this process and as another one runs it."""

import os
import subprocess
import sys
from functools import partial

import pytest

from rnnsim.cli import main
from rnnsim.cli.self_test import tried
from rnnsim.self_test.parts import parts
from rnnsim.self_test.step import Part, Step, TrialError

PATIENCE = 60.0

HANGS = 1.0
"""Seconds after which a step is said to hang."""


def well():
    return "it went well"


def fail():
    raise TrialError("this is broken")


def hang():
    import time

    time.sleep(PATIENCE)


def crash():
    os._exit(7)


def fail_aside():
    import threading

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    return ""


def made(*steps):
    return [Step(do.__name__, do, essential) for do, essential in steps]


def no_steps():
    raise TrialError("nothing can be loaded")


def part(*steps):
    """A part of these steps; one that is essential stands in a tuple."""
    named = [step if isinstance(step, tuple) else (step, False) for step in steps]
    return Part("Some steps", partial(made, *named))


def lines_of(capsys, *steps, patience=PATIENCE):
    """The exit code, and what is said: of each step in a line, and after them all."""
    code = tried([part(*steps)], patience)
    out, error = capsys.readouterr()
    assert error == ""
    _, _, told = out.partition("Some steps\n")
    each, _, rest = told.partition("\n\n")
    return code, each.splitlines(), rest


def test_steps_that_go_well(capsys):
    code, (first, second), rest = lines_of(capsys, well, well)
    assert code == 0
    assert first.endswith("s  ok      well: it went well")
    assert first[:10] == second[:10] == "   0.00 s "
    assert rest.startswith("All 2 steps are well (")


def test_a_step_that_fails_is_named_and_others_are_tried(capsys):
    code, (first, second), rest = lines_of(capsys, fail, well)
    assert code == 1
    assert first.endswith("s  FAILED  fail: TrialError: this is broken")
    assert "ok      well" in second
    assert rest.startswith("--- fail: TrialError: this is broken\nTraceback (most recent call")
    assert "1 of 2 steps FAILED (" in rest.splitlines()[-1]


def test_an_error_that_nobody_catches_fails_the_step(capsys):
    code, (first, second), rest = lines_of(capsys, fail_aside, well)
    assert code == 1
    assert "FAILED  fail_aside: an error inside: " in first
    assert first.endswith("TrialError: this is broken")
    assert "ok      well" in second
    assert "in fail\n" in rest


def test_after_an_essential_step_nothing_is_tried(capsys):
    code, (first, *others), _ = lines_of(capsys, (fail, True), well, well)
    assert code == 1
    assert "FAILED  fail: " in first
    assert [line.split("FAILED  ")[1] for line in others] == ["well: not tried"] * 2


def test_a_step_that_hangs_is_ended_and_named(capsys):
    code, (first, second, third), rest = lines_of(capsys, well, hang, well, patience=HANGS)
    assert code == 1
    assert "ok      well" in first
    assert second.endswith("FAILED  hang: took longer than 1 s, and was ended")
    assert third.endswith("FAILED  well: not tried")
    assert "in hang\n" in rest


def test_a_step_that_crashes_is_named(capsys):
    code, (first, second), _ = lines_of(capsys, crash, well)
    assert code == 1
    assert first.endswith("FAILED  crash: the process ended by itself (exit code 7)")
    assert second.endswith("FAILED  well: not tried")


def test_a_part_that_cannot_start_is_told(capsys):
    assert tried([Part("Nothing", no_steps)], PATIENCE) == 1
    out = capsys.readouterr().out
    assert "FAILED  start the process: the process ended by itself (exit code 1)" in out
    assert "nothing can be loaded" in out


def test_a_window_is_tried_on_a_screen_where_there_is_one(tmp_path):
    titles = [each.title for each in parts(tmp_path, None, "xcb")]
    assert titles[2:] == ["The window, on the screen (xcb)"]
    for without in ("", "offscreen"):
        assert [each.title for each in parts(tmp_path, None, without)] == titles[:2]


def test_where_no_picture_can_be_written_nothing_is_tried(tmp_path, capsys):
    assert main(["self-test", "--screenshot", str(tmp_path)]) == 1
    out, error = capsys.readouterr()
    assert out == ""
    assert error == f"rnnsim: {tmp_path} cannot be written: it is a folder\n"


@pytest.mark.slow
def test_everything_is_well_here(tmp_path):
    kept, picture = tmp_path / "kept", tmp_path / "window.png"
    home = {name: str(tmp_path / "home") for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")}
    done = subprocess.run(
        [
            *(sys.executable, "-m", "rnnsim", "self-test"),
            *("--keep", str(kept), "--screenshot", str(picture)),
        ],
        env={**os.environ, **home, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert done.stderr == ""
    assert "FAILED" not in done.stdout
    assert "steps are well" in done.stdout.splitlines()[-1]
    endings = {path.suffix for path in kept.iterdir() if path.is_file()}
    assert endings == {".png", ".svg", ".pdf", ".csv", ".npz", ".webp", ".gif", ".rnnsim"}
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert not (tmp_path / "home").exists()  # it touches nothing of the user's
