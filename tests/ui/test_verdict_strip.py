from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from rnnsim.model.frame import Divergence
from rnnsim.ui import verdict_strip
from rnnsim.ui.app import make_application
from rnnsim.ui.theme import DARK, LIGHT
from rnnsim.ui.verdict_strip import VerdictStrip, fitting

FALLING = 0.5 ** np.arange(4.0, -1.0, -1.0)


@pytest.fixture
def strip(qtbot):
    make_application()
    strip = VerdictStrip(DARK)
    qtbot.addWidget(strip)
    strip.resize(1200, strip.sizeHint().height())
    strip.show()
    return strip


def pixels(strip):
    image = strip.grab().toImage().convertToFormat(strip.grab().toImage().Format.Format_RGB32)
    data = np.frombuffer(image.constBits(), np.uint8)
    return data.reshape(image.height(), image.width(), 4)[..., :3].astype(int)


def ink(strip):
    shown = pixels(strip)
    return (np.abs(shown - shown[0, 0]).sum(axis=2) > 30).any(axis=0)


def test_it_is_one_row(strip, frame_of):
    strip.show_frame(frame_of(FALLING))
    assert strip.sizeHint().height() <= 36
    assert strip.minimumSizeHint().width() <= 640


@pytest.mark.parametrize("width", [320, 640, 1200])
def test_nothing_reaches_the_edges(strip, frame_of, gated_frame_of, width):
    strip.resize(width, strip.height())
    where = Divergence("h", 7, "forward", 3)
    for frame in (
        frame_of(FALLING),
        frame_of(FALLING, singular=1.5),
        gated_frame_of(),
        frame_of(FALLING, divergence=where),
    ):
        strip.show_frame(frame)
        columns = ink(strip)
        assert columns.any()
        assert not columns[:3].any()
        assert not columns[-3:].any()


def test_the_sentence_changes_with_the_knobs(strip, frame_of):
    strip.show_frame(frame_of(FALLING, singular=0.9))
    before = strip.sentence, ink(strip)
    strip.show_frame(frame_of(FALLING, singular=1.5))
    assert "sufficient for vanishing" in before[0]
    assert "necessary" in strip.sentence
    assert (before[1] != ink(strip)).any()


def test_the_gauge_shows_on_which_side_of_one_the_bound_is(strip, frame_of):
    grey = np.array(DARK.color("reference").getRgb()[2::-1])

    def end_of_bar(singular):
        strip.show_frame(frame_of(FALLING, singular=singular))
        row = pixels(strip)[strip.height() // 2 + 2, :220]
        return np.flatnonzero(np.abs(row - grey).sum(axis=1) < 12).max()

    def line_at_one():
        text = np.array(DARK.color("text").getRgb()[2::-1])
        row = pixels(strip)[strip.height() // 2 + 8, :220]
        return np.abs(row - text).sum(axis=1).argmin()

    low, one, high = map(end_of_bar, (0.5, 1.0, 2.0))
    assert one == pytest.approx(line_at_one(), abs=2)
    assert one - low == pytest.approx(high - one, abs=2)
    assert high - low == pytest.approx(verdict_strip.GAUGE / 2, abs=3)


@pytest.mark.parametrize(
    ("room", "count"), [(-1.0, 0), (0.0, 0), (9.9, 0), (10.0, 1), (29.0, 1), (30.0, 2), (99.0, 3)]
)
def test_numbers_give_way_from_the_right(room, count):
    assert fitting([10.0, 20.0, 30.0], room) == count


def test_in_a_narrow_strip_the_sentence_comes_before_the_numbers(strip, frame_of):
    strip.show_frame(frame_of(FALLING))
    muted = np.array(DARK.color("muted").getRgb()[2::-1])

    def numbers():
        near = (np.abs(pixels(strip)[4:13, 220:] - muted).sum(axis=2) < 12).any(axis=0)
        return int(near.sum())

    wide = numbers()
    strip.resize(480, strip.height())
    assert numbers() < wide / 3


def test_the_tooltip_and_the_description_tell_all(strip, frame_of):
    strip.show_frame(frame_of(FALLING))
    assert "sufficient" in strip.toolTip()
    assert "&lt; 1" in strip.toolTip()  # it is rich text
    assert strip.sentence in strip.accessibleDescription()
    assert "1/γ = " in strip.accessibleDescription()


def test_of_a_gated_cell_no_bound_is_claimed(strip, gated_frame_of):
    strip.show_frame(gated_frame_of())
    for text in (strip.toolTip(), strip.accessibleDescription()):
        assert "sufficient" not in text
        assert "γσ₁" not in text


def test_while_training_runs_it_can_be_read(strip, frame_of, monkeypatch):
    now = [0.0]
    monkeypatch.setattr(verdict_strip.time, "monotonic", lambda: now[0])
    first = frame_of(FALLING, singular=0.9, playing=True)
    strip.show_frame(first)
    later = replace(first, spectrum=replace(first.spectrum, largest_singular_value=0.8))
    now[0] = 0.1
    strip.show_frame(later)
    assert "0.90" in strip.sentence
    now[0] = 0.3
    strip.show_frame(later)
    assert "0.80" in strip.sentence
    now[0] = 0.31
    strip.show_frame(replace(first, playing=False))
    assert "0.90" in strip.sentence  # whatever rests is shown at once


def test_it_takes_on_other_colours(strip, frame_of):
    strip.show_frame(frame_of(FALLING))
    before = pixels(strip)
    strip.set_theme(LIGHT)
    assert (before != pixels(strip)).any()


def test_large_numbers_do_not_run_into_one_another(strip, frame_of, monkeypatch):
    drawn = []
    whole = VerdictStrip._draw_number

    def noted(self, painter, x, name, value, role):
        end = whole(self, painter, x, name, value, role)
        drawn.append((x, end))
        return end

    monkeypatch.setattr(VerdictStrip, "_draw_number", noted)
    where = Divergence("h", 7, "forward", 3)
    strip.show_frame(frame_of(FALLING, radius=7.5e32, singular=8.52e32, divergence=where))
    strip.grab()
    places = sorted(drawn[-4:])
    assert len(places) == 4
    for (_, end), (start, _) in pairwise(places):
        assert end <= start
