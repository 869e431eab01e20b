"""What is kept for after a crash: written, rotated, found, damaged, fought over, removed."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QObject

import rnnsim
from rnnsim.model.course import Course
from rnnsim.model.edits import edit
from rnnsim.model.lesson import LessonError, find_lesson
from rnnsim.model.session import Session, bytes_of
from rnnsim.ui.session import generations as store
from rnnsim.ui.session import recovery as keeping
from rnnsim.ui.session.generations import DAMAGED, GENERATIONS, Generations, left_behind
from rnnsim.ui.session.kept import kept_bytes, read_kept
from rnnsim.ui.session.offer import offered
from rnnsim.ui.session.recovery import Recovery

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "This plugin does not support")

LESSON = find_lesson("vanishing")
FIRST = Session.of(LESSON)
LONG = 60_000


def session_after(iterations):
    return replace(FIRST, course=Course(((0, LESSON.settings),), iterations))


def names(folder):
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def left(folder, name="999999-1", sessions=(FIRST,), path=None):
    """What a process has left that is no more."""
    generations = Generations(folder, name)
    for session in sessions:
        generations.keep(kept_bytes(bytes_of(session), path))
    generations.release()
    return generations


@pytest.fixture
def recovery(qapp, tmp_path):
    """A recovery of which session and file are at hand; it keeps when it is told to."""

    class Hand(QObject):
        def __init__(self):
            super().__init__()
            self.present = FIRST, None
            self.found, self.failed = [], []
            self.folder = tmp_path / "recovery"
            self.recovery = Recovery(self.folder, lambda: self.present, self)
            self.recovery.found.connect(self.found.append)
            self.recovery.failed.connect(self.failed.append)

    hand = Hand()
    hand.recovery.start()
    yield hand
    hand.recovery.stop()


def written(qtbot, hand):
    """Let it keep; wait until that is done."""
    hand.recovery.keep()
    qtbot.waitUntil(lambda: not hand.recovery._writing, timeout=LONG)
    return [name for name in names(hand.folder) if name.endswith(".rnnsim")]


# The files of one process


def test_it_is_read_as_it_was_kept(tmp_path):
    path = tmp_path / "a.rnnsim"
    path.write_bytes(kept_bytes(bytes_of(session_after(240)), Path("mine.rnnsim")))
    kept = read_kept(path)
    assert kept.session == session_after(240)
    assert kept.path == Path("mine.rnnsim")
    assert abs(kept.at.timestamp() - time.time()) < 60
    assert json.loads(path.read_text().split("\n")[0])["rnnsim_recovery"] == 1


@pytest.mark.parametrize(
    "data", [b"", b"\n", b"{}", b"[]\n{}", b'{"at": 1}\n{}', b"\xff\n", b"[" * 10**6 + b"\n"]
)
def test_what_is_damaged_is_refused(tmp_path, data):
    (tmp_path / "a.rnnsim").write_bytes(data)
    with pytest.raises(LessonError):
        read_kept(tmp_path / "a.rnnsim")


def test_the_last_generations_are_kept(tmp_path):
    generations = left(tmp_path, sessions=[session_after(i) for i in range(15)])
    assert len(generations.files) == GENERATIONS
    kept = [read_kept(path).session.course.iteration for path in generations.files]
    assert kept == [14, 13, 12]


def test_where_the_newest_is_damaged_the_one_before_is_taken(tmp_path):
    generations = left(tmp_path, sessions=[session_after(i) for i in range(3)])
    generations.files[0].write_bytes(generations.files[0].read_bytes()[:-40])
    generations.files[1].write_bytes(b"")
    found = left_behind(tmp_path, Generations.own(tmp_path))
    assert found[1].session == session_after(0)


def test_what_a_killed_process_was_writing_goes_with_its_files(tmp_path):
    generations = left(tmp_path)
    for process in (999999, 999998):
        (tmp_path / f".rnnsim-{process}-0a1b.part").write_bytes(b"half")
    generations.remove()
    assert names(tmp_path) == [".rnnsim-999998-0a1b.part"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in folders")
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "999999-1.1.rnnsim")
    with pytest.raises(LessonError, match="not a plain file"):
        read_kept(tmp_path / "999999-1.1.rnnsim")


def test_what_is_all_damaged_is_set_aside_and_never_tried_again(tmp_path):
    generations = left(tmp_path, sessions=[session_after(i) for i in range(2)])
    for path in generations.files:
        path.write_bytes(b"damaged")
    own = Generations.own(tmp_path)
    assert left_behind(tmp_path, own) is None
    assert names(tmp_path) == [f"999999-1.{i}.rnnsim{DAMAGED}" for i in (1, 2)]
    assert left_behind(tmp_path, own) is None


def test_that_which_was_written_last_comes_first(tmp_path):
    for number in (1, 2, 3):
        generations = left(tmp_path, f"999999-{number}", [session_after(number)])
        os.utime(generations.files[0], (1000 + number % 3, 1000 + number % 3))
    found, kept = left_behind(tmp_path, Generations.own(tmp_path))
    assert kept.session.course.iteration == 2
    found.remove()
    assert left_behind(tmp_path, Generations.own(tmp_path))[1].session.course.iteration == 1


def test_what_belongs_to_a_process_that_lives_is_not_touched(tmp_path):
    living = Generations.own(tmp_path)
    living.keep(kept_bytes(bytes_of(FIRST), None))
    before = names(tmp_path)
    assert left_behind(tmp_path, Generations(tmp_path, "1-1")) is None
    assert names(tmp_path) == before
    living.remove()
    assert names(tmp_path) == []


def test_an_earlier_process_of_our_number_is_known_to_be_dead(tmp_path):
    earlier = Generations(tmp_path, f"{os.getpid()}-1")
    earlier.keep(kept_bytes(bytes_of(session_after(5)), None))
    lock = tmp_path / f"{earlier.name}.lock"
    written = lock.read_bytes()
    own = Generations.own(tmp_path)
    assert left_behind(tmp_path, own) is None, "somebody holds it, in a container of his own"
    earlier.release()
    lock.write_bytes(written)
    assert left_behind(tmp_path, own)[1].session == session_after(5)


def test_other_files_in_the_folder_are_left_alone(tmp_path):
    for name in ("notes.txt", "1-1.rnnsim", "1-1.x.rnnsim", "mine.rnnsim"):
        (tmp_path / name).write_text("mine")
    before = names(tmp_path)
    assert left_behind(tmp_path, Generations.own(tmp_path)) is None
    assert names(tmp_path) == before


# While the window is open


def test_what_has_not_changed_is_not_written(recovery, qtbot):
    assert written(qtbot, recovery) == []
    recovery.present = session_after(1), None
    (first,) = written(qtbot, recovery)
    assert written(qtbot, recovery) == [first]
    recovery.present = session_after(2), None
    assert len(written(qtbot, recovery)) == 2


def test_it_keeps_by_itself_often_enough(recovery, qtbot, monkeypatch):
    assert keeping.EVERY <= 4500
    assert recovery.recovery._timer.isActive()
    recovery.present = session_after(1), None
    recovery.recovery._timer.setInterval(1)
    qtbot.waitUntil(lambda: any(".rnnsim" in each for each in names(recovery.folder)))


def test_a_clean_end_removes_all(recovery, qtbot):
    recovery.present = session_after(1), None
    assert written(qtbot, recovery)
    recovery.recovery.stop()
    assert names(recovery.folder) == []


def test_an_end_without_an_answer_leaves_what_is_not_saved_up_to_date(recovery, qtbot, tmp_path):
    recovery.present = session_after(7), Path("mine.rnnsim")
    recovery.recovery.stop(keep=True)
    _, kept = left_behind(recovery.folder, Generations.own(tmp_path))
    assert (kept.session, kept.path) == (session_after(7), Path("mine.rnnsim"))


def test_a_slow_disk_holds_nothing_up(recovery, qtbot, monkeypatch):
    freed = threading.Event()

    def slow(path, data):
        freed.wait(10)
        path.write_bytes(data)

    monkeypatch.setattr(store, "save", slow)
    began = time.perf_counter()
    for i in range(1, 50):
        recovery.present = session_after(i), None
        recovery.recovery.keep()
    assert time.perf_counter() - began < 0.5
    freed.set()
    qtbot.waitUntil(lambda: not recovery.recovery._writing, timeout=LONG)
    assert len(written(qtbot, recovery)) == 2, "what came meanwhile waits for the next time"


def test_a_disk_that_is_full_is_said_once_and_tried_again(recovery, qtbot, monkeypatch):
    def full(path, data):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(store, "save", full)
        for i in range(1, 4):
            recovery.present = session_after(i), None
            assert written(qtbot, recovery) == []
    assert len(recovery.failed) == 1
    assert "No space left on device" in recovery.failed[0]
    assert len(written(qtbot, recovery)) == 1
    assert len(recovery.failed) == 1


def test_a_folder_that_cannot_be_made_is_said(qapp, qtbot, tmp_path):
    (tmp_path / "file").write_text("in the way")
    recovery, failed = Recovery(tmp_path / "file" / "recovery", lambda: (FIRST, None)), []
    recovery.failed.connect(failed.append)
    recovery.start()
    recovery._present = lambda: (session_after(1), None)
    recovery.keep()
    qtbot.waitUntil(lambda: bool(failed), timeout=LONG)
    assert "Errno" not in failed[0]
    recovery.stop()


# The offer


def test_what_is_found_is_offered_in_words(tmp_path):
    left(tmp_path, sessions=[session_after(24_000)])
    _, kept = left_behind(tmp_path, Generations.own(tmp_path))
    words = offered(kept)
    assert words.startswith("rnnsim ended unexpectedly. Restore the session of ")
    assert words.endswith(f"({LESSON.heading}, 24\u2009000 iterations)?")
    assert f"{kept.at:%H:%M} (" in words
    yesterday = kept.at - timedelta(days=1)
    assert f"{yesterday:%Y}" in offered(replace(kept, at=yesterday))
    named = offered(replace(kept, path=Path("<b>" * 40 + ".rnnsim")))
    assert "<b><b>" in named
    assert len(named) < 160


@pytest.fixture
def beside(window, tmp_path, qtbot):
    """A window beside what a crash has left: 3 iterations with a radius of 0.75."""
    settings = edit(LESSON.settings, "spectral_radius", 0.75)
    crashed = replace(FIRST, course=Course(((0, settings),), 3))
    left(tmp_path / "recovery", sessions=[session_after(1), crashed])
    window.sessions.recover(tmp_path / "recovery")
    qtbot.waitUntil(window.offer.isVisible, timeout=LONG)
    return window, tmp_path / "recovery"


def test_it_is_restored_and_then_kept_as_ones_own(beside, qtbot, settled):
    window, folder = beside
    assert "3 iterations" in window.offer.accessibleName()
    assert window.presenter.settings.spectral_radius != 0.75
    window.offer.restore.click()
    assert window.offer.isHidden()
    assert settled(window).iteration == 3
    assert window.presenter.settings.spectral_radius == 0.75
    assert window.isWindowModified()
    qtbot.waitUntil(lambda: not any("999999" in name for name in names(folder)), timeout=LONG)
    assert any(name.startswith(f"{os.getpid()}-") for name in names(folder))
    window.sessions.asks = False
    window.close()
    assert names(folder) == []


def test_it_is_discarded_and_what_there_is_more_is_offered_next(beside, qtbot):
    window, folder = beside
    left(folder, "999999-2", [session_after(9)])
    window.offer.discard.click()
    qtbot.waitUntil(window.offer.isVisible, timeout=LONG)
    assert "9 iterations" in window.offer.accessibleName()
    window.offer.discard.click()
    qtbot.waitUntil(lambda: names(folder) == [], timeout=LONG)
    assert window.offer.isHidden()


def test_without_an_answer_it_is_offered_again(beside, open_window, qtbot):
    window, folder = beside
    before = names(folder)
    window.sessions.asks = False
    window.close()
    assert names(folder) == [name for name in before if not name.endswith(".lock")]
    other = open_window()
    other.sessions.recover(folder)
    qtbot.waitUntil(other.offer.isVisible, timeout=LONG)


def test_the_file_of_a_restored_session_is_the_same_and_not_saved(window, tmp_path, qtbot):
    path = tmp_path / "mine.rnnsim"
    left(tmp_path / "recovery", path=path)
    window.sessions.recover(tmp_path / "recovery")
    qtbot.waitUntil(window.offer.isVisible, timeout=LONG)
    window.offer.restore.click()
    assert window.windowTitle() == "mine.rnnsim[*] – rnnsim"
    assert window.isWindowModified()
    assert not path.exists()


def test_what_a_window_is_costs_little_to_take_and_to_write(window, trained):
    trained(window, 5)
    began = time.perf_counter()
    for _ in range(20):
        session = window.session
    taken = (time.perf_counter() - began) / 20
    began = time.perf_counter()
    for _ in range(20):
        bytes_of(session)
    made = (time.perf_counter() - began) / 20
    assert taken < 5e-3
    assert made < 20e-3


# A process that is killed

PROGRAM = """
import sys
from PySide6.QtCore import QTimer
from rnnsim.model.lesson import find_lesson
from rnnsim.model.session import Session
from rnnsim.ui import app
from rnnsim.ui.session import recovery

recovery.EVERY = 50
begin = app._begin

def begun(window, found):
    begin(window, found)
    watch = QTimer(window)
    watch.timeout.connect(lambda: step(window))
    watch.start(20)

def step(window):
    if window.closed:
        return
    do = sys.argv[1]
    if do == "work" and not hasattr(window, "worked"):
        window.worked = True
        window.presenter.edit("spectral_radius", 0.75)
        window.presenter.iterate(7)
    if do == "restore":
        if window.offer.isVisible():
            print(window.offer.accessibleName(), flush=True)
            window.offer.restore.click()
            window.restored = True
        frame = window.presenter.frame
        if hasattr(window, "restored") and frame is not None and frame.iteration == 7:
            print(window.presenter.settings.spectral_radius, frame.iteration, frame.passed.loss)
            window.sessions.asks = False
            window.close()

app._begin = begun
sys.exit(app.run(Session.of(find_lesson("power" if sys.argv[1] == "restore" else "vanishing"))))
"""


@pytest.fixture
def program(tmp_path):
    """Start the program with a home of its own."""
    started = []
    home = {"XDG_DATA_HOME": str(tmp_path / "data"), "XDG_CONFIG_HOME": str(tmp_path / "config")}

    def start(do):
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, do],
            env=os.environ | home,
            cwd=Path(rnnsim.__file__).parent.parent,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    start.folder = tmp_path / "data" / "rnnsim" / "rnnsim" / "recovery"
    yield start
    for process in started:
        process.kill()
        process.communicate()


def kept_iteration(folder):
    """Of the newest file."""
    files = sorted(folder.glob("*.rnnsim")) if folder.exists() else []
    iterations = [-1]
    for path in files:
        with contextlib.suppress(LessonError):  # an older one may be gone by now
            iterations.append(read_kept(path).session.course.iteration)
    return max(iterations)


@pytest.mark.slow
def test_a_killed_process_loses_nothing(program, qtbot):
    killed = program("work")
    qtbot.waitUntil(lambda: kept_iteration(program.folder) == 7, timeout=LONG)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    assert kept_iteration(program.folder) == 7
    out, err = program("restore").communicate(timeout=120)
    assert len(out.splitlines()) == 2, out
    said, values = out.splitlines()
    assert "rnnsim ended unexpectedly" in said
    assert "7 iterations" in said
    assert values.startswith("0.75 7 ")
    assert err == ""
    assert names(program.folder) == [], "the clean end removes all"


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_unasked_and_the_next_start_offers_what_was_not_saved(
    program, qtbot, number
):
    ended = program("work")
    qtbot.waitUntil(lambda: kept_iteration(program.folder) == 7, timeout=LONG)
    ended.send_signal(number)
    out, err = ended.communicate(timeout=120)
    assert (ended.returncode, out, err) == (0, "", "")
    assert kept_iteration(program.folder) == 7


@pytest.mark.slow
def test_two_at_once_do_not_take_each_others_files(program, qtbot):
    program("work")
    qtbot.waitUntil(lambda: kept_iteration(program.folder) == 7, timeout=LONG)
    other = program("look")
    time.sleep(3.0)
    assert other.poll() is None
    assert kept_iteration(program.folder) == 7
    assert left_behind(program.folder, Generations.own(program.folder)) is None
