"""Losses that have exploded leave the others to be seen."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnsim.model.frame import Divergence, Run
from rnnsim.model.samples import NO_TRAIL
from rnnsim.ui.plots.history import Tracks
from rnnsim.ui.plots.leaving import leaving
from rnnsim.ui.plots.loss import EXPLODED, LossPlot, compose, runs_of, scale_of
from rnnsim.ui.plots.picture import Scale
from rnnsim.ui.plots.series import linear, logarithmic


def drawn(frame, have=None):
    """The picture as the plot makes it."""
    runs = runs_of(frame)
    lines = Tracks(linear, positive=False).lines(runs, 200)
    scale = scale_of(lines, frame.chance_loss)
    if scale is Scale.DECADES:
        lines = Tracks(logarithmic, positive=True).lines(runs, 200)
    return compose(frame, lines, scale, have)


OVERFLOW = Divergence("h", 2, "forward", 3)
CALM, EXPLODING = (1.0, 0.9, 0.8), (1.0, 40.0, 1e35)


@pytest.mark.parametrize(
    ("losses", "scale"),
    [
        (CALM, Scale.AMOUNTS),
        ((1.0, 0.9 * EXPLODED), Scale.AMOUNTS),
        (EXPLODING, Scale.DECADES),
        ((1.0, -1.0, 1e35), Scale.AMOUNTS),  # what is not above 0 has no logarithm
        ((5e4, 5e4), Scale.AMOUNTS),  # so it has begun
        ((math.nan, math.nan), Scale.AMOUNTS),
        ((), Scale.AMOUNTS),
    ],
)
def test_the_scale_is_one_of_decades_where_losses_have_exploded(frame_of, losses, scale):
    picture = drawn(frame_of(losses=losses, chance_loss=1.0))
    assert picture.scale is scale


def test_every_loss_is_in_the_picture(frame_of):
    picture = drawn(frame_of(losses=EXPLODING, chance_loss=1.0))
    assert picture.y.low <= 0.0 < 35.0 <= picture.y.high
    assert picture.levels[0].y == 0.0  # guessing costs 10⁰


def test_a_range_is_not_taken_over_to_the_other_scale(frame_of):
    before = drawn(frame_of(losses=(1.0, 900.0), chance_loss=1.0))
    after = drawn(frame_of(losses=EXPLODING, chance_loss=1.0), before)
    assert after.y.high < 100.0


def test_what_is_read_off_lies_on_the_line_on_either_scale(qtbot, frame_of):
    plot = LossPlot()
    qtbot.addWidget(plot)
    for losses, y in ((CALM, 0.9), (EXPLODING, math.log10(40.0))):
        plot.show_frame(frame_of(losses=losses))
        plot.settle()
        assert plot._reading_at(plot._frame, 0.9, 1.1, y).y == pytest.approx(y)


def beside(frame_of, main, other):
    """A frame of two runs of these losses."""
    frame, twin = frame_of(losses=main, chance_loss=1.0), frame_of(losses=other)
    run = Run(
        *(1, twin.settings, len(other), len(other), twin.passed, twin.curves, NO_TRAIL, None),
        divergence=OVERFLOW,
    )
    return replace(frame, others=(run,))


def test_a_loss_that_has_exploded_leaves_the_others_in_sight(frame_of):
    picture = drawn(beside(frame_of, CALM, EXPLODING))
    assert picture.scale is Scale.AMOUNTS
    assert picture.y.high < 2.0
    twin = picture.curves[0].series
    shown = twin.y[np.isfinite(twin.y)]
    assert shown[:2].tolist() == [1.0, picture.y.high]
    assert twin.x[1] == pytest.approx((picture.y.high - 1.0) / 39.0)  # where it crosses the top


def test_it_matters_not_which_of_them_is_the_main_run(frame_of):
    picture = drawn(beside(frame_of, EXPLODING, CALM))
    assert picture.scale is Scale.AMOUNTS
    assert picture.y.high < 2.0


@given(
    y=st.lists(st.sampled_from([0.0, 0.5, 1.0, 2.0, 1e300, np.nan]), max_size=30),
    top=st.sampled_from([0.5, 1.0, 1.5]),
)
def test_what_leaves_a_plot_is_never_above_it_and_what_is_seen_stays(y, top):
    x = np.arange(float(len(y)))
    before = linear(x, np.array(y))
    after = leaving(before, top)
    seen = before.y <= top
    assert np.array_equal(after.y[seen], before.y[seen])
    assert np.array_equal(after.x[seen], before.x[seen])
    assert not (after.y > top).any()
    assert (np.diff(after.x) >= 0).all()
    assert (np.abs(after.x - before.x) <= 1.0).all()
