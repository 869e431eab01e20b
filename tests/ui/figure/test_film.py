"""Films, made beside everything else or waited for, and read back from their files."""

import errno
import os
import subprocess
import sys
import threading
import time
from dataclasses import replace
from typing import ClassVar

import numpy as np
import pytest
from PIL import Image
from PySide6.QtGui import QColor

from rnnsim.export import animation
from rnnsim.export.carrying import MOST_TEXT, CarryError, session_text_in
from rnnsim.export.writing import SaveError
from rnnsim.model.animation import FORMATS, TRAINING, AnimationSpec
from rnnsim.model.course import Course
from rnnsim.model.edits import edited
from rnnsim.model.lesson import find_lesson
from rnnsim.model.moment import moments
from rnnsim.model.session import Session
from rnnsim.model.settings import SettingError
from rnnsim.model.twin import TwinWanted
from rnnsim.ui.figure import film_image
from rnnsim.ui.figure.drawing import Drawing
from rnnsim.ui.figure.film import Making, make_film
from rnnsim.ui.figure.reel import Reel
from rnnsim.ui.studio import StudioError
from rnnsim.ui.theme import LIGHT
from rnnsim.worker.runs import Runs

TEXT = '{"format": "rnnsim lesson 2"}'
SMALL = AnimationSpec(width=320, theme="light")
SOON = 20.0
"""Seconds."""


@pytest.fixture(autouse=True)
def _application(qapp):
    """Figures are drawn."""


@pytest.fixture
def session():
    lesson = find_lesson("vanishing")
    settings = edited(lesson.settings, {"time_steps": 4, "hidden_size": 4})
    return replace(Session.of(lesson), course=Course.start(settings))


@pytest.fixture
def old(tmp_path):
    path = tmp_path / "film"
    path.write_bytes(b"old")
    return path


def assert_untouched(old):
    assert old.read_bytes() == b"old"
    assert [each.name for each in old.parent.iterdir()] == [old.name]
    assert_no_thread()


def assert_no_thread():
    assert {each.name for each in threading.enumerate() if each.name.startswith("rnnsim")} == set()


def read(path):
    images, durations = [], []
    with Image.open(path) as file:
        for index in range(file.n_frames):
            file.seek(index)
            images.append(np.asarray(file.convert("RGB")).astype(int))
            durations.append(file.info["duration"])
    return images, durations


def share_of(color, image, reach=40):
    """Share of pixels of about a colour."""
    wanted = np.array(QColor(color).getRgb()[:3])
    return (np.abs(image - wanted).max(axis=2) < reach).mean()


@pytest.mark.parametrize("kind", FORMATS)
def test_a_pass_begins_without_a_gradient_and_ends_with_all_of_it(kind, session, tmp_path):
    spec = replace(SMALL, format=kind, rate=5.0, rest=1.0)
    make_film(spec, session, tmp_path / "film", TEXT)
    images, durations = read(tmp_path / "film")
    assert len(images) == spec.images(4) == 10
    assert {image.shape for image in images} == {(*images[0].shape[:1], 320, 3)}
    assert durations == [200] * 9 + [1200]
    shares = [share_of(LIGHT.gradient, image) for image in images]
    assert shares[0] < 0.5 * shares[-1]
    assert session_text_in(tmp_path / "film") == TEXT
    assert_no_thread()


class Seen(Drawing):
    """A drawing that tells what it shows."""

    all: ClassVar = []

    def __init__(self, spec, shown, **named):
        self.all.append(shown)
        super().__init__(spec, shown, **named)


@pytest.fixture
def seen(monkeypatch):
    """What is drawn."""
    monkeypatch.setattr(film_image, "Drawing", Seen)
    monkeypatch.setattr(Seen, "all", [])
    return Seen.all


def images_of(spec, session):
    """All images of a film; its run ended."""
    film = Reel(spec, session)
    try:
        stills = [still for still in film.stills() if still is not None]
    finally:
        film.close()
    assert film.made == film.all == len(stills)
    return [still.image for still in stills]


def test_a_pass_is_of_the_iteration_looked_at(session, seen):
    session = replace(session, course=replace(session.course, iteration=8), at=5)
    images_of(SMALL, session)
    assert {shown.frame.at for shown in seen} == {5}
    assert [shown.moment for shown in seen] == [*moments(4, parts=False), None]


def test_a_pass_in_its_parts_has_the_numbers_of_each(session, seen):
    images_of(replace(SMALL, parts=True), session)
    assert [shown.moment for shown in seen] == [*moments(4, parts=True), None]
    assert all(shown.frame.extras.detail is not None for shown in seen)


def test_training_shows_the_whole_pass_of_every_iteration(session, seen):
    session = replace(session, moment=moments(4, parts=False)[2])
    images_of(replace(SMALL, of=TRAINING, last=6, every=2), session)
    assert [shown.frame.at for shown in seen] == [0, 2, 4, 6]
    assert {shown.moment for shown in seen} == {None}
    assert {shown.frame.newest for shown in seen} == {6}  # so the axes hold all that comes


def test_training_that_diverges_ends_there(seen):
    images_of(replace(SMALL, of=TRAINING, last=60), Session.of(find_lesson("exploding")))
    assert [shown.frame.at for shown in seen] == [0, 1, 2, 3]
    assert seen[-1].frame.divergence is not None


def test_the_iteration_is_written_above(session):
    spec = replace(SMALL, of=TRAINING, views=("loss",), first=1, last=2)
    first, second = images_of(spec, session)
    end = spec.inset + 2 * round(spec.type_size)
    differing = [y for y in range(end) if first.copy(0, y, 320, 1) != second.copy(0, y, 320, 1)]
    assert differing
    assert spec.inset / 2 < min(differing)
    assert max(differing) <= spec.inset + spec.type_size


def test_every_image_has_the_width_that_was_asked_for(session):
    for width in (160, 321):
        spec = replace(SMALL, of=TRAINING, width=width, last=1)
        assert [image.width() for image in images_of(spec, session)] == [width] * 2


@pytest.mark.parametrize("kind", FORMATS)
def test_training_is_shown_from_the_first_iteration_to_the_last(kind, session, tmp_path):
    spec = replace(
        SMALL, format=kind, of=TRAINING, views=("loss",), first=2, last=11, every=4, rate=10.0
    )
    make_film(spec, session, tmp_path / "film", TEXT)
    images, durations = read(tmp_path / "film")
    assert len(images) == spec.images(4) == 4
    assert durations == [100] * 3 + [2100]
    lit = [share_of(LIGHT.loss, image, reach=30) for image in images]
    assert lit == sorted(lit)
    assert lit[0] < lit[-1]


def test_axes_stand_still(session):
    """The labels of the axis at the left are the same from the first iteration to the last."""
    spec = replace(SMALL, of=TRAINING, views=("loss",), last=30, every=10)
    images = images_of(spec, session)
    left, top = spec.inset, 3 * spec.inset + round(2 * spec.type_size)
    labels = [image.copy(left, top, 20, image.height() - top) for image in images]
    assert all(label == labels[0] for label in labels)


# A step at a time


def steps(making, tell=lambda progress: None):
    """Make it to its end."""
    deadline = time.monotonic() + SOON
    try:
        while not making.ended:
            assert time.monotonic() < deadline
            if not making.step():
                time.sleep(0.001)
            tell(making.progress)
    finally:
        making.cancel()


@pytest.mark.parametrize(("kind", "times"), [("webp", 1), ("gif", 2)])
def test_it_tells_how_far_it_is(kind, times, session, tmp_path):
    told = []
    making = Making(replace(SMALL, format=kind), session, tmp_path / "film", TEXT)
    steps(making, told.append)
    assert told == sorted(told)
    assert told[-1] == (times * 10, times * 10)
    assert len(read(tmp_path / "film")[0]) == 10
    assert_no_thread()


def test_training_before_the_first_image_counts_too(session, tmp_path):
    told = []
    spec = replace(SMALL, of=TRAINING, views=("loss",), last=1000, every=500)
    steps(Making(spec, session, tmp_path / "film", TEXT), told.append)
    assert told == sorted(told)
    assert told[0][1] == 10 + 3
    assert told[-1] == (13, 13)


def test_of_a_run_that_diverges_all_is_done_in_the_end(tmp_path):
    told = []
    spec = replace(SMALL, of=TRAINING, views=("loss",), format="gif", last=900)
    steps(Making(spec, Session.of(find_lesson("exploding")), tmp_path / "film", TEXT), told.append)
    assert told[-1] == (8, 8)


@pytest.mark.parametrize("made", [0, 1, 5])
def test_cancelling_leaves_the_old_file_and_no_thread(made, session, old):
    making = Making(SMALL, session, old, TEXT)
    while making.progress[0] < made:
        making.step()
    making.cancel()
    assert_untouched(old)
    making.cancel()


def test_a_long_training_may_be_cancelled_before_its_first_image(session, old):
    making = Making(replace(SMALL, of=TRAINING, last=900_000, every=1000), session, old, TEXT)
    for _ in range(20):
        assert not making.step()
        time.sleep(0.001)
    making.cancel()
    assert_untouched(old)


def test_a_session_too_large_to_be_carried_is_refused_at_once(session, old):
    with pytest.raises(CarryError, match="too large"):
        Making(SMALL, session, old, "x" * (MOST_TEXT + 1))
    assert_untouched(old)


def test_twins_that_cannot_be_are_refused_at_once(session, old):
    session = replace(session, twins=(TwinWanted({"time_steps": 10**6}),))
    with pytest.raises(SettingError, match="time_steps"):
        Making(SMALL, session, old, TEXT)
    assert_untouched(old)


def test_a_full_disk_is_told_and_leaves_the_old_file(session, old, monkeypatch):
    def full(file, changes, carried):
        file.write(b"half of")
        next(changes)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(animation, "WRITERS", {"webp": full})
    with pytest.raises(SaveError, match=os.strerror(errno.ENOSPC)):
        steps(Making(SMALL, session, old, TEXT))
    assert_untouched(old)


def test_what_goes_wrong_in_the_run_is_told(session, old, monkeypatch, capsys):
    def fail(self):
        raise RuntimeError("a bug")

    monkeypatch.setattr(Runs, "iterate", fail)
    with pytest.raises(StudioError, match="a bug"):
        steps(Making(replace(SMALL, of=TRAINING), session, old, TEXT))
    assert_untouched(old)
    assert "a bug" in capsys.readouterr().err


# Waited for


def test_who_waits_may_give_up(session, old):
    def give_up(done, _all):
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_film(SMALL, session, old, TEXT, give_up)
    assert_untouched(old)


def test_who_waits_is_refused_what_cannot_be_written(session, tmp_path):
    with pytest.raises(SaveError, match="it is a folder"):
        make_film(SMALL, session, tmp_path, TEXT)
    assert_no_thread()


ALONE = """
import sys, threading
from pathlib import Path
from PySide6.QtWidgets import QApplication
from rnnsim.model.animation import AnimationSpec
from rnnsim.model.lesson import find_lesson
from rnnsim.model.session import Session
from rnnsim.ui.figure.film import make_film
from rnnsim.ui.studio import StudioError
from rnnsim.ui.theme import load_fonts

app = QApplication([])
load_fonts()
spec = AnimationSpec(("canvas", "loss"), width=320, of="training", last=3)
make_film(spec, Session.of(find_lesson("vanishing")), Path(sys.argv[1]), "{}")
print(*[each.name for each in threading.enumerate()])
"""


@pytest.mark.slow
def test_a_command_without_a_window_makes_one_and_ends(tmp_path):
    command = [sys.executable, "-W", "error", "-c", ALONE, str(tmp_path / "film")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split() == ["MainThread"]
    assert len(read(tmp_path / "film")[0]) == 4
