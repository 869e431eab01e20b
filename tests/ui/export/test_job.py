"""Work between the events of the window, or beside them, done, failed or given up."""

import threading
import time

import pytest
from PySide6.QtCore import QObject

from rnnsim.ui.export.job import Job, Progress, beside


@pytest.fixture
def parent(qapp):
    parent = QObject()
    yield parent
    parent.deleteLater()


def test_all_steps_are_made_and_told(parent, qtbot):
    made, told = [], []

    def steps():
        for i in range(1, 4):
            made.append(i)
            yield Progress(i, 3, waits=True)

    job = Job(steps(), parent)
    job.progressed.connect(told.append)
    with qtbot.waitSignal(job.done):
        pass
    assert made == [1, 2, 3]
    assert [progress.made for progress in told] == [1, 2, 3]
    assert not job.running


def test_what_goes_wrong_is_told_once(parent, qtbot):
    def steps():
        yield Progress(0, 1)
        raise ValueError("no room")

    job, failures = Job(steps(), parent), []
    job.failed.connect(failures.append)
    with qtbot.waitSignal(job.failed), qtbot.assertNotEmitted(job.done, wait=30):
        pass
    assert [str(error) for error in failures] == ["no room"]


def test_what_is_given_up_is_closed_and_tells_nothing_more(parent, qtbot):
    closed = []

    def steps():
        try:
            while True:
                yield Progress(1, 2, waits=True)
        finally:
            closed.append(True)

    job = Job(steps(), parent)
    with qtbot.waitSignal(job.progressed):
        pass
    with qtbot.assertNotEmitted(job.progressed, wait=50), qtbot.assertNotEmitted(job.done):
        job.cancel()
        assert closed == [True]


def test_the_events_have_their_turn_between_the_steps(parent, qtbot):
    def steps():
        for i in range(20):
            time.sleep(0.004)
            yield Progress(i, 20)

    job, looks = Job(steps(), parent), []
    job.progressed.connect(lambda progress: looks.append(progress.made))
    with qtbot.waitSignal(job.done):
        pass
    assert len(looks) >= 3


def test_work_beside_the_window_is_done_on_a_thread_of_its_own(parent, qtbot):
    where = []

    def work(tell):
        where.append(threading.current_thread())
        tell(1, 1)

    job = Job(beside(work), parent)
    with qtbot.waitSignal(job.done):
        pass
    assert where != [threading.main_thread()]


def test_work_beside_the_window_that_is_given_up_ends(parent, qtbot):
    rounds = []

    def work(tell):
        for i in range(100_000):
            rounds.append(i)
            tell(i, 100_000)
            time.sleep(0.001)

    job = Job(beside(work), parent)
    with qtbot.waitSignal(job.progressed):
        pass
    job.cancel()
    count = len(rounds)
    time.sleep(0.01)
    assert len(rounds) == count < 100_000


def test_what_goes_wrong_beside_the_window_is_told(parent, qtbot):
    def work(tell):
        raise OSError("the disk is full")

    job = Job(beside(work), parent)
    with qtbot.waitSignal(job.failed) as failed:
        pass
    assert str(failed.args[0]) == "the disk is full"
